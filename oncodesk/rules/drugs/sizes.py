"""Sizes in which a billed drug can be had, and the fewest containers that leave the least of it."""

from decimal import Decimal
from functools import lru_cache

from oncodesk.codes.edit_values import NotLoaded, Product
from oncodesk.domain.ndc import eleven_digits
from oncodesk.domain.quantity import plain
from oncodesk.domain.visit import Administration
from oncodesk.rules.drugs.containers import Billed

MOST_CONTAINERS = 60
_LABELER = 5
_ROUNDED = Decimal("0.02")


def sizes_sold(billed: Billed) -> tuple[list[Decimal], str]:
    """Sizes sold by anybody, in the drug's measure and ascending, and in words where the NDC crosswalk tells them."""
    unit = billed.drug.unit
    rows = billed.subject.at(billed.lines[0]).ndcs_of(billed.drug.code)
    if not isinstance(rows, NotLoaded) and (listed := {row.units * unit.amount for row in rows if row.units}):
        return sorted(listed), f" by Medicare's NDC crosswalk {rows[0].edition}"
    return _of_the_table(billed), ""


def sizes_of_the_product(billed: Billed, given: Administration) -> tuple[list[Decimal], str]:
    """Single-dose sizes of the very product opened, ascending, and whose they are; none where that is not known.

    By the labels recorded, the sizes of one labeler's product of that name; else those of our table, where the code
    is one maker's: its `product`, or a biologic, since each biosimilar has a code of its own. A code for two products
    of a maker, or a drug given into a vein and under the skin, tells no product's sizes.
    """
    if billed.drug.container_kind != "single_dose":
        return [], ""
    rows = _labeled(billed, given)
    if rows:
        listed = {row.units * billed.drug.unit.amount for row in rows if row.units}
        first = rows[0]
        named = f" as {first.name.strip()} of {first.labeler.strip()} (Medicare's NDC crosswalk {first.edition})"
        sold = _of_the_table(billed)
        return [size for size in sold if any(abs(size - held) <= size * _ROUNDED for held in listed)], named
    return (_of_the_table(billed), f" as {_brand(billed)}") if _of_one_maker(billed) else ([], "")


@lru_cache(maxsize=4096)
def smallest(dose: Decimal, sizes: tuple[Decimal, ...]) -> tuple[Decimal, ...] | None:
    """The fewest containers of those sizes, largest first, whose total covers the dose and is the smallest that does.

    None where too many would be needed.
    """
    if not sizes or dose > sizes[-1] * MOST_CONTAINERS:
        return None
    reached: dict[Decimal, tuple[Decimal, ...]] = {Decimal(0): ()}
    covering: dict[Decimal, tuple[Decimal, ...]] = {}
    seen = set(reached)
    while reached:
        more: dict[Decimal, tuple[Decimal, ...]] = {}
        for total, held in reached.items():
            for size in reversed(sizes):
                if total + size not in seen:
                    more.setdefault(total + size, (*held, size))
        seen |= set(more)
        covering |= {total: held for total, held in more.items() if total >= dose}
        reached = {total: held for total, held in more.items() if total < dose}
    return tuple(sorted(covering[min(covering)], reverse=True))


def said(mix: tuple[Decimal, ...], unit: str) -> str:
    """`1 × 400 + 3 × 100 mg`."""
    return " + ".join(f"{mix.count(size)} × {plain(size)}" for size in dict.fromkeys(mix)) + f" {unit}"


def _of_the_table(billed: Billed) -> list[Decimal]:
    return sorted({size for box in billed.drug.containers if (size := box.to(billed.drug.unit.unit))})


def _of_one_maker(billed: Billed) -> bool:
    drug, policy = billed.drug, billed.subject.tables.policy
    biologic = any(part in drug.generic.lower() for part in policy.codes("drugs.biologic_name_parts"))
    sides = {route in {"subcutaneous", "intramuscular"} for route in drug.routes}
    one_form = len(sides) == 1 and drug.code not in policy.codes("drugs.denosumab_codes")
    return one_form and (drug.product is not None or biologic)


def _brand(billed: Billed) -> str:
    return billed.drug.product or (billed.drug.brands[0] if billed.drug.brands else billed.drug.generic)


def _labeled(billed: Billed, given: Administration) -> list[Product]:
    """Rows of the crosswalk for the labeler and name of what was opened; none where labels are missing or differ."""
    tables = billed.subject.at(billed.lines[0])
    forms = [eleven_digits(box.ndc) if box.ndc else () for box in given.containers]
    read = [[tables.ndc(form) for form in each] for each in forms]
    known = [[row for rows in each if not isinstance(rows, NotLoaded) for row in rows] for each in read]
    mine = [[row for row in rows if row.code == billed.drug.code] for rows in known]
    kept = {_line(rows[0]) for rows in mine if rows}
    listed = tables.ndcs_of(billed.drug.code)
    if len(kept) != 1 or not all(mine) or isinstance(listed, NotLoaded):
        return []
    return [row for row in listed if _line(row) in kept]


def _line(row: Product) -> tuple[str, str]:
    """A labeler's product line: the labeler's part of the number, and the name without what follows it."""
    return row.ndc[:_LABELER], (row.name.lower().split() or [""])[0]
