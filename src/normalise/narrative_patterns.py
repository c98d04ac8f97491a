"""Turns of phrase in an update that no list of words holds: percentages, parts of a number, what should have been."""

from __future__ import annotations

import re
from collections.abc import Iterator

from normalise.narrative_cue import Cue

# "It was not felt that a further policy was needed": the judgement and the need stand apart.
_JUDGED_NEEDLESS = re.compile(
    r"\bnot (?:considered|felt|deemed|thought|believed|judged)\b.{0,60}?"
    r"\b(?:requir\w*|necessary|needed|appropriate|beneficial|viable|feasible|justified|possible)\b",
    re.I,
)
# "Two of the five", "40 of the 60": a part is done.
_NUMBER = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty)"
_PART_OF = re.compile(rf"\b({_NUMBER}) (?:out )?of (?:the |our |its |all )?({_NUMBER})\b", re.I)
_REMAINS = re.compile(
    r"\b(?:remain|remains|remaining|left)\b(?=\s*(?:[.,;]|$|to be\b|to do\b|vacant|unfilled|open\b|outstanding|unresolved|unsigned))"
    r"|\bthe (?:other|others|rest|remainder|remaining)\b",
    re.I,
)
# "Could not be met", "has not been completed on time", "should have finished in May but".
_MISSED = re.compile(
    r"\b(?:not|n't|cannot|unable)\b[^.;]{0,60}"
    r"\b(?:on time|on schedule|in time|by the (?:deadline|target|due|original|agreed)|as (?:planned|intended|expected|scheduled|agreed))\b"
    r"|\b(?:date|deadline|target|timescale)s?\b[^.;]{0,30}\bnot (?:be |been )?met\b"
    r"|\bshould have (?:been )?\w+"
    r"|\bwas (?:due|meant|supposed|intended|scheduled|expected|planned) to\b[^.;]{0,60}\b(?:but|however|has not|have not|did not)\b"
    r"|\b(?:missed|later than) (?:its|the|their) (?:\w+ )?(?:date|deadline|target)\b"
    r"|\b(?:date|deadline)s?\b[^.;]{0,25}\b(?:was|were|has been|have been|has|have) (?:now )?(?:missed|moved|extended|put back|pushed back|revised)\b"
    r"|\bnow (?:expected|planned|timetabled|scheduled|forecast|due|anticipated)\b[^.;]{0,50}\b(?:rather than|instead of|not)\b",
    re.I,
)
# "The forum now includes tenants": what was to change has changed.
_NOW_DOES = re.compile(
    r"\bnow (?!is\b|was\b|progress|needs\b|plans\b|intends\b|expects\b|aims\b|seeks\b|stands\b)[a-z]{2,}s\b", re.I
)
_PERCENT = re.compile(r"(?<![\d.])(\d{1,3})(?:\.\d+)?\s?(?:%|per ?cent)", re.I)
_PERCENT_DONE = re.compile(
    r"\s*(?:of the way|through|complet\w*|done|implement\w*|deliver\w*|finish\w*|achiev\w*)", re.I
)
_PERCENT_REACHED = re.compile(r"\b(?:at|now|to|reached|stands at|is)\s*$", re.I)
# Asking for money or offers is a step: "A bid has been put to the Combined Authority".
_ASKED = re.compile(
    r"\b(?:bids?|applications?|expressions? of interest|quotes|quotations|tenders?|requests?)\b[^.;]{0,30}"
    r"\b(?<!be )(?:submitted|made|put|sent|lodged|received|issued|invited|sought)\b|\bput (?:out )?to the\b",
    re.I,
)


def pattern_cues(text: str) -> Iterator[Cue]:
    """Yield the cues that a sentence gives by its pattern."""
    if _JUDGED_NEEDLESS.search(text):
        yield Cue.CANCELLED
    if _MISSED.search(text):
        yield Cue.DELAYED
    if _NOW_DOES.search(text):
        yield Cue.FINISHED
    if any(match.group(1) != match.group(2) for match in _PART_OF.finditer(text)):
        yield Cue.HEDGED
    if _REMAINS.search(text):
        yield Cue.UNFINISHED
    if _ASKED.search(text):
        yield Cue.STEP
    yield from _percent_cues(text)


def _percent_cues(text: str) -> Iterator[Cue]:
    """Yield what a percentage of the work or of a target tells: all of it done, or a part."""
    for match in _PERCENT.finditer(text):
        done = _PERCENT_DONE.match(text, match.end())
        reached = _PERCENT_REACHED.search(text, 0, match.start())
        whole = float(match.group(1)) >= 100
        if done or reached:
            yield Cue.CONCLUDED if whole else Cue.UNFINISHED
