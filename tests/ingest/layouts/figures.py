"""Pages of figures as budgets and yearbooks set them, each with the grid of cells that a reader sees in it."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen import canvas

from ingest.model import Table

SIZE, STEP = 9.0, 12.0


@dataclass(frozen=True)
class Entry:
    """A cell over some columns. `lines` stand above each other; `indent` is in points."""

    text: str = ""
    columns: int = 1
    indent: float = 0.0
    strong: bool = False

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")


@dataclass(frozen=True)
class Figures:
    """A table without a full grid. `rules` are (row above which, first column, column after, weight)."""

    widths: tuple[float, ...]
    aligns: str  # l, r or c for each column; headings over several columns are centred
    rows: tuple[tuple[Entry, ...], ...]
    n_heads: int = 1
    rules: tuple[tuple[int, int, int], ...] = ()
    downs: tuple[int, ...] = ()  # columns left of which a vertical rule runs
    left: float = 60.0
    step: float = STEP
    leaders: bool = False


@dataclass(frozen=True)
class Page:
    name: str
    above: str
    tables: tuple[Figures, ...]
    below: str = ""
    columns: int = 1  # of the prose


def row(*texts: str | Entry) -> tuple[Entry, ...]:
    return tuple(text if isinstance(text, Entry) else Entry(text) for text in texts)


def draw(page: Page) -> bytes:
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=A4)
    y = _prose(sheet, page.above, 770.0, page.columns) - 14
    y = min(_figures(sheet, table, y) for table in page.tables) - 20 if page.tables else y
    _prose(sheet, page.below, y, page.columns)
    sheet.save()
    return out.getvalue()


def _prose(sheet: canvas.Canvas, text: str, y: float, columns: int) -> float:
    """Draw paragraphs, in columns that are each filled to the same depth; return where they end."""
    if not text:
        return y
    width = (475 - 20 * (columns - 1)) / columns
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            if stringWidth(f"{line} {word}", "Helvetica", 10) > width:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        lines.append(line)
    depth = -(-len(lines) // columns)
    sheet.setFont("Helvetica", 10)
    for i, line in enumerate(lines):
        sheet.drawString(60 + (i // depth) * (width + 20), y - 13 * (i % depth), line)
    return y - 13 * depth


def _figures(sheet: canvas.Canvas, table: Figures, y: float) -> float:
    xs = [table.left]
    for width in table.widths:
        xs.append(xs[-1] + width)
    top = y
    marks: dict[int, float] = {}
    for r, entries in enumerate(table.rows):
        marks[r] = y
        height = max(len(entry.lines) for entry in entries)
        column = 0
        for entry in entries:
            _entry(
                sheet, table, entry, (xs[column], xs[column + entry.columns]), (y, height), column, r < table.n_heads
            )
            column += entry.columns
        y -= height * STEP + (table.step - STEP)
    marks[len(table.rows)] = y
    for r, first, after in table.rules:
        inset = 3 if first else 0
        sheet.line(xs[first] + inset, marks[r] + 9, xs[after] - (3 if after < len(table.widths) else 0), marks[r] + 9)
    for column in table.downs:
        sheet.line(xs[column], top + 9, xs[column], y + 9)
    return y


def _entry(
    sheet: canvas.Canvas,
    table: Figures,
    entry: Entry,
    reach: tuple[float, float],
    place: tuple[float, int],
    column: int,
    heads: bool,
) -> None:
    font = "Helvetica-Bold" if entry.strong else "Helvetica"
    sheet.setFont(font, SIZE)
    y, height = place
    align = "c" if entry.columns > 1 and heads else "l" if entry.columns > 1 else table.aligns[column]
    last = heads or align == "r"  # headings and figures stand on the last line of their row
    start = y - STEP * (height - len(entry.lines)) if last else y
    for i, line in enumerate(entry.lines):
        wide = stringWidth(line, font, SIZE)
        left = {"l": reach[0] + 3 + entry.indent, "r": reach[1] - 6 - wide, "c": sum(reach) / 2 - wide / 2}[align]
        sheet.drawString(left, start - STEP * i, line)
        if table.leaders and column == 0 and not heads and line:
            dots = "." * int((reach[1] - left - wide - 8) / stringWidth(".", font, SIZE))
            sheet.drawString(left + wide + 3, start - STEP * i, dots)


Relations = Counter[tuple[str, str, str]]


def relations(grid: Sequence[Sequence[tuple[object, str] | None]]) -> Relations:
    """Return what stands beside and below what, blank cells left out (Göbel et al., ICDAR 2013)."""
    met: set[tuple[object, object, str]] = set()
    found: Relations = Counter()
    for way, lines in (("right", grid), ("down", list(zip(*grid, strict=True)))):
        for line in lines:
            filled = [cell for cell in line if cell is not None and cell[1].strip()]
            for a, b in pairwise(filled):
                if a[0] != b[0] and (a[0], b[0], way) not in met:
                    met.add((a[0], b[0], way))
                    found[_key(a[1]), _key(b[1]), way] += 1
    return found


def _key(text: str) -> str:
    return "".join(text.replace(".....", "").split()).rstrip(".")


def told(table: Figures) -> Relations:
    grid: list[list[tuple[object, str] | None]] = []
    for r, entries in enumerate(table.rows):
        line: list[tuple[object, str] | None] = []
        for c, entry in enumerate(entries):
            line += [((r, c), entry.text)] * entry.columns
        grid.append(line)
    return relations(grid)


def have(table: Table) -> Relations:
    return relations(
        [[((cell.row, cell.column), cell.text) if cell else None for cell in line] for line in table.grid()]
    )


def adjacency(page: Page, found: Sequence[Table]) -> tuple[int, int, int]:
    """Return the relations told that were found, those told, and those found."""
    wanted, got = Counter[tuple[str, str, str]](), Counter[tuple[str, str, str]]()
    for table in page.tables:
        wanted += told(table)
    for other in found:
        got += have(other)
    return (wanted & got).total(), wanted.total(), got.total()


def _n(i: int, j: int) -> str:
    value = (7919 * (i + 3) * (j + 2)) % 98765
    return f"{value:,}" if value % 7 else "–"


SERVICES = (
    "Adult care",
    "Children and families",
    "Highways and transport",
    "Waste and recycling",
    "Libraries",
    "Planning",
)
PROSE = (
    "The board's spending rose over the year, mostly on care, while income from charges fell. The figures below are at "
    "the prices of each year and leave out transfers between funds, which are told in the notes to the accounts. "
    "Members asked how the figures compare with those of other boards of the same size, and were told that the office "
    "would bring a paper on this in the spring together with the forecast for the next three years."
)


def _body(n_columns: int, stubs: Sequence[str] = SERVICES, indent: float = 0.0) -> tuple[tuple[Entry, ...], ...]:
    return tuple(row(Entry(stub, indent=indent), *(_n(i, j) for j in range(n_columns))) for i, stub in enumerate(stubs))


booktabs = Figures(
    (170, 75, 75, 75, 75),
    "lrrrr",
    (row("Service", "2021", "2022", "2023", "2024"), *_body(4), row(Entry("All services", strong=True), *"1234")),
    rules=((0, 0, 5), (1, 0, 5), (7, 0, 5), (8, 0, 5)),
)
spanning = Figures(
    (150, 65, 65, 65, 65, 65),
    "lrrrrr",
    (
        row("", Entry("Budget", 2), Entry("Outturn", 2), ""),
        row("Service", "Staff", "Other", "Staff", "Other", "Change"),
        *_body(5),
    ),
    n_heads=2,
    rules=((0, 0, 6), (1, 1, 3), (1, 3, 5), (2, 0, 6), (8, 0, 6)),
)
bare = Figures(
    (190, 70, 70, 70, 70), "lrrrr", (row("", "2021", "2022", "2023", "2024"), *_body(4), row("Total", *"5678"))
)
left_half = Figures((110, 55, 55), "lrr", (row("Ward", "Homes", "Let"), *_body(2, ("Alder", "Birch", "Cedar", "Elm"))))
right_half = Figures(
    (110, 55, 55), "lrr", (row("School", "Places", "Pupils"), *_body(2, ("North", "South", "East", "West"))), left=310
)
grouped = Figures(
    (190, 70, 70, 70),
    "lrrr",
    (
        row("£ thousand", "2022", "2023", "2024"),
        row(Entry("Spending", strong=True), "", "", ""),
        *_body(3, SERVICES[:3], 10),
        row(Entry("Income", strong=True), "", "", ""),
        *_body(3, ("Council tax", "Grants", "Fees and charges¹"), 10),
        row("Balance", "12", "–7", "31"),
    ),
    rules=((0, 0, 4), (1, 0, 4), (10, 0, 4)),
)
three_levels = Figures(
    (130, 58, 58, 58, 58, 58, 58),
    "lrrrrrr",
    (
        row("", Entry("Homes by year and kind", 6)),
        row("", Entry("2023", 3), Entry("2024", 3)),
        row("Ward", "Flats", "Houses", "All", "Flats", "Houses", "All"),
        *_body(6, ("Alder", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Larch")),
    ),
    n_heads=3,
    rules=((0, 0, 7), (1, 1, 7), (2, 1, 4), (2, 4, 7), (3, 0, 7), (10, 0, 7)),
)
leaders = Figures(
    (260, 80, 80), "lrr", (row("", "2023", "2024"), *_body(2, (*SERVICES, "Parks", "Museums"))), leaders=True
)
wide = Figures(
    (100, *(38,) * 10),
    "l" + "r" * 10,
    (
        row("Year", *(str(year) for year in range(2014, 2024))),
        *_body(10, ("Births", "Deaths", "Moves in", "Moves out")),
    ),
)
stubs_of_two_lines = Figures(
    (140, 80, 80, 80),
    "lrrr",
    (
        row("Purpose", "Approved\nbudget", "Spent to\ndate", "Share\n(per cent)"),
        *_body(
            3,
            (
                "Repair of bridges and of\nthe walls beside them",
                "Libraries",
                "Grants to groups in the\nfour market towns",
            ),
        ),
        *_body(3, ("Museums", "Parks")),
    ),
    rules=((0, 0, 4), (1, 0, 4), (6, 0, 4)),
)
half_ruled = Figures(
    (150, 80, 80, 80),
    "lrrr",
    (row("Service", "Posts", "Filled", "Vacant"), *_body(3)),
    rules=((0, 0, 4), (1, 0, 4), (7, 0, 4)),
    downs=(1, 2, 3),
)
words_too = Figures(
    (90, 150, 110, 70),
    "lllr",
    (
        row("Code", "Programme", "Lead body", "Cost"),
        row("A1", "Repair of the sea wall", "Harbour board", "1,250"),
        row("A2", "Trees in town", "Parish", "85"),
        row("B1", "Cycle lanes", "Transport office", "2,410"),
        row("B2", "Night buses", "Transport office", "640"),
        row("C1", "Insulation of homes", "Housing", "3,900"),
    ),
    step=14,
)

dollars = Figures(
    (170, 80, 80),
    "lrr",
    (
        row("", "2023", "2024"),
        row("Assets", "£     4,120", "£     3,980"),
        row("Loans", "1,006", "1,240"),
        row("Pensions", "(377)", "(402)"),
        row("Net worth", "£     2,737", "£     2,338"),
    ),
)
heads_without_rules = Figures(
    (130, 62, 62, 62, 62),
    "lrrrr",
    (
        row("", Entry("Spending", 2), Entry("Income", 2)),
        row("Service", "2023", "2024", "2023", "2024"),
        *_body(4),
    ),
    n_heads=2,
)
heads_of_three_lines = Figures(
    (130, 80, 80, 80),
    "lrrr",
    (
        row("Ward", "Homes\nwith no\nheating", "Homes\nmended", "Still\nwaiting"),
        *_body(3, ("Alder", "Birch", "Cedar", "Elm")),
    ),
)
spaced_by_three = Figures(
    (150, 70, 70, 70),
    "lrrr",
    (
        row("Month", "Calls", "Visits", "Letters"),
        *(
            entry
            for i in range(3)
            for entry in (*_body(3, tuple(f"{m} {i}" for m in ("Early", "Middle", "Late"))), row("", "", "", ""))
        ),
        row("All", "120", "77", "95"),
    ),
)
blank_cells = Figures(
    (150, 70, 70, 70, 70),
    "lrrrr",
    (
        row("Grant", "2021", "2022", "2023", "2024"),
        row("Roads", "120", "", "150", "155"),
        row("Flood defence", "", "80", "", ""),
        row("Youth clubs", "12", "14", "", "19"),
        row("Arts", "", "", "7", "9"),
        row("Heritage", "31", "30", "28", "27"),
    ),
    rules=((0, 0, 5), (1, 0, 5), (6, 0, 5)),
)
narrow = Figures(
    (100, *(32,) * 11),
    "l" + "r" * 11,
    (
        row("Age", *(f"{y}/{y + 1}" for y in range(10, 21))),
        *_body(11, ("Under 5", "5 to 15", "16 to 64", "65 and over")),
    ),
)
text_cells = Figures(
    (90, 180, 130),
    "lll",
    (
        row("Indicator", "What it counts", "Where it comes from"),
        row("Wait", "Days from a letter to\nits answer", "The post room’s log"),
        row("Repairs", "Homes mended within a\nweek of a call", "Contractor’s returns,\nchecked by the office"),
        row("Visits", "People who came to a\nlibrary", "Counters at the doors"),
    ),
    rules=((0, 0, 3), (1, 0, 3), (4, 0, 3)),
    step=17,
)
two_columns = Figures(
    (180, 90), "lr", (row("Fund", "Balance"), *_body(1, (*SERVICES, "Parks"))), rules=((0, 0, 2), (1, 0, 2), (8, 0, 2))
)

NOTE = "1 Fees are told net of refunds.\nSource: accounts of the board."
PAGES = (
    Page("booktabs", f"{PROSE}\nTable 1. Spending by service, £ thousand", (booktabs,), f"{NOTE}\n{PROSE}"),
    Page("spanning", f"{PROSE}\nTable 2. Budget and outturn", (spanning,), PROSE),
    Page("bare", f"{PROSE}\nTable 3. Spending", (bare,), f"{NOTE}\n{PROSE}"),
    Page("side-by-side", PROSE, (left_half, right_half), PROSE),
    Page("grouped", f"Table 5. Balance\n{PROSE}", (grouped,), NOTE),
    Page("three-levels", PROSE, (three_levels,), NOTE),
    Page("leaders", PROSE, (leaders,), PROSE),
    Page("wide", PROSE, (wide,), PROSE),
    Page("stubs-of-two-lines", PROSE, (stubs_of_two_lines,), PROSE),
    Page("half-ruled", PROSE, (half_ruled,), NOTE),
    Page("words-too", PROSE, (words_too,), PROSE),
    Page("dollars", PROSE, (dollars,), PROSE),
    Page("heads-without-rules", f"{PROSE}\nTable 9. Spending and income", (heads_without_rules,), PROSE),
    Page("heads-of-three-lines", PROSE, (heads_of_three_lines,), PROSE),
    Page("spaced-by-three", PROSE, (spaced_by_three,), PROSE),
    Page("blank-cells", PROSE, (blank_cells,), NOTE),
    Page("narrow", PROSE, (narrow,), NOTE),
    Page("text-cells", PROSE, (text_cells,), PROSE),
    Page("two-columns", PROSE, (two_columns,), PROSE),
    Page("bare-in-columns", PROSE * 3, (bare,), PROSE * 3, columns=2),
)
PROSE_ALONE = (
    *(Page(f"prose-{n}", f"{PROSE}\n{PROSE}\n{PROSE}\n{PROSE}", (), columns=n) for n in (1, 2, 3)),
    Page("numbered", "\n".join(f"{i}. {PROSE}" for i in range(1, 6)), ()),
    Page(
        "short-lines",
        "The Clerk\nSaltmere Town Board\n1 High Street\nSaltmere\n4 June 2024\nDear neighbour,\n" + PROSE,
        (),
    ),
)
