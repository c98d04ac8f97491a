"""The command `load`: documents from files and folders into the database."""

from __future__ import annotations

import dataclasses
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from councilplans import printing
from councilplans.asked import Asked
from councilplans.database import opened
from councilplans.files import Found, find_documents
from councilplans.pipeline import failure, known_source, reader_version
from councilplans.reading import read_ready
from councilplans.sources import Source, SourcesError, read_sources
from ingest.html_folder import sheets_beside
from ingest.model import Issue, IssueCode, Severity
from ingest.model import Source as FileSource
from normalise.model import PlanRecord
from store import CorrectionState, FileResult, LoadOutcome, Store, StoreError

INTERRUPTED = 130  # what a shell gives for a command that Ctrl-C ended
# Issues that say something of the whole document, so that a person who loads it should know at once.
WORTH_A_LINE = frozenset(
    {IssueCode.DAMAGED_FILE, IssueCode.UNREADABLE_PAGE, IssueCode.IMAGE_PAGE, IssueCode.NO_PLAN, IssueCode.TIME_LIMIT}
)
READ_HERE = "PDF, Word (.docx, .doc), OpenDocument (.odt), rich text, HTML, text and Markdown"


def load(paths: Iterable[Path], db: str, asked: Asked, sources: Path | None = None) -> int:
    """Load the documents at the paths; return the exit status. `sources` says where they came from.

    Each failure is one line on standard error that names the file, and costs that file only. Where there is no file
    no database is made. After an interrupt, what was loaded stays.
    """
    listed = _read_sources(sources)
    found = find_documents(paths)
    if sources:  # it may lie among the documents
        found = dataclasses.replace(found, files=tuple(file for file in found.files if not _is_same(file, sources)))
    console = Console(stderr=True, soft_wrap=True, markup=False, highlight=False)
    counts: Counter[str] = Counter()
    for folder in found.empty_folders:
        counts[LoadOutcome.FAILED] += 1
        _complain(console, folder, f"holds no documents; put some in it that can be read: {READ_HERE}")
    interrupted = False
    if found.files:
        with opened(db, create=True) as store:
            db = str(store)
            run = store.begin_run(reader_version=reader_version(), options=asked.options)
            lapsed = _lapsed(store)
            try:
                _load_files(store, run, found.files, asked.among(len(found.files)), console, counts)
                store.end_run(run)
            except KeyboardInterrupt:
                interrupted = True
            except StoreError as error:
                _complain(console, "the end of this run was not written down", error)
            _describe(store, listed, console)
            _say_lapsed(store, lapsed, console)
    _summarise(console, counts, found, db)
    if interrupted:
        console.print("interrupted; load again to go on")
        return INTERRUPTED
    return 1 if counts[LoadOutcome.FAILED] else 0


def _lapsed(store: Store) -> set[int]:
    """Return the corrections that a version prints otherwise than what was corrected, or that found no action."""
    gone = (CorrectionState.LAPSED, CorrectionState.UNREAD)
    return {told.id for told in store.list_corrections() if told.state in gone}


def _say_lapsed(store: Store, before: set[int], console: Console) -> None:
    """Print a line for each correction that what was loaded took out of force."""
    try:
        lapsed = _lapsed(store) - before
    except StoreError as error:
        _complain(console, "corrections were not looked at", error)
        return
    for told in sorted(lapsed):
        _complain(
            console,
            f"correction {told}",
            "a later version prints otherwise, or has not the action; `councilplans corrections` says where",
        )


def _read_sources(file: Path | None) -> list[Source]:
    """Return the lines of the list of sources; one that cannot be used ends the command with exit status 2."""
    try:
        return read_sources(file) if file else []
    except SourcesError as error:
        printing.say(error)
        raise typer.Exit(printing.WRONG_USAGE) from None


def _is_same(file: Path, other: Path) -> bool:
    return file.exists() and file.samefile(other)


def _describe(store: Store, sources: Iterable[Source], console: Console) -> None:
    """Write down where documents came from; lines of documents that are not in the database are said."""
    for source in sources:
        try:
            known = store.describe_document(source.provenance, sha256=source.find_hash(), path=source.path)
        except (StoreError, OSError) as error:
            _complain(console, source, error)
            continue
        if not known:
            _complain(console, source, "no document of the database is that; its source was not written down")


def _load_files(
    store: Store,
    run: int,
    files: tuple[Path, ...],
    asked: Asked,
    console: Console,
    counts: Counter[str],
) -> None:
    """Load the files, together those that are read at one time; count what came of each, and write it down."""
    columns = (
        TextColumn("loading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=len(files))

        def count(results: Sequence[FileResult]) -> None:
            for result in results:
                counts[result.outcome] += 1
                progress.update(task, advance=1, description=printing.one_line(Path(result.path).name))
            with suppress(StoreError):  # what came of a file is worth no stop: the next one says what is wrong
                store.add_results(run, results)

        new = _new_files(store, files, asked.options, count)
        for records in read_ready(new, asked):
            results = _load_records(store, records, asked.options)
            count(results)  # before anything else, so that an interrupt says what is stored
            for record, result in zip(records, results, strict=True):
                _say(store, record, result, console)


def _say(store: Store, record: PlanRecord, result: FileResult, console: Console) -> None:
    """Print what a person who loads a document should know of it at once."""
    if result.message:
        _complain(console, result.path, result.message)
    if result.outcome is not LoadOutcome.FAILED:
        _mention(console, record)
    if result.outcome is LoadOutcome.LOADED and len(store.hashes_of(result.path)) > 1:
        _complain(console, result.path, "an earlier version of this file is in the database as well")


def _new_files(
    store: Store, files: Iterable[Path], options: Mapping[str, str], count: Callable[[Sequence[FileResult]], None]
) -> Iterator[Path]:
    """Yield the files that have to be read, each looked up only when a reader is free for it; count the others."""
    for path in files:
        source = known_source(path)
        if _is_held(store, path, source, options):
            count([FileResult(str(path), LoadOutcome.UNCHANGED, sha256=source.sha256)])
        else:
            yield path


def _is_held(store: Store, path: Path, source: FileSource, options: Mapping[str, str]) -> bool:
    """Say whether a file's bytes are in the database as they would be read now; such a file is not read again."""
    if not source.size:
        return False
    try:
        return store.holds(source, reader_version=reader_version(), options=_options_of(path, options))
    except StoreError:
        return False  # loading it says why


def _options_of(path: Path, options: Mapping[str, str]) -> Mapping[str, str]:
    """Return the options, and a digest of the style sheets saved beside a web page: with others it reads otherwise."""
    sheets = sheets_beside(path)
    if not sheets:
        return options
    told = "\0".join(part for name in sorted(sheets) for part in (name, sheets[name]))
    return {**options, "beside": hashlib.sha256(told.encode()).hexdigest()}


def _load_records(store: Store, records: Sequence[PlanRecord], options: Mapping[str, str]) -> list[FileResult]:
    """Load records; return what came of each (loaded, unchanged, replaced or failed) and why it failed."""
    whole = [(record, _options_of(Path(record.source.path), options)) for record in records if not failure(record)]
    loaded = iter(store.load_many(whole, reader_version=reader_version()))
    return [_load_failure(store, record, issue) if (issue := failure(record)) else next(loaded) for record in records]


def _load_failure(store: Store, record: PlanRecord, issue: Issue) -> FileResult:
    """Write down why a file could not be read."""
    source, message = record.source, issue.message
    try:
        store.load_failure(source.path, source.sha256 if source.size else None, record.issues)
    except StoreError as error:
        message = str(error)
    return FileResult(source.path, LoadOutcome.FAILED, message, source.sha256)


def _mention(console: Console, record: PlanRecord) -> None:
    """Print one line for a document of which something, or everything, was found wanting."""
    for issue in record.issues:
        if issue.severity is Severity.ERROR or issue.code in WORTH_A_LINE:
            _complain(console, record.source.path, issue.message)
            return


def _complain(console: Console, about: object, message: object) -> None:
    """Print one line above the progress bar."""
    console.print(f"councilplans: {printing.one_line(about)}: {printing.one_line(message)}")


def _summarise(console: Console, counts: Counter[str], found: Found, database: str) -> None:
    """Print how many documents came to what."""
    summary = Table(box=None, pad_edge=False)
    for name in LoadOutcome:
        summary.add_column(name, justify="right")
    summary.add_row(*(str(counts[name]) for name in LoadOutcome))
    console.print(summary)
    if found.left_out:
        suffixes = ", ".join(sorted(found.left_out))
        console.print(f"left out as no documents: {found.left_out.total()} ({suffixes})")
    if counts[LoadOutcome.FAILED]:
        others = f"; the others are in {database}" if counts.total() > counts[LoadOutcome.FAILED] else ""
        console.print(f"{counts[LoadOutcome.FAILED]} failed, for the reasons above{others}")
