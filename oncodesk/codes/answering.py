"""Which edition of each code set answers on one day, shipped or loaded, and where a look-up searches then."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from oncodesk.codes.files import ReadOnly, opened
from oncodesk.codes.hcpcs_store import HcpcsStore
from oncodesk.codes.lookup.vocabulary import Vocabulary
from oncodesk.codes.shelf import Answering, Shelf, Shelved, choose
from oncodesk.codes.tabular import Tabular

ORDER, TABULAR = "icd10cm", "icd10cm_tabular"
"""The official list of codes, and the official tabular list with its notes; the shipped edition is of the second."""
WAYS = ("icd10cm_neoplasm", "icd10cm_index", "icd10cm_drug", "icd10cm_external")
"""Further ways into ICD-10-CM: they name codes of the edition in force."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file that a look-up searches; `last` is the last row that belongs to it, None for all."""

    file: ReadOnly
    last: int | None = None


class OnDay:
    """What answers on one day."""

    def __init__(self, day: date, shipped: Shelved, shelf: Shelf) -> None:
        self.day, self.shipped, self.shelf = day, shipped, shelf
        self._answering: dict[str, Answering | None] = {}

    def in_force(self, set_: str) -> Answering | None:
        """The loaded edition of a set that answers on the day, looked for once."""
        if set_ not in self._answering:
            self._answering[set_] = self.shelf.in_force(set_, self.day)
        return self._answering[set_]

    @cached_property
    def diagnoses(self) -> Answering:
        """The ICD-10-CM edition that says which codes there are."""
        found = choose((*self.shelf.of(TABULAR), self.shipped, *self.shelf.of(ORDER)), self.day)
        return found or Answering(self.shipped)

    @cached_property
    def notes(self) -> Answering:
        """The ICD-10-CM edition whose tabular notes are read: the same, or where it has none, the nearest one."""
        if self.diagnoses.edition.set == TABULAR:
            return self.diagnoses
        return choose((*self.shelf.of(TABULAR), self.shipped), self.day) or Answering(self.shipped)

    @cached_property
    def tabular(self) -> Tabular:
        """The codes of the day."""
        return tabular_of(self.diagnoses.edition)

    @cached_property
    def noted(self) -> Tabular:
        """The tabular notes of the day."""
        return tabular_of(self.notes.edition)

    @cached_property
    def hcpcs(self) -> HcpcsStore | None:
        """The official HCPCS Level II file that answers, or None where none is loaded."""
        found = self.in_force("hcpcs")
        return hcpcs_of(found.edition) if found else None

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The files a look-up searches, most important first."""
        shipped = opened(self.shipped.path)
        icd = self.diagnoses.edition
        held = [Source(shipped, None if icd.path == self.shipped.path else facts_end(shipped))]
        if icd.path != self.shipped.path:
            held.append(Source(icd.file))
        loaded = map(self.in_force, ("hcpcs", "cpt"))
        return (*held, *(Source(found.edition.file) for found in loaded if found))

    @cached_property
    def shelved(self) -> frozenset[Path]:
        """The files of diagnoses and of our own drugs and procedures."""
        return frozenset((self.shipped.path, self.diagnoses.edition.path))

    @cached_property
    def ways(self) -> tuple[Source, ...]:
        """Indexes that lead to ICD-10-CM codes."""
        found = map(self.in_force, WAYS)
        return tuple(Source(answering.edition.file) for answering in found if answering)

    @property
    def stale(self) -> tuple[str, ...]:
        """In words, each code set that answers from an edition not in force on the day."""
        said = [f"ICD-10-CM: {self.diagnoses.stale}"] if self.diagnoses.stale else []
        if self.notes.edition is not self.diagnoses.edition and self.notes.stale != self.diagnoses.stale:
            said.append(f"ICD-10-CM notes: {self.notes.stale}")
        hcpcs = self.in_force("hcpcs")
        if hcpcs and self.is_outdated:
            said.append(
                f"HCPCS: the official file loaded, of {hcpcs.edition.label}, ended {hcpcs.edition.until} and is older "
                f"than OncoDesk's own table, checked against CMS's files to {self._drugs_checked}. The own table "
                f"answers where it has the code; load the file of {self.day:%Y-%m}"
            )
        elif hcpcs and hcpcs.stale:
            said.append(f"HCPCS: {hcpcs.stale}")
        elif hcpcs is None and self.day > self._drugs_checked:
            said.append(f"HCPCS: our own table of drugs was checked against CMS's files to {self._drugs_checked}")
        return tuple(said)

    @cached_property
    def is_outdated(self) -> bool:
        """Whether the official HCPCS file that is nearest to the day ended before our own table was checked."""
        found = self.in_force("hcpcs")
        until = found.edition.until if found and found.stale else None
        return until is not None and until < self.day and until < self._drugs_checked < date.max

    @cached_property
    def _drugs_checked(self) -> date:
        """The last day of the official files that our table of drugs was checked against."""
        found = opened(self.shipped.path).rows("SELECT until FROM edition WHERE set_ = 'hcpcs'")
        return next((date.fromisoformat(until) for (until,) in found if until), date.max)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Every word that a code can be found by."""
        return vocabulary_of(tuple(source.file for source in (*self.sources, *self.ways)))

    @cached_property
    def has_neighbours(self) -> bool:
        """Whether more than one ICD-10-CM edition is there, so that a code's own days can be told."""
        return bool(self.shelf.of(ORDER, TABULAR, "icd10cm_conversion"))

    def span(self, bare: str) -> tuple[date | None, date | None]:
        """Since when and until when the ICD-10-CM code stands in the loaded editions without a gap.

        A code that is in the oldest of them began then or earlier, unless the conversion table names its day; one that
        is in the newest has no end.
        """
        editions = sorted(
            (e for e in (*self.shelf.of(ORDER, TABULAR), self.shipped)), key=lambda e: (e.since or date.min, e.label)
        )
        since, until = span(bare, self.diagnoses.edition, editions) if len(editions) > 1 else (self.shipped.since, None)
        return self._began(bare) or since, until

    def _began(self, bare: str) -> date | None:
        """The day the conversion table names, of those not after this one."""
        for edition in self.shelf.of("icd10cm_conversion")[-1:]:
            found = edition.file.rows("SELECT since FROM conversion WHERE bare = ? ORDER BY since", (bare,))
            days = [date.fromisoformat(day) for (day,) in found]
            return max((day for day in days if day <= self.day), default=min(days, default=None))
        return None


def span(bare: str, answering: Shelved, editions: Sequence[Shelved]) -> tuple[date | None, date | None]:
    """First and last day of a code over editions, oldest first, around the one that answers.

    A code that may be billed ends where it becomes a heading.
    """
    billable = tabular_of(answering).billable(bare)
    here = list(editions).index(answering)
    first = here
    while first and _holds(editions[first - 1], bare, billable):
        first -= 1
    since = editions[first].since
    if first and since and (editions[first - 1].until or date.min) >= since:
        since = date.fromisoformat(editions[first].label)
    gone = next((e for e in editions[here + 1 :] if not _holds(e, bare, billable)), None)
    if gone is None or gone.since is None:
        return since, None
    began = gone.since if gone.since != answering.since else date.fromisoformat(gone.label)
    return since, date.fromordinal(began.toordinal() - 1)


def _holds(edition: Shelved, bare: str, billable: bool | None) -> bool:
    return tabular_of(edition).billable(bare) is billable


_TABULARS: dict[object, Tabular] = {}
_HCPCS: dict[object, HcpcsStore] = {}
_ENDS: dict[object, int] = {}
_VOCABULARIES: dict[tuple[ReadOnly, ...], Vocabulary] = {}


def tabular_of(edition: Shelved) -> Tabular:
    """The codes of an edition, opened once."""
    if edition.path not in _TABULARS:
        _TABULARS[edition.path] = Tabular(edition.file, edition.label, edition.since)
    return _TABULARS[edition.path]


def hcpcs_of(edition: Shelved) -> HcpcsStore:
    """The codes of a HCPCS edition, opened once."""
    if edition.path not in _HCPCS:
        _HCPCS[edition.path] = HcpcsStore(edition.file, edition.label)
    return _HCPCS[edition.path]


def vocabulary_of(files: tuple[ReadOnly, ...]) -> Vocabulary:
    """Every word of those files, gathered once."""
    if files not in _VOCABULARIES:
        _VOCABULARIES.clear()
        times: Counter[str] = Counter()
        words: dict[Path, list[str]] = {}
        for file in files:
            held = dict(file.rows("SELECT word, times FROM vocabulary"))
            words[file.path] = list(held)
            times.update(held)
        _VOCABULARIES[files] = Vocabulary(times, words)
    return _VOCABULARIES[files]


def facts_end(shipped: ReadOnly) -> int:
    """The last row of the shipped look-up that is a drug or procedure; they come before every diagnosis."""
    if shipped.path not in _ENDS:
        found = shipped.rows("SELECT id FROM find WHERE tier > 0 ORDER BY id LIMIT 1")
        _ENDS[shipped.path] = int(found[0][0]) - 1 if found else 0
    return _ENDS[shipped.path]
