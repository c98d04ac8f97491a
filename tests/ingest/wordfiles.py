"""Word packages made part by part, for traits that python-docx does not write. Words and councils are invented."""

from __future__ import annotations

import io
import zipfile

from ingest.model import Block, BlockKind, Cell, Issue, IssueCode, Shown, Table
from ingest.options import Changes
from ingest.word import parse_word

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONSHIPS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SPACES = (
    f'xmlns:w="{MAIN}" xmlns:r="{RELATIONSHIPS}" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
ROOTS = {
    "styles": "w:styles",
    "numbering": "w:numbering",
    "settings": "w:settings",
    "comments": "w:comments",
    "commentsExtended": "w15:commentsEx",
    "footnotes": "w:footnotes",
    "endnotes": "w:endnotes",
    "theme": "a:theme",
    "header": "w:hdr",
}
OFFICE = "application/vnd.openxmlformats-"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    f'<Default Extension="rels" ContentType="{OFFICE}package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{OFFICE}officedocument.wordprocessingml.document.main+xml"/>'
    + "".join(
        f'<Override PartName="/word/{kind}.xml" ContentType="{OFFICE}officedocument.wordprocessingml.{kind}+xml"/>'
        for kind in ("styles", "numbering", "settings", "comments", "footnotes", "endnotes", "header")
    )
    + f'<Override PartName="/word/theme.xml" ContentType="{OFFICE}officedocument.theme+xml"/></Types>'
)


def relationships(*lines: tuple[str, str, str]) -> str:
    """A part of relationships: their ids, kinds and targets."""
    rows = "".join(
        f'<Relationship Id="{identity}" Type="{RELATIONSHIPS}/{kind}" Target="{target}"/>'
        for identity, kind, target in lines
    )
    return f'<Relationships xmlns="{PACKAGE}">{rows}</Relationships>'


def packed(files: dict[str, str | bytes]) -> bytes:
    """A zip of files."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return into.getvalue()


def word_file(body: str, *, links: tuple[tuple[str, str, str], ...] = (), strict: bool = False, **parts: str) -> bytes:
    """A Word document of the body given, and of the inside of other parts by the kinds of their relationships."""
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relationships(("m", "officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relationships(*((kind, kind, f"{kind}.xml") for kind in parts), *links),
    }
    for kind, inside in parts.items():
        files[f"word/{kind}.xml"] = f"<{ROOTS[kind]} {SPACES}>{inside}</{ROOTS[kind]}>"
    if strict:
        files = {
            name: str(content).replace(MAIN, STRICT).replace(RELATIONSHIPS, STRICT_RELATIONSHIPS)
            for name, content in files.items()
        }
    return packed(files)


def read(body: str, changes: Changes = Changes.FINAL, **parts: str) -> Shown:
    """What a document of the body given shows."""
    return parse_word(word_file(body, **parts), changes)


def tables(shown: Shown) -> list[Table]:
    return [item for item in shown.content if isinstance(item, Table)]


def blocks(shown: Shown, kind: BlockKind | None = None) -> list[Block]:
    return [item for item in shown.content if isinstance(item, Block) and kind in {None, item.kind}]


def only_table(shown: Shown) -> Table:
    (table,) = tables(shown)
    return table


def issues(shown: Shown, code: IssueCode) -> list[Issue]:
    return [issue for issue in shown.issues if issue.code is code]


def rows_of(shown: Shown) -> list[list[str]]:
    """The texts of the only table, row by row, each where its cell begins."""
    table = only_table(shown)
    rows: list[list[Cell]] = [[] for _ in range(table.n_rows)]
    for each in table.cells:
        rows[each.row].append(each)
    return [[each.text for each in row] for row in rows]


def run(text: str, properties: str = "") -> str:
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>'


def gone(text: str) -> str:
    """A tracked deletion of text."""
    return f'<w:del w:id="1" w:author="A"><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'


def new(text: str) -> str:
    """A tracked insertion of text."""
    return f'<w:ins w:id="2" w:author="A">{run(text)}</w:ins>'


def paragraph(inside: str = "", properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def cell(inside: str, properties: str = "") -> str:
    """A cell of text, or of XML."""
    inside = inside if inside.startswith("<") else paragraph(run(inside) if inside else "")
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    made = "".join(each if each.startswith(("<w:tc>", "<w:sdt>")) else cell(each) for each in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{made}</w:tr>"


def table(*rows: str, properties: str = "") -> str:
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{''.join(rows)}</w:tbl><w:p/>"


def control(properties: str, inside: str) -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"
