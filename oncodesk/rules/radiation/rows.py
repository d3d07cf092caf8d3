"""The rows of the rule catalogue that what is billed falls under, by role."""

_BY_ROLE = {
    "radiation.plan.clinical": "RAD-40",
    "radiation.plan.3d": "RAD-44",
    "radiation.plan.imrt": "RAD-45",
    "radiation.plan.isodose": "RAD-49",
    "radiation.plan.brachytherapy": "RAD-54",
    "radiation.simulation.motion": "RAD-43",
    "radiation.simulation": "RAD-42",
    "radiation.dose_calculation": "RAD-48",
    "radiation.device.imrt": "RAD-46",
    "radiation.device": "RAD-47",
    "radiation.guidance.ultrasound": "RAD-09",
    "radiation.guidance": "RAD-04",
    "radiation.port_image": "RAD-10",
    "radiation.physics.weekly": "RAD-50",
    "radiation.physics.special": "RAD-51",
    "radiation.special_treatment": "RAD-52",
    "radiation.in_vivo_dosimetry": "RAD-53",
    "radiation.management.short": "RAD-21",
    "radiation.management.srs": "RAD-26",
    "radiation.management.sbrt": "RAD-26",
    "radiation.management.intraoperative": "RAD-29",
    "radiation.management": "RAD-20",
    "radiation.delivery": "RAD-06",
    "radiation.brachytherapy": "RAD-54",
}
ROWS = tuple(dict.fromkeys(_BY_ROLE.values()))


def rows(role: str) -> tuple[str, ...]:
    """The row of the nearest role, or nothing where the role is not one of radiation."""
    return next(((row,) for name, row in _BY_ROLE.items() if role == name or role.startswith(f"{name}.")), ())
