"""PDFs that are broken, or made to harm: each a function that returns bytes. Words and councils are invented."""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Name
from reportlab.lib import colors
from reportlab.platypus import SimpleDocTemplate, Table

HEADS = ["Ref", "Action", "Lead officer", "Timescale", "Status"]
ROWS = [
    ["1", "Mend the roof of the hall", "Head of Estates", "June 2024", "In progress"],
    ["2", "Write to all tenants", "Head of Housing", "July 2024", "Complete"],
    ["3", "Publish the new register", "Monitoring Officer", "May 2024", "Not started"],
]
TEXT = "BT /F1 11 Tf 60 700 Td (Improvement plan of Otterbourne Council) Tj ET"
PAGE = "/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R"
FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def plan() -> bytes:
    """A sound PDF: a plan of three actions."""
    out = io.BytesIO()
    ruled = Table([HEADS, *ROWS], style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
    SimpleDocTemplate(out, invariant=1).build([ruled])
    return out.getvalue()


def raw(*objects: str | bytes, trailer: str = "/Root 1 0 R") -> bytes:
    """A PDF of objects numbered from 1, with a table of their places."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + (body if isinstance(body, bytes) else body.encode()) + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def stream(content: str | bytes, extra: str = "") -> bytes:
    body = content if isinstance(content, bytes) else content.encode()
    return f"<< /Length {len(body)} {extra} >>\nstream\n".encode() + body + b"\nendstream"


def packed(content: bytes, extra: str = "") -> bytes:
    return stream(zlib.compress(content, 1), f"/Filter /FlateDecode {extra}")


def one_page(content: str | bytes = TEXT, page: str = PAGE, *more: str | bytes, catalog: str = "") -> bytes:
    """A PDF of one page: 1 the catalog, 2 the pages, 3 the page, 4 its content, 5 a font, 6 and on what is given."""
    drawn = packed(content) if isinstance(content, bytes) else stream(content)
    return raw(
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< {page} >>",
        drawn,
        FONT,
        *more,
    )


def encrypted(user: str, strength: int) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(plan())) as document:
        lock = pikepdf.Encryption(owner="keeper", user=user, R=strength, aes=strength >= 4, metadata=strength >= 4)
        document.save(out, encryption=lock)
    return out.getvalue()


def repaired_by_hand(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """The plan with something of it changed."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(plan())) as document:
        change(document)
        document.save(out)
    return out.getvalue()


def with_page(**keys: object) -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        for key, value in keys.items():
            document.pages[0].obj[Name(f"/{key}")] = value

    return repaired_by_hand(change)


def without_places() -> bytes:
    """The table of the objects' places is gone."""
    whole = plan()
    return whole[: whole.rindex(b"xref\n0")] + b"%%EOF\n"


def wrong_lengths() -> bytes:
    return plan().replace(b"/Length ", b"/Length 9")


def truncated(share: float) -> bytes:
    whole = plan()
    return whole[: int(share * len(whole))]


def no_pages() -> bytes:
    return raw("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>")


def claimed_pages() -> bytes:
    """A tree that claims two thousand million pages and has one."""
    return one_page().replace(b"/Count 1", b"/Count 2000000000")


def page_tree(depth: int, *, cyclic: bool = False) -> bytes:
    nodes: list[str | bytes] = ["<< /Type /Catalog /Pages 2 0 R >>"]
    for at in range(depth):
        parent = f"/Parent {at + 1} 0 R" if at else ""
        nodes.append(f"<< /Type /Pages /Kids [{at + 3} 0 R] /Count 1 {parent} >>")
    last = 2 if cyclic else depth + 2
    if cyclic:
        nodes[-1] = f"<< /Type /Pages /Kids [{last} 0 R] /Count 1 >>"
    nodes.append("<< " + PAGE.replace("4 0 R", f"{depth + 3} 0 R").replace("5 0 R", f"{depth + 4} 0 R") + " >>")
    nodes += [stream(TEXT), FONT]
    return raw(*nodes)


def forms(depth: int, width: int = 1) -> bytes:
    """Forms within forms, each drawn so many times by the one around it."""
    shape = "/Type /XObject /Subtype /Form /BBox [0 0 600 900]"
    bodies: list[str | bytes] = [
        stream("/X Do " * width, f"{shape} /Resources << /XObject << /X {at + 7} 0 R >> >>") for at in range(depth)
    ]
    bodies.append(stream("60 60 40 40 re f", shape))
    page = PAGE.replace("/Font", "/XObject << /X 6 0 R >> /Font")
    return one_page(f"{TEXT} /X Do", page, *bodies)


def form_of_itself() -> bytes:
    shape = "/Type /XObject /Subtype /Form /BBox [0 0 600 900] /Resources << /XObject << /X 6 0 R >> >>"
    page = PAGE.replace("/Font", "/XObject << /X 6 0 R >> /Font")
    return one_page(f"{TEXT} /X Do", page, stream("60 60 40 40 re f /X Do", shape))


def outlines(*, cyclic: bool) -> bytes:
    after = 7 if cyclic else 8
    return one_page(
        TEXT,
        PAGE,
        "<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 1 >>",
        f"<< /Title (A) /Parent 6 0 R /Next {after} 0 R /First 7 0 R /Last 7 0 R >>",
        catalog="/Outlines 6 0 R",
    )


def structure(depth: int, *, cyclic: bool = False) -> bytes:
    """Marked content under a structure tree so deep."""
    kinds = ["Table", "TR", "TD"]
    nodes: list[str | bytes] = ["<< /Type /StructTreeRoot /K 7 0 R /ParentTree << /Nums [0 [7 0 R]] >> >>"]
    for at in range(depth):
        kid = f"{at + 8} 0 R" if at < depth - 1 else ("7 0 R" if cyclic else "0")
        nodes.append(f"<< /Type /StructElem /S /{kinds[at % 3]} /P {at + 6} 0 R /Pg 3 0 R /K {kid} >>")
    catalog = "/MarkInfo << /Marked true >> /StructTreeRoot 6 0 R"
    content = f"/P << /MCID 0 >> BDC {TEXT} EMC"
    return one_page(content, f"{PAGE} /StructParents 0", *nodes, catalog=catalog)


def flate_bomb(mebibytes: int) -> bytes:
    """A content stream that unpacks to so much."""
    return one_page(b" " * 100, PAGE).replace(packed(b" " * 100), _bomb(mebibytes))


def _bomb(mebibytes: int, extra: str = "") -> bytes:
    packer = zlib.compressobj(9)
    block = b"0 0 m " * 174763  # about a mebibyte
    return stream(
        b"".join(packer.compress(block) for _ in range(mebibytes)) + packer.flush(), f"/Filter /FlateDecode {extra}"
    )


def object_stream_bomb(mebibytes: int) -> bytes:
    """Objects packed into a stream that unpacks to so much."""
    return one_page(TEXT, PAGE, _bomb(mebibytes, "/Type /ObjStm /N 2000000 /First 10"), catalog="/Outlines 6 0 R")


def image(width: int, height: int, extra: str = "") -> bytes:
    """A page with an image that claims to be so large."""
    shape = f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /BitsPerComponent 8 /ColorSpace /DeviceRGB"
    page = PAGE.replace("/Font", "/XObject << /X 6 0 R >> /Font")
    return one_page(f"q 595 0 0 842 0 0 cm /X Do Q {extra}", page, packed(b"\xff" * 3000, shape))


def lying_font(font: str, *more: str | bytes) -> bytes:
    return (
        one_page(TEXT, PAGE).replace(FONT.encode(), font.encode())
        if not more
        else one_page(TEXT, PAGE.replace("5 0 R", "6 0 R"), font, *more)
    )


def rulings(count: int) -> bytes:
    return one_page("\n".join(f"{20 + i % 500} {20 + i // 500 * 2} m {60 + i % 500} {20 + i // 500 * 2} l S"
                              for i in range(count)).encode() + TEXT.encode())  # fmt: skip


def grid(columns: int, rows: int) -> bytes:
    """Full rulings, cell by cell."""
    wide, high = 560 / columns, 800 / rows
    cells = (
        f"{20 + c * wide:.2f} {20 + r * high:.2f} {wide:.2f} {high:.2f} re" for r in range(rows) for c in range(columns)
    )
    return one_page(("\n".join(cells) + " S " + TEXT).encode())


def boxes(count: int, operator: str = "f") -> bytes:
    chance = random.Random(1)
    drawn = (
        f"0.{i % 9 + 1} 0.2 0.{i % 7} rg {chance.uniform(0, 560):.1f} {chance.uniform(0, 800):.1f} "
        f"{chance.uniform(3, 30):.1f} {chance.uniform(3, 30):.1f} re {operator}"
        for i in range(count)
    )
    return one_page(("\n".join(drawn) + " 0 g " + TEXT).encode())


def thin_boxes(count: int) -> bytes:
    """Slices of colour beside fills of the same, as a word processor draws them, without end."""
    drawn = (f"{20 + i % 50 * 11} {20 + i // 50 % 400 * 2} 10 {1 + i % 2 * 4} re f" for i in range(count))
    return one_page(("0.5 0.2 0.1 rg " + "\n".join(drawn) + " 0 g " + TEXT).encode())


def segments(count: int) -> bytes:
    """One path of so many pieces."""
    chance = random.Random(2)
    lines = " ".join(f"{chance.randrange(595)} {chance.randrange(842)} l" for _ in range(count))
    return one_page(f"{TEXT} 10 10 m {lines} S".encode())


def words(count: int, *, scattered: bool = False) -> bytes:
    chance = random.Random(3)
    if scattered:
        drawn = (
            f"1 0 0 1 {chance.uniform(0, 560):.1f} {chance.uniform(0, 830):.1f} Tm (a{i}) Tj" for i in range(count)
        )
    else:
        drawn = (f"1 0 0 1 {10 + i % 60 * 9} {830 - i // 60 * 0.16:.2f} Tm (w{i % 97}) Tj" for i in range(count))
    return one_page(("BT /F1 2 Tf " + "\n".join(drawn) + " ET").encode())


def one_line(count: int) -> bytes:
    """Words without end on one line."""
    drawn = (f"1 0 0 1 {i * 0.03:.2f} 400 Tm (w{i % 97}) Tj" for i in range(count))
    return one_page(("BT /F1 2 Tf " + "\n".join(drawn) + " ET").encode())


def images(count: int) -> bytes:
    shape = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    page = PAGE.replace("/Font", "/XObject << /X 6 0 R >> /Font")
    drawn = (f"q 3 0 0 3 {i % 190 * 3} {i // 190 % 280 * 3} cm /X Do Q" for i in range(count))
    return one_page((TEXT + "\n" + "\n".join(drawn)).encode(), page, stream(b"\x80", shape))


def columns_of_words(n_columns: int, n_rows: int) -> bytes:
    """A table without rulings, set so small that thousands of rows fit."""
    wide, high = 590 / n_columns, 840 / n_rows
    drawn = (
        f"1 0 0 1 {c * wide:.2f} {r * high:.2f} Tm (w{(r + c) % 9}) Tj" for r in range(n_rows) for c in range(n_columns)
    )
    return one_page((f"BT /F1 {min(high, wide / 4) * 0.8:.2f} Tf " + "\n".join(drawn) + " ET").encode())


def white_words(count: int) -> bytes:
    drawn = (f"1 0 0 1 {10 + i % 60 * 9} {830 - i // 60 * 3} Tm (w{i % 97}) Tj" for i in range(count))
    return one_page(("1 g BT /F1 2 Tf " + "\n".join(drawn) + " ET").encode())


def letters(count: int) -> bytes:
    """One word of so many letters, each drawn by itself."""
    drawn = " ".join("(a) Tj" for _ in range(count))
    return one_page(f"BT /F1 0.1 Tf 1 0 0 1 5 400 Tm {drawn} ET".encode())


def long_word(count: int) -> bytes:
    return one_page(f"BT /F1 0.01 Tf 1 0 0 1 5 400 Tm ({'abcdefgh' * (count // 8)}) Tj ET".encode())


def large_page(side: float = 14400) -> bytes:
    return with_page(MediaBox=Array([0, 0, side, side]))


def mutated(whole: bytes, seed: int) -> bytes:
    """A PDF with some bytes changed, cut out, or put in twice."""
    chance = random.Random(seed)
    made = bytearray(whole)
    for _ in range(chance.choice((1, 3, 10, 60))):
        at = chance.randrange(len(made))
        kind = chance.random()
        if kind < 0.5:
            made[at] = chance.randrange(256)
        elif kind < 0.7:
            del made[at : at + chance.randrange(1, 200)]
        elif kind < 0.85:
            made[at:at] = made[at : at + chance.randrange(1, 200)]
        else:
            made[at : at + 1] = str(chance.choice((0, -1, 99999999999, 2**31, 1e38))).encode()
    return bytes(made)


def boxed(box: str, key: str = "MediaBox") -> bytes:
    page = PAGE.replace("[0 0 595 842]", box) if key == "MediaBox" else f"{PAGE} /{key} {box}"
    return one_page(TEXT, page)


READ: dict[str, Callable[[], bytes]] = {
    "no table of places": without_places,
    "empty password": lambda: encrypted("", 3),
    "empty password, AES-128": lambda: encrypted("", 4),
    "empty password, AES-256": lambda: encrypted("", 6),
    "garbage before": lambda: b"\x00\xffGET / HTTP/1.1\r\n\r\n" * 20 + plan(),
    "garbage after": lambda: plan() + b"\x00\xff<html>" * 5000,
    "wrong lengths": wrong_lengths,
    "page 14,400 points wide": large_page,
    "/Rotate 45": lambda: with_page(Rotate=45),
    "/Rotate -90": lambda: with_page(Rotate=-90),
    "/Rotate as a name": lambda: with_page(Rotate=Name("/Up")),
    "UserUnit 10": lambda: with_page(UserUnit=10),
    "UserUnit -1": lambda: with_page(UserUnit=-1),
    "crop box empty": lambda: with_page(CropBox=Array([5, 5, 5, 5])),
    "box inverted": lambda: with_page(MediaBox=Array([612, 792, 0, 0])),
}
"""Those in which the plan is found, all three actions of it."""

MET: dict[str, Callable[[], bytes]] = {
    "crop box outside": lambda: with_page(CropBox=Array([9000, 9000, 9500, 9900])),
    "nothing": bytes,
    "header alone": lambda: b"%PDF-1.7\n",
    "user password": lambda: encrypted("secret", 3),
    "user password, AES-256": lambda: encrypted("secret", 6),
    "no pages": no_pages,
    "pages claimed": claimed_pages,
    "page tree of itself": lambda: page_tree(3, cyclic=True),
    "page tree of 10,000 levels": lambda: page_tree(10_000),
    "form of itself": form_of_itself,
    "forms 2,000 deep": lambda: forms(2000),
    "forms 12 deep, each twice": lambda: forms(12, 2),
    "outlines of themselves": lambda: outlines(cyclic=True),
    "structure of itself": lambda: structure(30, cyclic=True),
    "structure 10,000 deep": lambda: structure(10_000),
    "box not a number": lambda: boxed("[0 0 NaN 842]"),
    "box infinite": lambda: boxed("[0 0 1e400 1e400]"),
    "box of 1e30": lambda: boxed("[0 0 1e30 1e30]"),
    "box far off": lambda: boxed("[-1e9 -1e9 1e9 1e9]"),
    "box empty": lambda: boxed("[0 0 0 0]"),
    "box missing": lambda: one_page(TEXT, PAGE.replace("/MediaBox [0 0 595 842]", "")),
    "box of one number": lambda: boxed("[5]"),
    "box of names": lambda: boxed("[/A /B /C /D]"),
    "crop box infinite": lambda: boxed("[0 0 1e400 1e400]", "CropBox"),
    "font of no kind": lambda: lying_font("<< /Type /Font /Subtype /Nothing >>"),
    "font is itself": lambda: lying_font("5 0 R"),
    "font with wild widths": lambda: lying_font(
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 0 /LastChar 255 /Widths ["
        + "-99999 1e30 0 " * 85 + "7] >>"
    ),
    "font with a broken file": lambda: lying_font(
        "<< /Type /Font /Subtype /TrueType /BaseFont /Odd /FirstChar 32 /LastChar 40 /Widths [1 2] "
        "/FontDescriptor 7 0 R >>",
        "<< /Type /FontDescriptor /FontName /Odd /Flags 4 /FontBBox [0 0 0 0] /Ascent 1e38 /Descent 1e38 "
        "/FontFile2 8 0 R >>",
        packed(b"\x00\x01\x00\x00\xff\xff" * 4000),
    ),
    "size of text not finite": lambda: one_page("BT /F1 1e39 Tf 1e38 0 0 1e38 1e38 1e38 Tm (Action plan) Tj ET"),
    "text far off": lambda: one_page("BT /F1 10 Tf 1 0 0 1 1e9 -1e9 Tm (Action plan) Tj ET " + TEXT),
    "matrix of nothing": lambda: one_page(f"0 0 0 0 0 0 cm {TEXT} 10 10 m 50 50 l S 5 5 90 90 re f"),
    "fills far off": lambda: one_page(f"{TEXT} 1 0 0 rg -1e9 -1e9 2e9 2e9 re f 0 -1e9 3 2e9 re S 0 0 9e37 9e37 re B"),
    "letters set in nothing": lambda: one_page("BT /F1 0 Tf 60 700 Td (Action plan) Tj ET"),
    "unclosed states": lambda: one_page("q " * 100_000 + TEXT),
    "arrays in arrays": lambda: one_page("[" * 100_000 + TEXT),
    "dictionaries in dictionaries": lambda: one_page(TEXT, f"{PAGE} /X {'<< /A ' * 5000}1{' >>' * 5000}"),
    "a page of 3,000 rulings": lambda: rulings(3000),
    "a grid of 60 by 300": lambda: grid(60, 300),
    "5,000 fills": lambda: boxes(5000),
    "8,000 thin fills": lambda: thin_boxes(8000),
    "5,000 images": lambda: images(5000),
    "8,000 words of white": lambda: white_words(8000),
    "a word of 20,000 letters": lambda: letters(20_000),
}  # fmt: skip
"""Those that must end in a reading or in one error that says what is wrong, in a second or so."""

HEAVY: dict[str, Callable[[], bytes]] = {
    "image of 60,000 by 60,000": lambda: image(60_000, 60_000),
    "image of 60,000 by 60,000 under text": lambda: image(60_000, 60_000, f"1 g {TEXT}"),
    "200,000 rulings": lambda: rulings(200_000),
    "a grid of 200 by 1,000": lambda: grid(200, 1000),
    "150,000 words": lambda: words(150_000),
    "150,000 words scattered": lambda: words(150_000, scattered=True),
    "100,000 words on a line": lambda: one_line(100_000),
    "1,000,000 segments": lambda: segments(1_000_000),
    "100,000 fills": lambda: boxes(100_000),
    "100,000 outlines": lambda: boxes(100_000, "S"),
    "200,000 thin fills": lambda: thin_boxes(200_000),
    "100,000 images": lambda: images(100_000),
    "100,000 words of white": lambda: white_words(100_000),
    "columns of 1,000 rows": lambda: columns_of_words(40, 1000),
    "200 columns of 500 rows": lambda: columns_of_words(200, 500),
    "a word of 300,000 letters": lambda: letters(300_000),
    "a word of a million letters at once": lambda: long_word(1_000_000),
    "a bomb of 1,024 MB": lambda: flate_bomb(1024),
    "an object bomb of 1,024 MB": lambda: object_stream_bomb(1024),
    "forms 40 deep, each 10 times": lambda: forms(12, 10),
}
"""Those that must end within half a minute and a gigabyte."""
