"""Writes a trait as a Word document, of one part of XML after the other."""

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

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
STRICT_R = "http://purl.oclc.org/ooxml/officeDocument/relationships"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" mc:Ignorable="w14"'
)
TRACKED = 'w:author="A. Clerk" w:date="2024-05-01T09:00:00Z"'
LISTS = {  # the levels of each list: number format and text
    "numbers": (("decimal", "%1"), ("lowerLetter", "%1%2")),
    "steps": (("decimal", "%1."), ("lowerRoman", "(%2)")),
    "points": (("bullet", "\uf0b7"), ("bullet", "o")),
}
WIDTH = 2000  # of a column, in twentieths of a point
HIGHLIGHTS = {"#ffff00": "yellow", "#00ff00": "green", "#ff0000": "red"}


def write(trait: Trait, *, strict: bool = False, main: str = "document") -> bytes:
    """Return the document; `main` names its kind in the content type (template, document.macroEnabled)."""
    return _Writer().package(trait, strict, main)


class _Writer:
    def __init__(self) -> None:
        self.notes: list[str] = []
        self.remarks: list[Remark] = []
        self.numbers: list[str] = []  # the lists in use, those restarted too
        self.tables: list[dict[str, str]] = []  # fills of the table styles
        self.id = 100

    def next_id(self) -> int:
        self.id += 1
        return self.id

    def package(self, trait: Trait, strict: bool, main: str) -> bytes:
        body = "".join(self.part(each) for each in trait.content)
        kind = "application/vnd.ms-word" if "macro" in main else "application/vnd.openxmlformats-officedocument"
        ml = "" if "macro" in main else "wordprocessingml."
        office = "application/vnd.openxmlformats-officedocument.wordprocessingml."
        names = ["styles", "numbering", "footnotes", "comments"]
        parts = {
            "word/document.xml": f"<w:document {SPACES}><w:body>{body}<w:p/><w:sectPr/></w:body></w:document>",
            "word/styles.xml": self.styles(),
            "word/numbering.xml": self.numbering(),
            "word/footnotes.xml": f"<w:footnotes {SPACES}>{self.footnotes()}</w:footnotes>",
            "word/comments.xml": f"<w:comments {SPACES}>{self.comments()}</w:comments>",
            "word/theme/theme1.xml": THEME,
            "word/_rels/document.xml.rels": _relations(
                [(name, f"{name}.xml") for name in names] + [("theme", "theme/theme1.xml")]
            ),
            "_rels/.rels": _relations([("officeDocument", "word/document.xml")]),
            "[Content_Types].xml": (
                '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                '<Default Extension="xml" ContentType="application/xml"/>'
                f'<Override PartName="/word/document.xml" ContentType="{kind}.{ml}{main}.main+xml"/>'
                + "".join(f'<Override PartName="/word/{name}.xml" ContentType="{office}{name}+xml"/>' for name in names)
                + "</Types>"
            ),
        }
        into = io.BytesIO()
        with zipfile.ZipFile(into, "w") as archive:
            for name, text in parts.items():
                if strict:
                    text = text.replace(W, STRICT_W).replace(R, STRICT_R)  # noqa: PLW2901 - another dialect
                archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
        return into.getvalue()

    def part(self, each: Grid | Head) -> str:
        if isinstance(each, Head):
            look = f'<w:outlineLvl w:val="{each.level - 1}"/>' if each.by_outline else ""
            look = look or f'<w:pStyle w:val="Heading{each.level}"/>'
            return f"<w:p><w:pPr>{look}</w:pPr><w:r><w:t>{escape(each.text)}</w:t></w:r></w:p>"
        parted = '<w:p><w:pPr><w:sectPr><w:type w:val="nextPage"/></w:sectPr></w:pPr></w:p>' if each.goes_on else ""
        return parted + self.grid(each) + ("" if each.controlled else "<w:p/>")

    def grid(self, grid: Grid, width: int = WIDTH) -> str:
        n_columns = max(r.before + r.after + sum(c.columns for c in r.cells) for r in grid.rows[:1])
        style = ""
        if grid.style_fills:
            self.tables.append(grid.style_fills)
            style = f'<w:tblStyle w:val="Plan{len(self.tables)}"/>'
            look = 'w:val="0420" w:firstRow="1" w:lastRow="0" w:noHBand="0" w:noVBand="1"'
            style += f'<w:tblW w:w="0" w:type="auto"/><w:tblLook {look}/>'
        columns = f'<w:gridCol w:w="{width}"/>' * n_columns
        rows, open_cells = "", {}  # cells that reach over rows, by their column: (rows left, columns)
        for each in grid.rows:
            rows += self.row(each, open_cells, width)
        made = f"<w:tbl><w:tblPr>{style}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
        return _controlled(made + "<w:p/>" if grid.controlled else made, grid.controlled)

    def row(self, each: Row, open_cells: dict[int, tuple[int, int]], width: int) -> str:
        look = ""
        for name, count in (("gridBefore", each.before), ("gridAfter", each.after)):
            look += f'<w:{name} w:val="{count}"/>' if count else ""
        look += "<w:tblHeader/>" if each.heading else ""
        look += f'<w:{each.change} w:id="{self.next_id()}" {TRACKED}/>' if each.change else ""
        made, column = "", each.before
        cells = list(each.cells)
        while cells or column in open_cells:
            if column in open_cells:
                left, span = open_cells.pop(column)
                made += f"<w:tc><w:tcPr>{_width(span, width)}<w:vMerge/></w:tcPr><w:p/></w:tc>"
                if left > 1:
                    open_cells[-column - 1] = (left - 1, span)
                column += span
                continue
            cell = cells.pop(0)
            made += self.cell(cell, each.fill, each.change, width)
            if cell.rows > 1:
                open_cells[-column - 1] = (cell.rows - 1, cell.columns)
            column += cell.columns
        for at in [at for at in open_cells if at < 0]:
            open_cells[-at - 1] = open_cells.pop(at)
        return _controlled(f"<w:tr><w:trPr>{look}</w:trPr>{made}</w:tr>", each.controlled)

    def cell(self, cell: Cell, row_fill: str | None, change: str | None, width: int) -> str:
        look = _width(cell.columns, width)
        look += '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
        fill = cell.fill or row_fill
        if cell.theme:
            name, tint = cell.theme
            look += f'<w:shd w:val="clear" w:color="auto" w:fill="auto" w:themeFill="{name}" w:themeFillTint="{tint}"/>'
        elif fill:
            look += f'<w:shd w:val="clear" w:color="auto" w:fill="{fill[1:].upper()}"/>'
        inside = "".join(self.paragraph(each, change) for each in cell.paragraphs)
        if cell.inner:
            inside += self.grid(cell.inner, width // 3) + "<w:p/>"
        return _controlled(f"<w:tc><w:tcPr>{look}</w:tcPr>{inside or '<w:p/>'}</w:tc>", cell.controlled)

    def paragraph(self, paragraph: Paragraph, change: str | None = None) -> str:
        look = ""
        if paragraph.item:
            if paragraph.item.list not in self.numbers:
                self.numbers.append(paragraph.item.list)
            number = self.numbers.index(paragraph.item.list) + 1
            look = f'<w:numPr><w:ilvl w:val="{paragraph.item.level}"/><w:numId w:val="{number}"/></w:numPr>'
        return f"<w:p><w:pPr>{look}</w:pPr>{''.join(self.piece(piece, change) for piece in paragraph.pieces)}</w:p>"

    def piece(self, piece: Piece, change: str | None) -> str:
        match piece:
            case Run():
                return self.run(piece, change)
            case Break():
                return "<w:r><w:br/></w:r>"
            case Tab():
                return "<w:r><w:tab/></w:r>"
            case Field(simple=True):
                return f'<w:fldSimple w:instr="{piece.code}"><w:r><w:t>{piece.result}</w:t></w:r></w:fldSimple>'
            case Field():
                return (
                    f'{_mark("begin")}<w:r><w:instrText xml:space="preserve"> {piece.code} </w:instrText></w:r>'
                    f"{_mark('separate')}<w:r><w:t>{piece.result}</w:t></w:r>{_mark('end')}"
                )
            case Link():
                return f'<w:hyperlink w:anchor="here"><w:r><w:t>{escape(piece.text)}</w:t></w:r></w:hyperlink>'
            case Note():
                self.notes.append(piece.text)
                mark = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
                return f'<w:r>{mark}<w:footnoteReference w:id="{len(self.notes)}"/></w:r>'
            case Remark():
                self.remarks.append(piece)
                n = len(self.remarks)
                return (
                    f'<w:commentRangeStart w:id="{n}"/><w:commentRangeEnd w:id="{n}"/>'
                    f'<w:r><w:commentReference w:id="{n}"/></w:r>'
                )
            case Tick(old=True):
                on = f'<w:checkBox><w:sizeAuto/><w:default w:val="{int(piece.on)}"/></w:checkBox>'
                begin = _mark("begin", f'<w:ffData><w:name w:val="C"/><w:enabled/>{on}</w:ffData>')
                return f"{begin}<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>{_mark('separate')}{_mark('end')}"
            case Tick():
                return (
                    f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{int(piece.on)}"/></w14:checkbox></w:sdtPr>'
                    f"<w:sdtContent><w:r><w:t>{'☒' if piece.on else '☐'}</w:t></w:r></w:sdtContent></w:sdt>"
                )
            case Box():
                return (
                    '<w:r><w:pict><v:shape type="#_x0000_t202" style="width:90pt;height:20pt"><v:textbox>'
                    f"<w:txbxContent><w:p><w:r><w:t>{escape(piece.text)}</w:t></w:r></w:p></w:txbxContent>"
                    "</v:textbox></v:shape></w:pict></w:r>"
                )
            case Picture():
                return (
                    '<w:r><w:drawing><wp:inline><wp:extent cx="180000" cy="180000"/>'
                    f'<wp:docPr id="{self.next_id()}" name="P" descr="{escape(piece.alt)}"/><a:graphic/></wp:inline>'
                    "</w:drawing></w:r>"
                )
        raise TypeError(piece)

    def run(self, run: Run, change: str | None) -> str:
        look = f'<w:rFonts w:ascii="{run.font}" w:hAnsi="{run.font}"/>' if run.font else ""
        look += ("<w:b/>" if run.strong else "") + ("<w:strike/>" if run.struck else "")
        look += f'<w:color w:val="{run.ink[1:].upper()}"/>' if run.ink else ""
        look += f'<w:highlight w:val="{HIGHLIGHTS[run.back]}"/>' if run.back else ""
        change = run.change or change
        if run.font:
            inside = "".join(f'<w:sym w:font="{run.font}" w:char="{ord(c):04X}"/>' for c in run.text)
        else:
            name = "delText" if change == "del" else "t"
            inside = f'<w:{name} xml:space="preserve">{escape(run.text)}</w:{name}>'
            inside = inside.replace("\u2011", f'</w:{name}><w:noBreakHyphen/><w:{name} xml:space="preserve">')
            inside = inside.replace("\u00ad", f'</w:{name}><w:softHyphen/><w:{name} xml:space="preserve">')
        made = f"<w:r><w:rPr>{look}</w:rPr>{inside}</w:r>"
        if not change:
            return made
        if change in {"ins", "del"}:
            return f'<w:{change} w:id="{self.next_id()}" {TRACKED}>{made}</w:{change}>'
        n, name = self.next_id(), {"to": "moveTo", "from": "moveFrom"}[change]
        return (
            f'<w:{name}RangeStart w:id="{n}" w:name="m1" {TRACKED}/><w:{name} w:id="{self.next_id()}" {TRACKED}>'
            f'{made}</w:{name}><w:{name}RangeEnd w:id="{n}"/>'
        )

    def styles(self) -> str:
        heads = "".join(
            f'<w:style w:type="paragraph" w:styleId="Heading{n}"><w:name w:val="heading {n}"/>'
            f'<w:pPr><w:outlineLvl w:val="{n - 1}"/></w:pPr></w:style>'
            for n in (1, 2, 3)
        )
        for at, fills in enumerate(self.tables, 1):
            whole = f"<w:tcPr>{_shade(fills['wholeTable'])}</w:tcPr>" if "wholeTable" in fills else ""
            parts = "".join(
                f'<w:tblStylePr w:type="{part}"><w:tcPr>{_shade(fill)}</w:tcPr></w:tblStylePr>'
                for part, fill in fills.items()
                if part != "wholeTable"
            )
            heads += (
                f'<w:style w:type="table" w:styleId="Plan{at}"><w:name w:val="Plan {at}"/>'
                f'<w:tblPr><w:tblStyleRowBandSize w:val="1"/></w:tblPr>{whole}{parts}</w:style>'
            )
        default = '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        return f"<w:styles {SPACES}>{default}{heads}</w:styles>"

    def numbering(self) -> str:
        abstract, numbers = "", ""
        for at, name in enumerate(LISTS):
            levels = "".join(
                f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
                + ('<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr>' if form == "bullet" else "")
                + "</w:lvl>"
                for level, (form, text) in enumerate(LISTS[name])
            )
            abstract += f'<w:abstractNum w:abstractNumId="{at}">{levels}</w:abstractNum>'
        for at, name in enumerate(self.numbers, 1):
            kind, _, restarted = name.partition(":")
            over = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>' if restarted else ""
            numbers += f'<w:num w:numId="{at}"><w:abstractNumId w:val="{list(LISTS).index(kind)}"/>{over}</w:num>'
        return f"<w:numbering {SPACES}>{abstract}{numbers}</w:numbering>"

    def footnotes(self) -> str:
        return "".join(
            f'<w:footnote w:id="{at}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> {escape(text)}'
            "</w:t></w:r></w:p></w:footnote>"
            for at, text in enumerate(self.notes, 1)
        )

    def comments(self) -> str:
        return "".join(
            f'<w:comment w:id="{at}" w:author="{remark.author}" w:initials="x"><w:p><w:r><w:annotationRef/></w:r><w:r>'
            f"<w:t>{escape(remark.text)}</w:t></w:r></w:p></w:comment>"
            for at, remark in enumerate(self.remarks, 1)
        )


def _relations(named: list[tuple[str, str]]) -> str:
    each = "".join(f'<Relationship Id="r{i}" Type="{R}/{k}" Target="{t}"/>' for i, (k, t) in enumerate(named))
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{each}</Relationships>'


def _width(span: int, width: int) -> str:
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f'<w:tcW w:w="{width * span}" w:type="dxa"/>{spans}'


def _shade(fill: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{fill[1:].upper()}"/>'


def _mark(kind: str, inside: str = "") -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{inside}</w:fldChar></w:r>'


def _controlled(made: str, controlled: bool) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{made}</w:sdtContent></w:sdt>" if controlled else made


_COLOURS = {
    "dk1": "000000", "lt1": "FFFFFF", "dk2": "1F497D", "lt2": "EEECE1", "accent1": "4472C4", "accent2": "ED7D31",
    "accent3": "A5A5A5", "accent4": "FFC000", "accent5": "5B9BD5", "accent6": "70AD47", "hlink": "0563C1",
    "folHlink": "954F72",
}  # fmt: skip
THEME = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Plan"><a:themeElements>'
    '<a:clrScheme name="Plan">'
    + "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS.items())
    + '</a:clrScheme><a:fontScheme name="Plan"><a:majorFont><a:latin typeface="Arial"/></a:majorFont><a:minorFont>'
    '<a:latin typeface="Arial"/></a:minorFont></a:fontScheme><a:fmtScheme name="Plan"/></a:themeElements></a:theme>'
)
