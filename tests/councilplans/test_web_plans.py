"""Plans as web pages tell them without a plain table: read end to end, their actions and nothing else."""

from __future__ import annotations

import pathlib
from collections.abc import Callable

import pytest

from councilplans.pipeline import extract_document

Row = tuple[str, str, str, str]
ROWS: list[Row] = [
    ("Appoint a new director of finance", "Chief Executive", "June 2024", "Complete"),
    ("Publish a new procurement strategy", "Head of Procurement", "September 2024", "In progress"),
    ("Set up a tenant scrutiny panel", "Director of Housing", "December 2024", "Not started"),
]
HEADINGS = ("Action", "Lead officer", "Timescale", "Status")
EXPECTED = [
    ("Appoint a new director of finance", "Chief Executive", "2024-06", "complete"),
    ("Publish a new procurement strategy", "Head of Procurement", "2024-09", "in_progress"),
    ("Set up a tenant scrutiny panel", "Director of Housing", "2024-12", "not_started"),
]
COLOURS = ("green", "amber", "red")
TOP = (
    '<a class="skip" href="#content">Skip to main content</a><div class="cookie-bar">We use cookies</div><header>'
    '<a href="/">Wexcombe Borough Council</a></header><nav class="breadcrumb"><ol><li>Home</li></ol></nav><main>'
    "<h1>Corporate peer challenge action plan</h1>"
)
END = (
    '</main><div class="feedback"><h2>Is this page useful?</h2><button>Yes</button></div><aside class="related">'
    "<h2>Related pages</h2><ul><li>Budget</li></ul></aside><footer>© Wexcombe Borough Council</footer>"
)


def each(make: Callable[[Row], str]) -> str:
    return "".join(make(row) for row in ROWS)


def cells(row: Row | tuple[str, ...], start: str, end: str) -> str:
    return "".join(f"{start}{text}{end}" for text in row)


def terms(row: Row, headings: tuple[str, ...] = HEADINGS) -> str:
    return "".join(
        f"<dt>{name}</dt><dd>{text}</dd>" for name, text in zip(headings, row[-len(headings) :], strict=True)
    )


def summary_rows(row: Row) -> str:
    return "".join(
        f'<div class="govuk-summary-list__row"><dt>{name}</dt><dd>{text}</dd><dd><a href="#">Change</a></dd></div>'
        for name, text in zip(HEADINGS[1:], row[1:], strict=True)
    )


def tab(number: int, rows: list[Row]) -> str:
    shown = "block" if number == 1 else "none"
    body = "".join(f"<tr>{cells(row, '<td>', '</td>')}</tr>" for row in rows)
    return (
        f'<div role="tabpanel" id="t{number}" style="display:{shown}"><h2>Part {number}</h2><table><thead><tr>'
        f"{cells(HEADINGS, '<th>', '</th>')}</tr></thead><tbody>{body}</tbody></table></div>"
    )


PAGES = {
    "details": each(
        lambda r: f"<details><summary>{r[0]}</summary><p><b>Lead officer:</b> {r[1]}</p><p><b>Timescale:</b> {r[2]}</p>"
        f"<p><b>Status:</b> {r[3]}</p></details>"
    ),
    "accordion": each(
        lambda r: f'<h3><button aria-expanded="false" aria-controls="p{r[2][0]}">{r[2]}</button></h3>'
        f'<div id="p{r[2][0]}" hidden><dl>{terms(r)}</dl></div>'
    ),
    "cards": each(
        lambda r: f'<div class="card"><h3>{r[0]}</h3><ul><li>Lead: {r[1]}</li><li>Due: {r[2]}</li>'
        f"<li>Status: <span>{r[3]}</span></li></ul></div>"
    ),
    "definitions": f"<dl>{each(terms)}</dl>",
    "summary cards": each(
        lambda r: f'<div class="govuk-summary-card"><h2>{r[0]}</h2><dl class="govuk-summary-list">'
        f'{summary_rows(r)}</dl></div>'
    ),
    "roles": f'<div role="table"><div role="row">{cells(HEADINGS, "<b role=columnheader>", "</b>")}</div>'
    + each(lambda r: f'<div role="row">{cells(r, "<span role=cell>", "</span>")}</div>')
    + "</div>",
    "labels in cells": "<table>"
    + each(
        lambda r: "<tr>"
        + "".join(f'<td data-label="{name}">{text}</td>' for name, text in zip(HEADINGS, r, strict=True))
        + "</tr>"
    )
    + "</table>",
    "hidden heading": f'<style>thead{{display:none}}</style><table><thead><tr>'
    f'{cells(HEADINGS, "<th>", "</th>")}</tr></thead>'
    + each(lambda r: f"<tr>{cells(r, '<td>', '</td>')}</tr>")
    + "</table>",
    "tabs": '<ul role="tablist"><li><a role="tab" href="#t1">One</a></li><li><a role="tab" href="#t2">Two</a></li></ul>'
    + tab(1, ROWS[:2])
    + tab(2, ROWS[2:]),
    "rows by class": f'<div class="plan"><div class="plan-row plan-head">'
    f'{cells(HEADINGS, "<div class=plan-cell>", "</div>")}</div>'
    + each(lambda r: f'<div class="plan-row">{cells(r, "<div class=plan-cell>", "</div>")}</div>')
    + "</div>",
    "css grid": "<style>.g{display:grid;grid-template-columns:repeat(4, 1fr)}</style>"
    f'<div class="g">{cells(HEADINGS, "<div class=head>", "</div>")}'
    + each(lambda r: cells(r, "<div>", "</div>"))
    + "</div>",
    "css table": "<style>.t{display:table}.t>div{display:table-row}.t>div>div{display:table-cell}</style>"
    f'<div class="t"><div>{cells(HEADINGS, "<div>", "</div>")}</div>'
    + each(lambda r: f"<div>{cells(r, '<div>', '</div>')}</div>")
    + "</div>",
    "page frame": '<table width="100%"><tr><td width="150"><a>Home</a><br><a>Council</a><br><a>News</a></td><td>'
    '<h2>Plan</h2>'
    f"<table border=1><tr bgcolor=silver>{cells(HEADINGS, '<td><b>', '</b>')}</tr>"
    f"{each(lambda r: '<tr>' + cells(r, '<td>', ''))}"
    "</table></td></tr></table>",
    "one of several tables": '<table><tr><th>Meeting:</th><td>14/03/2024 - Cabinet</td></tr><tr><th>'
    'Wards affected:</th><td>All'
    "</td></tr></table><p>The plan is below.</p><table><tr>"
    + cells(HEADINGS, "<td><p class=MsoNormal><b>", "</b></p></td>")
    + "</tr>"
    + each(lambda r: f"<tr>{cells(r, '<td><p class=MsoNormal>', '<o:p></o:p></p></td>')}</tr>")
    + "</table><table><tr><th>Attendance</th><th>Role</th></tr><tr><td>Cllr B Field</td><td>Chair</td></tr></table>",
}  # fmt: skip


def actions_of(tmp_path: pathlib.Path, body: str) -> list[dict[str, object]]:
    path = tmp_path / "page.html"
    path.write_text(f"<!doctype html><meta charset=utf-8><title>Plan</title>{TOP}{body}{END}")
    document = extract_document(path).as_json()
    assert [(plan["title"], plan["authority"]) for plan in document["plans"]] == [
        ("Corporate peer challenge action plan", "Wexcombe Borough Council")
    ]
    return list(document["actions"])


@pytest.mark.parametrize("body", PAGES.values(), ids=PAGES.keys())
def test_a_plan_told_by_a_web_page(tmp_path: pathlib.Path, body: str) -> None:
    actions = actions_of(tmp_path, body)
    read = [(a["action"], a["owner"], dict(a["due"] or {}).get("edtf"), a["status"]) for a in actions]  # type: ignore[call-overload]
    assert read == EXPECTED


def test_traffic_lights_told_by_classes_alone(tmp_path: pathlib.Path) -> None:
    rows = "".join(
        f'<tr>{cells(row[:3], "<td>", "</td>")}<td><span class="rag rag--{colour}"></span></td></tr>'
        for row, colour in zip(ROWS, COLOURS, strict=True)
    )
    actions = actions_of(tmp_path, f"<table><tr>{cells((*HEADINGS[:3], 'RAG'), '<th>', '</th>')}</tr>{rows}</table>")
    assert [action["rag"] for action in actions] == list(COLOURS)
