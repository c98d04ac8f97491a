"""What Chromium shows of a table is the truth: its own table model, told by a script in the page."""

from __future__ import annotations

import html
import json
import pathlib
import re
import shutil
import subprocess

import pytest

from ingest.html import parse_html
from ingest.model import Table

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# each cell's left edge, top edge, width and height in pixels tell where it stands; equal edges are one grid line
SCRIPT = """<script>onload = () => {
  const told = [...document.querySelectorAll('table')].filter(t => !t.parentElement.closest('table')).map(t =>
    [...t.querySelectorAll('td,th')].filter(c => c.closest('table') === t && c.offsetParent).map(c => {
      const b = c.getBoundingClientRect();
      return [Math.round(b.top), Math.round(b.left), Math.round(b.bottom), Math.round(b.right), c.innerText];
    }));
  document.body.innerHTML = '<pre id=told></pre>';
  document.getElementById('told').textContent = JSON.stringify(told);
}</script>"""
STYLE = (
    "<style>table{border-collapse:separate;border-spacing:0;margin:0}"
    "td,th{padding:4px;min-width:30px;height:20px;border:0}</style>"
)
MADE = {
    "rowspan zero": "<tbody><tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d</tbody><tbody><tr><td>e<td>f</tbody>",
    "overlapping": "<tr><td>a<td rowspan=2>b<td>x<tr><td>c<td>d<tr><td>e<td>f<td>g",
    "overflowing": "<tr><td rowspan=9>a<td>b<tr><td>c<tr><td>d",
    "foot first": "<tfoot><tr><td>f<td>g</tfoot><thead><tr><th>h<th>i</thead><tbody><tr><td>1<td>2</tbody>",
    "two heads": "<thead><tr><th>a<th>b</thead><tbody><tr><td>1<td>2</tbody><thead><tr><th>c<th>d</thead>",
    "no rows": "<td>a<td>b<tr><td>c<td>d",
    "unclosed": "<tr><td><b>a<td><font color=red>b<tr><td><p>c<td><div>d<div>e<tr><td>f<td>g",
    "unclosed lists": "<tr><td><ol><li>a<li>b<td>c<tr><td><ul><li>d<td>e",
    "a form between": "<form><tr><td>a<td>b</tr></form><tr><td>c<td>d",
    "blocks in rows": "<tr><div><td>a</td><td>b</td></div></tr><tr><td>c</td><td>d</td></tr>",
    "stray ends": "<tr><td>a</p></div></span></td><td>b</li></td></tr></tr></tbody><tr><td>c</td><td>d</td></tr>",
    "hidden": "<tr><td>a<td>b<tr style='display:none'><td>x<td>y<tr><td>c<td>d",
    "hidden words": "<tr><td>a <span hidden>no</span><td>b<tr><td>c<!-- no --><td><script>no</script><template>"
    "no</template>d",
    "entities": "<tr><td>&pound5 &copy; &#8217;&#146;<td>a&nbsp;b so&shy;ft w<wbr>br<tr><td>&lt;b&gt;<td>x<br>y",
    "odd spans": "<tr><td colspan=x>a<td rowspan=-1>b<td colspan=+1>c<tr><td colspan='1.5'>d<td>e<td>f",
}  # fmt: skip


def grid_of_boxes(cells: list[list[object]]) -> list[tuple[object, ...]]:
    """Number the edges that a browser drew: cells by row, column, spans and text."""
    boxes = [[int(str(edge)) for edge in cell[:4]] for cell in cells]
    rows, columns = sorted({box[0] for box in boxes}), sorted({box[1] for box in boxes})
    return sorted(
        (
            rows.index(top),
            columns.index(left),
            sum(top <= edge < bottom for edge in rows),
            sum(left <= edge < right for edge in columns),
            fold(str(cell[4])),
        )
        for cell, (top, left, bottom, right) in zip(cells, boxes, strict=True)
    )


def fold(text: str) -> str:
    return re.sub(r"[\s\u00ad\u200b]+", "", re.sub(r"(?m)^(?:\d\.|•) ", "", text))


@pytest.mark.slow
@pytest.mark.skipif(BROWSER is None, reason="no Chromium here")
def test_tables_stand_as_chromium_shows_them(tmp_path: pathlib.Path) -> None:
    page = (
        "<!doctype html><meta charset=utf-8>" + STYLE + "".join(f"<p>x<table>{made}</table>" for made in MADE.values())
    )
    path = tmp_path / "page.html"
    path.write_text(page + SCRIPT)
    told = subprocess.run(
        [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", path.as_uri()],
        capture_output=True, text=True, check=True, timeout=60,
    ).stdout  # fmt: skip
    found = re.search(r'<pre id="told">(.*?)</pre>', told, re.S)
    assert found is not None
    shown = [grid_of_boxes(cells) for cells in json.loads(html.unescape(found[1]))]
    tables = [item for item in parse_html(page.encode()).content if isinstance(item, Table)]
    read = [sorted((c.row, c.column, c.row_span, c.column_span, fold(c.text)) for c in t.cells) for t in tables]
    assert dict(zip(MADE, read, strict=True)) == dict(zip(MADE, shown, strict=True))
