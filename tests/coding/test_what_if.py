"""The difference another fact makes."""

from oncodesk.coding.what_if import Change, what_if


def test_a_later_stop_adds_an_hour(visit_of, tables_on):
    facts = {"drug": "c", "class": "antineoplastic", "start": "09:00"}
    short, long = (visit_of(facts | {"stop": stop}) for stop in ("10:30", "10:31"))
    tables = tables_on("2026-03-12")
    assert what_if(short, long, tables).lines == (Change("96415", (), 0, 1),)
    assert what_if(short, short, tables).lines == ()
