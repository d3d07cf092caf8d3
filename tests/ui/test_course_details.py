"""An event's details as words and back."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncodesk.domain.errors import UnusableInput
from oncodesk.ui.panels.course.details import _CHOICES, _COUNTS, _FLAGS, _MEASURES, read, said

PEOPLE = ("physician", "npp", "nurse", "physicist", "therapist")
fields = st.fixed_dictionaries(
    {},
    optional={
        **{key: st.sampled_from(sorted(words)) for key, words in _CHOICES.items()},
        **{key: st.booleans() for key in _FLAGS},
        **{key: st.integers(0, 99) for key in _COUNTS},
        **{key: st.sampled_from((0.5, 1.0, 6.0, 18.0, 100.0)) for key in _MEASURES},
        "count": st.integers(1, 60),
        "session": st.integers(1, 3),
        "guidance_reviewed_by": st.sampled_from(PEOPLE),
        "performed_by": st.sampled_from(PEOPLE),
        "site": st.sampled_from(("left breast", "spine")),
        "start": st.just("09:05"),
    },
)


@given(fields)
def test_what_is_said_is_read_back(event: dict[str, Any]) -> None:
    assert read(said(event | {"date": "2026-02-02", "type": "fraction", "number": 3})) == event


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("1 iso, no mm, igrt", {"isocenters": 1, "active_motion_management": False, "image_guidance": True}),
        ("rev phys", None),
        ("reviewed by physician", {"guidance_reviewed_by": "physician"}),
        ("by physicist; x4", {"performed_by": "physicist", "count": 4}),
        ("complex · 4d", {"level": "complex", "motion_study": True}),
        ("100kv", {"kv": 100.0}),
        ("inter", None),
        ("interm", {"level": "intermediate"}),
        ("", {}),
        ("nonsense", None),
    ],
)
def test_shortened_words(typed: str, means: dict[str, Any] | None) -> None:
    if means is None:
        with pytest.raises(UnusableInput, match="not understood"):
            read(typed)
    else:
        assert read(typed) == means
