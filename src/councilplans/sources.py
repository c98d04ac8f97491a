"""The file of `load --sources`: where documents came from, a line each."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from store.provenance import Provenance

COLUMNS = ("path", "sha256", "url", "retrieved", "published", "licence")
_HASH = re.compile(r"[0-9a-f]{64}")


class SourcesError(ValueError):
    """The file cannot be used. The message names it, the line and what is wanted."""


@dataclass(frozen=True, slots=True)
class Source:
    """One line: which document by its hash or path, and where it came from. `folder` is the file's own."""

    line: int
    sha256: str | None
    path: str | None
    provenance: Provenance
    folder: Path

    def find_hash(self) -> str | None:
        """Return the hash given, else that of the file at the path, seen from here or from the list's folder."""
        if self.sha256 or not self.path:
            return self.sha256
        for file in (self.folder / self.path, Path(self.path)):
            if file.is_file():
                return hashlib.sha256(file.read_bytes()).hexdigest()
        return None

    def __str__(self) -> str:
        return f"line {self.line} ({self.path or self.sha256})"


def read_sources(file: Path) -> list[Source]:
    """Return the lines of a CSV file with the columns path or sha256, and url, retrieved, published, licence.

    Days are written 2024-11-30. Raises SourcesError, before anything is loaded, for what cannot be used.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            headings = [(name or "").strip().casefold() for name in reader.fieldnames or ()]
            _check(file, headings)
            reader.fieldnames = headings
            return [_read_line(file, reader.line_num, row) for row in reader if any(row.values())]
    except OSError as error:
        raise SourcesError(f"{file}: it cannot be read ({error.strerror})") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise SourcesError(f"{file}: it is no CSV file in UTF-8 ({error})") from None


def _check(file: Path, headings: list[str]) -> None:
    unknown = [name for name in headings if name not in COLUMNS]
    if unknown:
        raise SourcesError(f"{file}: there is no column {unknown[0]!r}; there are {', '.join(COLUMNS)}")
    if not {"path", "sha256"} & set(headings):
        raise SourcesError(f"{file}: it names no documents; give a column path or sha256")
    if len(headings) != len(set(headings)):
        raise SourcesError(f"{file}: a column stands there twice")


def _read_line(file: Path, line: int, row: Mapping[str | None, object]) -> Source:
    values = {name: str(row.get(name) or "").strip() for name in COLUMNS}
    if None in row:
        raise SourcesError(f"{file}: line {line} has more values than columns; put quotes around a comma")
    sha256 = values["sha256"].casefold()
    if sha256 and not _HASH.fullmatch(sha256):
        raise SourcesError(f"{file}: line {line}: {values['sha256']!r} is no SHA-256 of 64 hexadecimal digits")
    if not sha256 and not values["path"]:
        raise SourcesError(f"{file}: line {line} names no document; give its path or sha256")
    days = [_read_day(file, line, values[name]) for name in ("retrieved", "published")]
    provenance = Provenance(values["url"] or None, days[0], days[1], values["licence"] or None)
    return Source(line, sha256 or None, values["path"] or None, provenance, file.parent)


def _read_day(file: Path, line: int, text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise SourcesError(f"{file}: line {line}: {text!r} is not a day; write it as 2024-11-30") from None


def provenance_lines(given: Provenance) -> Iterator[str]:
    """Yield what is known of where a document came from, for a person."""
    if given.source_url:
        yield f"from {given.source_url}"
    if given.published_on:
        yield f"published {given.published_on}"
    if given.retrieved_on:
        yield f"fetched {given.retrieved_on}"
    if given.licence:
        yield f"licence: {given.licence}"
