"""National Provider Identifiers and their check digit."""


def is_npi(text: str) -> bool:
    """Ten digits that start with 1 or 2 and pass the Luhn check with the prefix 80840.

    Source: CMS, NPI check digit calculation (45 CFR 162.406).
    """
    if len(text) != 10 or not text.isascii() or not text.isdigit() or text[0] not in "12":
        return False
    total = 0
    for place, digit in enumerate(reversed("80840" + text)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
