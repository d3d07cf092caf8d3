"""The commands of `oncodesk vault` that bring records in and out."""

from pathlib import Path

import click

from oncodesk import app
from oncodesk.cli_files import check_new_pdf, write_pdf
from oncodesk.cli_vault import AS_JSON, opened
from oncodesk.domain.errors import UnusableInput


@click.command("import-people")
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


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--deidentified", is_flag=True, help="Without what identifies a patient (Safe Harbor).")
@AS_JSON
@click.pass_context
def export(context: click.Context, folder: Path, deidentified: bool, as_json: bool) -> None:
    """All records into DIR, a new folder or a file that ends in .zip, as CSV and JSON lines with a manifest."""
    from oncodesk.services.export_deidentified import export_deidentified
    from oncodesk.services.export_records import export_records

    with opened(context) as store:
        done = (export_deidentified if deidentified else export_records)(store, folder, app.now())
    click.echo(done.model_dump_json() if as_json else done.as_text())


@click.command("audit-pack")
@click.argument("number", type=int)
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.pass_context
def audit_pack_(context: click.Context, number: int, output: Path) -> None:
    """Finalised claim NUMBER as one PDF: superbill, reasons, findings, overrides, authorities, editions, proof."""
    from oncodesk.services.audit_pack import audit_pack

    check_new_pdf(output)
    with opened(context) as store:
        pdf = audit_pack(store, app.code_sets(), number, app.now())
    write_pdf(output, pdf)


def add_commands(vault: click.Group) -> None:
    """Makes them known below `oncodesk vault`."""
    for command in (import_people_, export, audit_pack_):
        vault.add_command(command)
