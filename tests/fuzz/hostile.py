"""Files made to do harm, by name; none is read by any reader, and none may do more than be refused."""

import io
import zipfile
import zlib

MANY = 300_000
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><x>&c;&c;&c;</x>'
)
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>'


ADT = b"MSH|^~\\&|A|B|C|D|2026||ADT^A04|1|P|2.5\r"
OLDER = b"ISA*00*%b*00*%b*ZZ*%b*ZZ*%b*260312*0800*U*00401*000000001*0*P*:~" % (
    b" " * 10,
    b" " * 10,
    b"A" * 15,
    b"B" * 15,
)


def _zip(name: str, content: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return held.getvalue()


def _in_zips(depth: int) -> bytes:
    content = b"x" * 1000
    for number in range(depth):
        content = _zip(f"{number}.zip", content)
    return content


HOSTILE: dict[str, bytes] = {
    "nothing": b"",
    "one byte": b"\x00",
    "only a mark": b"\xef\xbb\xbf",
    "half a mark": b"\xef\xbb",
    "the mark of UTF-16": b"\xff\xfe",
    "UTF-16 of odd length": b"\xff\xfea\x00b",
    "UTF-32": "account\n1\n".encode("utf-32"),
    "zeros": bytes(200_000),
    "every byte": bytes(range(256)) * 200,
    "overlong UTF-8": b'{"format": "\xc0\xaf"}',
    "surrogates": b'{"format": "\xed\xa0\x80"}',
    "escaped surrogate": b'{"format": "\\ud800"}',
    "spaces": b" " * 3 * MANY,
    "line ends": b"\r\n" * MANY,
    "commas": b"," * 3 * MANY,
    "forty rows of commas": (b"," * 900_000 + b"\n") * 40,
    "quotation marks": b'"' * 2 * MANY + b"\n",
    "one open quotation": b'"' + b"a,\n" * 500_000,
    "tabs": b"\t" * MANY,
    "open brackets": b"[" * 200_000,
    "open braces": b'{"a":' * 100_000,
    "deep and closed": b"[" * 5_000 + b"]" * 5_000,
    "a number without end": b'{"format": ' + b"9" * MANY + b"}",
    "a fraction without end": b'{"format": 0.' + b"1" * MANY + b"}",
    "a great exponent": b'{"format": 1e999999999}',
    "not a number": b'{"format": NaN}',
    "infinity": b'{"format": -Infinity}',
    "a name twice": b'{"format": "oncodesk.visit/1", "format": "oncodesk.claim/1"}',
    "many names": b"{" + b",".join(b'"%d": 0' % n for n in range(200_000)) + b"}",
    "a text without end": b'{"format": "' + b"a" * 2 * MANY,
    "a list for a document": b"[1, 2, 3]",
    "null": b"null",
    "a word": b'"oncodesk.visit/1"',
    "a format that is a list": b'{"format": ["oncodesk.visit/1"]}',
    "a format of tomorrow": b'{"format": "oncodesk.visit/999"}',
    "fields of another kind": b'{"format": "oncodesk.visit/1", "__class__": "os.system", "patient": {"__init__": 1}}',
    "laughs": LAUGHS,
    "a file outside": OUTSIDE,
    "XML cut off": b"<ICD10CM.tabular><version>2024</version><chapter>",
    "XML nested": b"<a>" * 100_000,
    "a zip bomb": _zip("a.csv", b"0" * 20 * MANY),
    "zips in zips": _in_zips(12),
    "a path that climbs": _zip("../../../etc/cron.d/x", b"account\n1\n"),
    "half a zip": _zip("a.csv", b"account\n1\n")[:40],
    "the end of a zip": b"PK\x05\x06" + bytes(18),
    "packed": b"\x1f\x8b\x08\x00" + zlib.compress(b"0" * MANY),
    "a PDF": b"%PDF-1.7\n1 0 obj<</JS (app.alert(1))>>endobj",
    "an old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
    "a program": b"\x7fELF\x02\x01\x01" + bytes(200),
    "a Windows program": b"MZ\x90\x00" + bytes(200),
    "a script": b"#!/bin/sh\nrm -rf /\n",
    "a web page": b"<html><script>alert(1)</script></html>",
    "a pickle": b"\x80\x04\x95\x1c\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94\x8c\x06system\x94\x93\x94.",
    "YAML": b"!!python/object/apply:os.system ['true']\n",
    "TOML without end": b"[[a." + b"a." * 20_000 + b"a]]\n",
    "TOML nested": b"a = " + b"[" * 50_000 + b"]" * 50_000,
    "a formula": b"account,last name\n=cmd|'/c calc'!A1,=1+1\n",
    "commands of SQL": b"account,last name\n'; DROP TABLE patient; --,x\n",
    "headings only": b"account,last name,first name\n",
    "no headings": b"A-1,Example,Pat\n",
    "a heading twice": b"account,account\n1,2\n",
    "two fields of one heading": b"account,mrn\n1,2\n",
    "many columns": b"account" + b",x" * 5_000 + b"\n",
    "many rows": b"account\n" + b"x\n" * 60_000,
    "a great cell": b"account\n" + b"x" * MANY + b"\n",
    "signs that turn the line round": "account,last name\nA-1,\u202eelpmaxE\u202c\n".encode(),
    "an escape of a terminal": b"account,dob\nA-1,\x1b]0;owned\x07\x1b[2J\n",
    "only MSH": b"MSH",
    "MSH of one sign": b"MSH||||||||||",
    "MSH of letters": b"MSHABCDEFGHIJ\r",
    "MSH many times": b"MSH|^~\\&|\r" * 120_000,
    "a segment without end": b"MSH|^~\\&|A|B|C|D|2026||ADT^A04|1|P|2.5\rPID|" + b"x" * 2 * MANY,
    "segments without end": b"MSH|^~\\&|A|B|C|D|2026||ADT^A04|1|P|2.5\r" + b"NTE|1\r" * 100_000,
    "parts without end": b"MSH|^~\\&|A|B|C|D|2026||ADT^A04|1|P|2.5\rPID|1||" + b"^" * 19_000 + b"\r",
    "repetitions without end": b"MSH|^~\\&|A|B|C|D|2026||ADT^A04|1|P|2.5\rPID|1||" + b"~" * 19_000 + b"\r",
    "escapes that grow": ADT + b"PID|1||A^^^^MR||\\.sp999999999\\\\X" + b"41" * 9_000 + b"\\",
    "a batch that says more": b"BHS|^~\\&|A\rMSH|^~\\&|A|B|C|D|2026||ADT^A04|1|P|2.5\rPID|1||A^^^^MR\rBTS|999999999\r",
    "a segment before its head": b"PID|1||A^^^^MR\rMSH|^~\\&|A|B|C|D|2026||ADT^A04|1|P|2.5\r",
    "only frames": b"\x0b\x1c\r" * 100_000,
    "ISA": b"ISA*" * 500_000,
    "ISA cut off": b"ISA*00*          *00*          *ZZ*A",
    "an interchange of nothing": b"ISA" + b"*x" * 16 + b":~IEA*1*000000001~",
    "tildes": b"~" * MANY,
    "an older claim form": OLDER + b"GS*HC*A*B*20260312*0800*1*X*004010X098A1~",
}  # fmt: skip
