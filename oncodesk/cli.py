"""The commands of OncoDesk: each a few lines over a service."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click
from pydantic import BaseModel

from oncodesk import app, paths
from oncodesk.cli_exchange import add_commands
from oncodesk.cli_files import check_new_pdf, write_pdf
from oncodesk.cli_vault import vault
from oncodesk.codes.library import CodeSets
from oncodesk.codes.tables import Tables
from oncodesk.domain.claim import Claim
from oncodesk.domain.derivation import Derivation
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.reading import read_claim, read_own, read_visit, read_visit_or_claim
from oncodesk.domain.report import Report
from oncodesk.services.explain import derivation_text, report_text

STREAM = "-"
Answer = TypeVar("Answer", bound=BaseModel)


class Commands(click.Group):
    """Turns unusable input into one line on standard error and exit code 2."""

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except UnusableInput as problem:
            click.echo(f"oncodesk: {problem}", err=True)
            context.exit(2)
        except BrokenPipeError:
            os._exit(0)


class Day(click.ParamType["date"]):
    """A date written as 2026-03-12."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, context: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"expected a date such as 2026-03-12, found {value!r}", param, context)


ON = click.option("--on", type=Day(), help="The date of service to answer for; today by default.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")


@click.group(cls=Commands, invoke_without_command=True)
@click.version_option(package_name="oncodesk")
@click.pass_context
def main(context: click.Context) -> None:
    """Facts of an oncology visit in, a checked and explained claim and its superbill out.

    Without a command the window opens.
    """
    if context.invoked_subcommand is None:
        context.exit(_window())


def _window() -> int:
    if not has_display():
        click.echo("oncodesk: this machine has no display; try: oncodesk demo", err=True)
        return 2
    from oncodesk.ui.language import choose

    choose(paths.home())
    from oncodesk.ui.window import enter  # its words are said as it is imported

    return enter(app.entrance(_progress_bar()))


def has_display() -> bool:
    """Whether a window can open; Qt would end the process where it cannot."""
    if sys.platform in {"win32", "darwin"} or os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@main.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path("oncodesk-demo"))
def demo(folder: Path) -> None:
    """A chemotherapy day and a radiation day, from facts to claim, report, superbill and pictures, into FOLDER."""
    from oncodesk.demo import write_demo

    for path in write_demo(folder, _code_sets()):
        click.echo(path)


@main.command()
@click.argument("query")
@click.option("--set", "sets", multiple=True, type=click.Choice(["icd10cm", "hcpcs", "cpt"]))
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@ON
@AS_JSON
def lookup(query: str, sets: tuple[str, ...], limit: int, on: date | None, as_json: bool) -> None:
    """Ranked codes for QUERY; - reads one query a line."""
    from oncodesk.services.look_up import look_up

    code_sets, day = _code_sets(), on or app.now().date()
    for text in _lines() if query == STREAM else [query]:
        found = look_up(code_sets, text, day, sets or None, limit)
        click.echo(found.model_dump_json() if as_json or query == STREAM else found.as_text())


@main.command()
@click.argument("code")
@ON
@AS_JSON
def code(code: str, on: date | None, as_json: bool) -> None:
    """Everything known of one CODE."""
    from oncodesk.services.code_page import code_page

    page = code_page(_code_sets(), code, on or app.now().date())
    if page is None:
        raise UnusableInput("CODE", f"expected a code of the loaded sets, found {code!r}")
    click.echo(page.model_dump_json() if as_json else page.as_text())


CARDS = click.option(
    "--card", "cards", multiple=True, type=click.Path(path_type=Path), help="A payer's card; may be repeated."
)


@main.command()
@click.argument("visit")
@CARDS
@AS_JSON
def derive(visit: str, cards: tuple[Path, ...], as_json: bool) -> None:
    """VISIT, a file of facts, to claim, trace, questions and report; - reads JSON lines."""
    from oncodesk.services.derive_claim import derive_claim
    from oncodesk.services.payer_cards import card_file

    own, code_sets = [card_file(path) for path in cards], _code_sets()

    def answer(text: bytes) -> Derivation:
        facts = read_visit(text)
        return derive_claim(facts, code_sets.at(facts.date_of_service), cards=own)

    for found in _each((visit,), answer):
        _show(found, as_json or visit == STREAM, derivation_text)


@main.command()
@click.argument("claims", nargs=-1, required=True)
@click.option("--as-of", type=Day(), help="The day filing limits are judged on; the date of service by default.")
@CARDS
@AS_JSON
@click.pass_context
def check(
    context: click.Context, claims: tuple[str, ...], as_of: date | None, cards: tuple[Path, ...], as_json: bool
) -> None:
    """Reports on CLAIMS; exit code 1 where an error was found. - reads JSON lines."""
    from oncodesk.services.check_claim import check_claim
    from oncodesk.services.payer_cards import card_file

    own, code_sets = [card_file(path) for path in cards], _code_sets()

    def answer(text: bytes) -> Report:
        claim = read_claim(text)
        return check_claim(claim, code_sets.at(claim.date_of_service), as_of, own)

    worst, unusable = set(), 0
    named = len(claims) > 1 and not as_json
    for source in claims:
        try:
            for found in _each((source,), answer):
                worst.add(found.worst())
                if named and source != STREAM:
                    click.echo(f"{source}:")
                _show(found, as_json or claims == (STREAM,), report_text)
        except UnusableInput as problem:
            click.echo(f"oncodesk: {problem}", err=True)
            unusable += 1
    context.exit(2 if unusable else 1 if "error" in worst else 0)


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--jobs", type=click.IntRange(1, 256), help="Processes that check; as many as processors by default.")
@click.option("--as-of", type=Day(), help="The day filing limits are judged on; each date of service by default.")
@click.option(
    "--resume",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="STATE",
    help="Keeps what is done in the file STATE, and goes on from there where it was stopped.",
)
@AS_JSON
@click.pass_context
def scrub(
    context: click.Context,
    paths: tuple[Path, ...],
    jobs: int | None,
    as_of: date | None,
    resume: Path | None,
    as_json: bool,
) -> None:
    """Checks the claims of PATHS: 837P files, JSON-lines claims, and folders of them.

    With --json one line for each claim and fault, in order, and the summary as the last. Exit code 1 where an error was
    found or something could not be read, 130 where Ctrl-C stopped it.
    """
    from oncodesk.services.scrub import Scrub, cores

    stop = _Stop()
    with stop:
        run = Scrub(paths, _code_sets(), jobs=jobs or cores(), as_of=as_of, cancelled=stop.asked, state=resume)
        show = _told_every_second(lambda: (run.fraction, f"{run.count:,} done"))
        for line in run:
            if as_json:
                sys.stdout.write(line.json + "\n")
            elif line.said:
                sys.stdout.write(line.said + "\n")
            show()
        show(is_last=True)
    found = run.summary
    click.echo(found.model_dump_json() if as_json else found.as_text())
    if stop.asked():
        click.echo(f"oncodesk: stopped after {run.count:,}; what is above is done", err=True)
        context.exit(130)
    if not found.claims:
        raise UnusableInput("PATH", "expected claims, found none")
    context.exit(0 if found.is_clean else 1)


class _Stop:
    """Ctrl-C asks for an orderly end; a second one does not wait for it."""

    def __init__(self) -> None:
        self._is_asked = False
        self._before: Any = None

    def asked(self) -> bool:
        """Whether the end was asked for."""
        return self._is_asked

    def __enter__(self) -> None:
        self._before = signal.signal(signal.SIGINT, self._ask)

    def __exit__(self, *problem: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _ask(self, number: int, frame: object) -> None:
        self._is_asked = True
        signal.signal(signal.SIGINT, self._before)


def _told_every_second(what: Callable[[], tuple[float, str]]) -> Callable[..., None]:
    """Shows progress on standard error: a bar where a person watches, else a line every ten seconds."""
    bar, last = _progress_bar(), time.monotonic()

    def show(is_last: bool = False) -> None:
        nonlocal last
        now = time.monotonic()
        if not is_last and now - last < (0.2 if bar else 10):
            return
        last = now
        fraction, words = what()
        if bar:
            bar(1.0 if is_last else min(fraction, 0.999), words)
        else:
            click.echo(f"{fraction:4.0%} {words}", err=True)

    return show


@main.command()
@click.argument("document")
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--number", default="1", show_default=True, help="The document number.")
def superbill(document: str, output: Path, number: str) -> None:
    """The superbill of DOCUMENT, a claim or a visit, as PDF."""
    from oncodesk.services.print_superbill import Stamp, print_superbill

    check_new_pdf(output, document)
    with _said_of(document):
        claim, tables, report, asked = _claim_of(_read(document))
        printed = f"{app.now():%Y-%m-%d %H:%M}"
        pdf = print_superbill(claim, None, tables, Stamp(number, printed, printed))
    write_pdf(output, pdf)
    errors = sum(found.severity == "error" for found in report.findings)
    if errors or asked:
        told = f"errors: {errors}, open questions: {asked}; they stand against this superbill"
        click.echo(f"oncodesk: {told}; see oncodesk {'derive' if asked else 'check'} {document}", err=True)


@main.group()
def codes() -> None:
    """The code sets: what is loaded, load an official file, go back."""


EDITION = click.option("--edition", help="The first day of the edition, where the file does not say it.")
OWN = click.option(
    "--own",
    multiple=True,
    help="A document of the practice's own codes (template, favourites, fees): says what happens to each.",
)
FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))


@codes.command("import")
@FILES
@EDITION
@OWN
@AS_JSON
def import_(files: tuple[Path, ...], edition: str | None, own: tuple[str, ...], as_json: bool) -> None:
    """Loads official FILES, zip or bare, all or none."""
    _load(files, edition, own, as_json, dry_run=False)


@codes.command()
@FILES
@EDITION
@OWN
@AS_JSON
def diff(files: tuple[Path, ...], edition: str | None, own: tuple[str, ...], as_json: bool) -> None:
    """What loading FILES would change."""
    _load(files, edition, own, as_json, dry_run=True)


def _load(files: tuple[Path, ...], edition: str | None, own: tuple[str, ...], as_json: bool, dry_run: bool) -> None:
    from oncodesk.services.import_codes import Loading, import_codes
    from oncodesk.services.own_codes import own_codes

    code_sets, now = _code_sets(), app.now()
    mine = own_codes(code_sets.at(now.date()), list(_each(own, read_own)))
    loaded_at = now.isoformat(timespec="seconds")
    found = import_codes(code_sets, files, loaded_at, edition, mine, dry_run, _progress_bar())
    _show(found, as_json, Loading.as_text)


@codes.command()
def rollback() -> None:
    """Takes the last load back."""
    from oncodesk.services.import_codes import rollback_codes

    click.echo(rollback_codes(_code_sets()))


@codes.command()
@click.argument("folder", type=click.Path(path_type=Path))
@AS_JSON
def watch(folder: Path, as_json: bool) -> None:
    """Official files in FOLDER that are not loaded yet."""
    from oncodesk.services.import_codes import Waiting, waiting_files

    _show(waiting_files(_code_sets(), folder), as_json, Waiting.as_text)


@codes.command()
def status() -> None:
    """What is loaded, and from which edition."""
    click.echo(_code_sets().status_text())


@codes.command()
def build() -> None:
    """Builds the code sets where they are not built yet."""
    _code_sets()


add_commands(vault)
main.add_command(vault)


@main.command()
@click.argument("rule", required=False)
def rules(rule: str | None) -> None:
    """The rulebook, the page of one RULE, or the rules that cover a row such as JW-01."""
    from oncodesk.rules.rulebook import row_page, rule_page, rulebook

    if rule is None:
        click.echo(rulebook())
        return
    page = rule_page(rule) or row_page(rule.upper())
    if page is None:
        raise UnusableInput("RULE", f"expected a rule of the rulebook or a row such as JW-01, found {rule!r}")
    click.echo(page)


def _code_sets() -> CodeSets:
    return app.code_sets(_progress_bar() or _first_words())


def _progress_bar() -> Callable[[float, str], None] | None:
    if not sys.stderr.isatty():
        return None

    def show(fraction: float, what: str) -> None:
        filled = round(30 * fraction)
        end = "\n" if fraction >= 1 else ""
        sys.stderr.write(f"\r[{'#' * filled}{'.' * (30 - filled)}] {fraction:4.0%} {what:<40}{end}")
        sys.stderr.flush()

    return show


def _first_words() -> Callable[[float, str], None]:
    """Says once, where nobody watches a bar, why a first command takes longer."""
    said: list[str] = []

    def show(fraction: float, what: str) -> None:
        if not said:
            said.append(what)
            click.echo("oncodesk: building the code sets, once", err=True)

    return show


class _said_of:  # noqa: N801
    """Adds the file's name to a complaint that comes from inside it."""

    def __init__(self, source: str) -> None:
        self.source = "standard input" if source == STREAM else source

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, problem: BaseException | None, trace: object) -> None:
        if isinstance(problem, UnusableInput) and not problem.source:
            raise problem.of(self.source) from None


def _read(source: str) -> bytes:
    try:
        return Path(source).read_bytes()
    except OSError as problem:
        raise UnusableInput("file", f"cannot be read: {(problem.strerror or '').lower()}", source) from None


def _lines() -> Iterator[str]:
    for line in sys.stdin.buffer:
        if text := line.decode("utf-8", "replace").strip():
            yield text


def _each(sources: tuple[str, ...], answer: Callable[[bytes], Answer]) -> Iterable[Answer]:
    for source in sources:
        if source == STREAM:
            for number, line in enumerate(_lines(), 1):
                with _said_of(f"line {number}"):
                    found = answer(line.encode())
                yield found
        else:
            with _said_of(source):
                found = answer(_read(source))
            yield found


def _show(found: Answer, as_json: bool, as_text: Callable[[Answer], str]) -> None:
    click.echo(found.model_dump_json() if as_json else as_text(found))


def _claim_of(text: bytes) -> "tuple[Claim, Tables, Report, int]":
    """The claim of a document, its tables, its report, and how many questions are open."""
    from oncodesk.services.check_claim import check_claim
    from oncodesk.services.derive_claim import derive_claim

    document = read_visit_or_claim(text)
    tables = _code_sets().at(document.date_of_service)
    if isinstance(document, Claim):
        return document, tables, check_claim(document, tables), 0
    derived = derive_claim(document, tables)
    assert derived.report is not None
    return derived.claim, tables, derived.report, len(derived.questions)
