"""The made corpus of traits: in each format as we write it, and as LibreOffice writes it."""

import pytest

from ingest.office.client import convert
from ingest.office.programs import find_office
from ingest.options import Changes, ReadOptions
from ingest.registry import parse_document

from .officetraits import as_html, as_odt, as_sheet, as_text, as_word, pages
from .officetraits.office import LOST
from .officetraits.scoring import asides, expected_spots, read_spots
from .officetraits.traits import TRAITS

WRITERS = {".docx": as_word.write, ".odt": as_odt.write, ".html": as_html.write}


def marked(trait, write, suffix, target=None):
    ways = "".join(each[1:] + ">" * (target is not None and each is suffix) for each in (suffix, target) if each)
    values = (trait, write, suffix) if target is None else (trait, write, suffix, target)
    return pytest.param(*values, id=f"{trait.name}-{ways}")


WRITTEN = [marked(trait, WRITERS[suffix], suffix) for trait in TRAITS for suffix in trait.suffixes]
WRITTEN += [marked(trait, as_sheet.write, ".xlsx") for trait in as_sheet.TRAITS]
WRITTEN += [marked(trait, pages.write, ".html") for trait in pages.TRAITS]
WRITTEN += [marked(trait, as_text.write, trait.suffixes[0]) for trait in as_text.TRAITS]


def parsed(content, suffix, folder, changes=Changes.FINAL):
    path = folder / f"plan{suffix}"
    path.write_bytes(content)
    return parse_document(path, ReadOptions(changes=changes))


@pytest.mark.parametrize(("trait", "write", "suffix"), WRITTEN)
def test_what_the_author_put_there_is_read(trait, write, suffix, tmp_path):
    read = parsed(write(trait), suffix, tmp_path)
    assert [read_spots(table, trait.tells) for table in read.tables] == expected_spots(trait, trait.tells)
    assert asides(read) == list(trait.asides)


TRACKED = [each for each in TRAITS if "changed" in each.tells]


@pytest.mark.parametrize("changes", [Changes.ORIGINAL, Changes.BOTH])
@pytest.mark.parametrize(
    ("trait", "write", "suffix"), [marked(t, WRITERS[suffix], suffix) for t in TRACKED for suffix in t.suffixes]
)
def test_changes_are_rejected_or_both_told(trait, write, suffix, changes, tmp_path):
    read = parsed(write(trait), suffix, tmp_path, changes)
    tells = trait.tells | {"struck"}
    assert [read_spots(table, tells) for table in read.tables] == expected_spots(trait, tells, changes)


DIALECTS = {"strict.docx": {"strict": True}, ".docm": {"main": "document.macroEnabled"}, ".dotx": {"main": "template"}}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_dialects_of_word_are_read_alike(dialect, tmp_path):
    trait = TRAITS[0]
    read = parsed(as_word.write(trait, **DIALECTS[dialect]), f".{dialect.rpartition('.')[2]}", tmp_path)
    assert [read_spots(table, trait.tells) for table in read.tables] == expected_spots(trait, trait.tells)


OFFICE = [
    param
    for param in (
        marked(trait, write, suffix, target)
        for traits, suffix, write in (
            (TRAITS, ".docx", as_word.write),
            (TRAITS, ".odt", as_odt.write),
            (as_sheet.TRAITS, ".xlsx", as_sheet.write),
        )
        for trait in traits
        if suffix in trait.suffixes
        for target in trait.office
    )
    if param.id not in LOST
]


@pytest.mark.slow
@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed (libreoffice-writer, -calc)")
@pytest.mark.parametrize(("trait", "write", "suffix", "target"), OFFICE)
def test_what_the_author_put_there_is_read_as_libreoffice_writes_it(trait, write, suffix, target, tmp_path):
    read = parsed(convert(write(trait), suffix, target), target, tmp_path)
    assert [read_spots(table, trait.tells) for table in read.tables] == expected_spots(trait, trait.tells)
    assert sorted(asides(read)) == sorted(trait.asides)
