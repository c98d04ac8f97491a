"""Web pages made to harm end in tables or in a clear error, soon and in little memory."""

from __future__ import annotations

import resource

import pytest

from .measured import run_measured

SECONDS, MEGABYTES = 20, 500

HOSTILE = {
    "elements 10,000 deep": "b'<div>' * 10_000 + b'x'",
    "tables 10,000 deep": "b'<table><tr><td>' * 10_000 + b'x'",
    "words 10,000 deep in a cell": "b'<table><tr><td>a<td>' + b'<span>' * 10_000 + b'x'",
    "a million cells": "b'<table>' + (b'<tr>' + b'<td>x</td>' * 10) * 100_000",
    "a million cells of one row": "b'<table><tr>' + b'<td>x' * 1_000_000",
    "giant attributes": "b'<table><tr><td class=\"' + b'a ' * 3_000_000 + b'\" style=\"'"
    "+ b'color:red;' * 300_000 + b'\">x'",
    "wide spans": "b'<table>' + (b'<tr>' + b'<td colspan=1000000>x' * 10) * 300",
    "long spans": "b'<table>' + (b'<tr>' + b'<td rowspan=65534>x' * 20) * 2000",
    "wide and long spans": "b'<table>' + b'<tr><td rowspan=65000 colspan=1000>x' * 3000",
    "nothing closed": "b'<table><tr><td><div><p><ul><li><b><i><font>x' * 3000",
    "many rules": "b'<style>' + b'.c td:nth-child(2) > *{color:red}' * 5000 + b'</style><table>"
    "' + b'<tr class=c><td>a' * 9000",
    "a long list": "b'<ol>' + b'<li>x' * 20_000",
}  # fmt: skip
READER = """
from ingest.errors import UnreadableDocument
from ingest.html import parse_html
try:
    print("read", len(parse_html({content}).content))
except UnreadableDocument as error:
    print("told", error)
"""


@pytest.mark.slow
@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_page_ends_soon_and_in_little_memory(content: str) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))

    outcome, megabytes = run_measured(READER.format(content=content), before=limit)
    assert outcome.startswith(("read", "told"))
    assert megabytes < MEGABYTES
