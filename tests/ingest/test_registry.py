"""Types are told by bytes; each file that cannot be read says what it is and what to do."""

from __future__ import annotations

import hashlib
import io
import pathlib
import zipfile

import docx
import pytest

from ingest.errors import DamagedDocument, EmptyFile, EncryptedDocument, MissingFile, UnknownType, UnreadableDocument
from ingest.model import Parsed
from ingest.registry import choose_format, parse_document
from ingest.sniff import MAX_UNPACKED, FileType, sniff

from .compound import compound


def archive(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return buffer.getvalue()


def word() -> bytes:
    buffer = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Mend the roads")
    document.save(buffer)
    return buffer.getvalue()


LOCKED_WORD = b"\xec\xa5\xc1\0" + bytes(6) + b"\0\x01" + bytes(52)  # its flag fEncrypted is set
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"junk before\n%PDF-1.7\n", FileType.PDF),
        (word(), FileType.WORD),
        (b"<!-- saved -->\n<!DOCTYPE html><p>x", FileType.HTML),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>', FileType.HTML),
        (b"<div><table><tr><td>x</table></div>", FileType.HTML),
        ("\ufeff<html><body>x</body></html>".encode("utf-16-le"), FileType.HTML),
        (b"Action\tOwner\n<p>Mend</p>\tClerk\n", FileType.TEXT),
        (b"<p>Mend</p>\tClerk\n<p>Paint</p>\tWarden\n", FileType.TEXT),
        (b"<details open><summary>Plan</summary><table><tr><th>Action</table></details>", FileType.HTML),
        (b"<b>Plan</b><br><table><tr><td>Mend</table>", FileType.HTML),
        (b"<details>\n\t<table>\n\t\t<tr><td>Mend\n\t</table></details>", FileType.HTML),
        (b"<!-- x --><span class='a'>Plan</span>", FileType.HTML),
        (b"Plan of the Council\n<TABLE border=1>\n<TR>\n<TD>Mend</TABLE>", FileType.HTML),
        (b"<b>Note</b>\n\n| Action | Owner |\n|---|---|\n| Mend | Clerk |\n", FileType.TEXT),
        (b"<5 days is short; <name> and <table> are words here", FileType.TEXT),
        ("Café – £5".encode("cp1252"), FileType.TEXT),
        (compound({"1Table": b"x", "WordDocument": b"\xec\xa5" + bytes(5000)}), FileType.DOC),
        (compound({"WordDocument": b"\xdc\xa5" + bytes(70), "CompObj": b"x"}), FileType.DOC),
        (b"{\\rtf1 x}", FileType.RTF),
    ],
)
def test_types_are_told_by_their_bytes(content: bytes, found: FileType) -> None:
    assert sniff(content) is found


@pytest.mark.parametrize(
    ("content", "suffix", "name"),
    [
        (b"Our plan<p>Mend</p>\tClerk", ".html", "web page"),
        (b"Our plan<p>Mend</p>\tClerk", ".txt", "text"),
        (b"Our plan, without a tag: x < y", ".htm", "text"),
        (b"<html><body>x", ".txt", "web page"),
    ],
)
def test_a_web_page_s_name_settles_what_text_with_tags_is(content: bytes, suffix: str, name: str) -> None:
    assert choose_format(content, suffix).name == name


@pytest.mark.parametrize(
    ("content", "error", "says"),
    [
        (archive({"notes.txt": b"x"}), DamagedDocument, "zip archive and no Word document"),
        (archive({"xl/workbook.xml": b"x"}), UnknownType, "Excel workbook"),
        (archive({"mimetype": b"application/epub+zip"}), UnknownType, "e-book"),
        (word()[:2000], DamagedDocument, "zip container is broken"),
        (archive({"word/document.xml": bytes(MAX_UNPACKED + 1)}), DamagedDocument, "unpack"),
        (compound({"PowerPoint Document": b"x"}), UnknownType, "PowerPoint"),
        (compound({"Contents": b"x"}), UnknownType, "old Microsoft Office"),
        (compound({"WordDocument": LOCKED_WORD}), EncryptedDocument, "password"),
        (compound({"EncryptedPackage": b"x"}), EncryptedDocument, "password"),
        (OLE + bytes(600), DamagedDocument, "broken inside"),
        (b'<?xml version="1.0"?><mock><p>x</p></mock>', UnknownType, "XML"),
        (b"\x89PNG\r\n\x1a\n", UnknownType, "picture"),
        (bytes(range(256)) * 4, UnknownType, "no type"),
        (b"<html>" + bytes(range(256)) * 4, DamagedDocument, "binary"),
    ],
)
def test_what_is_not_read_is_named(content: bytes, error: type[UnreadableDocument], says: str) -> None:
    with pytest.raises(error, match=says):
        sniff(content)


def test_a_word_document_inside_a_workbook_or_slides_does_not_tell_their_type() -> None:
    types = b'<Types><Default Extension="docx" ContentType="x.wordprocessingml.document"/>x.spreadsheetml.main</Types>'
    told = {"[Content_Types].xml": types}
    assert sniff(archive({**told, "xl/embeddings/a.docx": b"PK", "xl/workbook.xml": b"<w/>"})) is FileType.XLSX
    with pytest.raises(UnknownType, match="PowerPoint"):
        sniff(archive({**told, "ppt/embeddings/a.docx": b"PK", "ppt/presentation.xml": b"<p/>"}))


def test_a_name_that_promises_another_type_is_mentioned() -> None:
    with pytest.raises(DamagedDocument, match=r"named \.html"):
        choose_format(bytes(range(256)) * 4, ".html")
    with pytest.raises(EmptyFile):
        choose_format(b" \n")


def test_missing_files_and_folders(tmp_path: pathlib.Path) -> None:
    for path in (tmp_path / "none.pdf", tmp_path):
        with pytest.raises(MissingFile):
            parse_document(path)


def test_a_document_carries_its_source(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "plan.pdf"  # the name lies; the bytes decide
    path.write_bytes(word())
    parsed = parse_document(path)
    assert isinstance(parsed, Parsed)
    assert parsed.source.media_type == FileType.WORD.value
    assert parsed.source.sha256 == hashlib.sha256(word_bytes := path.read_bytes()).hexdigest()
    assert (parsed.source.size, parsed.source.path) == (len(word_bytes), str(path))
    assert [block.text for block in parsed.blocks][-1] == "Mend the roads"


def test_entities_are_not_expanded(tmp_path: pathlib.Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words")
    doctype = f'<!DOCTYPE d [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'.encode()
    with zipfile.ZipFile(io.BytesIO(word())) as made:
        members = {name: made.read(name) for name in made.namelist()}
    head, _, rest = members["word/document.xml"].partition(b"?>")
    members["word/document.xml"] = head + b"?>" + doctype + rest.replace(b"Mend the roads", b"Mend &e;")
    path = tmp_path / "entity.docx"
    path.write_bytes(archive(members))
    try:
        shown = " ".join(block.text for block in parse_document(path).blocks)
    except UnreadableDocument:
        shown = ""
    assert "secret" not in shown
