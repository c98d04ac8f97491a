"""Plain text: exports with tab-separated rows and a little HTML, Markdown, comma-separated files."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field, replace

from ingest.model import Block, BlockKind, Issue, IssueCode, Locator, Severity, Shown, Table
from ingest.text_inline import inline_lines
from ingest.text_tables import (
    Line,
    Record,
    aligned_columns,
    is_list_of_numbers,
    is_pipe_table,
    is_rule,
    is_table,
    make_table,
    take_aligned_rows,
    take_pipe_table,
    take_tab_rows,
)
from ingest.textcodec import decode
from ingest.textruns import BULLET, Flowed, cut_front, flow, is_dotted, split_marker

HARD_WRAP_COLUMNS = 100  # a file none of whose lines is longer was wrapped by hand or by an editor
WRAPPED_FROM = 50  # characters; a shorter line of such a file ends on purpose
MAX_HEADING_WORDS = 14
INDENT_OF_LEVEL = 2  # blanks; CommonMark §5.2 nests an item from two
_ITEM = re.compile(r"([ \t]*)([-*+–•●▪◦‣\uf0b7]|\d{1,3}[.)]|[a-z][.)]|\([a-z0-9]{1,3}\))[ \t]+(?=\S)")
_NUMBERED_HEADING = re.compile(r"(\d{1,3}(?:\.\d{1,3})*)\.?[ \t]+\S.*(?<![.;:,!?])")
_LABEL = re.compile(r"\s*[A-Z][\w/'-]*(?: [\w/'-]+){0,2}:(?: |$)")  # "Lead officer: …" in a line of its own
_HASHES = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t]*#*$")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_UNFINISHED = re.compile(r"[.;:,!?]$")


def parse_text(content: bytes) -> Shown:
    """Return what a text shows: tables of tabs or pipes, headings, paragraphs and list items.

    Tables on both sides of a blank line come as two, as fragments on two pages do. A locator's path is such as
    "line 12, cell 3". Raises DamagedDocument where the bytes are in no known encoding.
    """
    text, issues = decode(content)
    lines = [Line(number, line) for number, line in enumerate(re.split(r"\r\n|[\n\r\f]", text), start=1)]
    reader = _Reader(lines, issues=list(issues))
    reader.read()
    return Shown(tuple(reader.content), issues=tuple(reader.issues))


def parse_csv(content: bytes) -> Shown:
    """Return the one table of a comma-, semicolon- or tab-separated file."""
    text, issues = decode(content)
    sample = text[:10_000]
    delimiter = max(",;\t", key=sample.count)
    records = []
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in rows:
            if any(cell.strip() for cell in cells):
                records.append(Record(rows.line_num, tuple(cells)))
    except csv.Error as error:
        message = f"reading stopped at line {rows.line_num}: {error}"
        issues = (*issues, Issue(IssueCode.RAGGED_TABLE, Severity.WARNING, message))
    content_read = (make_table(records, 0),) if records else ()
    return Shown(content_read, issues=issues)


@dataclass(slots=True)
class _Reader:
    """A walk down the lines."""

    lines: list[Line]
    at: int = 0
    content: list[Table | Block] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    n_tables: int = 0

    def read(self) -> None:
        """Read all lines."""
        wrapped = self._is_hard_wrapped()
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.is_blank or _FENCE.match(line.text) or is_rule((line.text,)) or is_rule(line.text.split(" ")):
                self.at += 1
            elif is_pipe_table(self.lines, self.at):
                records, self.at = take_pipe_table(self.lines, self.at)
                self._add_table(records, 1)
            elif columns := aligned_columns(self.lines, self.at):
                records, header_rows, self.at = take_aligned_rows(self.lines, self.at, columns)
                self._add_table(records, header_rows)
            elif "\t" in line.text.strip("\n ") and not line.text.isspace():
                self._read_tabs()
            else:
                self._read_paragraph(wrapped)

    def _is_hard_wrapped(self) -> bool:
        lengths = [len(line.text) for line in self.lines if "\t" not in line.text and not line.text.startswith("|")]
        return max(lengths, default=0) <= HARD_WRAP_COLUMNS

    def _add_table(self, records: list[Record], header_rows: int = 0) -> None:
        if header_rows and not any(cell.strip() for cell in records[0].cells) and len(records) > 1:
            records, header_rows = records[1:], 0  # a converter's empty heading row
        self.content.append(make_table(records, self.n_tables, min(header_rows, len(records) - 1)))
        self.n_tables += 1

    def _read_tabs(self) -> None:
        """Read lines with tabs: a table, or list items and paragraphs that merely hold tabs."""
        start = self.at
        records, self.at = take_tab_rows(self.lines, start)
        if not records:
            return
        if is_table(records, self._widths_beside()):
            self._add_table(records)
            return
        for record in records:
            marker: str | None = None
            cells = record.cells
            if is_list_of_numbers([record]):
                marker, cells = cells[0].strip(), cells[1:]
            flowed = flow(inline_lines(" ".join(cells)))
            if flowed.text:
                self._add_item(flowed, Line(record.number, ""), marker, 1)

    def _widths_beside(self) -> tuple[int, ...]:
        """Return how many columns the table before has, and the tab lines after the next blank lines."""
        before = self.content[-1] if self.content else None
        widths = [before.n_columns] if isinstance(before, Table) else []
        at = self.at
        while at < len(self.lines) and self.lines[at].is_blank:
            at += 1
        if at < len(self.lines) and self.lines[at].text.count("\t") > 1:
            widths.append(self.lines[at].text.count("\t") + 1)
        return tuple(width for width in widths if width > 1)

    def _read_paragraph(self, wrapped: bool) -> None:
        """Read a heading, list item or paragraph, with the lines that go on with it."""
        line = self.lines[self.at]
        self.at += 1
        hashes = _HASHES.match(line.text)
        if hashes:
            self._add_heading(flow(inline_lines(hashes[2]), joint=" "), line, len(hashes[1]))
            return
        if self.at < len(self.lines) and re.fullmatch(r"\s*(={3,}|-{3,})\s*", self.lines[self.at].text):
            level = 1 if "=" in self.lines[self.at].text else 2
            self.at += 1
            self._add_heading(flow(inline_lines(line.text), joint=" "), line, level)
            return
        if self._heads_clauses(line) or self._is_in_capitals(line):
            self._add_heading(flow(inline_lines(line.text)), line, 2)
            return
        start = self.at - 1
        text = self._with_following(line.text, wrapped)
        item = _ITEM.match(text)
        if item:
            level = 1 + len(item[1].expandtabs(4)) // INDENT_OF_LEVEL
            self._read_item(text[item.end() :], item[2], level, line)
            return
        flowed = flow(inline_lines(text))
        if not flowed.text:
            return
        if self._is_alone(start) and self._is_heading(flowed):
            level = 1 if not self.content else 2
            self._add_heading(replace(flowed, text=flowed.text.replace("\n", " ")), line, level)
        else:
            self._add_item(flowed, line, None, 0)

    def _heads_clauses(self, line: Line) -> bool:
        """Tell whether a short numbered line is the heading of the clauses below it: "2. Costs" above "2.1 The"."""
        number = _NUMBERED_HEADING.fullmatch(line.text.strip())
        if number is None or len(line.text.split()) > MAX_HEADING_WORDS:
            return False
        below = next((other.text for other in self.lines[self.at :] if not other.is_blank), "")
        marker, rest = split_marker(below.strip())
        return bool(rest and marker and is_dotted(marker) and marker.rstrip(".") == f"{number[1]}.1")

    def _is_in_capitals(self, line: Line) -> bool:
        """Tell whether a numbered line in capitals stands alone above a paragraph: "3. OUR APPROACH"."""
        number = _NUMBERED_HEADING.fullmatch(line.text.strip())
        if number is None or not line.text.isupper() or not self._is_alone(self.at - 1):
            return False
        below = next((other.text for other in self.lines[self.at :] if not other.is_blank), "")
        return bool(below) and not below.isupper() and len(line.text.split()) <= MAX_HEADING_WORDS

    def _is_alone(self, start: int) -> bool:
        """Tell whether a blank line, a table or the file's edge stands before and after what was read."""
        before = start == 0 or self.lines[start - 1].is_blank
        after = self.lines[self.at] if self.at < len(self.lines) else None
        return before and (after is None or after.is_blank or "\t" in after.text)

    def _with_following(self, text: str, wrapped: bool) -> str:
        """Return a line with those that go on with it: bold left open, or a line wrapped at the margin."""
        last = text
        while self.at < len(self.lines):
            following = self.lines[self.at]
            begins = _begins_a_block(following.text) and not _wraps_at_dash(text, following.text)
            starts_anew = following.is_blank or "\t" in following.text or begins
            if text.count("**") % 2 and not following.is_blank:
                text += "\n" + following.text
            elif wrapped and not starts_anew and len(last) >= WRAPPED_FROM and not _HASHES.match(following.text):
                text += " " + following.text.strip()
            else:
                return text
            last = following.text
            self.at += 1
        return text

    def _is_heading(self, flowed: Flowed) -> bool:
        """Tell whether a paragraph that stands alone reads as a heading: short, and no sentence."""
        words = flowed.text.split()
        return len(words) <= MAX_HEADING_WORDS and not _UNFINISHED.search(flowed.text) and words[0][:1] not in "\"'“‘("

    def _read_item(self, text: str, typed: str, level: int, line: Line) -> None:
        """Add a list item; a number of a paragraph behind the dash ("- 4.7 The …") makes it that paragraph."""
        flowed = flow(inline_lines(text))
        if not flowed.text:
            return
        marker = typed if any(character.isalnum() for character in typed) else BULLET
        inner, rest = split_marker(flowed.text)
        if inner and rest and marker == BULLET:
            flowed, marker = cut_front(flowed, len(flowed.text) - len(rest)), inner
        self._add_item(flowed, line, marker, level)

    def _add_item(self, flowed: Flowed, line: Line, marker: str | None, level: int) -> None:
        if marker is None:
            marker, rest = split_marker(flowed.text)
            if rest:
                flowed = cut_front(flowed, len(flowed.text) - len(rest))
            else:
                marker = None
        kind = BlockKind.PARAGRAPH if marker is None or is_dotted(marker) else BlockKind.LIST_ITEM
        depth = max(level, 1) if kind is BlockKind.LIST_ITEM else 0
        where = Locator(path=f"line {line.number}")
        bold, struck = flowed.bold, flowed.struck
        self.content.append(Block(kind, flowed.text, depth, marker, bold, struck, where, flowed.lead))

    def _add_heading(self, flowed: Flowed, line: Line, level: int) -> None:
        if not flowed.text:
            return
        where = Locator(path=f"line {line.number}")
        marker, rest = split_marker(flowed.text)
        if marker and marker != BULLET and rest:
            flowed = cut_front(flowed, len(flowed.text) - len(rest))
        else:
            marker = None  # a dash before a heading belongs to its words
        self.content.append(Block(BlockKind.HEADING, flowed.text, level, marker, flowed.bold, flowed.struck, where))


def _begins_a_block(text: str) -> bool:
    """Tell whether a line begins an item, a numbered paragraph or a labelled value, and so goes on with none."""
    marker, rest = split_marker(text.strip())
    return bool(_ITEM.match(text) or _LABEL.match(text) or (marker and rest and is_dotted(marker)))


def _wraps_at_dash(item: str, text: str) -> bool:
    """Tell whether a line that a dash begins goes on with an item of another mark: it stands where its text does."""
    begun = _ITEM.match(item)
    dash = re.match(r"\s*[–—-](?=\s)", text)
    return bool(begun and dash and dash[0].strip() != begun[2] and dash.end() - 1 == begun.end())
