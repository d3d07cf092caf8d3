"""What may be chosen in several places, in the coder's words."""

from oncodesk.words import say

REASONS = {
    "antineoplastic_treatment": say("Antineoplastic treatment"),
    "drug_treatment": say("Drug treatment (not a neoplasm)"),
    "radiation_treatment": say("Radiation treatment"),
    "radiation_planning": say("Radiation planning"),
    "complication": say("Complication"),
    "supportive_care": say("Supportive care"),
    "hydration": say("Hydration"),
    "evaluation": say("Evaluation"),
    "procedure": say("Procedure"),
    "access_care": say("Access care"),
}
PAYERS = {
    "medicare": say("Medicare"),
    "medicare_advantage": say("Medicare Advantage"),
    "railroad": say("Railroad Medicare"),
    "medicaid": say("Medicaid"),
    "tricare": "TRICARE",
    "commercial": say("Commercial"),
    "self_pay": say("Self-pay"),
    "other": say("Other"),
}
