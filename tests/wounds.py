"""Small wounds of a file: bytes changed, cut out, doubled, put in, or the file cut off."""

import copy
import json
import random
from typing import Any

WOUNDS = (
    b"\x00", b"\xff\xfe", b"\x80", b"<", b">", b"&#x0;", b'"', b"\t", b",", b"\r\n", b"9" * 40, b"\xe2\x82", b"]]>",
    b"{", b"}", b"[", b"]", b":", b"null", b"1e999", b"-0", b'"=1+1"', b"|", b"^", b"~", b"&", b"\\", b"*", b"MSH|",
    b"\x0b", b"\x1c\r", b"\\X41\\", b"\\.sp9999999\\", b"=", b"@", b"'", b";", b"2026-02-30", b"9" * 400,
    b"\xef\xbb\xbf", b"ISA*", b"ST*837*", b"\xed\xa0\x80", b"\xe2\x80\xae", b"true", b"[[[[[[[[",
)  # fmt: skip


def wounded(data: bytes, chance: random.Random, most: int = 5) -> bytes:
    """The same with a few wounds."""
    out = bytearray(data)
    for _ in range(chance.randint(1, most)):
        at, length = chance.randrange(len(out) + 1), chance.randint(1, 60)
        match chance.randrange(12):
            case 0 | 1 | 2:
                out[at : at + length] = chance.randbytes(length)
            case 3 | 4 | 5:
                del out[at : at + length]
            case 6 | 7:
                out[at:at] = out[at : at + length]
            case 8:
                del out[at:]
            case _:
                out[at:at] = chance.choice(WOUNDS)
    return bytes(out)


ODD: tuple[Any, ...] = (
    None, True, -1, 0, 10**40, 1e308, "", " ", "x" * 5000, "2026-02-30", "0001-01-01", "9999-12-31", "24:00", "\ud800",
    "\u202e", "٣", [], {}, [[]], {"amount": "NaN", "unit": "mg"}, {"format": "oncodesk.visit/1"}, "-0", "1e5",
    1.5, "NaN",
)  # fmt: skip


def wounded_json(data: bytes, chance: random.Random) -> bytes:
    """A JSON document that is still one, with a few values, names or items of another kind."""
    document = json.loads(data)
    for _ in range(chance.randint(1, 3)):
        _wound(document, chance)
    return json.dumps(document).encode()


def _wound(document: Any, chance: random.Random) -> None:
    """Goes down at random and changes what it comes to."""
    while True:
        if not document or not isinstance(document, dict | list):
            return
        key = chance.choice(list(document) if isinstance(document, dict) else range(len(document)))
        if isinstance(document[key], dict | list) and document[key] and chance.random() < 0.75:
            document = document[key]
            continue
        match chance.randrange(5):
            case 0:
                del document[key]
            case 1 if isinstance(document, list):
                document.append(copy.deepcopy(document[key]))
            case 1:
                document[chance.choice(("extra", "id", "code", "note"))] = copy.deepcopy(document[key])
            case _:
                document[key] = copy.deepcopy(chance.choice(ODD))
        return
