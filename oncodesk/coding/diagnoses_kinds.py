"""What an ICD-10-CM code is to the order of a claim: encounter, neoplasm, condition, cause or status."""

from typing import Literal

from oncodesk.codes.tables import Tables

Kind = Literal["encounter", "neoplasm", "condition", "trial", "cause", "history", "status"]


def begins(code: str, name: str, tables: Tables) -> bool:
    """Whether the code begins as one of the published list `diagnosis.<name>` does."""
    return code.startswith(tuple(tables.policy.codes(f"diagnosis.{name}")))


def kind_of(code: str, tables: Tables) -> Kind:
    """The code's part in the order; anything else is a condition, which may stand first."""
    if begins(code, "treatment_encounter_codes", tables):
        return "encounter"
    if begins(code, "neoplasm_prefixes", tables):
        return "neoplasm"
    if begins(code, "trial_participant", tables):
        return "trial"
    if begins(code, "adverse_effect_prefixes", tables) or begins(code, "radiation_cause", tables):
        return "cause"
    if begins(code, "past_neoplasm_prefixes", tables):
        return "history"
    return "status" if begins(code, "never_first_prefixes", tables) else "condition"


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
    return begins(code, "complication_first", tables) or begins(code, "antineoplastic_harms", tables)
