"""Rows of the rule catalogue that no program can judge from a claim and its facts, each with the reason.

The rulebook shows them, so that nobody takes silence for a check.
"""

NEEDS_A_PERSON: tuple[tuple[str, str], ...] = (
    (
        "CLM-10",
        "Whether the practice accepts assignment is said on the form and in its agreement, not in the claim's lines.",
    ),
    (
        "CLM-14",
        "Keeping patient data on this machine and out of logs is how the program is built, not a thing on a claim.",
    ),
    (
        "CLM-15",
        "Whether order, plan, times, lot and reaction notes are in the chart is read in the chart. What the facts "
        "of a visit leave out is asked as a question when its claim is derived.",
    ),
    (
        "DRG-09",
        "Which diagnoses a drug is covered for stands in its label, in licensed compendia and in contractors' "
        "policies, none of which can be shipped. Iron, growth factors, bone drugs and drugs against anemia have "
        "rules of their own.",
    ),
    (
        "DX-26",
        "Whether a breast cancer is inflammatory is read in the pathology report and the note.",
    ),
    (
        "EM-08",
        "Whether time of nurses, or time billed otherwise, went into the time of a visit is read in the note.",
    ),
    (
        "JW-08",
        "A vial shared by several patients is seen only across their charts: waste belongs to the last of them, "
        "and all of it together cannot exceed the vial.",
    ),
    (
        "SUP-15",
        "Which complication was treated is the physician's to document. The codes follow from the documented "
        "diagnoses.",
    ),
)
"""Row of the catalogue, and why a person must look."""
