"""Every fixture in every format reads as its description says, field by field; see fixtures/generate.py."""

import collections
import difflib
import functools
import importlib
import json
import re
import subprocess
import sys
import tomllib
import unicodedata
import zipfile
from pathlib import Path

import pytest

from ingest.registry import parse_document
from normalise.cards import turn_card
from normalise.plan import normalise_document
from normalise.status import read_status

FIXTURES = Path(__file__).parents[1] / "fixtures"
DOCUMENTS = sorted(path for path in FIXTURES.glob("*/plan.*") if path.parent.joinpath("expected.json").exists())
TEXTS = {
    "reference",
    "theme",
    "finding",
    "recommendation",
    "action",
    "outcome",
    "priority",
    "owner",
    "timescale",
    "status_text",
}


def named(path):
    return f"{path.parent.name}-{path.suffix[1:]}"


@pytest.fixture(params=DOCUMENTS, ids=named)
def document(request):
    return request.param


@functools.cache
def parsed(path):
    return parse_document(path)


@functools.cache
def normalised(path):
    return normalise_document(parsed(path))


def fold(text):
    """A text without the marks and spaces in which formats honestly differ: bullets, line breaks, kinds of dash."""
    text = unicodedata.normalize("NFKC", text or "").translate({0x2013: "-", 0x2018: "'", 0x2019: "'"})
    return " ".join(re.sub(r"(?m)^\s*[•\-]\s+", " ", text).split()).rstrip(".")


def shape(name, value):
    """A field's value as it is compared: what matters of it, in an order of its own."""
    if name in TEXTS:
        return fold(value) or None
    if name == "owners":
        return sorted((fold(owner["name"]), owner["role"]) for owner in value)
    if name == "updates":
        return [(update["as_of"], shape_text(update["text"])) for update in value]
    if name == "extra":
        return sorted(fold(text) for text in value.values())
    return value


def shape_text(text):
    return tuple(fold(each) for each in text["any"]) if isinstance(text, dict) else fold(text)


def agrees(name, got, right):
    if isinstance(right, dict) and "any" in right:
        return any(agrees(name, got, each) for each in right["any"])
    if name == "updates":
        return len(got) == len(right) and all(
            update["as_of"] == want["as_of"] and agrees("action", update["text"], want["text"])
            for update, want in zip(got, right, strict=True)
        )
    return shape(name, got) == shape(name, right)


def first(value):
    return first(value["any"][0]) if isinstance(value, dict) else value


def label(action):
    """The words by which an action is known again, even where one of its fields went astray."""
    return " ".join(fold(first(action[name])) for name in ("reference", "recommendation", "action"))


def pair(right, got):
    """Expected actions with the actions that were read, each in order; None where one has no counterpart."""
    matcher = difflib.SequenceMatcher(None, [label(a) for a in right], [label(a) for a in got], autojunk=False)
    for _, r0, r1, g0, g1 in matcher.get_opcodes():
        for offset in range(max(r1 - r0, g1 - g0)):
            yield (
                right[r0 + offset] if r0 + offset < r1 else None,
                got[g0 + offset] if g0 + offset < g1 else None,
            )


def differences(expected, record):
    """What a record holds otherwise than expected, one line each."""
    plans = expected.get("plans") or [expected["plan"]] if expected["actions"] else []
    if len(record["plans"]) != len(plans):
        yield f"{len(record['plans'])} plans, not {len(plans)}"
    for number, (plan, found) in enumerate(zip(plans, record["plans"], strict=False)):
        for name, right in plan.items():
            got = found[name]
            if fold(got) != fold(right):
                yield f"plan {number} {name}: {got!r}, not {right!r}"
    for right, got in pair(expected["actions"], record["actions"]):
        if right is None:
            yield f"spurious: {label(got)!r}"
        elif got is None:
            yield f"missing: {label(right)!r}"
        else:
            for name in right:
                if not agrees(name, got[name], right[name]):
                    yield f"{right['reference'] or right['position']} {name}: {got[name]!r}, not {right[name]!r}"


def test_reads_as_described(document, request, check_contract):
    provenance = tomllib.loads(document.with_name("provenance.toml").read_text(encoding="utf-8"))
    if "not_yet" in provenance:
        request.applymarker(pytest.mark.xfail(reason=provenance["not_yet"], strict=True))
    expected = json.loads(document.with_name("expected.json").read_text(encoding="utf-8"))
    record = normalised(document).as_json()
    check_contract(record, of="document")
    assert not list(differences(expected, record))
    if not expected["actions"]:
        assert record["plans"] == []
        assert "no-plan" in {issue["code"] for issue in record["issues"]}


def words(text):
    """The words of a text with their number; letters and digits that touch count apart ("3a", "Q2")."""
    return collections.Counter(re.findall(r"\d+|[^\W\d_]+", unicodedata.normalize("NFKC", text or "")))


def total(counts):
    return sum(counts, collections.Counter())


def own_values(action):
    """An action's texts from its own row: (field, text), without what rows or headings above gave it."""
    fed = {cell["field"] for cell in action["source"]["cells"]}
    for name in sorted(TEXTS):
        if name == "reference" and name in action["inherited"]:
            yield name, "".join(re.findall(r"[a-z]$", action[name]))  # the letter of a part is the row's own
        elif action[name] and name not in action["inherited"] and (name != "theme" or name in fed):
            yield name, action[name]
    yield from (("update", update["text"]) for update in action["updates"])
    yield from action["extra"].items()
    if action["percent_complete"] is not None:
        yield "percent_complete", f"{action['percent_complete']:g}"


def held(actions):
    """The words that the actions of one printed row hold; a cell that they share counts once."""
    cells = {fold(cell["text"]) for action in actions for cell in action["source"]["cells"]}
    shared = {(name, text) for action in actions for name, text in own_values(action) if fold(text) in cells}
    parted = [text for action in actions for name, text in own_values(action) if fold(text) not in cells]
    return total(words(text) for text in [*(text for _, text in shared), *parted])


def said_otherwise(actions, cells):
    """Words that the record holds in its own: the answer in a cell of answers, markers that part a cell's actions."""
    for cell in actions[0]["source"]["cells"]:
        if cell["field"] == "response" and actions[0]["response"] is not None:
            reading = read_status(cell["text"])
            assert reading.response == actions[0]["response"]
            yield words(cell["text"]) - words(reading.rest)
    for cell in cells:
        markers = re.findall(r"(?m)^\s*\(?(\d+(?:\.\d+)+[.)]?|(?:\d+|[a-z]|[ivx]+)[.)])\s", cell.text)
        if len(actions) > 1 and len(markers) == len(actions):
            yield total(map(words, markers))


def lost_words(table, record):
    """For each row of a plan table that lost some: its number, and the words that stand in no value of the row.

    A row of an action is accounted for by the row's own values and issues alone. A row without one is a heading
    row, a title, a section that is the theme of the rows below, or told of in an issue.
    """
    shown = next(each for each in record["tables"] if each["table"] == table.number)
    actions = [action for action in record["actions"] if action["source"]["table"] == table.number]
    for row in range(table.n_rows):
        cells = [cell for cell in table.cells if cell.row == row]
        own = [action for action in actions if action["source"]["row"] == row]
        issues = [issue for issue in record["issues"] if (issue["table"], issue["row"]) == (table.number, row)]
        noted = total(words(issue["message"]) for issue in issues)
        if own:
            ways = [held(own) + noted + total(said_otherwise(own, cells))]
        else:
            below = [action["theme"] for action in actions if action["source"]["row"] > row][:1]
            title = record["plans"][shown["plan"]]["title"]
            headings = total(words(column["heading"]) for column in shown["columns"])
            ways = [noted, headings, words(title), *map(words, below)]
        printed = total(words(cell.text) for cell in cells)
        missing = min((printed - way for way in ways), key=lambda left: left.total())
        if missing:
            yield row, dict(missing)


def test_no_word_of_a_plan_table_is_lost(document):
    """Each word of a row, as often as it is printed there, stands in a value of the row, in extra or in an issue."""
    record = normalised(document).as_json()
    plan_tables = {table["table"] for table in record["tables"] if table["plan"] is not None}
    for table in parsed(document).tables:
        if table.number in plan_tables:
            turned = turn_card(table) or table
            shown, kept = (total(words(cell.text) for cell in each.cells) for each in (table, turned))
            assert shown - kept == collections.Counter()
            assert list(lost_words(turned, record)) == []


def test_accounting_notices_a_word_that_stands_in_another_row_too():
    path = FIXTURES / "wexcombe-audit-response" / "plan.docx"
    record = normalised(path).as_json()
    owners = [action["owner"] for action in record["actions"]]
    robbed = next(action for action in record["actions"] if owners.count(action["owner"]) > 1)
    robbed["owner"] = None
    assert [row for row, _ in lost_words(parsed(path).tables[0], record)] == [robbed["source"]["row"]]


def test_normalising_twice_gives_the_same(document):
    assert normalise_document(parsed(document)) == normalised(document)


@pytest.fixture(scope="module")
def describe():
    """The generator's reader of descriptions, which lies outside the packages."""
    sys.path.insert(0, str(FIXTURES))
    yield importlib.import_module("generator.describe")
    sys.path.remove(str(FIXTURES))


def rows_of(cells, headings):
    """Each row's cells with their extents, and the headings once, where they stand first."""
    rows = {}
    for row, column, extent, text in sorted(cells):
        rows.setdefault(row, []).append((column, extent, fold(text)))
    listed = list(rows.values())
    return listed[:1] + [row for row in listed[1:] if tuple(text for _, _, text in row) != headings]


def without_blanks(cells):
    """Cells that hold text, with their extent over columns alone."""
    return [(row, column, extent[1], text) for row, column, extent, text in cells if text]


@pytest.mark.parametrize("path", [p for p in DOCUMENTS if p.suffix in (".docx", ".html", ".pdf")], ids=named)
def test_tables_are_the_described_ones(path, describe):
    """Cells, merged cells and rows cut by a page's end, before anything is interpreted."""
    description = describe.read_description(FIXTURES / "generator" / "plans" / f"{path.parent.name}.toml")
    described = [item for item in description.content if item.kind == "table"]
    found = parsed(path).tables
    assert len(found) == len(described)
    for table, item in zip(found, described, strict=True):
        headings = tuple(fold(column.heading) for column in item.columns)
        printed = [(c.row, c.column, (c.rows, c.columns), describe.plain(c.marks)) for c in describe.grid(item)]
        read = [(c.row, c.column, (c.row_span, c.column_span), c.text) for c in table.cells]
        if path.suffix == ".pdf":
            # a merged cell whose text ends above the page break looks like a cell and a blank one on the next page
            printed, read = without_blanks(printed), without_blanks(read)
        assert rows_of(read, headings) == rows_of(printed, headings)


def test_fixtures_are_what_the_generator_writes(tmp_path, update_goldens):
    """So that nobody edits a fixture without its description. PDF is left out: compression differs by platform."""
    command = [sys.executable, str(FIXTURES / "generate.py")]
    if update_goldens:
        subprocess.run(command, check=True, capture_output=True)
    subprocess.run([*command, "--into", str(tmp_path)], check=True, capture_output=True)
    written = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    folders = {path.parts[0] for path in written}
    kept = sorted(p.relative_to(FIXTURES) for folder in folders for p in (FIXTURES / folder).rglob("*") if p.is_file())
    assert written == kept
    for path in written:
        if path.suffix == ".docx":
            with zipfile.ZipFile(FIXTURES / path) as old, zipfile.ZipFile(tmp_path / path) as new:
                assert {n: old.read(n) for n in old.namelist()} == {n: new.read(n) for n in new.namelist()}, path
        elif path.suffix != ".pdf":
            assert (FIXTURES / path).read_bytes() == (tmp_path / path).read_bytes(), path


def test_every_fixture_says_why_it_is_here():
    slugs = {path.parent for path in DOCUMENTS}
    assert len(slugs) >= 10
    for folder in slugs:
        provenance = tomllib.loads((folder / "provenance.toml").read_text(encoding="utf-8"))
        assert provenance["why"] and provenance["traits"] and provenance["made"]
        assert {"docx", "pdf", "html"} <= {path.suffix[1:] for path in folder.glob("plan.*")}
