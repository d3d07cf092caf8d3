"""What an ICD-10-CM code is to the order of a claim: encounter, neoplasm, condition, cause or status."""

from functools import lru_cache
from typing import Literal

from oncodesk.codes.tables import Tables
from oncodesk.domain.icd import dotless

Kind = Literal["encounter", "neoplasm", "condition", "trial", "cause", "history", "background", "status"]


def begins(code: str, name: str, tables: Tables) -> bool:
    """Whether the code begins as one of the published list `diagnosis.<name>` does."""
    return code.startswith(tables.policy.starts(f"diagnosis.{name}"))


@lru_cache(maxsize=4096)
def kind_of(code: str, tables: Tables) -> Kind:
    """The code's part in the order; anything else is a condition, which may stand first."""
    if begins(code, "treatment_encounter_codes", tables):
        return "encounter"
    if begins(code, "neoplasm_prefixes", tables):
        return "neoplasm"
    if begins(code, "trial_participant", tables):
        return "trial"
    if begins(code, "radiation_cause", tables) or (
        begins(code, "adverse_effect_prefixes", tables) and not is_poisoning(code, tables)
    ):
        return "cause"
    if begins(code, "past_neoplasm_prefixes", tables):
        return "history"
    if begins(code, "never_first_prefixes", tables):
        return "status"
    return "background" if begins(code, "background_prefixes", tables) else "condition"


def is_poisoning(code: str, tables: Tables) -> bool:
    """Whether a drug code's intent is poisoning (1–4), which is listed before what it did (guideline I.C.19.e.5)."""
    letters = dotless(code)
    intent = letters[5:6] if letters[5:6] not in {"", "X"} else letters[4:5]
    effect = tables.policy.number("diagnosis.adverse_effect_character")
    return begins(code, "adverse_effect_prefixes", tables) and intent.isdigit() and 0 < int(intent) < effect


@lru_cache(maxsize=4096)
def may_stand_first(code: str, tables: Tables) -> bool:
    """Whether the guidelines let the code be listed first: no status, no cause, no manifestation of something else."""
    if kind_of(code, tables) in {"cause", "status", "trial"}:
        return False
    value = tables.policy.get("diagnosis.manifestation_text")
    entry = tables.diagnosis(code)
    return not (value and entry and str(value.value) in entry.text.lower()) and not begins(
        code, "fever_of_condition", tables
    )


def is_harm(code: str, tables: Tables) -> bool:
    """Whether the code is a complication that goes first when the visit is for it."""
    lists = ("complication_first", "antineoplastic_harms", "immunotherapy_harms", "care_complications")
    fracture = begins(code, "pathological_fracture_prefixes", tables)
    return fracture or is_poisoning(code, tables) or any(begins(code, name, tables) for name in lists)
