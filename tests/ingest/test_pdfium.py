"""PDFium's page geometry against pdfplumber's, on pages that we draw."""

import io
import resource
from collections import Counter

import pdfplumber
import pikepdf
import pypdfium2
import pytest
from reportlab.lib.colors import Color, white
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from ingest.pdf.pdfium import read_page
from ingest.pdf.plumber import read_geometry

TEXT = "The board agreed to review its plan in full, and to report on it (twice) by June 2025."


def drawn(draw, size=A4):
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=size)
    draw(page)
    page.showPage()
    page.save()
    return out.getvalue()


def changed(content, change):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        change(document)
        document.save(out)
    return out.getvalue()


def geometry(content, number=1):
    document = pypdfium2.PdfDocument(content)
    try:
        return read_page(document, number).geometry
    finally:
        document.close()


def by_pdfplumber(content):
    with pdfplumber.open(io.BytesIO(content)) as document:
        return read_geometry(document.pages[0])


def words(page):
    return [word.text for word in page.words]


def is_near(a, b):
    return all(abs(getattr(a, side) - getattr(b, side)) <= 1.5 for side in ("x0", "top", "x1", "bottom"))


def same(ours, theirs):
    """Whether two sequences hold the same things at the same places, in any order."""
    left = list(theirs)
    for thing in ours:
        found = next((other for other in left if is_near(thing.box, other.box)), None)
        if found is None:
            return False
        left.remove(found)
    return not left


def a_table(page):
    """A heading row on a colour, ruled cells, bold, coloured, struck-out and small text, thin bars for rulings."""
    page.setFillColor(Color(0.2, 0.4, 0.6))
    page.rect(60, 700, 400, 30, stroke=0, fill=1)
    page.setFillColor(white)
    page.setFont("Helvetica-Bold", 11)
    page.drawString(66, 710, "Action")
    page.drawString(266, 710, "Lead officer")
    page.setFillColorRGB(0, 0, 0)
    page.setFont("Helvetica", 10)
    for i, line in enumerate((TEXT[:37], TEXT[37:])):
        page.drawString(66, 684 - 12 * i, line.strip())
    page.setFillColorCMYK(0, 1, 1, 0)
    page.drawString(266, 684, "Head of Finance")
    page.setFillColorRGB(0, 0, 0)
    page.drawString(266, 660, "Withdrawn today")
    page.line(266, 663.5, 266 + page.stringWidth("Withdrawn today"), 663.5)
    page.grid([60, 260, 460], [600, 650, 700, 730])
    page.rect(60, 560, 400, 0.8, stroke=0, fill=1)
    page.setDash(3, 2)
    page.line(60, 540, 460, 540)


def turned(degrees):
    return lambda document: document.pages[0].__setattr__("Rotate", degrees)


@pytest.mark.parametrize("change", [None, turned(90), turned(180), turned(270)], ids=["upright", "90", "180", "270"])
def test_the_same_as_pdfplumber(change):
    content = drawn(a_table)
    if change:
        content = changed(content, change)
    ours, theirs = geometry(content), by_pdfplumber(content)
    assert (ours.size.width, ours.size.height) == pytest.approx((theirs.size.width, theirs.size.height), abs=0.1)
    assert ours.turn == theirs.turn

    def looks(page):
        return Counter((w.text, w.bold, w.struck, w.turn, w.ink is not None) for w in page.words)

    assert looks(ours) == looks(theirs)
    assert same(ours.words, theirs.words)
    assert same(ours.rulings, theirs.rulings)
    assert same(ours.fills, theirs.fills)
    assert [fill.colour for fill in ours.fills] == [fill.colour for fill in theirs.fills]


@pytest.mark.parametrize("media", [None, [20, 30, 590, 830]])
def test_boxes_are_counted_from_the_corner_of_a_crop_box_that_does_not_start_at_0(media):
    def crop(document):
        document.pages[0].CropBox = [50, 500, 500, 800]
        if media:
            document.pages[0].MediaBox = media

    page = geometry(changed(drawn(a_table), crop))
    assert (page.size.width, page.size.height) == (450, 300)
    action = next(word for word in page.words if word.text == "Action")
    assert (action.box.x0, action.box.bottom) == pytest.approx((66 - 50, 800 - 710 + 0.2 * 11), abs=0.5)


def test_forms_within_forms_are_read_where_they_are_placed():
    def draw(page):
        page.beginForm("inner")
        page.drawString(0, 0, "Inner words")
        page.line(0, -4, 100, -4)
        page.rect(0, 20, 60, 30, stroke=0, fill=1)
        page.endForm()
        page.beginForm("outer")
        page.translate(40, 60)
        page.doForm("inner")
        page.endForm()
        page.translate(100, 500)
        page.scale(2, 2)
        page.doForm("outer")

    content = drawn(draw)
    ours, theirs = geometry(content), by_pdfplumber(content)
    assert words(ours) == ["Inner", "words"]
    assert ours.words[0].size == pytest.approx(24)
    assert same(ours.words, theirs.words)
    assert same(ours.rulings, theirs.rulings) and len(ours.rulings) == 1
    assert same(ours.fills, theirs.fills) and len(ours.fills) == 1


def spaced(page, sentence, y, gap):
    x = 60
    for word in sentence.split():
        page.drawString(x, y, word)
        x += page.stringWidth(word) + gap


def test_words_that_the_file_does_not_write_as_words():
    def draw(page):
        spaced(page, "spaces left out of the file", 700, 2.8)
        spaced(page, "and two", 680, 3)
        text = page.beginText(60, 640)
        text.setCharSpace(4)
        text.textOut("WIDE letters set by us")
        text.setCharSpace(0)
        page.drawText(text)
        x = 60
        for letter in "drawn one by one":
            page.drawString(x, 620, letter)
            x += page.stringWidth(letter)
        page.drawString(300, 600, "second")
        page.drawString(60, 600, "first")

    found = words(geometry(drawn(draw)))
    text = "spaces left out of the file and two WIDE letters set by us drawn one by one first second"
    assert " ".join(found) == text


def test_text_drawn_twice_is_bold_and_stands_once():
    def draw(page):
        page.drawString(60, 700, "All of it twice")
        page.drawString(60.3, 700, "All of it twice")
        page.drawString(60, 680, "and this once")

    page = geometry(drawn(draw))
    assert [(w.text, w.bold) for w in page.words] == [
        *((text, True) for text in ("All", "of", "it", "twice")),
        *((text, False) for text in ("and", "this", "once")),
    ]


def test_hyphens_at_line_ends_stand_where_they_are_drawn():
    def draw(page):
        page.drawString(60, 700, "they will co-")
        page.drawString(60, 686, "operate")

    page = geometry(drawn(draw))
    assert words(page) == ["they", "will", "co-", "operate"]
    assert page.words[2].box.bottom < page.words[3].box.top + 4


def test_what_cannot_be_seen_is_not_read():
    def draw(page):
        page.drawString(60, 700, "seen")
        page.drawString(-200, 700, "beside")
        page.drawString(60, 900, "above")
        text = page.beginText(60, 680)
        text.setTextRenderMode(3)
        text.textOut("unseen")
        text.setTextRenderMode(0)
        page.drawText(text)
        page.setFillColor(white)
        page.drawString(60, 660, "white")
        page.setFillColor(Color(0, 0.2, 0.4))
        page.roundRect(50, 630, 200, 20, 6, stroke=0, fill=1)
        page.saveState()
        path = page.beginPath()
        path.rect(50, 590, 200, 30)
        page.clipPath(path, stroke=0)
        page.linearGradient(50, 600, 250, 600, (Color(0, 0.2, 0.4), Color(0.3, 0.1, 0.1)))
        page.restoreState()
        page.setFillColor(white)
        page.drawString(60, 635, "on a shape")
        page.drawString(60, 600, "on a gradient")

    assert " ".join(words(geometry(drawn(draw)))) == "seen on a shape on a gradient"


def test_turned_text_in_a_table_and_a_page_drawn_sideways():
    def draw(page):
        page.drawString(60, 760, "Heading that is level and long enough to lead")
        page.translate(100, 600)
        page.rotate(90)
        page.drawString(0, 0, "Turned heading")

    content = drawn(draw)
    ours, theirs = geometry(content), by_pdfplumber(content)
    assert {(w.text, w.turn) for w in ours.words} == {(w.text, w.turn) for w in theirs.words}
    assert same(ours.words, theirs.words)

    def sideways(page):
        page.translate(595, 0)
        page.rotate(90)
        a_table(page)

    content = changed(drawn(sideways, (595, 842)), turned(90))
    ours, theirs = geometry(content), by_pdfplumber(content)
    assert ours.turn == theirs.turn == 0
    assert Counter(words(ours)) == Counter(words(theirs))
    assert same(ours.words, theirs.words)
    assert same(ours.rulings, theirs.rulings)


def test_marks_and_dotted_lines():
    def draw(page):
        page.drawString(60, 760, "Status")
        page.setFillColorRGB(0, 0.6, 0)
        page.circle(100, 700, 8, stroke=0, fill=1)
        for i in range(40):
            page.rect(60 + 3 * i, 650, 1, 1, stroke=0, fill=1)
            page.rect(300, 500 + 3 * i, 1, 1, stroke=0, fill=1)

    page = geometry(drawn(draw))
    assert [mark.colour for mark in page.marks] == ["#009900"]
    assert Counter(ruling.horizontal for ruling in page.rulings) == {True: 40, False: 40}


def test_a_page_that_is_not_there_raises():
    document = pypdfium2.PdfDocument(drawn(a_table))
    with pytest.raises(pypdfium2.PdfiumError):
        read_page(document, 2)
    document.close()


def test_nothing_is_held_of_pages_that_were_read():
    document = pypdfium2.PdfDocument(drawn(a_table))
    read_page(document, 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(300):
        read_page(document, 1)
    document.close()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 8 * 1024  # KiB


def test_text_in_a_font_without_a_map_is_unsure():
    def unmap(document):
        fonts = document.pages[0].Resources.Font
        for name in list(fonts.keys()):
            fonts[name] = pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type0,
                BaseFont=pikepdf.Name("/ABCDEF+Odd"),
                Encoding=pikepdf.Name("/Identity-H"),
                DescendantFonts=[
                    pikepdf.Dictionary(
                        Type=pikepdf.Name.Font,
                        Subtype=pikepdf.Name.CIDFontType2,
                        BaseFont=pikepdf.Name("/ABCDEF+Odd"),
                        CIDSystemInfo=pikepdf.Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
                        FontDescriptor=pikepdf.Dictionary(
                            Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name("/ABCDEF+Odd"), Flags=4
                        ),
                    )
                ],
            )

        name = next(iter(fonts.keys())).encode()
        stream = b"BT " + name + b" 12 Tf 60 700 Td <00330048005100550052> Tj ET"  # glyph numbers of two bytes
        document.pages[0].Contents = document.make_stream(stream)

    content = changed(drawn(lambda page: page.drawString(60, 700, "a")), unmap)
    document = pypdfium2.PdfDocument(content)
    assert read_page(document, 1).is_unsure
    document.close()
    document = pypdfium2.PdfDocument(drawn(a_table))
    assert not read_page(document, 1).is_unsure
    document.close()


def test_an_emoji_is_one_character_however_pdfium_counts_it():
    def name_it(document):
        cmap = b"1 begincodespacerange <00> <ff> endcodespacerange 2 beginbfchar <41> <D83DDFE2> <42> <D83D> endbfchar"
        for font in document.pages[0].Resources.Font.values():
            font.ToUnicode = document.make_stream(cmap)

    content = changed(drawn(lambda page: page.drawString(60, 700, "A    B")), name_it)
    assert words(geometry(content)) == ["\N{LARGE GREEN CIRCLE}", "\ufffd"]


def test_a_watermark_is_not_read_either_way():
    def draw(page):
        page.drawString(60, 700, "Text")
        page.setFont("Helvetica-Bold", 90)
        page.setFillGray(0.85)
        page.translate(300, 420)
        page.rotate(45)
        page.drawCentredString(0, 0, "DRAFT")

    content = drawn(draw)
    assert words(geometry(content)) == words(by_pdfplumber(content)) == ["Text"]
