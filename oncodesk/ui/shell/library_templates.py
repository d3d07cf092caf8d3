"""The regimens over the practice file: each change that can be used is kept at once, and can be taken back."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.reading import parse
from oncodesk.domain.template import Template
from oncodesk.domain.visit import Visit
from oncodesk.services.keep_regimen import write_regimen, written
from oncodesk.ui.editing.wording import plain, said
from oncodesk.ui.panels.templates.presenter import blank, drug_entered, entered
from oncodesk.ui.panels.templates.state import Draft, Listed, templates_state
from oncodesk.ui.panels.templates.view import TemplatesView
from oncodesk.ui.tasks import Tasks
from oncodesk.vault.errors import NotSaved
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk

_FILES = say("Regimens (*.json);;Every file (*)")


class LibraryTemplates(QObject):
    """`told` carries a line for the status bar, `asked` wants the open visit as a regimen."""

    told = Signal(str)
    asked = Signal()

    def __init__(self, desk: "Desk", tasks: Tasks) -> None:
        self.view = TemplatesView()
        super().__init__(self.view)
        self._desk, self._tasks = desk, tasks
        self._listed: tuple[Listed, ...] = ()
        self._moved: tuple[str, ...] = ()
        self._chosen = ""
        self._draft: Draft = {}
        self._problem = ("", "")
        view = self.view
        view.chosen.connect(lambda place: self._choose(self._listed[place].template.name))
        view.typed.connect(self._typed)
        view.cell.connect(self._cell)
        view.added.connect(lambda: self.keep(parse(Template, blank(self._free(say("New regimen")))), ""))
        view.taken.connect(self.asked)
        view.imported.connect(self._import)
        view.exported.connect(self._export)
        view.removed.connect(self._remove)

    def refresh(self) -> None:
        """Reads the regimens again, with what they expect to bill today."""
        chosen = self._chosen
        self._tasks.run(self, "library.regimens", lambda: self._read(chosen), self._show)

    def _read(self, chosen: str) -> tuple[tuple[Listed, ...], str, tuple[str, ...]]:
        today = self._desk.today()
        listed = tuple(Listed(one, self._desk.expected(one, today)) for one in self._desk.templates())
        names = [one.template.name for one in listed]
        chosen = chosen if chosen in names else names[0] if names else ""
        template = next((one.template for one in listed if one.template.name == chosen), None)
        return listed, chosen, self._changes(template, today) if template else ()

    def _changes(self, template: Template, today: date) -> tuple[str, ...]:
        """What this year's code sets changed in the regimen, and what the next one's will."""
        days = (
            (date(today.year - 1, 12, 31), today, say("Since last year")),
            (today, date(today.year + 1, 1, 1), say("From")),
        )
        told = []
        for before, after, word in days:
            changes = self._desk.moved(template, before, after)
            when = f"{word} {after}" if after > today else word
            told += [f"{when}: {change}" for change in changes]
        return tuple(told) or (
            say(
                "Code sets change nothing in it from {since} to {until}, as far as loaded",
                since=days[0][0],
                until=days[1][1],
            ),
        )

    def _show(self, found: tuple[tuple[Listed, ...], str, tuple[str, ...]]) -> None:
        self._listed, self._chosen, self._moved = found
        template = self._template()
        if template is not None and not self._problem[1]:
            self._draft = written(template)
        self._again()

    def _again(self) -> None:
        names = [one.template.name for one in self._listed]
        place = names.index(self._chosen) if self._chosen in names else -1
        today = self._desk.today()
        self.view.show_state(templates_state(self._listed, place, self._draft, self._moved, self._problem, today))

    def _template(self) -> Template | None:
        return next((one.template for one in self._listed if one.template.name == self._chosen), None)

    def _choose(self, name: str) -> None:
        self._chosen, self._problem = name, ("", "")
        self.refresh()

    def _typed(self, path: str, text: str) -> None:
        today = self._desk.today()
        self._change(lambda: entered(self._draft, path, text, today))

    def _cell(self, place: int, column: str, text: str) -> None:
        rows = self._draft.get("administrations", ())
        name = rows[place]["drug"] if place < len(rows) else text
        known = self._desk.complete_drug(str(name), self._desk.today())
        exact = next((one for one in known if str(name).lower() in (one.name.lower(), one.code.lower())), None)
        unit = exact.unit.split(" ", 1)[1].replace(" ", "_") if exact and " " in exact.unit else None
        self._change(lambda: drug_entered(self._draft, place, column, text, unit))

    def _change(self, make: Any) -> None:
        """Keeps what can be used; says what was expected otherwise."""
        try:
            draft = make()
            template = parse(Template, draft)
        except UnusableInput as problem:
            self._problem = (problem.field, plain(problem.expected))
            self._again()
            return
        self._draft = draft
        self.keep(template, self._chosen)

    def keep(self, template: Template, before: str) -> None:
        """Keeps a regimen in place of the one called `before`, and chooses it."""

        def kept(problem: tuple[str, str]) -> None:
            self._problem = problem
            if not problem[1]:
                self._chosen = template.name
            self.refresh()

        self._tasks.run(self, f"library.keep.{template.name}", lambda: self._kept(template, before), kept, keeps=True)

    def _kept(self, template: Template, before: str) -> tuple[str, str]:
        try:
            self._desk.keep_regimen(template, before)
        except UnusableInput as problem:
            return problem.field, plain(problem.expected)
        return "", ""

    def keep_visit(self, visit: Visit | None) -> None:
        """The visit's drugs as a new regimen, its name ready to be typed over."""
        if visit is None or not visit.administrations:
            self.told.emit(say("Open a visit with drugs first: a regimen is made of what it holds"))
            return
        self.keep(self._desk.as_regimen(visit), "")
        self.told.emit(say("Saved as a regimen; type its name, and doses that follow the patient as 85 mg/m2 or AUC 5"))
        self.view.go("name")

    def _free(self, wanted: str) -> str:
        taken = {one.template.name for one in self._listed}
        return next(name for n in range(1, len(taken) + 2) if (name := f"{wanted} {n}") not in taken)

    def _import(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self.view, say("Regimens to take"), "", _FILES)
        if chosen:
            self.take([Path(name) for name in chosen])

    def take(self, files: list[Path]) -> None:
        """Takes regimens from files, all or none."""
        self._tasks.run(self, "library.take", lambda: self._took(files), self._taken, keeps=True)

    def _took(self, files: list[Path]) -> tuple[tuple[str, ...], str]:
        try:
            return self._desk.take_regimens(files), ""
        except UnusableInput as problem:
            return (), said(problem)

    def _taken(self, answer: tuple[tuple[str, ...], str]) -> None:
        names, problem = answer
        self.told.emit(
            say("Nothing was taken: {problem}", problem=problem)
            if problem
            else say("Taken: {names}", names=", ".join(names))
        )
        if names:
            self._choose(names[0])

    def _export(self) -> None:
        template = self._template()
        if template is None:
            return
        name = "".join(sign if sign.isalnum() else "-" for sign in template.name) + ".json"
        chosen, _ = QFileDialog.getSaveFileName(self.view, say("Write the regimen"), name, _FILES)
        if chosen:
            self.write_to(Path(chosen))

    def write_to(self, path: Path) -> None:
        """Writes the chosen regimen to that file."""
        template = self._template()
        assert template is not None
        try:
            write_regimen(template, path)
        except NotSaved as problem:
            self.told.emit(str(problem))
        else:
            self.told.emit(say("Written: {name}", name=path.name))

    def _remove(self) -> None:
        name = self._chosen
        self._tasks.run(self, "library.drop", lambda: self._desk.drop_regimen(name), lambda _: self._gone(name), True)

    def _gone(self, name: str) -> None:
        self.told.emit(say("Removed: {name}. Visits keep what they hold", name=name))
        self._chosen = ""
        self._problem = ("", "")
        self.refresh()
