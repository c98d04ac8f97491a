"""Which authority a document is of: what it says of itself, never whom it names in passing."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.model import Block, BlockKind, Issue, IssueCode, Parsed, Severity, Table
from normalise.authority_mentions import Mention, find_mentions
from normalise.authority_names import (
    Authority,
    addressed_authorities,
    name_key,
    place_owner,
    resolve_authority,
)
from normalise.dates import read_heading_date
from normalise.model import Reading
from normalise.title_lines import only_names
from normalise.vocabulary import fold, read_vocabulary

__all__ = ["Authority", "authority_of_title", "find_authority", "resolve_authority"]

# What a naming weighs. A document's title or letterhead settles it; a web address or prose alone only together.
TITLE = 5.0
LETTERHEAD = 4.0
HEADING = 2.0
CONTACT = 2.0
LINK = 1.0
PLACE = 1.0
ENOUGH = 2.0
CLEAR = 2.0  # the strongest must weigh this many times the next
HEAD_BLOCKS = 40
START = 4  # characters: a name that begins there begins its line, after a number or a sign
LINE_WORDS = 16  # a longer line is prose
COUNTED = ("prose", "passing", "self")  # kinds of naming that count by how many there are
PROSE_MENTIONS = 3  # as the one council that a document keeps talking of


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the document and what it is: "title", "head", "furniture", "heading", "item" or "prose"."""

    text: str
    role: str


def find_authority(parsed: Parsed) -> Reading[Authority]:
    """Return the authority whose document this is.

    Title, letterhead, running heads and feet, labels ("Organisation: …") and definitions ("… Borough Council (the
    Council)") say it; web and e-mail addresses and the one council that prose keeps naming bear it out. Where
    evidence is slight or two councils have as good a claim, the value is None with an issue.
    """
    evidence: dict[str, dict[str, float]] = defaultdict(dict)
    names: dict[str, Authority] = {}
    counts: dict[str, dict[str, int]] = {kind: defaultdict(int) for kind in COUNTED}
    for line in _lines(parsed):
        for authority, kind, weight in _namings(line):
            key = _key(authority)
            names.setdefault(key, authority)
            if kind in COUNTED:
                counts[kind][key] += 1
            elif weight > evidence[key].get(kind, 0.0):
                evidence[key][kind] = weight
    _merge_shorter(names, evidence, counts)
    scores = {key: sum(kinds.values()) for key, kinds in evidence.items()}
    talked_of = _talked_of(counts["prose"], counts["passing"]) or _speaks(names, counts["self"])
    if talked_of:
        scores[talked_of] = scores.get(talked_of, 0.0) + ENOUGH
    ranked = sorted(((score, key) for key, score in scores.items() if score), reverse=True)
    if ranked and ranked[0][0] >= ENOUGH and (len(ranked) == 1 or ranked[0][0] >= CLEAR * ranked[1][0]):
        score, key = ranked[0]
        confidence = 0.95 if score >= LETTERHEAD else 0.8 if evidence.get(key) else 0.6
        return Reading(names[key], names[key].name, confidence=confidence)
    named = ", ".join(names[key].name for _, key in ranked[:3])
    message = (
        f"more than one council has a claim: {named}" if len(ranked) > 1 else "the document does not say whose it is"
    )
    return Reading(None, issues=(Issue(IssueCode.UNKNOWN_AUTHORITY, Severity.INFO, message),))


def authority_of_title(title: str) -> Authority | None:
    """Return the one council that a plan's title names as its own, None where it names none or several."""
    found = {_key(m.authority): m.authority for m in _own_mentions(title) if not m.plain}
    return next(iter(found.values())) if len(found) == 1 else None


def _key(authority: Authority) -> str:
    return authority.code or name_key(authority.name)


def _merge_shorter(
    names: dict[str, Authority], evidence: dict[str, dict[str, float]], counts: dict[str, dict[str, int]]
) -> None:
    """Let a name of no register that ends in another one count for it ("Improving Harrowmere Borough Council")."""
    for key in [key for key, authority in names.items() if not authority.code]:
        shorter = next((other for other in names if other != key and key.endswith(" " + other)), None)
        if shorter:
            for kind, weight in evidence.pop(key, {}).items():
                evidence[shorter][kind] = max(weight, evidence[shorter].get(kind, 0.0))
            for count in counts.values():
                count[shorter] += count.pop(key, 0)
            del names[key]


def _talked_of(prose: dict[str, int], passing: dict[str, int]) -> str | None:
    """Return the council that prose keeps naming, where the others together come to no third of it."""
    most = max(prose, key=lambda key: prose[key], default=None)
    if most is None or prose[most] < PROSE_MENTIONS:
        return None
    others = sum(n for count in (prose, passing) for key, n in count.items() if key != most)
    return most if others * 3 <= prose[most] else None


def _speaks(names: dict[str, Authority], said: dict[str, int]) -> str | None:
    """Return the council that says of itself what only the plan's own can, where the document names no other."""
    return next(iter(said), None) if len(names) == 1 else None


def _lines(parsed: Parsed) -> Iterator[_Line]:
    """Yield the document's lines with what each is."""
    blocks = 0
    head = True
    for item in parsed.content:
        if isinstance(item, Table):
            yield from _table_lines(item, head)
            head = head and (item.n_rows < 3 or item.n_columns < 3)
            continue
        blocks += 1
        in_head = head and blocks <= HEAD_BLOCKS
        for text in filter(None, map(str.strip, item.text.split("\n"))):
            opening = text.split(". ", 1)[0] if in_head else ""
            if opening and only_names(opening):  # "Harrowmere Borough Council, May 2024. This plan …"
                yield _Line(opening, "head")
            yield _Line(text, _role(item, text, in_head))


def _role(block: Block, line: str, in_head: bool) -> str:
    if block.is_aside:
        return "furniture"
    if block.kind is BlockKind.TITLE:
        return "title"
    if block.kind is BlockKind.HEADING:
        return "title" if in_head and block.level <= 2 else "heading"
    if block.kind is BlockKind.LIST_ITEM:
        return "item"
    if in_head and len(line.split()) <= LINE_WORDS and not line.endswith("."):
        return "title" if block.bold else "head"
    return "prose"


def _table_lines(table: Table, head: bool) -> Iterator[_Line]:
    """Yield a table's lines: its heading and title row, labels beside their values, the cells as prose."""
    if table.heading:
        yield _Line(table.heading, "title" if head else "heading")
    by_place = {(cell.row, cell.column): cell.text for cell in table.cells} if table.n_columns <= 3 else {}
    for cell in table.cells:
        spans = cell.row == 0 and cell.column_span == table.n_columns and table.n_columns > 1
        if spans:
            yield _Line(cell.text, "title" if head else "heading")
        elif cell.is_heading and cell.row < max(1, table.header_rows):
            yield _Line(cell.text, "column")
        elif label := by_place.get((cell.row, cell.column - 1)):
            yield _Line(f"{label.strip(' :')}: {cell.text}", "item")
        else:
            yield _Line(cell.text, "prose")


_LABEL = re.compile(
    r"^(?:name of )?(?:the )?(?:local )?(?:authority|council|organi[sz]ation|body|employer)(?: name)?\s*[:–-]",
    re.IGNORECASE,
)
_OF_POST = re.compile(
    r"^(?:joint )?(?:report|letter|statement|foreword|response|message|submission)s? (?:of|by|from|to)\b", re.IGNORECASE
)
_BY_POST = re.compile(  # "by the Head of Housing, …": the post that a paper comes from
    r"^(?:(?:presented|submitted|written|prepared|a report) )?by (?:the |our )?(?:[\w&'’/-]+ ){0,5}?"
    r"(?:head|director|chief|officer|manager|leader|clerk|member|lead|treasurer|secretary|mayor)\b",
    re.IGNORECASE,
)
_COMMITTEE_OF = re.compile(  # "Meeting: Audit Committee, …", never "Chair of the Audit Committee, …"
    r"^(?!.*\b(?:chair\w*|member|leader|head|director|officer|cllr|councillor|clerk|mr|ms|mrs|dr)\b)"
    r".*\b(?:committee|cabinet|board|panel|executive|commission),?\s+(?:of\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_DEFINED = re.compile(r"\s*\(\s*(?:hereafter\s+)?[\"“'‘]?(?:the|our)\s+[\"“'‘]?(?:council|authority)\b", re.IGNORECASE)
_CONTACT = re.compile(
    r"\b(?:contact|e-?mail|tel|telephone|further information|enquiries|website|author|report(?:ing)? officer"
    r"|rhagor|cyswllt|cysylltwch|ffôn|e-bost|gwefan)\b",
    re.IGNORECASE,
)
_NOT_SELF = re.compile(
    r"\b(?:at|from|with|to|by|like|in|visited|than|other|alongside|via)\s+(?:the\s+)?$", re.IGNORECASE
)


# What the council whose plan it is says of itself: it accepts, welcomes, has asked for a review, has a response.
_SELF = re.compile(
    r"(?:['’]s?)?\s+(?:(?:has|have|had|fully|also|formally|warmly|now|is|was)\s+)*"
    r"(?:accept(?:s|ed)|welcom(?:es|ed)|acknowledge[sd]|responded|committed to|invited an?|commissioned"
    r"|received (?:[\w-]+ ){0,4}(?:recommendations?|report|letter|notice|inspection|judgements?|grading)\b"
    r"|declared an? [\w ]{0,40}emergency|subject to\b|hosted an?\b|took part in\b|underwent\b|self-referred"
    r"|(?:formal |management )?response\b|action plan\b|improvement plan\b)",
)
_AGREED_BY = re.compile(
    r"^(?:the|this|these|our|all|its)\b[^.]*\b(?:was|were|is|are|been)\s+(?:\w+\s+)?"
    r"(?:agreed|accepted|adopted|approved|prepared|drawn up|developed|endorsed)\s+by\s+(?:the\s+)?$"
    r"|^this (?:\w+ )?(?:report|paper|document|plan)\b[^.]*\b(?:plan|programme|strategy) (?:of|for) (?:the )?$"
    r"|^this (?:\w+ )?(?:document|plan|report|strategy|tracker|statement|page|paper|response)\b[^.,]*"
    r"\b(?:is|was|has been)\s+(?:\w+\s+)?"
    r"(?:published|produced|issued|owned|maintained|written|compiled)\s+by\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^\d+(?:\.\d+)*[.)]?\s+")
_FACT_LABEL = re.compile(  # "Document owner: Head of Policy, …", never "Peer team: …"
    r"^(?:(?:document|report|plan|action plan|policy|strategy) )?"
    r"(?:owners?|owned by|authors?|written by|prepared (?:by|for)|produced (?:by|for)|published by|issued by"
    r"|approved by|compiled by|maintained by|contact(?: officer)?|(?:lead|responsible|report|reporting) officer"
    r"|sponsor|client|venue|publisher|local area|department)\s*[:–-]"
    r"|^(?:prepared|produced|written|compiled|issued|published|drafted) by\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(  # "Peer team: …", "Guest: the Leader of …"
    r"^(?:the |our )?(?:lead |member |officer |peer |review )?(?:peers?|team|guests?|speakers?|reviewers?|mentors?"
    r"|advis[eo]rs?|facilitators?|commissioners?|inspectors?|visitors?|partners?|observers?)(?: members?| team)?\s*:",
    re.IGNORECASE,
)
_PREDICATE = re.compile(r"\s+(?:is|are|was|were|has|have|will|provides?|leads?|hosts?)\b")
_PERSON_OF = re.compile(
    r"\b(?:leader|mayor|chief executive|director|officer|councillor|chair\w*|clerk|member)\b[^,:]*\bof\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
_JOINED = re.compile(r"(?:\s|,|/|\+|and|&|the)*")


def _namings(line: _Line) -> Iterator[tuple[Authority, str, float]]:
    """Yield (authority, kind of evidence, weight) for each council or address in a line."""
    for authority in addressed_authorities(line.text):
        alone = line.role == "head" and len(line.text.split()) == 1  # an address for a letterhead
        near = alone or line.role == "furniture" or "@" in line.text or _CONTACT.search(line.text)
        yield authority, "address", CONTACT if near else LINK
    mentions = find_mentions(line.text)
    own = _own_mentions(line.text)
    for mention in mentions:
        if mention.joint or _OTHERS.match(line.text):
            continue
        if _DEFINED.match(line.text, mention.end):
            yield mention.authority, "letterhead", LETTERHEAD
        elif line.role == "prose" and not mention.plain:
            passing = _NOT_SELF.search(line.text, 0, mention.start)
            yield mention.authority, "passing" if passing else "prose", 0.0
            if mention.start <= START and _POSTCODE.search(line.text, mention.end):
                yield mention.authority, "address", CONTACT
            elif (not passing and _SELF.match(line.text, mention.end)) or _AGREED_BY.search(
                _NUMBER.sub("", line.text[: mention.start])
            ):
                yield mention.authority, "self", 0.0
        elif mention in own and (
            not mention.plain or _stands_alone(line.text, mention) or _names_its_own(line, mention)
        ):
            kind, weight = _kind(line, _first_of(mention, own, line.text))
            if weight:
                yield mention.authority, kind, weight
    if line.role == "title" and not mentions:
        yield from _places(line.text)


def _names_its_own(line: _Line, mention: Mention) -> bool:
    """Tell whether a council's name is a line or segment of its own, or the line says from whose post it comes."""
    comes_from = line.role != "prose" and (_OF_POST.match(line.text) or _BY_POST.match(line.text))
    after = line.text[mention.end :]
    dated = read_heading_date(after) if comes_from else None
    ends = re.fullmatch(r"\W*(?:to\b.*)?", after[: dated[1][0]] if dated else after, re.DOTALL)
    return _stands_alone(line.text, mention) or only_names(line.text) or bool(comes_from and ends)


def _first_of(mention: Mention, own: tuple[Mention, ...], text: str) -> Mention:
    """Return the first of the councils that a line names side by side: each has the claim that it has."""
    first = mention
    for other in reversed(own):
        if other.end <= first.start and _JOINED.fullmatch(text, other.end, first.start):
            first = other
    return first


def _kind(line: _Line, mention: Mention) -> tuple[str, float]:
    """Return what a council named in a heading, a running head, a label or a short line is evidence of."""
    if line.role == "title":
        return "title", TITLE
    short = len(line.text.split()) <= LINE_WORDS
    if (line.role == "furniture" and short) or _LABEL.match(line.text):
        return "letterhead", LETTERHEAD
    if line.role == "head":
        if mention.start <= START and _PREDICATE.match(line.text, mention.end):
            return "heading", 0.0  # a sentence that lacks its stop
        of_post = _OF_POST.match(line.text) or _BY_POST.match(line.text)
        leads = mention.start <= START or _stands_alone(line.text, mention) or of_post
        if leads or _COMMITTEE_OF.search(line.text, 0, mention.start):
            return "letterhead", LETTERHEAD
        if _FACT_LABEL.match(line.text):
            return "letterhead", CONTACT
        # "Cllr A Smith, Leader, …": a peer or a signature
        before = line.text[: mention.start].rstrip()
        of_person = before.endswith(",") or _PERSON_OF.search(line.text, 0, mention.start)
        return "heading", LINK if of_person else HEADING
    if line.role == "item" and _OF_POST.match(line.text):  # "Report of | Head of Housing, …" on a cover sheet
        return "letterhead", CONTACT
    return "heading", HEADING if line.role in {"heading", "column"} else 0.0


def _stands_alone(text: str, mention: Mention) -> bool:
    """Tell whether the name is a line or segment of its own, as in "Action plan | Harrowmere Council"."""
    before, after = text[: mention.start].rstrip(), text[mention.end :].lstrip(" .,")
    return (not before or before[-1] in "|–—-:>") and (not after or after[0] in "|–—-:>")


def _places(text: str) -> Iterator[tuple[Authority, str, float]]:
    """Yield the councils called by a place that a title names: they only bear out other evidence."""
    for segment in re.split(r"[|–—:-]|\s{2,}", text):
        words = segment.split()
        for i in range(len(words)):
            for j in range(len(words), i, -1):
                owner = place_owner(" ".join(words[i:j])) if words[i][0].isupper() else None
                if owner:
                    yield owner, "place", PLACE
                    break


@functools.cache
def _passing() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = read_vocabulary("authorities")["words"]
    passing = "|".join(re.escape(word) for word in words["passing"])
    governing = "|".join(re.escape(word) for word in words["governing"])
    return (
        re.compile(rf"\b(?:{passing})\b[^|]*\b(?:to|from|with|at|by|in|of|for|between|and|against|about)\s(?:the\s)?$"),
        re.compile(rf"\b(?:{passing}|{governing})[:–-]?\s(?:the\s)?$"),
    )


def _own_mentions(text: str) -> tuple[Mention, ...]:
    """Return the mentions of a heading or short line that are not passing."""
    governed, direct = _passing()
    own: list[Mention] = []
    for mention in find_mentions(text):
        start = max((m.end() for m in re.finditer(r"[|;•]|\s[–—-]\s|: ", text[: mention.start])), default=0)
        before = fold(text[start : mention.start]) + " "
        line = re.sub(r"\s+([:-])", r"\1", fold(text[: mention.start] + "|").rstrip("|"))  # "Case study: …"
        if mention.joint or governed.search(before) or direct.search(before) or direct.search(line):
            continue
        own.append(mention)
    return tuple(own)
