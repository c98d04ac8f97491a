"""From a file to the record of its plans: read, then normalised."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

import councilplans
import ingest
import normalise
from councilplans.seeking import sought_for_plans
from councilplans.shown import tables_json
from ingest.errors import MissingFile, UnreadableDocument
from ingest.model import Issue, IssueCode, Parsed, Severity, Source
from ingest.office.programs import find_office
from ingest.options import SCAN_SECONDS, Changes, ReadOptions
from ingest.recognition import can_recognise
from normalise.model import Json, PlanRecord, issue_json, source_json
from normalise.vocabulary import Additions, using

UNKNOWN_MEDIA_TYPE = "application/octet-stream"
# What decides how a document is read: code, vocabularies and lists of authorities.
READER_SUFFIXES = frozenset({".py", ".toml", ".csv"})


@functools.cache
def reader_version() -> str:
    """Return the version by which the store tells extractions apart, such as "0.1.0+3f2a91c0".

    The part after "+" is a digest over the files of the readers, so that what was read before a vocabulary was edited
    or the code pulled is read again; and whether scans and .doc can be read, so that they are once the extra or
    LibreOffice is installed.
    """
    digest = hashlib.sha256()
    for package in (ingest, normalise):
        (folder,) = map(Path, package.__path__)
        for file in sorted(file for file in folder.rglob("*") if file.suffix in READER_SUFFIXES):
            content = file.read_bytes()
            digest.update(f"{package.__name__}/{file.relative_to(folder).as_posix()} {len(content)}\n".encode())
            digest.update(content)
    digest.update(b"with text recognition" if can_recognise() else b"")
    digest.update(b"with an office" if find_office() else b"")
    return f"{councilplans.__version__}+{digest.hexdigest()[:8]}"


def parse_file(path: Path, options: ReadOptions = ReadOptions()) -> Parsed:  # noqa: B008 - it is frozen
    """Return all that a file shows, before anything is interpreted.

    Raises UnreadableDocument (or a child of it) where the file as a whole cannot be read.
    """
    from ingest.registry import parse_document  # noqa: PLC0415 - the document libraries cost a second to import

    if path.is_dir():
        raise MissingFile("is a folder; name the files in it")
    if path.exists() and not path.is_file():
        # a pipe or a device could keep a reader waiting for ever
        raise MissingFile("is not a regular file; save it as one first")
    return parse_document(path, options)


def extract_document(
    path: Path,
    authority: str | None = None,
    scan_seconds: float = SCAN_SECONDS,
    changes: Changes = Changes.FINAL,
    additions: Additions = Additions(),  # noqa: B008 - it is frozen
) -> PlanRecord:
    """Return the plans and actions of one document, with its issues.

    A file that cannot be read gives a record without plans, with one issue of severity error and what is known
    of its source. `authority` is the caller's word for whose plan it is where the document does not say; where it
    names another, the document's stands and an issue tells of it. `scan_seconds` bound the recognition of scanned
    pages, and `changes` says which text is read where changes are tracked. `additions` are the caller's own words.
    """
    with using(additions):
        try:
            parsed = parse_file(path, ReadOptions(sought_for_plans(), changes, scan_seconds))
        except UnreadableDocument as error:
            return failed_record(path, error.code, str(error))
        from normalise.plan import normalise_document  # noqa: PLC0415 - spaCy costs half a second to import

        return normalise_document(parsed, authority=authority)


def show_tables(path: Path, scan_seconds: float = SCAN_SECONDS, changes: Changes = Changes.FINAL) -> Json:
    """Return every table of a document as it stands, plan or not, and the issues of reading it."""
    try:
        parsed = parse_file(path, ReadOptions(changes=changes, scan_seconds=scan_seconds))
    except UnreadableDocument as error:
        return failed_tables(path, error.code, str(error))
    return {**tables_json(parsed), "issues": [issue_json(issue) for issue in parsed.issues]}


def failed_tables(path: Path, code: IssueCode, message: str) -> Json:
    """Return what `show_tables` gives for a document that could not be read."""
    record = failed_record(path, code, message)
    return {
        "source": source_json(record.source),
        "tables": [],
        "issues": [issue_json(issue) for issue in record.issues],
    }


def failed_record(path: Path, code: IssueCode, message: str) -> PlanRecord:
    """Return the record of a document that could not be read: its source, and why."""
    return PlanRecord(source=known_source(path), issues=(Issue(code, Severity.ERROR, message),))


def known_source(path: Path) -> Source:
    """Return what can be told of a file without understanding it; size 0 where it cannot be opened."""
    sha256, size = hashlib.sha256(b"").hexdigest(), 0
    try:
        if path.is_file():
            with path.open("rb") as stream:
                sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
                size = stream.tell()
    except OSError:
        pass  # the record's issue says why
    return Source(path=str(path), sha256=sha256, media_type=UNKNOWN_MEDIA_TYPE, size=size)


def failure(record: PlanRecord) -> Issue | None:
    """Return the error that left nothing of a document, None where something was read."""
    if record.plans or record.tables or record.actions:
        return None
    return next((issue for issue in record.issues if issue.severity is Severity.ERROR), None)
