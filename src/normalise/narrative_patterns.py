"""Turns of phrase in an update that no list of words holds: percentages, parts of a number, what should have been."""

from __future__ import annotations

import re
from collections.abc import Iterator

from normalise.narrative_cue import Cue

_NUMBER = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty)"
_PART_OF = re.compile(rf"\b({_NUMBER}) (?:out )?of (?:the |our |its |all )?({_NUMBER})\b", re.I)
_PERCENT = re.compile(r"(?<![\d.])(\d{1,3})(?:\.\d+)?\s?(?:%|per ?cent)", re.I)
_PERCENT_DONE = re.compile(
    r"\s*(?:of the way|through|complet\w*|done|implement\w*|deliver\w*|finish\w*|achiev\w*)", re.I
)
_PERCENT_REACHED = re.compile(r"\b(?:at|now|to|reached|stands at|is)\s*$", re.I)
_NOTHING_LEFT = re.compile(
    r"\b(?:no|none|nothing)\b[^.;]{0,40}\b(?:remain|remains|remaining|outstanding|left)\b"
    r"|\bno (?:further|more|other) (?:action|actions|work) (?:is |are )?(?:required|needed|necessary|to be taken)\b",
    re.I,
)
_PATTERNS: tuple[tuple[Cue, re.Pattern[str]], ...] = tuple(
    (cue, re.compile(pattern, re.I))
    for cue, pattern in (
        # "It was not felt that a further policy was needed": the judgement and the need stand apart.
        (
            Cue.CANCELLED,
            r"\bnot (?:considered|felt|deemed|thought|believed|judged)\b.{0,60}?"
            r"\b(?:requir\w*|necessary|needed|appropriate|beneficial|viable|feasible|justified|possible)\b",
        ),
        # "Could not be met", "has not been completed on time", "did not happen as intended".
        (
            Cue.DELAYED,
            r"\b(?:not|n't|cannot|unable)\b[^.;]{0,60}\b(?:(?:on|in) (?:time|schedule)"
            r"|by the (?:deadline|target|due|original|agreed)|as (?:planned|intended|expected|scheduled|agreed))\b",
        ),
        (Cue.DELAYED, r"\b(?:date|deadline|target|timescale)s?\b[^.;]{0,30}\bnot (?:be |been )?met\b"),
        # "Should have finished in May", "was due to finish in May but".
        (Cue.DELAYED, r"\bshould have (?:been )?\w+"),
        (
            Cue.DELAYED,
            r"\bwas (?:due|meant|supposed|intended|scheduled|expected|planned) to\b[^.;]{0,60}"
            r"\b(?:but|however|has not|have not|did not)\b",
        ),
        (Cue.DELAYED, r"\b(?:missed|later than) (?:its|the|their) (?:\w+ )?(?:date|deadline|target)\b"),
        (
            Cue.DELAYED,
            r"\b(?:date|deadline)s?\b[^.;]{0,25}\b(?:was|were|has|have) (?:been |now )*"
            r"(?:missed|moved|extended|put back|pushed back|revised)\b",
        ),
        (
            Cue.DELAYED,
            r"\bnow (?:expect|expected|planned|timetabled|scheduled|forecast|due|anticipate|anticipated)\b"
            r"[^.;]{0,60}\b(?:rather than|instead of)\b",
        ),
        (
            Cue.ON_HOLD,
            r"\b(?:no\b[^.;]{0,40}\bpossible|not possible|cannot|can't|unable to|not able to"
            r"|nothing|no (?:further )?(?:work|action|progress))\b[^.;]{0,60}\buntil\b",
        ),
        (Cue.DELAYED, rf"\b{_NUMBER} (?:days?|weeks?|months?|years?) (?:late|behind|overdue)\b"),
        # "The forum now includes tenants": what was to change has changed.
        (
            Cue.FINISHED,
            r"\bnow (?!is\b|was\b|progress|needs\b|plans\b|intends\b|expects\b|aims\b|seeks\b|stands\b)[a-z]{2,}s\b",
        ),
        (
            Cue.FINISHED,
            r"(?<!will )\bnow (?:hold|receive|use|meet|report|attend|sign|publish|share|follow|include|operate"
            r"|record|provide)\b",
        ),
        # "Most teams have been trained", "published for some committees".
        (
            Cue.HEDGED,
            r"^(?:some|most|many|several|half|a (?:number|few|couple) of|few|the majority|around half|about half"
            r"|not every)\b"
            r"|\b(?:for|in|by|to|with) (?:some|most|half|many|several)\b",
        ),
        (
            Cue.UNFINISHED,
            r"\b(?:remain|remains|remaining|left)\b(?=\s*(?:[.,;]|$|to be\b|to do\b|vacant|unfilled|open\b"
            r"|outstanding|unresolved|unsigned))|\bthe (?:other|others|rest|remainder|remaining)\b",
        ),
        (
            Cue.HEDGED,
            r"\b(?:set up|established|formed|created|convened)\b[^.;]{0,30}"
            r"\b(?:groups?|task ?force|working party|project team)\b",
        ),
        (Cue.UNFINISHED, r"\b(?:is|are|now) (?:currently )?with (?:the )?[A-Za-z]"),
        (Cue.UNFINISHED, r"\ball (?:but|except|bar)\b|\b(?:apart from|except for|with the exception of)\b"),
        (Cue.UNFINISHED, rf"\b(?:down|up) (?:to|from) {_NUMBER}\b"),
        # Asking for money or offers is a step: "A bid has been put to the Combined Authority".
        (
            Cue.STEP,
            r"\b(?:bids?|applications?|expressions? of interest|quotes|quotations|tenders?|requests?)\b[^.;]{0,30}"
            r"\b(?<!be )(?:submitted|made|put|sent|lodged|received|issued|invited|sought)\b|\bput (?:out )?to the\b",
        ),
    )
)


def pattern_cues(text: str) -> Iterator[Cue]:
    """Yield the cues that a sentence gives by its pattern."""
    nothing_left = _NOTHING_LEFT.search(text)
    if nothing_left:
        yield Cue.CONCLUDED
    for cue, pattern in _PATTERNS:
        if pattern.search(text) and not (nothing_left and cue is Cue.UNFINISHED):
            yield cue
    if any(match.group(1) != match.group(2) for match in _PART_OF.finditer(text)):
        yield Cue.HEDGED  # "two of the five"
    for match in _PERCENT.finditer(text):
        if _PERCENT_DONE.match(text, match.end()) or _PERCENT_REACHED.search(text, 0, match.start()):
            yield Cue.CONCLUDED if int(match.group(1)) >= 100 else Cue.UNFINISHED
        elif int(match.group(1)) < 100 and re.match(r"\s*of\b", text[match.end() :]):
            yield Cue.HEDGED  # "85 % of staff have been trained"
