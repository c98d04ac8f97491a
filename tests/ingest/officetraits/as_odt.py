"""Writes a trait as an OpenDocument text."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from .describe import (
    Box,
    Break,
    Cell,
    Field,
    Grid,
    Head,
    Link,
    Note,
    Paragraph,
    Picture,
    Piece,
    Remark,
    Row,
    Run,
    Tab,
    Tick,
    Trait,
)

SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office", "text": "text", "table": "table", "style": "style", "draw": "drawing", "form": "form",
        "fo": "xsl-fo-compatible", "svg": "svg-compatible",
    }.items()
)  # fmt: skip
SPACES += ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
SPACES += ' xmlns:ooo="http://openoffice.org/2004/office"'
SPACES += ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0" office:version="1.3"'
_LISTS = """<text:list-style style:name="numbers"><text:list-level-style-number text:level="1" style:num-format="1"
 loext:num-list-format="%1%"/><text:list-level-style-number text:level="2" style:num-format="a" text:display-levels="2"
 loext:num-list-format="%1%%2%"/></text:list-style>
<text:list-style style:name="steps"><text:list-level-style-number text:level="1" style:num-format="1"
 style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="i" style:num-prefix="("
 style:num-suffix=")"/></text:list-style>
<text:list-style style:name="points"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/>
<text:list-level-style-bullet text:level="2" text:bullet-char="o"/></text:list-style>"""
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def write(trait: Trait) -> bytes:
    """Return the document as a package."""
    writer = _Writer()
    body = "".join(writer.part(each) for each in trait.content)
    regions = f"<text:tracked-changes>{writer.regions}</text:tracked-changes>" if writer.regions else ""
    forms = f'<office:forms><form:form form:name="F">{writer.forms}</form:form></office:forms>' if writer.forms else ""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {SPACES}><office:automatic-styles>{_LISTS}'
        f"{''.join(writer.styles.values())}</office:automatic-styles><office:body><office:text>{forms}{regions}{body}"
        "</office:text></office:body></office:document-content>"
    )
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr("content.xml", content)
    return into.getvalue()


class _Writer:
    def __init__(self) -> None:
        self.styles: dict[str, str] = {}
        self.regions, self.forms = "", ""
        self.id = 0
        self.lists: dict[str, str] = {}  # the identity of the last list of each name

    def next_id(self) -> int:
        self.id += 1
        return self.id

    def style(self, family: str, properties: str) -> str:
        """Return the attribute for an automatic style."""
        key = family + properties
        name = f"s{list(self.styles).index(key) if key in self.styles else len(self.styles)}"
        kind = family if family != "text" else "text"
        self.styles[key] = (
            f'<style:style style:name="{name}" style:family="{family}"><style:{kind}-properties {properties}/>'
            "</style:style>"
        )
        return name

    def part(self, each: Grid | Head) -> str:
        if isinstance(each, Head):
            if each.by_outline:
                return f'<text:p text:outline-level="{each.level}">{escape(each.text)}</text:p>'
            return f'<text:h text:outline-level="{each.level}">{escape(each.text)}</text:h>'
        return self.grid(each) + "<text:p/>"

    def grid(self, grid: Grid, width: float = 4.0) -> str:
        n_columns = max(r.before + r.after + sum(c.columns for c in r.cells) for r in grid.rows[:1])
        head, body, covered = "", "", {}  # how often a column is covered still by the cell above
        for each in grid.rows:
            made = self.row(each, covered)
            if each.heading:
                head += made
            else:
                body += made
        head = f"<table:table-header-rows>{head}</table:table-header-rows>" if head else ""
        name = f"Table{self.next_id()}"
        look = self.style("table-column", f'style:column-width="{width}cm"')
        columns = f'<table:table-column table:style-name="{look}" table:number-columns-repeated="{n_columns}"/>'
        return f'<table:table table:name="{name}">{columns}{head}{body}</table:table>'

    def row(self, each: Row, covered: dict[int, int]) -> str:
        made, column, cells = "", 0, list(each.cells)
        while cells or covered.get(column):
            if covered.get(column):
                covered[column] -= 1
                made += "<table:covered-table-cell/>"
                column += 1
                continue
            cell = cells.pop(0)
            made += self.cell(cell) + "<table:covered-table-cell/>" * (cell.columns - 1)
            for at in range(column, column + cell.columns):
                covered[at] = cell.rows - 1
            column += cell.columns
        style = ""
        if each.fill:
            style = f' table:style-name="{self.style("table-row", f"""fo:background-color="{each.fill}" """)}"'
        return f"<table:table-row{style}>{made}</table:table-row>"

    def cell(self, cell: Cell) -> str:
        look = f' table:number-columns-spanned="{cell.columns}"' if cell.columns > 1 else ""
        look += f' table:number-rows-spanned="{cell.rows}"' if cell.rows > 1 else ""
        if cell.fill:
            look += f' table:style-name="{self.style("table-cell", f"""fo:background-color="{cell.fill}" """)}"'
        inside = "".join(self.paragraph(each) for each in cell.paragraphs)
        if cell.inner:
            inside += self.grid(cell.inner, 1.0)
        return f'<table:table-cell{look} office:value-type="string">{inside or "<text:p/>"}</table:table-cell>'

    def paragraph(self, paragraph: Paragraph) -> str:
        made = f"<text:p>{''.join(self.piece(piece) for piece in paragraph.pieces)}</text:p>"
        if paragraph.item is None:
            return made
        name = paragraph.item.list
        kind = name.partition(":")[0]
        made = f"<text:list-item>{made}</text:list-item>"
        for _ in range(paragraph.item.level):
            made = f"<text:list-item><text:list>{made}</text:list></text:list-item>"
        goes_on = f' text:continue-list="{self.lists[name]}"' if name in self.lists else ""
        self.lists[name] = f"list{self.next_id()}"
        return f'<text:list xml:id="{self.lists[name]}" text:style-name="{kind}"{goes_on}>{made}</text:list>'

    def piece(self, piece: Piece) -> str:
        match piece:
            case Run():
                return self.run(piece)
            case Break():
                return "<text:line-break/>"
            case Tab():
                return "<text:tab/>"
            case Field():
                return f"<text:date>{escape(piece.result)}</text:date>"
            case Link():
                return f'<text:a xlink:type="simple" xlink:href="#here">{escape(piece.text)}</text:a>'
            case Note():
                n = self.next_id()
                return (
                    f'<text:note text:id="n{n}" text:note-class="footnote"><text:note-citation>1</text:note-citation>'
                    f"<text:note-body><text:p>{escape(piece.text)}</text:p></text:note-body></text:note>"
                )
            case Remark():
                return (
                    f"<office:annotation><dc:creator>{piece.author}</dc:creator><dc:date>2024-05-01T09:00:00</dc:date>"
                    f"<text:p>{escape(piece.text)}</text:p></office:annotation>"
                )
            case Tick():
                n, state = self.next_id(), "checked" if piece.on else "unchecked"
                self.forms += (
                    f'<form:checkbox form:name="c{n}" form:control-implementation="ooo:com.sun.star.form.component.'
                    f'CheckBox" xml:id="c{n}" form:id="c{n}" form:current-state="{state}" form:state="{state}"/>'
                )
                size = 'svg:width="0.5cm" svg:height="0.5cm"'
                return f'<draw:control text:anchor-type="as-char" {size} draw:control="c{n}"/>'
            case Box():
                return (
                    '<draw:frame text:anchor-type="paragraph" svg:width="3cm" svg:height="1cm"><draw:text-box>'
                    f"<text:p>{escape(piece.text)}</text:p></draw:text-box></draw:frame>"
                )
            case Picture():
                return (
                    '<draw:frame text:anchor-type="as-char" svg:width="0.5cm" svg:height="0.5cm">'
                    f"<svg:desc>{escape(piece.alt)}</svg:desc></draw:frame>"
                )
        raise TypeError(piece)

    def run(self, run: Run) -> str:
        look = f'fo:font-family="{run.font}" style:font-charset="x-symbol" ' if run.font else ""
        look += 'fo:font-weight="bold" ' if run.strong else ""
        look += 'style:text-line-through-style="solid" style:text-line-through-type="single" ' if run.struck else ""
        look += f'fo:color="{run.ink}" ' if run.ink else ""
        look += f'fo:background-color="{run.back}" ' if run.back else ""
        text = escape("".join(chr(0xF000 + ord(c)) for c in run.text) if run.font else run.text)
        made = f'<text:span text:style-name="{self.style("text", look)}">{text}</text:span>' if look else text
        if run.change is None:
            return made
        n = self.next_id()
        told = "<office:change-info><dc:creator>A. Clerk</dc:creator><dc:date>2024-05-01T09:00:00</dc:date>"
        told += "</office:change-info>"
        if run.change in {"ins", "to"}:
            self.regions += (
                f'<text:changed-region xml:id="ct{n}" text:id="ct{n}"><text:insertion>{told}</text:insertion>'
                "</text:changed-region>"
            )
            return f'<text:change-start text:change-id="ct{n}"/>{made}<text:change-end text:change-id="ct{n}"/>'
        self.regions += (
            f'<text:changed-region xml:id="ct{n}" text:id="ct{n}"><text:deletion>{told}<text:p>{made}</text:p>'
            "</text:deletion></text:changed-region>"
        )
        return f'<text:change text:change-id="ct{n}"/>'
