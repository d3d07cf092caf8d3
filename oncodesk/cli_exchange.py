"""The commands of `oncodesk vault` that bring records in and out."""

from pathlib import Path

import click

from oncodesk import app
from oncodesk.cli_vault import AS_JSON, opened, vault
from oncodesk.domain.errors import UnusableInput


@vault.command("import-people")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Says what it would do and changes nothing; exit code 1 where refused.")
@click.option("--leave-out-refused", is_flag=True, help="Imports the rows that are understood without the others.")
@click.option("--column", "columns", multiple=True, metavar="FIELD=HEADING", help="Which column is a field.")
@AS_JSON
@click.pass_context
def import_people_(
    context: click.Context, file: Path, dry_run: bool, leave_out_refused: bool, columns: tuple[str, ...], as_json: bool
) -> None:
    """Patients and appointments of FILE, CSV or HL7 (ADT, SIU), all or nothing; an appointment makes a draft visit."""
    from oncodesk.services.import_people import import_people, preview_people

    chosen = dict(_pair(column) for column in columns)
    with opened(context) as store:
        found = preview_people(store, file, app.now().date(), chosen)
        if not dry_run:
            try:
                found = import_people(store, found, leave_out_refused)
            except UnusableInput as problem:
                raise problem.of(file.name) from None
    click.echo(found.model_dump_json() if as_json else found.as_text())
    context.exit(1 if dry_run and found.refused else 0)


def _pair(column: str) -> tuple[str, str]:
    name, divided, heading = column.partition("=")
    if not divided:
        raise UnusableInput("--column", "expected FIELD=HEADING, such as account=Chart")
    return name.strip(), heading
