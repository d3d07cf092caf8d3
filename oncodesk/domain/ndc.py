"""National Drug Codes: ten digits on the label, eleven on the claim."""

import re

_WIDTHS = (5, 4, 2)


def printed(label: str) -> str:
    """A label's number without the qualifier some carry, and with the zero that an asterisk stands for."""
    text = label.strip().upper().replace("*", "0")
    return text[2:].strip() if text.startswith("N4") else text


def eleven_digits(label: str) -> tuple[str, ...]:
    """The eleven-digit forms a label number can mean: one where hyphens tell, three for ten bare digits, none if bad.

    Zeros are put before each segment that is short of the 5-4-2 form. Source: HIPAA NDC format as payers print it
    (rule NDC-01 and its sources; Medi-Cal fills every segment, so that 2-22-2 is 00002-0022-02).
    """
    parts = re.split(r"[-\s]+", label.strip())
    if len(parts) == 3 and all(p.isdigit() and len(p) <= wide for p, wide in zip(parts, _WIDTHS, strict=True)):
        return ("".join(p.zfill(wide) for p, wide in zip(parts, _WIDTHS, strict=True)),)
    digits = re.sub(r"\s", "", label)
    if re.fullmatch(r"\d{11}", digits):
        return (digits,)
    if re.fullmatch(r"\d{10}", digits):
        return ("0" + digits, digits[:5] + "0" + digits[5:], digits[:9] + "0" + digits[9:])
    return ()
