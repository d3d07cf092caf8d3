"""What the loaded edit tables and price files add to a code's page."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import official_layouts as layouts
import pytest

from oncodesk.codes.library import CodeSets
from oncodesk.codes.sources import asp, mue, ptp
from oncodesk.domain.fees import Fees
from oncodesk.services.code_page import CodePage, code_page
from oncodesk.services.import_codes import import_codes

FEES = Fees(name="Own", since=date(2026, 1, 1), per_unit={"96413": Decimal("410.00")})
Page = Callable[..., CodePage]


@pytest.fixture
def page(own_sets: CodeSets, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Page:
    """Pages over pairs, unlikely units and payment limits of the third quarter of 2026."""
    for layout in (ptp, mue, asp):
        monkeypatch.setattr(layout, "FEWEST_ROWS", 1)
    monkeypatch.setattr(ptp, "MOST_MISSING", 100)
    pairs = [
        ("96413", "96360", "1"),
        ("96413", "96523", "0"),
        ("96413", "99999", "1"),
        ("77778", "96413", "1"),
        ("96413", "96372", "9"),
    ]
    rows = "".join(f"{one}\t{two}\t\t20200101\t*\t{way}\tMisuse\r\n" for one, two, way in pairs)
    files = [
        layouts.text(tmp_path / "ccipra-v322r0-f1.txt", layouts.PTP_HEAD + rows),
        layouts.text(
            tmp_path / "MCR_MUE_PractitionerServices_Eff_07-01-2026.csv",
            layouts.MUE_HEAD
            + "".join(f"{c},1,3 Date of Service Edit: Clinical,Nature\r\n" for c in (*layouts.CODES, "96413")),
        ),
        layouts.text(tmp_path / "asp.csv", f"{layouts.ASP_HEAD}J9271,A drug,1 MG,59.726,20,\r\nQ9950,x,1 ML,1,20,\r\n"),
    ]
    import_codes(own_sets, files, "2026-07-02T08:00")

    def ask(code: str, on: str = "2026-08-03", fees: Fees | None = None) -> CodePage:
        found = code_page(own_sets, code, date.fromisoformat(on), fees)
        assert found is not None
        return found

    return ask


def told(page: CodePage) -> dict[str, str]:
    return {p.name: p.value for p in page.particulars}


def test_pairs_with_what_an_office_bills_by_column_and_way(page: Page) -> None:
    found = [(p.code, p.column, p.bypass) for p in page("96413").pairs]
    assert found == [("96523", 1, False), ("96360", 1, True), ("77778", 2, True)]
    assert [(p.code, p.column) for p in page("96360").pairs] == [("96413", 2)]
    text = page("96413").as_text()
    assert "96523     not paid beside this, whatever the modifier" in text
    assert "this is not paid beside it, unless a modifier tells them apart" in text


def test_units_limits_and_the_practices_own_charge(page: Page) -> None:
    assert told(page("96413", fees=FEES))["Most units likely"].startswith("1 by day; more needs records")
    assert told(page("96413", fees=FEES))["Own charge"] == "$410.00 a unit since 2026-01-01"
    assert "Own charge" not in told(page("96413"))
    assert told(page("J9271"))["Medicare pays"] == "$59.726 for each 1 MG, quarter of 2026-07-01"


def test_outside_their_quarter_the_tables_say_nothing_and_the_page_says_so(page: Page) -> None:
    late = page("96413", on="2026-11-02")
    assert late.pairs == ()
    assert "Most units likely" not in told(late)
    assert "Not loaded for 2026-11-02: NCCI pairs, unlikely units, add-on table" in late.warnings
    assert page("96413").warnings == ("Not loaded for 2026-08-03: add-on table",)
    assert not any("NCCI" in warning for warning in page("C18.2").warnings)
