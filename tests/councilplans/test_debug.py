import io

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from councilplans.debugging import debug
from ingest.pdf.picture import CELL, MERGED, RULING, WORD


@pytest.fixture
def two_cells(tmp_path):
    """A PDF with a table of two columns whose heading spans both."""
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=A4)
    page.grid([60, 200, 340], [600, 640])
    page.rect(60, 640, 280, 30)
    for x, y, text in ((70, 650, "Actions agreed"), (70, 615, "Review fees"), (210, 615, "June 2025")):
        page.drawString(x, y, text)
    page.showPage()
    page.save()
    path = tmp_path / "plan.pdf"
    path.write_bytes(out.getvalue())
    return path


def pixel(image, x, y):
    """Return the colour at a place in points from the bottom left, as people draw."""
    scale = image.width / A4[0]
    return "#{:02x}{:02x}{:02x}".format(*image.getpixel((round(x * scale), round((A4[1] - y) * scale))))


def colours_near(image, x, y):
    return {pixel(image, x + dx / 2, y + dy / 2) for dx in range(-4, 5) for dy in range(-4, 5)}


def test_words_rulings_and_cells_stand_where_the_page_shows_them(two_cells, tmp_path):
    assert debug(two_cells, 1, tmp_path / "page.png") == 0
    image = Image.open(tmp_path / "page.png").convert("RGB")
    assert image.width == pytest.approx(2 * A4[0], abs=2)
    assert CELL in colours_near(image, 200, 625)  # between the two cells
    assert MERGED in colours_near(image, 340, 655)  # at the end of the heading
    assert WORD in colours_near(image, 70, 652)
    assert {CELL, MERGED} & colours_near(image, 130, 640)
    assert colours_near(image, 450, 300) == {"#ffffff"}
    drawn = {"#{:02x}{:02x}{:02x}".format(*colour) for _, colour in image.getcolors(1 << 20)}
    assert RULING in drawn


def test_a_page_that_is_not_there_and_a_file_without_pages_are_named(run, two_cells, tmp_path):
    text = tmp_path / "plan.md"
    text.write_text("# A plan\n")
    for file, page, said in (
        (two_cells, 2, "there is no page 2"),
        (text, 1, "only PDFs"),
        (tmp_path / "no.pdf", 1, "no such"),
    ):
        result = run("debug", file, "--page", page, "--out", tmp_path / "page.png")
        assert (result.returncode, result.stdout) == (1, "")
        assert said in result.stderr
        assert not (tmp_path / "page.png").exists()


def test_the_command_writes_where_it_is_told(run, two_cells, tmp_path):
    out = tmp_path / "out.png"
    result = run("debug", two_cells, "--page", 1, "--out", out)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert Image.open(out).format == "PNG"
