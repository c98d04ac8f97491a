"""The little markup that text exports carry inside a line: HTML tags, entities, Markdown emphasis, bullets."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence

from bs4 import BeautifulSoup, Tag

from ingest.html_lines import Lines, collect_lines
from ingest.html_style import Styles
from ingest.textruns import BULLET, Run, RunLook

_TAG = re.compile(
    r"</?(?:p|b|strong|i|em|u|br|ul|ol|li|span|font|del|s|strike|ins|sup|sub|a|div|mark|small|big|code|h[1-6])"
    r"(?:\s[^<>]*)?/?>",
    re.I,
)
_NO_STYLES = Styles({})
_MARKUP = re.compile(r"[<&*_~`\[\\]")
_EMPHASIS = (
    (re.compile(r"!\[([^\]]*)\]\([^)\s]*\)"), r"\1"),  # an image: its words
    (re.compile(r"\[([^\]]+)\]\((?:[^()\s]|\([^()]*\))*\)"), r"\1"),  # a link: its words
    (re.compile(r"\*\*\*(\S(?:.*?\S)?)\*\*\*", re.S), r"<b>\1</b>"),
    (re.compile(r"\*\*(\S(?:.*?\S)?)\*\*", re.S), r"<b>\1</b>"),
    (re.compile(r"(?<!\w)__(\S(?:.*?\S)?)__(?!\w)", re.S), r"<b>\1</b>"),
    (re.compile(r"~~(\S(?:.*?\S)?)~~", re.S), r"<del>\1</del>"),
    (re.compile(r"(?<![\w*])\*([^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<!\w)_([^\s_](?:[^_\n]*[^\s_])?)_(?!\w)"), r"\1"),
    (re.compile(r"(?<!`)`([^`\n]+)`(?!`)"), r"\1"),
)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|~<>])")
_HELD = 0xE000  # private use: escaped characters wait there until the emphasis has been read
_MID_BULLET = re.compile(r"(?<=\S)\s+(?=[•●▪◦‣\uf0b7]\s*\S)")
_MID_DASH = re.compile(r"(?<=\S)\s+(?=[-–]\s+\S)")
_UNCLOSED_LIST = re.compile(r"<(ul|ol)\b[^>]*>(?!.*?<li)(.*?)(?=</\1>|<p\b|\Z)", re.I | re.S)


def inline_lines(text: str) -> list[list[Run]]:
    """Return the lines of a cell or paragraph, its markup read into looks and line breaks."""
    if not _MARKUP.search(text):
        return [[Run(line)] for line in _at_bullets(text).split("\n")]
    held = _ESCAPED.sub(lambda found: chr(_HELD + ord(found[1])), text)
    for pattern, replacement in _EMPHASIS:
        held = pattern.sub(replacement, held)
    held = _UNCLOSED_LIST.sub(lambda found: "<br>" + _list_lines(found[2]), held)
    held = _escape_stray(_at_bullets(held).replace("\n", "<br>"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # bs4 takes short texts for file names and warns
        body = BeautifulSoup(f"<div>{held}</div>", "lxml").body
    lines = Lines()
    if isinstance(body, Tag):
        collect_lines(body, RunLook(), _NO_STYLES, lines)
    return [[_released(run) for run in line] for line in lines.take()]


def _list_lines(text: str) -> str:
    """Break the text of a list without `<li>` at its bullets, or at its dashes where it begins with one.

    Exports from PDF write `<ul> • one • two` with the printed bullets left in.
    """
    broken = _MID_BULLET.sub("\n", text.strip())
    if re.match(r"[-–]\s", broken):
        broken = "\n".join(BULLET + line[1:] for line in _MID_DASH.sub("\n", broken).split("\n"))
    return broken + "\n"


def _at_bullets(text: str) -> str:
    return _MID_BULLET.sub("\n", text)


def _escape_stray(text: str) -> str:
    """Write `<` of anything but a known tag as an entity, so that "<5 days" and "<name>" stay as printed."""
    parts: Sequence[str] = _TAG.split(text)
    tags = [*_TAG.findall(text), ""]
    return "".join(part.replace("<", "&lt;") + tag for part, tag in zip(parts, tags, strict=True))


def _released(run: Run) -> Run:
    text = "".join(chr(ord(c) - _HELD) if _HELD < ord(c) < _HELD + 0x80 else c for c in run.text)
    return Run(text, run.bold, run.struck, run.ink, run.back)
