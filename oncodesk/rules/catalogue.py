"""Every rule, in reading order: written down, so that none is lost silently in a packed program."""

from oncodesk.rules.claim import (
    authorization_does_not_cover,
    billed_already,
    covered_by_stay,
    filed_too_late,
    impossible_amount,
    npi_invalid,
    other_coverage_not_asked,
    service_left_out,
    trial_not_identified,
    wrong_place,
)
from oncodesk.rules.diagnosis import (
    adverse_effect_first,
    code_first_order,
    excludes_pair,
    history_billed_as_active,
    never_first,
    treatment_encounter_kind,
    treatment_encounter_order,
    treatment_encounter_without_neoplasm,
    treatment_encounter_without_treatment,
    unknown_primary_beside_known,
)
from oncodesk.rules.drugs import wastage_modifier_missing
from oncodesk.rules.edits import (
    addon_without_primary,
    distinct_modifier_doubled,
    facility_modifier_in_office,
    notice_modifiers_conflict,
    side_on_administration,
    too_many_modifiers,
    visit_modifier_misplaced,
)
from oncodesk.rules.evaluation import (
    care_relation_addon,
    consultation_refused,
    nurse_visit_with_treatment,
    patient_not_new,
    prolonged_visit,
    separate_visit_unmarked,
    split_visit_in_office,
    two_visits_a_day,
    visit_by_nurse_only,
)
from oncodesk.rules.infusion import (
    another_drug_count,
    concurrent_count,
    distinct_unsupported,
    extra_hours,
    hydration_in_pieces,
    hydration_not_reportable,
    hydration_over_push,
    one_initial,
    push_or_infusion,
    stopped_early,
)
from oncodesk.rules.kit import Rule
from oncodesk.rules.radiation import (
    clinical_plan_repeated,
    motion_study_without_plan,
    simulation_repeated,
    special_physics_repeated,
    special_treatment_repeated,
    stereotactic_management_repeated,
    ultrasound_repeated,
)

REVISION = "2026-11-24"
"""The day on which the rules were last changed."""

RULES: tuple[Rule, ...] = (
    # infusion
    one_initial.RULE,
    distinct_unsupported.RULE,
    hydration_over_push.RULE,
    push_or_infusion.RULE,
    extra_hours.RULE,
    another_drug_count.RULE,
    concurrent_count.RULE,
    hydration_not_reportable.RULE,
    hydration_in_pieces.RULE,
    stopped_early.RULE,
    # drugs
    wastage_modifier_missing.RULE,
    # evaluation
    separate_visit_unmarked.RULE,
    nurse_visit_with_treatment.RULE,
    visit_by_nurse_only.RULE,
    care_relation_addon.RULE,
    prolonged_visit.RULE,
    patient_not_new.RULE,
    consultation_refused.RULE,
    two_visits_a_day.RULE,
    split_visit_in_office.RULE,
    # edits
    addon_without_primary.RULE,
    visit_modifier_misplaced.RULE,
    distinct_modifier_doubled.RULE,
    too_many_modifiers.RULE,
    facility_modifier_in_office.RULE,
    side_on_administration.RULE,
    notice_modifiers_conflict.RULE,
    # claim
    npi_invalid.RULE,
    filed_too_late.RULE,
    wrong_place.RULE,
    trial_not_identified.RULE,
    billed_already.RULE,
    service_left_out.RULE,
    impossible_amount.RULE,
    covered_by_stay.RULE,
    authorization_does_not_cover.RULE,
    other_coverage_not_asked.RULE,
    # diagnosis
    adverse_effect_first.RULE,
    code_first_order.RULE,
    excludes_pair.RULE,
    history_billed_as_active.RULE,
    never_first.RULE,
    treatment_encounter_kind.RULE,
    treatment_encounter_order.RULE,
    treatment_encounter_without_neoplasm.RULE,
    treatment_encounter_without_treatment.RULE,
    unknown_primary_beside_known.RULE,
    # radiation
    clinical_plan_repeated.RULE,
    motion_study_without_plan.RULE,
    simulation_repeated.RULE,
    special_physics_repeated.RULE,
    special_treatment_repeated.RULE,
    stereotactic_management_repeated.RULE,
    ultrasound_repeated.RULE,
)

FOLDED: dict[str, tuple[str, ...]] = {}
"""Symptom to causes: a finding of the first is left out where one of the others stands on the same line."""
