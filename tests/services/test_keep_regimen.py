"""Regimens travel as documents and keep names of their own."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from oncodesk.codes.library import CodeSets
from oncodesk.domain.errors import UnusableInput
from oncodesk.services import sample_practice
from oncodesk.services.keep_regimen import drop_regimen, free_name, keep_regimen, take_regimens, write_regimen

if TYPE_CHECKING:
    from oncodesk.vault.store import Store


@pytest.fixture
def store(code_sets: CodeSets, tmp_path: Path) -> "Iterator[Store]":
    """The sample practice, which has regimens."""
    opened = sample_practice.open_sample(tmp_path / "sample", code_sets)
    yield opened
    opened.close()


def test_a_regimen_comes_back_from_its_file(store: "Store", tmp_path: Path) -> None:
    first, *_ = store.templates()
    write_regimen(first, tmp_path / "one.json")
    assert json.loads((tmp_path / "one.json").read_text())["format"] == "oncodesk.template/1"
    drop_regimen(store, first.name)
    assert first not in store.templates()
    assert take_regimens(store, (tmp_path / "one.json",)) == (first.name,)
    assert store.templates()[-1] == first


def test_files_are_taken_all_or_none(store: "Store", tmp_path: Path) -> None:
    before = store.templates()
    write_regimen(before[0].model_copy(update={"name": "Another"}), tmp_path / "good.json")
    (tmp_path / "bad.json").write_text('{"format": "oncodesk.template/1", "name": "B", "reason": "anything"}')
    (tmp_path / "fees.json").write_text(sample_practice.fees().model_dump_json())
    for wrong, named in (("bad.json", "reason"), ("fees.json", "format"), ("absent.json", "file")):
        with pytest.raises(UnusableInput) as said:
            take_regimens(store, (tmp_path / "good.json", tmp_path / wrong))
        assert wrong in str(said.value) and said.value.field == named
    assert store.templates() == before


def test_a_name_is_its_own(store: "Store") -> None:
    first, second, *_ = store.templates()
    with pytest.raises(UnusableInput, match="name of its own"):
        keep_regimen(store, second.model_copy(update={"name": first.name.upper()}), second.name)
    renamed = first.model_copy(update={"name": "FOLFOX"})
    keep_regimen(store, renamed, first.name)
    assert store.templates()[0] == renamed
    assert free_name(store, "FOLFOX") == "FOLFOX 2"
