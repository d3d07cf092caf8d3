"""Which codes a note points to."""

import pytest

from oncodesk.codes.targets import pattern, targets


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("Hodgkin lymphoma (C81.-)", ["C81"]),
        ("lymph nodes, specified as primary (C81-C86, C88, C96.-)", ["C81-C86", "C88", "C96"]),
        ("aplastic anemia due to antineoplastic chemotherapy (D61.1)", ["D61.1"]),
        ("code for adverse effect, if applicable, to identify drug (T36-T50 with fifth or sixth character 5)",
         ["T36-T50 with fifth or sixth character 5"]),
        ("code (F70-F79) to identify associated intellectual disabilities.", ["F70-F79"]),
        ("malignant neoplasm of auricular canal (external) (C43.2-,C44.2-)", ["C43.2", "C44.2"]),
        ("dementia (F02.81-, F02.A1-)", ["F02.81", "F02.A1"]),
        ("injury to visual cortex S04.04-", ["S04.04"]),
        ("code from category T31 or T32 to identify extent of body surface involved", ["T31", "T32"]),
        ("disseminated intravascular coagulation (complicating):", []),
        ("chronic diseases of rheumatic origin (I05-I09) unless rheumatic fever is also present", []),
    ],
)  # fmt: skip
def test_codes_and_ranges(note: str, expected: list[str]) -> None:
    assert [str(target) for target in targets(note)] == expected


def test_a_pattern_is_one_target() -> None:
    found = pattern("T45.1X5-")
    assert found is not None and (found.first, found.last) == ("T45.1X5", "T45.1X5")
    assert pattern("nothing") is None
