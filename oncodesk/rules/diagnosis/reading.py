"""Reads a claim's diagnoses: what each is, which treatment the lines show, and the edits that put them right."""

from collections.abc import Iterable

from oncodesk.codes.values import DiagnosisCode
from oncodesk.domain.claim import LETTERS
from oncodesk.domain.icd import dotless, dotted
from oncodesk.rules.drugs.containers import WASTED
from oncodesk.rules.kit import Claim, ClaimLine, Drug, Edit, Subject, set_pointers

CHEMOTHERAPY, IMMUNOTHERAPY, RADIATION = "chemotherapy", "immunotherapy", "radiation"
KINDS = (CHEMOTHERAPY, IMMUNOTHERAPY, RADIATION)


def codes(subject: Subject) -> tuple[str, ...]:
    """The claim's diagnoses with their dots, in order."""
    held: tuple[str, ...] | None = subject.memo.get("diagnoses")
    if held is None:
        held = subject.memo["diagnoses"] = tuple(map(dotted, subject.claim.diagnoses))
    return held


def padded(subject: Subject, code: str) -> DiagnosisCode | None:
    """The entry of a code that was filled up with X and still lacks its seventh character, or None."""
    entry = subject.tables.diagnosis(code.rstrip("X").rstrip(".")) if code.endswith("X") else None
    return entry if entry and entry.seventh and len(dotless(code)) < 7 else None


def expected(subject: Subject) -> tuple[str, ...]:
    """The diagnoses that the claim's own facts give, in order; empty where it holds none."""
    return tuple(dotted(code) for code in subject.derived.claim.diagnoses) if subject.derived else ()


def begins(subject: Subject, code: str, name: str) -> bool:
    """Whether the code begins as one of the published list `diagnosis.<name>` does."""
    return code.startswith(subject.tables.policy.starts(f"diagnosis.{name}"))


def those(subject: Subject, name: str) -> list[str]:
    """The claim's diagnoses that begin as that published list does, in order."""
    return [code for code in codes(subject) if begins(subject, code, name)]


def primaries(subject: Subject) -> list[str]:
    """Malignant neoplasms with a known site of origin that could have spread."""
    aside = ("secondary_prefixes", "unknown_primary", "disseminated", "hematologic_prefixes")
    return [c for c in those(subject, "malignant_prefixes") if not any(begins(subject, c, name) for name in aside)]


def adverse_effect(subject: Subject, code: str) -> bool:
    """Whether the code says that a drug rightly given did harm."""
    stem = code.replace(".", "")
    character = stem[5:6] if len(stem) > 5 and stem[5] != "X" else stem[4:5]
    mark = str(subject.tables.policy.number("diagnosis.adverse_effect_character"))
    return begins(subject, code, "adverse_effect_prefixes") and character == mark


def may_stand_first(subject: Subject, code: str) -> bool:
    """Whether the guidelines let the code be listed first."""
    if adverse_effect(subject, code) or any(
        begins(subject, code, name) for name in ("never_first_prefixes", "fever_of_condition", "radiation_cause")
    ):
        return False
    words, entry = subject.tables.policy.get("diagnosis.manifestation_text"), subject.tables.diagnosis(code)
    return not (words and entry and str(words.value) in entry.text.lower())


def first_able(subject: Subject) -> str | None:
    """The first of the claim's diagnoses that may stand first, as written."""
    return next((code for code in subject.claim.diagnoses if may_stand_first(subject, dotted(code))), None)


def encounter_code(subject: Subject, kind: str) -> str:
    """The code of a visit for that treatment."""
    return str(subject.tables.policy.table("diagnosis.treatment_encounter")[kind])


def antineoplastic_lines(subject: Subject) -> list[ClaimLine]:
    """Lines that show a drug against a neoplasm: its administration, or the drug itself."""
    names = ("chemotherapy", "pump.")
    return [line for line in subject.lines if subject.role(line).startswith(names) or _kind(subject, line)]


def beam_lines(subject: Subject) -> list[ClaimLine]:
    """Lines of a course of radiation: planned, given or managed, also by a code that has ended."""
    known = ((line, subject.tables.known_procedure(line.code)) for line in subject.lines)
    return [line for line, procedure in known if procedure and procedure.kind.startswith(("radiation", "brachy"))]


def delivered(subject: Subject) -> list[ClaimLine]:
    """Lines of external radiation treatment itself."""
    lines = [line for line in subject.lines if subject.kind(line) == "radiation_delivery"]
    return [line for line in lines if "intraoperative" not in subject.role(line)]


def _kind(subject: Subject, line: ClaimLine) -> str:
    drug = subject.drug(line) if WASTED not in line.modifiers else None
    return drug.encounter if drug and drug.encounter != "none" else ""


def drug_kinds(subject: Subject) -> set[str]:
    """Which encounters the drugs of the lines stand for; `both` counts as each."""
    found = {_kind(subject, line) for line in subject.lines} - {""}
    return {CHEMOTHERAPY, IMMUNOTHERAPY} if "both" in found else found


def takes_no_visit(subject: Subject, drug: Drug) -> bool:
    """Whether the drug treats a neoplasm or its bones and yet is no chemotherapy and no immunotherapy."""
    if drug.encounter != "none":
        return False
    bone = subject.tables.policy.codes("drugs.denosumab_codes")
    return drug.drug_class in {"hormonal_antineoplastic", "complex_biologic"} or drug.code in bone


def moved(claim: Claim, code: str, place: int) -> Edit:
    """Puts a diagnosis of the claim at a place counted from 0."""
    return Edit(op="move_diagnosis", diagnosis=written(claim, code), value=place)


def put_first(subject: Subject, code: str, over: str) -> tuple[Edit, ...]:
    """Lists a diagnosis of the claim first, and first in what those lines point to that pointed first to the other."""
    here = codes(subject)
    if code not in here:
        return ()
    letter, most = LETTERS[here.index(code)], subject.tables.policy.number("claim.max_pointers")
    led = [line for line in subject.lines if subject.claim.pointed(line)[:1] == (written(subject.claim, over),)]
    again = (set_pointers(line, "".join(dict.fromkeys(letter + line.pointers.upper()))[:most]) for line in led)
    return (*again, moved(subject.claim, code, 0))


def removed(claim: Claim, code: str) -> Edit:
    """Takes a diagnosis off the claim."""
    return Edit(op="remove_diagnosis", diagnosis=written(claim, code))


def added(code: str, place: int | None = None) -> Edit:
    """Puts a diagnosis on the claim, at the end where no place is given."""
    return Edit(op="add_diagnosis", diagnosis=code, value=place)


def replaced(claim: Claim, old: str, new: str) -> tuple[Edit, ...]:
    """One diagnosis in the place of another, every line pointing as before."""
    place = [dotted(code) for code in claim.diagnoses].index(dotted(old))
    again = (set_pointers(line, line.pointers) for line in claim.lines if line.pointers)
    return (removed(claim, old), added(new, place), *again)


def written(claim: Claim, code: str) -> str:
    """The diagnosis as the claim writes it."""
    return next((held for held in claim.diagnoses if dotted(held) == dotted(code)), code)


def stays_pointed(claim: Claim, code: str) -> bool:
    """Whether every line still points to something when that diagnosis is gone."""
    gone = written(claim, code)
    return all(set(claim.pointed(line)) - {gone} for line in claim.lines if line.pointers)


def listed(names: Iterable[str]) -> str:
    """Codes as a sentence names them."""
    return ", ".join(names)
