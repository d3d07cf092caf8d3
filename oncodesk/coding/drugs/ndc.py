"""The National Drug Code of a drug line: eleven digits, unit of measure, quantity."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from oncodesk.coding.drugs.waste import size_of
from oncodesk.coding.given import Given
from oncodesk.domain.claim import Ndc
from oncodesk.domain.derivation import Question
from oncodesk.domain.ndc import eleven_digits, printed
from oncodesk.domain.quantity import plain

_VIALS, _LIQUID = "UN", "ML"


@dataclass(frozen=True, slots=True)
class Package:
    """What was opened of one NDC: `amount` of drug in its billing unit of measure, `quantity` in vials or mL."""

    code: str | None
    amount: Decimal
    quantity: Decimal
    unit: str
    size: Decimal

    def told(self, ndc: Ndc) -> str:
        """`NDC 50242006101: 15.2 of the 16 mL opened (a liquid, counted in mL)`."""
        how = "a liquid, counted in mL" if self.unit == _LIQUID else "no liquid volume, counted by the container"
        measure = "mL" if self.unit == _LIQUID else "containers"
        count = f"{plain(ndc.quantity or Decimal(0))} of the {plain(self.quantity)} {measure} opened"
        return f"NDC {ndc.code}: {count} → {ndc.unit} {plain(ndc.quantity or Decimal(0))} ({how})"

    def part(self, share: Decimal, decimals: int) -> Ndc | None:
        """The NDC with that share (0 to 1) of the quantity, or None without a code."""
        if self.code is None:
            return None
        step = Decimal(1).scaleb(-decimals)
        quantity = (self.quantity * share).quantize(step, rounding=ROUND_HALF_UP).normalize()
        return Ndc(code=self.code, unit=self.unit, quantity=quantity)


def packages(given: tuple[Given, ...], unit: str) -> tuple[tuple[Package, ...], tuple[Question, ...]]:
    """What was opened by NDC, largest containers first; ten bare digits and bad numbers are asked about.

    A container with a volume is a liquid, billed in mL; any other is billed by the vial (NDC-02).
    """
    held: dict[tuple[str | None, str], list[Package]] = {}
    questions: list[Question] = []
    for g in given:
        for container in g.administration.containers:
            code, asked = _code(g, container.ndc)
            questions += asked
            volume = container.volume.to("mL") if container.volume else None
            measure = _VIALS if volume is None else _LIQUID
            size = size_of(container, unit) or Decimal(0)
            each = Decimal(1) if volume is None else volume
            package = Package(code, size * container.count, each * container.count, measure, size)
            held.setdefault((code, measure), []).append(package)
    joined = [_joined(packs) for packs in held.values()]
    joined.sort(key=lambda p: (-p.size, p.code or ""))
    return tuple(joined), tuple(dict.fromkeys(questions))


def _joined(packs: list[Package]) -> Package:
    first = packs[0]
    amount, quantity = sum((p.amount for p in packs), Decimal(0)), sum((p.quantity for p in packs), Decimal(0))
    return Package(first.code, amount, quantity, first.unit, max(p.size for p in packs))


def _code(given: Given, label: str | None) -> tuple[str | None, list[Question]]:
    if not label:
        return None, []
    found = eleven_digits(printed(label))
    if len(found) == 1:
        return found[0], []
    why = (
        f"ten digits without hyphens can mean {', '.join(found)}"
        if found
        else f"{label!r} is no National Drug Code of ten or eleven digits"
    )
    ask = f"the NDC of {given.name} as printed on the label, with its hyphens"
    return None, [Question(fact=given.id, ask=ask, field="containers.ndc", why=f"{why}; until then the line has none")]
