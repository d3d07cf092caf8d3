"""Where the installed package `simple-icd-10-cm` keeps the ICD-10-CM files; the package itself is never imported."""

import importlib.util
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Shipped:
    """The two files of the shipped edition."""

    tabular: Path
    codes: Path

    @property
    def mark(self) -> str:
        """Tells one release of the files from another, without reading them."""
        return "|".join(f"{path.name}:{path.stat().st_size}" for path in (self.tabular, self.codes))


def shipped() -> Shipped:
    """Where the installed package keeps its files; FileNotFoundError where it is not installed whole."""
    spec = importlib.util.find_spec("simple_icd_10_cm")
    folders = spec.submodule_search_locations if spec else None
    data = Path(next(iter(folders))) / "data" if folders else Path("simple_icd_10_cm")
    tabular = next(iter(sorted(data.glob("icd10c*tabular*.xml"))), None)
    codes = next(iter(sorted(data.glob("code-list-*.txt"))), None)
    if tabular is None or codes is None:
        raise FileNotFoundError("the package simple-icd-10-cm is not installed whole: its tabular XML is missing")
    return Shipped(tabular, codes)
