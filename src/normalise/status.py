"""Status cells: what a status, RAG or progress column says of an action.

A cell counts as a status where a status phrase leads it: nothing but light words (this, now, work has, phase 1,
a date) stands before the phrase. A status word in the middle of a sentence is narrative and is left to
`normalise.narrative`. Phrases are data (vocab/status.toml); negation, parts, percentages and turns are grammar.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from normalise.colours import colour_words, read_colour_symbol, read_colour_word
from normalise.model import Direction, Rag, Response, Status
from normalise.status_parts import counts_some, joint_status, parts_on_lines, read_percent, status_of_percent
from normalise.status_phrases import Phrase, Words, find_phrases, mend_spelling, plain, status_words
from normalise.vocabulary import fold

# The contract's default where a document has no legend; each at low confidence.
STATUS_OF_COLOUR: Mapping[Rag, Status] = {
    Rag.GREEN: Status.IN_PROGRESS,
    Rag.AMBER: Status.DELAYED,
    Rag.RED: Status.DELAYED,
    Rag.BLUE: Status.COMPLETE,
    Rag.GREY: Status.NOT_STARTED,
}
# Confidence: how sure each kind of evidence is, from 0 to 1.
WHOLE, LEADING, MODIFIED, LOOSE, GUESSED = 0.98, 0.92, 0.85, 0.65, 0.4
MISSPELT_COST = 0.25
LONGEST_CODE = 3  # characters of a code that a key explains: "C", "NS", "N/S"
# A line of more words than this, with a status that nothing sets off, is narrative.
SHORT_LINE_WORDS = 14
NAME_WORDS = 6  # before a dash and a status; more words tell a story
_ONLY_LATER = (["until"], ["till"], ["before"], ["by"])
_EXCEPTS = re.compile(  # "Complete apart from the signage"
    r"(?:apart|aside|except(?:ing)?|excluding|bar|(?:but|save) for|other than|with the exception) ", re.I
)
_BEGUN = frozenset({"started", "begun", "commenced"})
_ENDS_SENTENCE = {".", ";", "!", "?"}
_SETS_OFF = _ENDS_SENTENCE | {":", ",", "-", "(", ")", "/", "--", "...", "[", "]", "|"}
_BULLET = re.compile(r"^\s*(?:[•▪●\-*·>]+\s*|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+)", re.I)
_DATE_WORDS = re.compile(
    r"\b(?:\d+(?:st|nd|rd|th)?|jan\w*|feb\w*|mar(?:ch)?|apr\w*|may|june?|july?|aug\w*|sept?\w*|oct\w*|nov\w*|dec\w*|"
    r"q[1-4]|spring|summer|autumn|winter|in|on|by|since|end|of|early|mid|late)\b|[^\w\s]",
    re.I,
)


@dataclass(frozen=True, slots=True)
class StatusReading:
    """What a status cell says. `rest` is the text after the leading status where the cell goes on to tell.

    `status` is None where no status leads the cell; `confidence` is from 0 to 1; `percent_complete` 0 to 100.
    """

    text: str
    status: Status | None = None
    rag: Rag | None = None
    direction: Direction | None = None
    percent_complete: float | None = None
    response: Response | None = None
    confidence: float = 0.0
    rest: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """What one line says; `end` is the offset after its status phrase, `bare` whether it says no more than that."""

    status: Status | None = None
    confidence: float = 0.0
    percent: float | None = None
    rag: Rag | None = None
    end: int = 0
    bare: bool = False


def read_status(text: str, legend: Mapping[str, Status] | None = None) -> StatusReading:
    """Return the status that a cell of a status, RAG or progress column says.

    `legend` holds what the document's own key says, by colour name ("amber") or by printed word. Words decide;
    a colour alone gives a status by the legend, else by the contract's default at low confidence. "Agreed" and
    its like give a response and no status ("Rejected" gives both, being a listed word of cancellation). A cell of
    several lines, each a status, is complete only if every line is.
    """
    words = status_words()
    shown = plain(text)
    key = {fold(name): status for name, status in (legend or {}).items()}
    reading = StatusReading(text, direction=words.arrow(shown), rag=read_colour_word(shown) or _later_colour(shown))
    if fold(shown) in words.placeholders or not shown.strip():
        return reading
    if fold(shown) in key:
        return replace(reading, status=key[fold(shown)], confidence=WHOLE)
    if coded := _read_code(shown, key):
        return replace(reading, status=coded[0], confidence=LEADING, rest=coded[1])
    tick = words.tick(shown)
    body = words.without_symbols(shown)
    response, offset = _read_response(body, words)
    reading = replace(reading, response=response)
    if response and not body[offset:].strip(" .,:;-\n") and response is not Response.REJECTED:
        return reading
    said = _read_cell(" " * offset + body[offset:] if response is not Response.REJECTED else body, words)
    if said.status is None and not response:
        said = _read_misspelt(body, words) or said
    rag = reading.rag or said.rag
    reading = replace(reading, rag=rag, percent_complete=said.percent)
    if said.status:
        rest = _rest(text, shown, body, said)
        return replace(reading, status=said.status, confidence=said.confidence, rest=rest)
    if rag and (by_key := key.get(rag.value)):
        return replace(reading, status=by_key, confidence=0.85)
    if tick:
        return replace(reading, status=tick, confidence=0.7 if tick is Status.COMPLETE else 0.5)
    if rag:
        return replace(reading, status=STATUS_OF_COLOUR[rag], confidence=GUESSED)
    return reading


def _later_colour(shown: str) -> Rag | None:
    """Return the second colour of "Amber → Green"."""
    was, arrow, now = re.sub(r"->|=>|[➔➜⇒➡]", "→", shown).partition("→")
    return read_colour_word(now) if arrow and read_colour_word(was) else None


def _read_code(shown: str, key: Mapping[str, Status]) -> tuple[Status, str] | None:
    """Return what codes of the document's key that lead a cell stand for, and the text after them.

    "(C)", "C - agreed by the Board", "C / P" (several codes tell of several parts). A figure counts only alone:
    before other text it numbers it.
    """
    codes = {code for code in key if len(code) <= LONGEST_CODE and code not in colour_words()}
    parts = [fold(part) for part in re.split(r"[\s,/&+]+|\band\b", shown.strip(" ()[]\n")) if part.strip()]
    if parts and all(part in codes for part in parts):
        return joint_status([key[part] for part in parts]), ""
    lead = re.match(r"\s*[(\[]?([^\W\d_](?:/?[A-Za-z\d]){0,2})[)\]]?\s*(?:[-:;(,]|\n|(?<=[)\]])\s)\s*", shown)
    if lead and fold(lead.group(1)) in codes:
        return key[fold(lead.group(1))], shown[lead.end() :].strip(" ()-:;,")
    return None


def read_direction(text: str) -> Direction | None:
    """Return the direction that a cell of a direction-of-travel column shows, by arrow or by word."""
    words = status_words()
    return words.arrow(plain(text)) or words.directions.get(fold(text))


@functools.cache
def _leading(phrase: str) -> re.Pattern[str]:
    """Return the pattern of a phrase that leads a cell and is set off from what follows."""
    return re.compile(rf"\s*{re.escape(phrase)}\b(?=\s*(?:$|[.,:;\-(/\n]))", re.I)


def _read_response(text: str, words: Words) -> tuple[Response | None, int]:
    """Return the answer to a recommendation that leads the cell, and the offset after it."""
    for phrase, response in words.responses:
        match = _leading(phrase).match(text)
        if match:
            return response, match.end()
    return None, 0


def _read_cell(text: str, words: Words) -> _Line:
    """Return what the cell's lines say together, offsets counted in `text`."""
    whole = words.squeezed.get(re.sub(r"[\W_]+", "", text).casefold())
    if whole:
        return _Line(whole, WHOLE, end=len(text), bare=True)
    lines: list[_Line] = []
    silent = 0
    offset = 0
    for part in re.split(r"(\n+|(?<=\s)/(?=\s))", parts_on_lines(text)):
        line = _read_line(part, words) if part.strip() else None
        if line and line.status:
            lines.append(replace(line, end=line.end + offset))
        elif line and (line.rag or line.percent is not None):
            lines.append(line)
        elif line and not line.bare and _DATE_WORDS.sub(" ", part).split():
            silent += 1
            if not lines:
                break
        offset += len(part)
    spoken = [line for line in lines if line.status]
    if not spoken:
        return lines[0] if lines else _last_bare_line(text, words)
    first = spoken[0]
    rag = next((line.rag for line in lines if line.rag), None)
    percent = next((line.percent for line in lines if line.percent is not None), None)
    if silent or len(spoken) == 1:
        return replace(first, rag=rag, percent=percent)
    joint = joint_status([line.status for line in spoken if line.status])
    confidence = min(line.confidence for line in spoken)
    end = len(text) if all(line.bare for line in spoken) else first.end
    return replace(first, status=joint, confidence=confidence, rag=rag, percent=percent, end=end)


def _last_bare_line(text: str, words: Words) -> _Line:
    """Return a status that stands alone on the last line, below narrative."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > 1:
        last = _read_line(lines[-1], words)
        if last.status and last.bare and len(lines[-1].split()) <= 4:
            return replace(last, confidence=LOOSE, end=len(text))
    return _last_bare_piece(text, words) if len(lines) == 1 else _Line()


def _last_bare_piece(line: str, words: Words) -> _Line:
    """Return a status set off by a dash or colon behind the name of what it tells of: "Recruitment – complete"."""
    named, dash, last = line.rpartition(" - ") if " - " in line else line.rpartition(": ")
    names = dash and len(named.split()) <= NAME_WORDS and not {fold(named), fold(last)} & words.placeholders
    said = _read_line(last, words) if names else _Line()
    return replace(said, confidence=LOOSE, end=len(line)) if said.status and said.bare else _Line()


def _read_line(line: str, words: Words) -> _Line:
    """Return what one line says: status and its confidence, percentage, colour, offset after the status."""
    lead = _BULLET.match(line)
    start = lead.end() if lead else 0
    phrases, tokens = find_phrases(line[start:], words)
    percent, vague = read_percent(line[start:], words)
    rag = _line_colour(line[start:])
    first = next((p for p in phrases if _leads(p, tokens, words)), None)
    only_light = all(t in words.light or not t.isalpha() for t in tokens)
    if first is None:
        if percent is not None and (only_light or re.match(r"\W*\d", line[start:])) and len(tokens) < SHORT_LINE_WORDS:
            return _Line(status_of_percent(percent), MODIFIED, None if vague else percent, rag, len(line), True)
        return _Line(rag=rag, percent=None, bare=only_light)
    status, confidence, last = _judge(first, phrases, tokens, words, percent)
    confidence = min(confidence, _standing(first, last, tokens, words))
    if not confidence:
        return _Line(rag=rag)
    after = line[start + last.end_char :].strip(" .,:;-*)(")
    bare = len(_DATE_WORDS.sub(" ", after).split()) < 3
    return _Line(status, confidence, None if vague else percent, rag, start + last.end_char, bare)


def _line_colour(line: str) -> Rag | None:
    """Return a colour word that stands as a rating: alone, first and set off, or last and set off."""
    names = "|".join(sorted(map(re.escape, colour_words()), key=len, reverse=True))
    rated = r"(?:rag|rated|rating|status|currently|now|is|remains|stays?|from|to)[\s:\-]*"
    after = r"(?=\s*(?:$|[.,:;/)\-(|]|\b(?:where|when|if|but|and|as|because|rated|rating|status)\b))"
    for pattern in (rf"^\W*({names})\b{after}", rf"\b{rated}({names})\b", rf"[:\-(/\[|.,]\s*({names})\b\W*$"):
        match = re.search(pattern, line, re.I)
        if match:
            return colour_words()[fold(match.group(1))]
    first = re.match(r"\s*\(?([RAGB])\)?\s*(?:[:\-/]|$)", line) or re.search(r"[(\[]([RAGB])[)\]]\s*$", line)
    return read_colour_word(first.group(1)) if first else read_colour_symbol(line)


def _leads(phrase: Phrase, tokens: Sequence[str], words: Words) -> bool:
    """Say whether nothing but light words, numbers and punctuation stands before the phrase."""
    before = tokens[: phrase.start]
    return len(before) <= SHORT_LINE_WORDS and all(
        t in words.light or not t.isalpha() or len(t) == 1 or t.endswith("ly") for t in before
    )


def _standing(first: Phrase, last: Phrase, tokens: Sequence[str], words: Words) -> float:
    """Return how firmly the phrase stands as the cell's status, 0 where it is the start of a narrative."""
    following = tokens[last.end : last.end + 1]
    set_off = not following or following[0] in _SETS_OFF
    if set_off:
        return WHOLE if first.start == 0 and not following else LEADING
    length = sum(t.isalpha() for t in tokens)
    going_on = following[0] in words.goes_on or not following[0].isalpha()
    if going_on and (length <= SHORT_LINE_WORDS or first.start == 0):
        return MODIFIED if length <= SHORT_LINE_WORDS else LOOSE
    return LOOSE if length <= 7 else 0.0


def _judge(
    first: Phrase, phrases: Sequence[Phrase], tokens: Sequence[str], words: Words, percent: float | None
) -> tuple[Status, float, Phrase]:
    """Return status, confidence and last phrase of the line's opening statement, with its grammar applied."""
    status, confidence = _modify(first, tokens, words)
    if percent is not None and status in (Status.COMPLETE, Status.IN_PROGRESS, Status.NOT_STARTED):
        status, confidence = status_of_percent(percent), MODIFIED
    last = first
    if status is Status.COMPLETE and counts_some(tokens[: first.start]):
        return Status.IN_PROGRESS, MODIFIED, last
    after = last.end + (list(tokens[last.end : last.end + 1]) == [","])
    if status is Status.COMPLETE and _EXCEPTS.match(" ".join(tokens[after : after + 4])):
        return Status.IN_PROGRESS, MODIFIED, last
    if status is Status.COMPLETE and list(tokens[last.end : last.end + 2]) == ["in", "part"]:
        return Status.IN_PROGRESS, MODIFIED, last
    for phrase in phrases:
        if phrase.start < last.end:
            continue
        gap = tokens[last.end : phrase.start]
        set_aside = last.text in words.vague and len(gap) == 1  # "Closed; superseded by action 3"
        if (any(t in _ENDS_SENTENCE for t in gap) and not set_aside) or not all(
            t in words.light or t in words.goes_on or t in words.negations or not t.isalpha() for t in gap
        ):
            break
        other, _ = _modify(phrase, tokens, words)
        joined = _combine(status, other, last, phrase, gap, words)
        if joined is None:
            break
        status, confidence, last = joined, MODIFIED, phrase
    return status, confidence, last


def _combine(
    status: Status, other: Status, first: Phrase, phrase: Phrase, gap: Sequence[str], words: Words
) -> Status | None:
    """Return the status of two phrases that stand together, None where the second only adds to the first."""
    if other is status:
        return status if "/" in gap or not gap else None
    if status is Status.COMPLETE and phrase.text in words.lasting:
        return status  # "Complete, now business as usual"
    if any(t in words.turns for t in gap) or (status is Status.COMPLETE and other is Status.CANCELLED):
        return other
    if first.text == "closed" and other is not Status.CANCELLED:
        return status
    if first.text in words.vague:
        return other
    if phrase.text in words.vague:
        return status
    if "/" in gap or "or" in gap:
        return joint_status((status, other))
    waits = phrase.text.startswith(("await", "wait", "depend", "pending", "held pending"))
    if status is Status.IN_PROGRESS and other in (Status.DELAYED, Status.ON_HOLD, Status.CANCELLED) and not waits:
        return other
    if status is Status.IN_PROGRESS and other is Status.COMPLETE and not gap:
        return status
    return None


def _modify(phrase: Phrase, tokens: Sequence[str], words: Words) -> tuple[Status, float]:
    """Return the phrase's status as the words before it turn it: not, partly, to be, yet to be."""
    before = list(tokens[max(0, phrase.start - 5) : phrase.start])
    for i, token in enumerate(before):
        begun = i > 0 and token == "or" and before[i - 1] in _BEGUN  # "Not started or off track": "not" ends there
        turned = token == "but" or begun or (token == "now" and before[i - 1 : i] not in (["not"], ["no"]))
        if turned or token in _SETS_OFF - {"-"}:
            before = before[i + 1 :] if token in before[i:] else before
            break
    negated = any(t in words.negations or t == "n't" for t in before[-4:]) or "no longer" in " ".join(before)
    to_be = before[-2:] == ["to", "be"] or before[-1:] == ["to"] or before[-2:] == ["will", "be"]
    if phrase.status is Status.COMPLETE:
        if negated and "will" in before and phrase.text in words.undone:
            later = tokens[phrase.end : phrase.end + 1] in _ONLY_LATER
            return (Status.DELAYED if later else Status.CANCELLED), MODIFIED
        if negated or to_be:
            if phrase.text in words.missed and negated:
                return Status.DELAYED, 0.5
            begun = phrase.text not in words.undone or "fully" in before
            return (Status.IN_PROGRESS if begun else Status.NOT_STARTED), (0.8 if begun and negated else 0.6)
        if before[-1:] == ["being"] or any(t in words.not_done_yet for t in before[-3:]):
            return Status.IN_PROGRESS, MODIFIED
    elif negated and phrase.status is Status.IN_PROGRESS:
        behind = phrase.text.startswith(("on ", "on-", "to ", "within ", "ahead "))
        return (Status.DELAYED if behind else Status.NOT_STARTED), MODIFIED
    elif phrase.text.startswith("will not") and tokens[phrase.end : phrase.end + 1] in _ONLY_LATER:
        return Status.DELAYED, MODIFIED
    elif negated and phrase.status in (Status.DELAYED, Status.ON_HOLD, Status.CANCELLED):
        return Status.IN_PROGRESS, 0.5
    return phrase.status, WHOLE


def _read_misspelt(text: str, words: Words) -> _Line | None:
    """Return what the cell says once slips of typing in its opening words are mended, less surely."""
    mended = mend_spelling(text, words)
    if mended == text:
        return None
    line = _read_cell(mended, words)
    if line.status is None:
        return None
    end = line.end + len(text) - len(mended)
    return replace(line, confidence=max(line.confidence - MISSPELT_COST, 0.3), end=end)


def _rest(text: str, shown: str, body: str, said: _Line) -> str:
    """Return the text after the status where the cell goes on to tell, as printed; a date alone tells nothing."""
    if len(body) != len(text) or len(shown) != len(text):
        text = body
    tail = text[said.end :]
    match = re.match(r"\s*(?:[.,:;!]|[-–—]+(?=\s)|\n|/(?=\s)|(?=\())", tail)
    if not match:
        match = re.search(r"[.;!](?=\s)|\n", tail)
    if not match:
        return ""
    rest = tail[match.end() :].strip().lstrip("–—-:;,. \n").strip()
    return rest if len(_DATE_WORDS.sub(" ", rest).split()) >= 2 and len(rest.split()) >= 3 else ""
