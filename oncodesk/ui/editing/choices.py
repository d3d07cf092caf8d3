"""What may be chosen in several places, in the coder's words."""

REASONS = {
    "antineoplastic_treatment": "Antineoplastic treatment",
    "drug_treatment": "Drug treatment (not a neoplasm)",
    "radiation_treatment": "Radiation treatment",
    "radiation_planning": "Radiation planning",
    "complication": "Complication",
    "supportive_care": "Supportive care",
    "hydration": "Hydration",
    "evaluation": "Evaluation",
    "procedure": "Procedure",
    "access_care": "Access care",
}
PAYERS = {
    "medicare": "Medicare",
    "medicare_advantage": "Medicare Advantage",
    "railroad": "Railroad Medicare",
    "medicaid": "Medicaid",
    "tricare": "TRICARE",
    "commercial": "Commercial",
    "self_pay": "Self-pay",
    "other": "Other",
}
