"""The practice's regimens: kept one by one, taken from files and given to them."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.reading import MAX_BYTES, read_own
from oncodesk.domain.template import Template
from oncodesk.vault.files import replace_file

if TYPE_CHECKING:
    from oncodesk.vault.store import Store


def keep_regimen(store: "Store", template: Template, before: str = "") -> None:
    """Keeps a regimen in place of the one that was called `before`, else at the end.

    UnusableInput where another has its name.
    """
    held = store.templates()
    if any(one.name.casefold() == template.name.casefold() for one in held if one.name != before):
        raise UnusableInput("name", f"expected a name of its own: there is a regimen {template.name}")
    if any(one.name == before for one in held):
        store.save_templates(tuple(template if one.name == before else one for one in held))
    else:
        store.save_templates((*held, template))


def drop_regimen(store: "Store", name: str) -> None:
    """The practice orders by it no more; visits keep what they hold."""
    store.save_templates(tuple(one for one in store.templates() if one.name != name))


def take_regimens(store: "Store", files: tuple[Path, ...]) -> tuple[str, ...]:
    """Takes regimens from `oncodesk.template/1` files, each in place of one of its name; gives the names.

    All or none: UnusableInput names the file, the field and what was expected.
    """
    read = tuple(_read(path) for path in files)
    names = [one.name.casefold() for one in read]
    if twice := next((one.name for one in read if names.count(one.name.casefold()) > 1), None):
        raise UnusableInput("name", f"expected {twice} once among the files")
    kept = tuple(one for one in store.templates() if one.name.casefold() not in names)
    store.save_templates((*kept, *read))
    return tuple(one.name for one in read)


def _read(path: Path) -> Template:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnusableInput("document", f"expected at most {MAX_BYTES // 1024 // 1024} MiB")
        found = read_own(path.read_bytes())
    except OSError as problem:
        raise UnusableInput("file", f"expected one that can be read: {problem.strerror}", path.name) from None
    except UnusableInput as problem:
        raise problem.of(path.name) from None
    if not isinstance(found, Template):
        raise UnusableInput("format", "expected oncodesk.template/1", path.name)
    return found


def is_regimen(path: Path) -> bool:
    """Whether the file says of itself that it is a regimen."""
    try:
        return path.suffix.lower() == ".json" and b"oncodesk.template/1" in path.read_bytes()
    except OSError:
        return False


def write_regimen(template: Template, path: Path) -> None:
    """Writes the regimen as an `oncodesk.template/1` document; NotSaved where that cannot be."""
    replace_file(path, (json.dumps(written(template), indent=1) + "\n").encode())


def written(template: Template) -> dict[str, Any]:
    """The regimen as plain values, without what is left open."""
    held = template.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return {"format": template.format, **held}


def free_name(store: "Store", wanted: str) -> str:
    """That name, with a number behind it where it is taken."""
    taken = {one.name.casefold() for one in store.templates()}
    names = (wanted, *(f"{wanted} {n}" for n in range(2, len(taken) + 3)))
    return next(name for name in names if name.casefold() not in taken)
