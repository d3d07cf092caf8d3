"""The commands of `oncodesk vault`: the practice's encrypted records."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from oncodesk import paths
from oncodesk.domain.errors import UnusableInput

if TYPE_CHECKING:
    from oncodesk.vault.store import Store

PRACTICE = "practice"
AS_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")


class VaultCommands(click.Group):
    """Turns what the vault says no to into one line on standard error and exit code 2."""

    def invoke(self, context: click.Context) -> object:
        from oncodesk.vault.errors import VaultProblem

        try:
            return super().invoke(context)
        except VaultProblem as problem:
            raise UnusableInput("practice", str(problem)) from None


@click.group(cls=VaultCommands)
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), help="The practice's folder.")
@click.option("--user", help="Who you are; without it the password is tried for everybody.")
@click.pass_context
def vault(context: click.Context, folder: Path | None, user: str | None) -> None:
    """The practice's encrypted records. Passwords are asked for, or read from standard input, one a line."""
    context.obj = (folder or paths.home() / PRACTICE, user)


@contextmanager
def opened(context: click.Context) -> Iterator["Store"]:
    """The practice file that --folder and --user name, its password asked for; closed at the end."""
    from oncodesk.vault import door

    folder, user = context.obj
    if not door.exists(folder):
        raise UnusableInput("--folder", "expected a folder with a practice file", str(folder))
    store = door.unlock(folder, _secret("Password"), user)
    try:
        if store.alarm:
            click.echo(f"oncodesk: {store.alarm}", err=True)
        yield store
    finally:
        store.close()


def _secret(prompt: str) -> str:
    if sys.stdin.isatty():
        return str(click.prompt(prompt, hide_input=True, err=True))
    line = sys.stdin.readline()
    if not line:
        raise UnusableInput("standard input", f"expected a line: {prompt.lower()}")
    return line.rstrip("\r\n")


def _new_secret() -> str:
    fresh = _secret("New password")
    if _secret("The same again") != fresh:
        raise UnusableInput("password", "expected the same password twice")
    return fresh


@vault.command()
@AS_JSON
@click.pass_context
def verify(context: click.Context, as_json: bool) -> None:
    """Looks at every page, audit entry, record, seal and the anchor; exit code 1 where something does not fit."""
    from oncodesk.services.safekeeping import Verified

    with opened(context) as store:
        found = Verified.of(store.verify())
    click.echo(found.model_dump_json() if as_json else found.as_text())
    context.exit(0 if found.is_whole else 1)


@vault.command()
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), help="Another place, such as a stick.")
@click.pass_context
def backup(context: click.Context, to: Path | None) -> None:
    """Makes a verified backup and prints its folder."""
    with opened(context) as store:
        click.echo(store.back_up(to).path)


@vault.command()
@click.pass_context
def selftest(context: click.Context) -> None:
    """Tries the newest backup out; exit code 1 where it would not come back."""
    with opened(context) as store:
        trial = store.try_backup()
    for problem in trial.problems:
        click.echo(problem)
    if not trial.problems:
        click.echo(f"{trial.backup}: whole")
    context.exit(1 if trial.problems else 0)


@vault.command()
@click.argument("backup", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--recovery-key", is_flag=True, help="With the printed recovery key; asks for a new password too.")
@click.pass_context
def restore(context: click.Context, backup: Path, recovery_key: bool) -> None:
    """Puts BACKUP in the practice's place; what stood there is moved aside."""
    from oncodesk.vault.door import OWNER
    from oncodesk.vault.restore import Opening, WithPassword, WithRecoveryKey
    from oncodesk.vault.restore import restore as put_back

    folder, user = context.obj
    way: Opening = (
        WithRecoveryKey(_secret("Recovery key"), user or OWNER, _new_secret())
        if recovery_key
        else WithPassword(_secret("Password at the time of the backup"), user)
    )
    store = put_back(folder, backup, way)
    click.echo(f"{len(store.list_visits())} visits restored")
    store.close()


@vault.command()
@click.pass_context
def rotate(context: click.Context) -> None:
    """A new data key: old copies of removed users' key slots open nothing saved from now on. Makes a backup."""
    with opened(context) as store:
        click.echo(store.rotate().path)


@vault.command("recovery-key")
@click.pass_context
def recovery_key(context: click.Context) -> None:
    """Makes a new recovery key and shows it once: print it and lock it away. The one before opens nothing any more."""
    with opened(context) as store:
        click.echo(store.staff.new_recovery_key())


@vault.command()
@click.pass_context
def recover(context: click.Context) -> None:
    """Forgotten password: asks for the recovery key and a new password of --user."""
    from oncodesk.vault import door

    folder, user = context.obj
    door.recover(folder, _secret("Recovery key"), user or door.OWNER, _new_secret()).close()
    click.echo("The new password holds.")


@vault.group()
def users() -> None:
    """Who may open the practice file."""


@users.command("list")
@click.pass_context
def list_(context: click.Context) -> None:
    """Names and roles."""
    with opened(context) as store:
        for user in store.staff.everybody():
            click.echo(f"{user.name}: {user.role}")


@users.command()
@click.argument("name")
@click.argument("role", type=click.Choice(["coder", "reviewer", "manager"]))
@click.pass_context
def add(context: click.Context, name: str, role: str) -> None:
    """A new user; asks for the first password."""
    _managed(context, lambda store: store.staff.add(name, role, _new_secret()))  # type: ignore[arg-type]


@users.command()
@click.argument("name")
@click.pass_context
def remove(context: click.Context, name: str) -> None:
    """Takes an account away; `vault rotate` then makes old copies of its key useless."""
    _managed(context, lambda store: store.staff.remove(name))
    click.echo("An old copy of the key file with this user's password still opens a copy of the records. To end that:")
    click.echo("oncodesk vault rotate")


def _managed(context: click.Context, work: Callable[["Store"], None]) -> None:
    with opened(context) as store:
        work(store)


@vault.command()
@click.argument("number", type=int)
@AS_JSON
@click.pass_context
def prove(context: click.Context, number: int, as_json: bool) -> None:
    """Judges finalised claim NUMBER anew under its sealed editions; exit code 1 where it does not come out the same."""
    from oncodesk import app
    from oncodesk.services.prove_claim import prove_claim

    with opened(context) as store:
        try:
            kept, held = store.sealed_claim(number), store.cards()
        except KeyError:
            raise UnusableInput("NUMBER", f"expected a finalised claim, found no {number}") from None
    proof = prove_claim(app.code_sets(), kept, held)
    click.echo(proof.model_dump_json() if as_json else proof.as_text())
    context.exit(0 if proof.holds else 1)
