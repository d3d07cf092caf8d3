"""Words of the sheet that depend on what is there; file names carry no patient."""

from datetime import date

from oncodesk.words import say


def take_words(without: int) -> str:
    """What the button that takes a file in says."""
    if without:
        return (
            say("Take in without the {without:,} refused", without=without)
            if without > 1
            else say("Take in without the refused row")
        )
    return say("Take in")


def export_name(today: date, is_deidentified: bool) -> str:
    """The name offered for an export."""
    return f"oncodesk-{'deidentified' if is_deidentified else 'records'}-{today}.zip"


def pack_name(number: int) -> str:
    """The name offered for an audit pack."""
    return f"audit-pack-{number}.pdf"
