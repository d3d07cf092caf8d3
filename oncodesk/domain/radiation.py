"""A course of radiation treatment and its dated events."""

from datetime import date
from typing import Literal

from pydantic import Field

from oncodesk.domain.base import Frozen
from oncodesk.domain.clock import Clock

Modality = Literal[
    "external_beam",
    "sbrt",
    "srs",
    "proton",
    "superficial",
    "brachytherapy_hdr",
    "brachytherapy_ldr",
    "intraoperative",
]
Technique = Literal["2d", "3d", "imrt", "vmat", "electrons", "mixed", "tbi"]
EventType = Literal[
    "clinical_plan",
    "simulation",
    "plan",
    "dose_calculation",
    "device",
    "imrt_device",
    "fraction",
    "management_exam",
    "physics_check",
    "special_physics_consult",
    "special_treatment",
    "in_vivo_dosimetry",
    "source_application",
    "ultrasound_guidance",
    "port_image",
]
Level = Literal["simple", "intermediate", "complex"]
GuidanceKind = Literal["ct", "stereoscopic", "ultrasound", "surface"]
Performer = Literal["physician", "npp", "nurse", "physicist", "therapist"]


class Course(Frozen):
    """One course: all sites planned together. `equipment` is whose it is."""

    id: str
    modality: Modality
    technique: Technique | None = None
    planned_fractions: int | None = Field(default=None, ge=1, le=200)
    complete: bool | None = None
    areas: int | None = Field(default=None, ge=1)
    equipment: Literal["practice", "hospital"] | None = None
    site: str | None = None


class Event(Frozen):
    """Something done on a date; which fields apply depends on `type`. `kv` in kilovolts, `energy_mv` in megavolts.

    `guidance_kind` is what the images of a fraction were made by, `lesion_cm` the diameter of the skin lesion treated.
    """

    date: date
    type: EventType
    level: Level | None = None
    technique: Technique | None = None
    modality: Modality | None = None
    site: str | None = None
    count: int = Field(default=1, ge=1, le=1000)
    number: int | None = Field(default=None, ge=1)
    session: int | None = Field(default=None, ge=1)
    start: Clock | None = None
    isocenters: int | None = Field(default=None, ge=1)
    active_motion_management: bool | None = None
    motion_study: bool | None = None
    image_guidance: bool | None = None
    guidance_kind: GuidanceKind | None = None
    guidance_reviewed_by: Performer | None = None
    performed_by: Performer | None = None
    kv: float | None = Field(default=None, gt=0)
    energy_mv: float | None = Field(default=None, gt=0)
    ports: int | None = Field(default=None, ge=1)
    blocks: int | None = Field(default=None, ge=0)
    areas: int | None = Field(default=None, ge=1)
    total_skin_electrons: bool | None = None
    machine: Literal["linac", "cobalt"] | None = None
    compensation: bool | None = None
    application: Literal["intracavitary", "interstitial", "surface", "skin"] | None = None
    channels: int | None = Field(default=None, ge=1)
    sources: int | None = Field(default=None, ge=1)
    lesions: int | None = Field(default=None, ge=1)
    lesion_cm: float | None = Field(default=None, gt=0)
    why: str | None = None
    note: str | None = None


class Radiation(Frozen):
    """A course and its events; `claim="course"` claims every event given, else those of the visit's date."""

    course: Course
    events: tuple[Event, ...] = ()
    claim: Literal["visit", "course"] = "visit"
