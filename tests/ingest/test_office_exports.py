"""Real office documents: each cell whole and in its place, as LibreOffice's own export of the file has it."""

import re
import subprocess

import pytest

from ingest.model import Table
from ingest.office.programs import find_office
from ingest.options import ReadOptions
from ingest.registry import choose_format

from .officetraits.exported import read_export

WORKBOOKS = {".xls", ".xlsx", ".ods"}
SUFFIXES = {".doc", ".docx", ".odt", ".rtf", *WORKBOOKS}
MARKER = re.compile(r"(?m)^(?:•|\(?(?:\d+(?:\.\d+)*|[a-z]{1,4})[.)]?) ")  # pages have lists instead
LEAST_CELLS = 500

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed (libreoffice-writer, -calc)"),
    pytest.mark.xdist_group("office-exports"),
]


@pytest.fixture(scope="module")
def documents(corpus):
    return sorted(path for path in (corpus / "real").iterdir() if path.suffix in SUFFIXES)


@pytest.fixture(scope="module")
def exports(documents, tmp_path_factory):
    """Return the folder of the pages that LibreOffice makes of them, all in one process."""
    folder = tmp_path_factory.mktemp("exports")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [find_office(), profile, "--headless", "--convert-to", "html", "--outdir", folder, *documents]
    for _ in range(2):  # it may make its profile only and ask to be started again
        subprocess.run(command, capture_output=True, check=False, timeout=200)
        if any(folder.glob("*.html")):
            break
    return folder


def shown(path):
    content = path.read_bytes()
    return choose_format(content, path.suffix).parse(content, ReadOptions()).content


def ranked(cells):
    """Return cells by row and by which column of those in use they begin in."""
    rows = {row: at for at, row in enumerate(sorted({cell[0] for cell in cells}))}
    columns = {column: at for at, column in enumerate(sorted({cell[1] for cell in cells}))}
    return {(rows[row], columns[column]): text for row, column, text in cells}


def is_same(ours, theirs):
    return theirs in {" ".join(ours.split()), " ".join(MARKER.sub("", ours).split())}


def misses(content, page, *, workbook):
    """Return cells that stand otherwise in the export, and how many were looked at.

    A workbook's titles and notes are blocks: rows of the export that say what blocks say are passed over.
    """
    tables = [[(c.row, c.column, c.text) for c in t.cells if c.text] for t in content if isinstance(t, Table)]
    told = {block.text for block in content if not isinstance(block, Table)}
    exported = [[(row, column, text) for row, column, _, _, text in t.cells if text] for t in read_export(page)]
    for table in exported if workbook else ():
        rows = {row for row, _, text in table if text not in told}
        table[:] = [cell for cell in table if cell[0] in rows]
    tables, exported = [t for t in tables if t], [t for t in exported if t]
    found = [f"{len(tables)} tables, exported {len(exported)}"] if len(tables) != len(exported) else []
    for number, (ours, theirs) in enumerate(zip(tables, exported, strict=False)):
        have, want = ranked(ours), ranked(theirs)
        for place in have.keys() | want.keys():
            if not is_same(have.get(place, ""), want.get(place, "")):
                found.append(f"table {number} {place}: {have.get(place)!r}, exported {want.get(place)!r}")
    return found, sum(map(len, exported))


def test_each_cell_stands_whole_and_in_its_place(documents, exports):
    compared, found = 0, []
    for path in documents:
        page = (exports / f"{path.stem}.html").read_text(encoding="utf-8")
        missed, cells = misses(shown(path), page, workbook=path.suffix in WORKBOOKS)
        found += [f"{path.name}: {miss}" for miss in missed]
        compared += cells
    assert not found
    assert compared > LEAST_CELLS


def test_a_document_and_its_twin_give_the_same_tables(documents):
    twins = [(path, path.with_name(path.name.replace("-doc.doc", "-odt.odt"))) for path in documents]
    twins = [(old, new) for old, new in twins if old != new and new in documents]
    assert len(twins) >= 2
    for pair in twins:
        old, new = (
            [
                [(c.row, c.column, c.row_span, c.column_span, c.text, c.fill, c.ink, c.struck, c.bold) for c in t.cells]
                for t in shown(path)
                if isinstance(t, Table)
            ]
            for path in pair
        )
        assert old == new
