"""Drug names as nurses write them."""

import pytest

from oncodesk.coding.drugs.names import named, resembling


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Zofran 8 mg", "J2405"),
        ("ondansetron HCl 4mg", "J2405"),
        ("Decadron IVPB", "J1100"),
        ("5 FU", "J9190"),
        ("mag sulfate", "J3475"),
        ("preservative-free methotrexate", "J9260"),
        ("mannitol 25%", "J2151"),
        ("cisplatinum", "J9060"),
        ("Cogentin", "J0515"),
        ("Taxol 300 mg", "J9267"),
        ("pembrolizumab (Keytruda)", "J9271"),
        ("Keytruda (pembrolizumab) 100 mg", "J9271"),
        ("trastuzumab (Kanjinti)", "Q5117"),
        ("iron sucrose (Venofer)", "J1756"),
        ("ondansetron (8 mg)", "J2405"),
        ("Neulasta OnPro kit", "J2506"),
        ("Lupron Depot 3 month", "J9217"),
        ("Eligard 6-month", "J9217"),
        ("Octagam 10%", "J1568"),
        ("Zoladex implant", "J9202"),
    ],
)
def test_a_name_is_found_without_its_salt_form_and_strength(typed, code, tables_on):
    assert code in {drug.code for drug in named(typed, tables_on("2026-03-12"))}


@pytest.mark.parametrize(
    "typed", ["sodium chloride 23.4%", "dextrose 50%", "gemcitabin", "Wonderdrug", "Keytruda (Opdivo)"]
)
def test_a_concentration_or_another_word_is_no_strength_to_leave_out(typed, tables_on):
    assert named(typed, tables_on("2026-03-12")) == ()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("oxalaplatin", "oxaliplatin"), ("pembrolizumb", "pembrolizumab"), ("nuelasta", "pegfilgrastim")],
)
def test_a_slip_of_spelling_is_offered(typed, meant, tables_on):
    assert meant in {drug.generic for drug in resembling(typed, tables_on("2026-03-12"))}


def test_nothing_is_offered_for_a_word_unlike_any_drug(tables_on):
    assert resembling("zzqqxx", tables_on("2026-03-12")) == ()
