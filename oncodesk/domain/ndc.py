"""National Drug Codes: ten digits on the label, eleven on the claim."""

import re

_SEGMENTS = {(4, 4, 2), (5, 3, 2), (5, 4, 1), (5, 4, 2)}


def eleven_digits(label: str) -> tuple[str, ...]:
    """The eleven-digit forms a label number can mean: one where hyphens tell, three for ten bare digits, none if bad.

    A zero is put before the segment that is short in the 5-4-2 form. Source: HIPAA NDC format as payers print it
    (rule NDC-01 and its sources).
    """
    parts = label.strip().split("-")
    if len(parts) == 3 and all(p.isdigit() for p in parts) and tuple(map(len, parts)) in _SEGMENTS:
        return (f"{parts[0]:0>5}{parts[1]:0>4}{parts[2]:0>2}",)
    digits = re.sub(r"\s", "", label)
    if re.fullmatch(r"\d{11}", digits):
        return (digits,)
    if re.fullmatch(r"\d{10}", digits):
        return ("0" + digits, digits[:5] + "0" + digits[5:], digits[:9] + "0" + digits[9:])
    return ()
