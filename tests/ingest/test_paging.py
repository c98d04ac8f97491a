"""Pages of texts that flow: those of the layout that an office program left in the file, or none.

paged/estates.odt was saved by LibreOffice 7.4 with a window open, and estates.pdf printed from that window: rows cut by
page breaks, a cell merged over one, breaks before paragraphs, a section, a heading row that repeats.
"""

from __future__ import annotations

import io
import pathlib
import re
import zipfile

import pypdfium2
import pytest

from councilplans.shown import tables_json
from ingest.legacy import parse_rtf
from ingest.model import Shown, Table
from ingest.odt import parse_odt
from ingest.office.client import convert
from ingest.registry import parse_document
from ingest.word import parse_word
from normalise.plan import normalise_document

from .test_odt import SPACES
from .test_office import needs_office
from .wordfiles import RELATIONSHIPS, cell, paragraph, row, run, table, word_file

PAGED = pathlib.Path(__file__).parent / "paged"
LAID = "<w:lastRenderedPageBreak/>"
SET = "<w:r><w:br w:type='page'/></w:r>"
SECTION = "<w:sectPr><w:type w:val='{}'/></w:sectPr>"
NEW_PAGE = "<w:pageBreakBefore/>"


def said(text: str, before: str = LAID) -> str:
    """A run that begins a page."""
    return f"<w:r>{before}<w:t>{text}</w:t></w:r>"


def begins(text: str) -> str:
    """A cell whose text begins a page."""
    return cell(paragraph(said(text)))


def word(body: str, pages: int, application: str = "Microsoft Office Word", **parts: str) -> bytes:
    """A Word document that states its pages."""
    app = f"<Properties><Application>{application}</Application><Pages>{pages}</Pages></Properties>"
    into = io.BytesIO(word_file(body, **parts))
    with zipfile.ZipFile(into) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    also = f'<Relationship Id="a" Type="{RELATIONSHIPS}/extended-properties" Target="docProps/app.xml"/></Rel'
    files["_rels/.rels"] = files["_rels/.rels"].replace(b"</Rel", also.encode())
    with zipfile.ZipFile(into := io.BytesIO(), "w") as archive:
        for name, content in (files | {"docProps/app.xml": app.encode()}).items():
            archive.writestr(name, content)
    return into.getvalue()


def odt(body: str, pages: int, *, height: int = 9000, soft: bool = True) -> bytes:
    """An OpenDocument text that states its pages, and the height of the window that it was saved from."""
    styles = "".join(
        f'<style:style style:name="{name}" style:family="paragraph"{master}>'
        f"<style:paragraph-properties {breaks}/></style:style>"
        for name, master, breaks in (
            ("new", "", 'fo:break-before="page"'),
            ("last", "", 'fo:break-after="page"'),
            ("wide", ' style:master-page-name="Landscape"', ""),
        )
    )
    return (
        f'<office:document {SPACES} xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0"'
        ' office:mimetype="application/vnd.oasis.opendocument.text">'
        f'<office:meta><meta:document-statistic meta:page-count="{pages}"/></office:meta><office:settings>'
        '<config:config-item-set config:name="ooo:view-settings">'
        f'<config:config-item config:name="ViewAreaHeight" config:type="long">{height}</config:config-item>'
        "</config:config-item-set></office:settings>"
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:text{' text:use-soft-page-breaks=' + repr('true') if soft else ''}>{body}</office:text>"
        "</office:body></office:document>"
    ).encode()


def pages(shown: Shown) -> dict[str, tuple[int, ...]]:
    """The pages of each text."""
    found = {}
    for item in shown.content:
        for each in item.cells if isinstance(item, Table) else (item,):
            locators = each.parts if hasattr(each, "parts") else (each.locator,)
            found[each.text] = tuple(at.page for at in locators if at.page is not None)
            assert all(at.path for at in locators)
    return found


def test_the_pages_of_a_saved_layout_are_those_that_were_printed() -> None:
    printed = [
        re.sub(r"\s+", "", page.get_textpage().get_text_range())
        for page in pypdfium2.PdfDocument(PAGED / "estates.pdf")
    ]
    shown = parse_odt((PAGED / "estates.odt").read_bytes())
    assert shown.n_pages == len(printed)
    alone = 0
    for text, (first, *_) in ((text, on) for text, on in pages(shown).items() if text):
        begun = re.sub(r"\s+", "", text)[:12]
        where = [number for number, page in enumerate(printed, 1) if begun in page]
        assert first in where, text
        alone += len(where) == 1
    assert alone > 130
    cut = next(on for text, on in pages(shown).items() if text.startswith("Action 19"))
    assert len(cut) == 2


def test_word_tells_pages_by_its_layout_and_by_the_breaks_set() -> None:
    body = (
        paragraph(run("on one") + SET)
        + paragraph(said("after a set break"))
        + paragraph(said("laid"), NEW_PAGE)
        + paragraph(SET)
        + paragraph(run("no mark here"))
        + paragraph(run("closes"), SECTION.format("nextPage"))
        + paragraph(run("goes on"), SECTION.format("nextPage"))
        + paragraph(run("beside"), SECTION.format("continuous"))
        + paragraph(run("middle ") + said("of it") + run(" cut"))
        + SECTION.format("continuous")
    )
    assert pages(parse_word(word(body, 6))) == {
        "on one": (1,),
        "after a set break": (2,),
        "laid": (3,),
        "no mark here": (4,),
        "closes": (4,),
        "goes on": (5,),
        "beside": (5,),
        "middle of it cut": (5,),
    }


def test_a_row_is_counted_once_however_many_of_its_cells_are_cut() -> None:
    body = table(
        row("Ref", "Action", "Owner"),
        row("1", cell(paragraph(run("mend ") + said("the roof"))), cell(paragraph(run("Head ") + said("of Estates")))),
        row(begins("2"), "paint it", ""),  # a row that begins a page: the mark stands in its first text
        row(cell("3", "<w:vMerge w:val='restart'/>"), "clear", "x"),
        row(cell("", "<w:vMerge/>"), begins("the pond"), "y"),
        row("4", begins("by itself"), "z"),
    )
    (found,) = (item for item in parse_word(word(body, 5)).content if isinstance(item, Table))
    assert [(c.text, c.pages) for c in found.cells if c.row > 0] == [
        ("1", (1,)),
        ("mend the roof", (1, 2)),
        ("Head of Estates", (1, 2)),
        ("2", (3,)),
        ("paint it", (3,)),
        ("", (3,)),
        ("3", (3,)),
        ("clear", (3,)),
        ("x", (3,)),
        ("the pond", (4,)),
        ("y", (4,)),
        ("4", (4,)),
        ("by itself", (5,)),
        ("z", (4,)),
    ]


@pytest.mark.parametrize(
    ("stated", "application", "mark"),
    [(3, "Microsoft Office Word", LAID), (2, "LibreOffice/7.4", LAID), (2, "Microsoft Macintosh Word", "")],
)
def test_word_gives_no_page_where_the_counts_differ_or_nothing_was_laid_out(stated, application, mark) -> None:
    shown = parse_word(word(paragraph(run("one") + SET) + paragraph(said("two", mark)), stated, application))
    assert pages(shown) == {"one": (), "two": ()}
    assert shown.n_pages == (3 if stated == 3 else None)


def test_opendocument_tells_pages_by_its_layout_and_by_the_breaks_set() -> None:
    body = (
        '<text:p text:style-name="new">first</text:p><text:p>second <text:soft-page-break/>cut</text:p>'
        '<text:p text:style-name="new"><text:soft-page-break/>told twice</text:p>'
        '<text:p text:style-name="last">closes</text:p><text:p text:style-name="new">once</text:p>'
        "<text:list><text:soft-page-break/><text:list-item><text:p>item</text:p></text:list-item></text:list>"
        '<text:p text:style-name="wide">wide</text:p>'
        "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>"
        "<text:soft-page-break/><table:table-row><table:table-cell><text:p>b</text:p></table:table-cell>"
        "</table:table-row></table:table>"
    )
    assert pages(parse_odt(odt(body, 7))) == {
        "first": (1,),
        "second cut": (1,),
        "told twice": (3,),
        "closes": (3,),
        "once": (4,),
        "item": (5,),
        "wide": (6,),
        "a": (6,),
        "b": (7,),
    }
    for other in (odt(body, 8), odt(body, 7, height=0), odt(body, 7, soft=False)):
        assert set(pages(parse_odt(other)).values()) == {()}
    assert set(pages(parse_odt(odt(body, 7), is_converted=True)).values()) == {()}


@pytest.mark.parametrize("on_two", [True, False])
def test_pages_join_and_part_no_tables(on_two: bool, tmp_path: pathlib.Path) -> None:
    """Tables of one page, or of pages far apart, go on as they do where no page is known."""
    rows = [row(*(f"{word} {n}" for word in ("Ref", "Mend roof", "Head"))) for n in range(4)]
    first = table(row("Ref", "Action", "Owner"), *rows[:2]).removesuffix("<w:p/>")
    gap = paragraph() + (paragraph(SET) * 4 if on_two else "")
    body = paragraph(run("Plan")) + first + gap + table(*rows[2:]) + paragraph(said("end"))
    shapes = []
    for stated in (6 if on_two else 2, 40):
        path = tmp_path / "plan.docx"
        path.write_bytes(word(body, stated))
        parsed = parse_document(path)
        assert bool(parsed.tables[0].pages) == (stated != 40)
        shapes.append([(t.n_rows, t.header_rows, t.heading) for t in parsed.tables])
    assert shapes[0] == shapes[1]


def test_pages_reach_the_record(tmp_path: pathlib.Path) -> None:
    heads = row("Ref", "Action", "Lead officer", "Timescale")
    rows = [row(str(n), f"Mend the roof of depot {n} by winter", "Head of Estates", "June 2025") for n in (1, 2)]
    later = row(begins("3"), "Clear the pond of the park and tell members", "Head of Estates", "July 2025")
    path = tmp_path / "plan.docx"
    path.write_bytes(word(paragraph(run("Ashvale Council action plan")) + table(heads, *rows, later), 2))
    parsed = parse_document(path)
    record = normalise_document(parsed).as_json()
    assert record["source"]["pages"] == 2
    assert record["plans"][0]["pages"] == record["tables"][0]["pages"] == [1, 2]
    assert [action["source"]["pages"] for action in record["actions"]] == [[1], [1], [2]]
    part = record["actions"][2]["source"]["cells"][0]["parts"][0]
    assert (part["page"], part["bbox"]) == (2, None)
    assert part["path"].endswith("w:tr[4]/w:tc[1]")
    assert tables_json(parsed)["tables"][0]["pages"] == [1, 2]


@pytest.mark.slow
@needs_office
def test_what_was_converted_unseen_gives_no_page() -> None:
    """LibreOffice states how many pages it had laid out by then: mostly fewer than there are."""
    content = (PAGED / "estates.odt").read_bytes()
    for suffix, parse in ((".odt", parse_odt), (".docx", parse_word), (".rtf", parse_rtf)):
        shown = parse(convert(content, ".odt", suffix))
        assert shown.n_pages is None
        assert set(pages(shown).values()) == {()}
        assert len(pages(shown)) == len(pages(parse_odt(content)))
