"""Horizontal rules of a page, and edges of bands of colour: which of them belong to one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.model import Box
from ingest.pdf.geometry import Fill, Ruling
from ingest.pdf.gutters import Segment, Strip

SAME_REACH_POINTS = 8.0  # by which the ends of two rules of one table may differ
SAME_RULE_POINTS = 3.0
FEWEST_RULES = 3  # rules of one reach that make a table
FARTHEST_LINE = 3.5  # times the font size from which a line has nothing to do with the one above
NEXT_LINE = 0.6  # times the font size up to which a line may stand off from one that it goes on with
HEADING_SIZE = 1.12  # times the usual font size from which a line between two rules is a heading
PROSE_SHARE = 0.7  # of the rules' reach that a line of prose fills
UNDERLINE_POINTS = 4.0  # by which an underline may be longer than its text
PARTIAL_SHARE = 0.9  # of a table's width up to which a rule stands under some columns' heading only


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal rule, or an edge of a band of colour: its height on the page and its reach, in points."""

    y: float
    x0: float
    x1: float


def rules_of(rulings: Sequence[Ruling], fills: Sequence[Fill], gap: float = SAME_REACH_POINTS) -> list[Rule]:
    """Return the horizontal rules of a page from the top down, pieces drawn cell by cell, so far apart, as one."""
    pieces = [Rule(r.box.top, r.box.x0, r.box.x1) for r in rulings if r.horizontal]
    pieces += [Rule(y, f.box.x0, f.box.x1) for f in fills if f.colour for y in (f.box.top, f.box.bottom)]
    levels: list[list[Rule]] = []
    for piece in sorted(pieces, key=lambda rule: rule.y):
        if levels and piece.y - levels[-1][0].y <= SAME_RULE_POINTS:
            levels[-1].append(piece)
        else:
            levels.append([piece])
    joined: list[Rule] = []
    for level in levels:
        reach: list[Rule] = []
        for piece in sorted(level, key=lambda rule: rule.x0):
            if reach and piece.x0 - reach[-1].x1 <= gap:
                reach[-1] = Rule(reach[-1].y, reach[-1].x0, max(reach[-1].x1, piece.x1))
            else:
                reach.append(piece)
        joined += reach
    return joined


def same_reach(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Return groups of rules that begin and end alike and are enough to make a table."""
    groups: list[list[Rule]] = []
    for rule in rules:
        for group in groups:
            first = group[0]
            if max(abs(rule.x0 - first.x0), abs(rule.x1 - first.x1)) <= SAME_REACH_POINTS:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return [group for group in groups if len(group) >= FEWEST_RULES]


def parts_of(rules: Sequence[Rule], strips: Sequence[Strip]) -> list[list[Rule]]:
    """Return rules of one reach parted where a heading, a paragraph or nothing stands between two of them."""
    parts = [[rules[0]]]
    inside = [strip for strip in strips if lies_between(strip, rules)]
    usual = median(strip.size for strip in inside) if inside else 0.0
    for above, below in pairwise(rules):
        band = [strip for strip in inside if above.y < strip.middle < below.y]
        alone = all(len(strip.segments) == 1 for strip in band)
        larger = any(strip.size >= HEADING_SIZE * usual for strip in band)
        wide = [strip for strip in band if strip.box.x1 - strip.box.x0 >= PROSE_SHARE * (above.x1 - above.x0)]
        empty = not band and below.y - above.y > FARTHEST_LINE * usual
        if empty or (band and alone and (larger or len(wide) > 1)):
            parts.append([below])
        else:
            parts[-1].append(below)
    return [part for part in parts if len(part) >= FEWEST_RULES]


def lies_between(strip: Strip, rules: Sequence[Rule]) -> bool:
    """Tell whether a line stands between the first and the last of some rules, and within their reach."""
    return rules[0].y < strip.middle < rules[-1].y and overlaps(strip.box, rules[0])


def overlaps(box: Box, rule: Rule) -> bool:
    """Tell whether a box stands within the reach of a rule."""
    return box.x0 >= rule.x0 - SAME_REACH_POINTS and box.x1 <= rule.x1 + SAME_REACH_POINTS


def between(rules: Sequence[Rule], strips: Sequence[Strip]) -> list[Rule]:
    """Return the rules that run over most of a stretch of lines."""
    left, right = min(strip.box.x0 for strip in strips), max(strip.box.x1 for strip in strips)
    top, bottom = strips[0].box.top, strips[-1].box.bottom
    return [r for r in rules if top < r.y < bottom and min(r.x1, right) - max(r.x0, left) >= 0.5 * (right - left)]


def partial_in(rules: Sequence[Rule], strips: Sequence[Strip]) -> list[Rule]:
    """Return the rules that stand under some of the columns of a table only."""
    if not strips:
        return []
    left, right = min(strip.box.x0 for strip in strips), max(strip.box.x1 for strip in strips)
    top, bottom = strips[0].box.top, strips[-1].box.bottom
    most = PARTIAL_SHARE * (right - left)
    return [r for r in rules if top < r.y < bottom and r.x1 - r.x0 <= most and r.x0 >= left - 8 and r.x1 <= right + 8]


def covers_of(strips: Sequence[Strip], partial: Sequence[Rule]) -> dict[Segment, tuple[float, float]]:
    """Return the reach of the rule that stands right under each heading over several columns, under it alone.

    A rule no longer than the text is an underline.
    """
    above: dict[Rule, list[Segment]] = {}
    for strip in strips:
        for segment in strip.segments:
            box = segment.box
            for rule in partial:
                beneath = box.bottom - 2 <= rule.y <= box.bottom + NEXT_LINE * strip.size
                if beneath and rule.x0 - 2 <= box.x0 and box.x1 <= rule.x1 + 2:
                    above.setdefault(rule, []).append(segment)
    return {
        heads[0]: (rule.x0, rule.x1)
        for rule, heads in above.items()
        if len(heads) == 1 and rule.x1 - rule.x0 > heads[0].box.x1 - heads[0].box.x0 + UNDERLINE_POINTS
    }
