"""What a container's label number says: its eleven digits, and its product where Medicare's crosswalk is loaded."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from oncodesk.codes.edit_values import NotLoaded, Product
from oncodesk.codes.tables import Tables
from oncodesk.codes.values import Drug
from oncodesk.domain.derivation import Question
from oncodesk.domain.ndc import eleven_digits, printed
from oncodesk.domain.quantity import Quantity, plain
from oncodesk.domain.visit import Administration, Container

_EACH = Decimal(1)
_ROUNDED = Decimal("0.02")


@dataclass(frozen=True, slots=True)
class Label:
    """A label number as typed, its eleven digits where they are clear, and the rows of the crosswalk for them.

    `rows` is None where no crosswalk is loaded; empty where it does not list the number.
    """

    typed: str
    code: str | None
    rows: tuple[Product, ...] | None


@lru_cache(maxsize=256)
def read_label(typed: str, tables: Tables) -> Label:
    """Ten bare digits are read as the one form that the crosswalk lists, where it lists just one."""
    forms = eleven_digits(printed(typed))
    found: dict[str, tuple[Product, ...]] = {}
    for form in forms:
        rows = tables.ndc(form)
        if isinstance(rows, NotLoaded):
            return Label(typed, forms[0] if len(forms) == 1 else None, None)
        found[form] = rows
    listed = [form for form, rows in found.items() if rows]
    code = forms[0] if len(forms) == 1 else listed[0] if len(listed) == 1 else None
    return Label(typed, code, found.get(code, ()) if code else ())


def labels(given: Administration, tables: Tables) -> tuple[Label, ...]:
    """The labels of what was opened, each once."""
    typed = dict.fromkeys(box.ndc for box in given.containers if box.ndc)
    return tuple(read_label(text, tables) for text in typed if text)


def filled(
    given: Administration, drug: Drug | None, tables: Tables
) -> tuple[Administration, tuple[str, ...], tuple[Question, ...]]:
    """The administration with its containers as their labels tell, the steps taken, and what contradicts them."""
    if drug is None or not any(box.ndc for box in given.containers):
        return given, (), ()
    boxes: list[Container] = []
    steps: list[str] = []
    asked: list[Question] = []
    for box in given.containers:
        label = read_label(box.ndc, tables) if box.ndc else None
        if label is None or label.code is None:
            boxes.append(box)
            continue
        if label.code != label.typed:
            steps.append(f"NDC {label.typed} on the label → {label.code}, five, four and two digits")
        rows = [row for row in label.rows or () if row.code == drug.code]
        told = _as_sold(box, rows[0], drug, steps) if len(rows) == 1 else {}
        if len(rows) == 1 and (why := _contradicted(box, rows[0], drug)):
            ask = f"what one container of {given.name} holds"
            asked.append(Question(fact=given.id, ask=ask, field="containers", why=why))
        boxes.append(box.model_copy(update={"ndc": label.code, **told}))
    return given.model_copy(update={"containers": tuple(boxes)}), tuple(dict.fromkeys(steps)), tuple(asked)


def held_by(row: Product, drug: Drug) -> Quantity | None:
    """What one container of a crosswalk row holds, in the drug's billing measure; units there may be rounded."""
    if not row.units:
        return None
    amount = row.units * drug.unit.amount
    sold = (size for box in drug.containers if (size := box.to(drug.unit.unit)))
    near = next((size for size in sold if abs(size - amount) <= size * _ROUNDED), amount)
    return drug.unit.model_copy(update={"amount": near})


def _as_sold(box: Container, row: Product, drug: Drug, steps: list[str]) -> dict[str, Any]:
    """Amount and volume by the crosswalk, where only one of them or the vial is recorded."""
    held = held_by(row, drug)
    liquid = row.size if row.size and row.size != _EACH else None
    told: dict[str, Any] = {}
    if held and held.unit != box.unit and box.unit in {"mL", "vial"}:
        told = {"amount": held.amount, "unit": held.unit}
        if box.unit == "vial":
            told["count"] = max(1, int(box.count * box.amount))
        steps.append(f"NDC {row.ndc} holds {held} (Medicare's NDC crosswalk {row.edition})")
    if liquid and box.volume is None:
        told["volume"] = Quantity(amount=liquid, unit="mL")
        steps.append(f"NDC {row.ndc} is a liquid of {plain(liquid)} mL (Medicare's NDC crosswalk {row.edition})")
    if row.size == _EACH and box.volume and box.volume.to("mL") != _EACH:
        told["volume"] = None
        steps.append(f"NDC {row.ndc} is counted by the vial, not in mL (Medicare's NDC crosswalk {row.edition})")
    return told


def _contradicted(box: Container, row: Product, drug: Drug) -> str | None:
    held = held_by(row, drug)
    typed = Quantity.model_validate({"amount": box.amount, "unit": box.unit})
    amount = typed.to(held.unit) if held and box.unit != "vial" else None
    if held is None or amount is None or abs(amount - held.amount) <= held.amount * _ROUNDED:
        return None
    return f"{typed} is recorded, and NDC {row.ndc} holds {held} in Medicare's NDC crosswalk {row.edition}"
