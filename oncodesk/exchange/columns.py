"""Which field a column's heading means."""

from collections.abc import Iterable, Mapping

from oncodesk.domain.errors import UnusableInput

SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "account": (
        "account", "account number", "account no", "acct", "acct number", "acct no", "patient account", "mrn",
        "patient account number", "medical record number", "chart", "chart number", "chart no", "patient id",
        "patient number", "patient no", "pat id", "pt id", "patient mrn", "external id",
    ),
    "family_name": (
        "family name", "last name", "last", "surname", "patient last name", "pt last name", "lastname",
        "lname",
    ),
    "given_name": (
        "given name", "first name", "first", "patient first name", "pt first name", "firstname", "fname",
    ),
    "name": (
        "name", "patient name", "patient", "pt name", "full name",
    ),
    "birth_date": (
        "birth date", "birthdate", "date of birth", "dob", "patient dob", "birthday", "birth",
        "patient date of birth",
    ),
    "sex": (
        "sex", "gender", "patient sex", "patient gender", "sex at birth", "administrative sex", "legal sex",
    ),
    "line1": (
        "address", "address 1", "address line 1", "street", "street address", "line1", "patient address",
        "addr 1", "mailing address",
    ),
    "line2": (
        "address 2", "address line 2", "line2", "apt", "unit", "addr 2", "suite",
    ),
    "city": (
        "city", "town", "patient city",
    ),
    "state": (
        "state", "st", "patient state", "province",
    ),
    "zip": (
        "zip", "zip code", "zipcode", "postal code", "patient zip", "zip 5",
    ),
    "phone": (
        "phone", "telephone", "home phone", "mobile", "cell phone", "phone number", "patient phone",
        "primary phone", "cell", "mobile phone",
    ),
    "payer_name": (
        "payer", "insurance", "primary insurance", "payer name", "insurance name", "plan", "primary payer",
        "insurance company", "carrier", "plan name", "primary insurance name",
    ),
    "payer_kind": (
        "payer kind", "payer type", "insurance type", "financial class", "plan type",
    ),
    "member_id": (
        "member id", "member", "policy number", "subscriber id", "insurance id", "policy no", "policy id",
        "member number", "primary insurance id", "mbi",
    ),
    "group": (
        "group", "group number", "group no", "group id",
    ),
    "served": (
        "date of service", "dos", "appointment date", "appt date", "visit date", "service date",
        "appointment", "appt", "date", "appointment date time", "appt date time", "start", "start time",
        "scheduled date", "encounter date",
    ),
    "rendering_name": (
        "provider", "rendering provider", "rendering", "doctor", "physician", "provider name", "resource",
        "rendering provider name", "appt provider", "scheduled provider",
    ),
    "rendering_npi": (
        "npi", "provider npi", "rendering npi", "rendering provider npi",
    ),
    "status": (
        "status", "appointment status", "appt status", "visit status",
    ),
    "appointment": (
        "appointment id", "appt id", "appointment number", "visit id", "encounter id",
    ),
}  # fmt: skip
"""Our fields, and what headings of practice systems are taken for them once folded; the first spelling is our own."""


def folded(heading: str) -> str:
    """Small letters and digits in single spaced words; `#` is a number."""
    words = "".join(sign if sign.isalnum() else " " for sign in heading.lower().replace("#", " number "))
    return " ".join(words.split())


_KNOWN = {folded(spelling): field for field, spellings in SPELLINGS.items() for spelling in spellings}


def mapped(
    headings: Iterable[str], remembered: Mapping[str, str], chosen: Mapping[str, str]
) -> tuple[dict[str, int], dict[str, str]]:
    """Where each field stands, and which field each folded heading was taken for.

    `chosen` (field to heading) goes before `remembered` (folded heading to field), that before the spellings.
    UnusableInput where two columns claim one field, a chosen one is absent, or no account is found.
    """
    folded_headings = [folded(heading) for heading in headings]
    by_choice = {folded(heading): field for field, heading in chosen.items()}
    if unknown := set(chosen) - set(SPELLINGS):
        raise UnusableInput("--column", f"expected one of {', '.join(SPELLINGS)}, found {min(unknown)!r:.40}")
    if absent := set(by_choice) - set(folded_headings):
        raise UnusableInput("--column", f"expected a heading of the file, found none {min(absent)!r:.60}")
    places: dict[str, int] = {}
    meant: dict[str, str] = {}
    known = {**_KNOWN, **remembered}
    for place, heading in enumerate(folded_headings):
        field = by_choice.get(heading) or known.get(heading)
        if field is None or field not in SPELLINGS or (heading not in by_choice and field in chosen):
            continue
        if field in places:
            raise UnusableInput(
                "line 1", f"two columns are taken for {field}; choose one with --column {field}=HEADING"
            )
        places[field], meant[heading] = place, field
    if "account" not in places:
        raise UnusableInput("line 1", "expected a heading for the patient's account, such as account or MRN")
    return places, meant
