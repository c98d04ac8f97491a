"""Where documents came from is written down beside them."""

import hashlib
import sqlite3

import pytest

COLUMNS = "source_url, retrieved_on, published_on, licence"


def told(folder):
    connection = sqlite3.connect(folder / "councilplans.sqlite")
    with connection:
        found = {path: rest for path, *rest in connection.execute(f"SELECT document, {COLUMNS} FROM document_list")}
    connection.close()
    return found


def test_a_list_of_sources_describes_documents_by_path_and_by_hash(run, plan, other_plan, tmp_path):
    digest = hashlib.sha256(other_plan.read_bytes()).hexdigest()
    sources = tmp_path / "sources.csv"
    sources.write_text(
        "\N{ZERO WIDTH NO-BREAK SPACE}Path,sha256,url,retrieved,published,licence\n"
        f"{plan.name},,https://eastmarch.example/plan,2024-11-30,,OGL v3.0\n"
        f",{digest.upper()},,,2024-06-01,\n"
        "lost.pdf,,https://eastmarch.example/lost,,,\n",
        encoding="utf-8",
    )
    loaded = run("load", tmp_path, "--sources", sources)
    assert loaded.returncode == 0
    assert [line for line in loaded.stderr.splitlines() if "lost.pdf" in line] == [
        "councilplans: line 4 (lost.pdf): no document of the database is that; its source was not written down"
    ]
    first = ["https://eastmarch.example/plan", "2024-11-30", None, "OGL v3.0"]
    assert told(tmp_path) == {str(plan): first, str(other_plan): [None, None, "2024-06-01", None]}
    assert (
        "from https://eastmarch.example/plan · fetched 2024-11-30 · licence: OGL v3.0"
        in run("show", "eastmarch").stdout
    )
    sources.write_text(f"path,published\n{plan.name},2024-05-02\n", encoding="utf-8")
    run("load", plan, "--sources", sources)  # what is not said again stays
    assert told(tmp_path)[str(plan)] == [*first[:2], "2024-05-02", first[3]]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("path,adress\nplan.html,x\n", "no column 'adress'"),
        ("url,licence\nx,y\n", "path or sha256"),
        ("path,published\nplan.html,1 June 2024\n", "line 2: '1 June 2024' is not a day"),
        ("sha256\nabc\n", "line 2: 'abc' is no SHA-256"),
        ("path,url\n,https://x.example\n", "line 2 names no document"),
        ("path,url\na,b,c\n", "line 2 has more values"),
        (None, "cannot be read"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_before_anything_is_loaded(tmp_path, text, says):
    from councilplans.sources import SourcesError, read_sources

    sources = tmp_path / "sources.csv"
    if text is not None:
        sources.write_text(text, encoding="utf-8")
    with pytest.raises(SourcesError, match=says):
        read_sources(sources)


def test_the_command_says_so_on_one_line_and_loads_nothing(run, plan, tmp_path):
    refused = run("load", plan, "--sources", tmp_path / "none.csv")
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert not (tmp_path / "councilplans.sqlite").exists()
