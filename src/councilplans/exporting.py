"""The command `export`: the store as files for others."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import typer

from councilplans import printing
from councilplans.database import check_authority, opened
from councilplans.export import Keys, write_csv, write_lines, write_records
from councilplans.kinds import ExportFormat
from councilplans.outfiles import whole_file, whole_folder
from councilplans.printing import WRONG_USAGE
from normalise.model import PlanRecord
from store import Store
from store.keyed import read_keys
from store.query import read_records
from store.tables import Choice

# what needs a package that comes with an extra alone: its module and the extra
_EXTRAS = {ExportFormat.PARQUET: ("pyarrow", "parquet"), ExportFormat.XLSX: ("xlsxwriter", "excel")}
UNENCODABLE = "backslashreplace"  # a file name in no encoding; a legal escape in JSON
_TEXTS = {
    ExportFormat.CSV: write_csv,
    ExportFormat.JSON: write_records,
    ExportFormat.JSONL: write_lines,
}


def export(db: str, form: ExportFormat, out: Path | None, choice: Choice) -> None:
    """Write the plans wanted; a file or folder is there whole or, where that fails, as it was before.

    Ends the command with exit status 2 where an extra is missing, or nothing can be written to `out`.
    """
    module, extra = _EXTRAS.get(form, (None, None))
    if module and find_spec(module) is None:
        printing.say(f'--format {form} needs {module}, which is not installed: pip install "councilplans[{extra}]"')
        raise typer.Exit(WRONG_USAGE)
    if out is None and form not in _TEXTS:
        what = "a folder" if form is ExportFormat.DATAPACKAGE else "a file"
        printing.say(f"--format {form} cannot be written to standard output; name {what} with --out")
        raise typer.Exit(WRONG_USAGE)
    with opened(db) as store:
        check_authority(store, choice.authority)
        if out is None:
            with _records(store, choice) as (records, keys):
                _TEXTS[form](sys.stdout, records, keys)
            return
        try:
            _write(store, form, out, choice)
        except OSError as error:
            printing.complain(out, f"cannot be written ({error.strerror or error}); name another with --out")
            raise typer.Exit(WRONG_USAGE) from None


@contextmanager
def _records(store: Store, choice: Choice) -> Iterator[tuple[Iterable[PlanRecord], Keys]]:
    """Give the records wanted and the keys of their actions, all of one moment."""
    with store.reading() as session:
        yield read_records(session, choice), lambda record: read_keys(session, record.source.sha256)


def _write(store: Store, form: ExportFormat, out: Path, choice: Choice) -> None:
    match form:
        case ExportFormat.DATAPACKAGE:
            from councilplans.datapackage import FILES, write_datapackage  # noqa: PLC0415 - only this format needs it

            with whole_folder(out, FILES) as folder:
                write_datapackage(folder, store, choice)
        case ExportFormat.XLSX:
            from councilplans.workbook import write_workbook  # noqa: PLC0415 - an extra

            with whole_file(out) as path:
                notes = write_workbook(path, store, choice)
            for note in notes:
                printing.complain(out, note)
        case ExportFormat.PARQUET:
            from councilplans.parquet import write_parquet  # noqa: PLC0415 - an extra

            with whole_file(out) as path, _records(store, choice) as (records, keys):
                write_parquet(path, records, keys)
        case _:
            with (
                whole_file(out) as path,
                path.open("w", encoding="utf-8", errors=UNENCODABLE, newline="") as stream,
                _records(store, choice) as (records, keys),
            ):
                _TEXTS[form](stream, records, keys)
