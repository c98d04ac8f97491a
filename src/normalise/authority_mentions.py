"""The councils that a text names by their full names: those of the register, and others as printed."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from normalise.authority_names import Authority, look_up
from normalise.vocabulary import fold, read_vocabulary

MAX_NAME_WORDS = 9  # "Armagh City, Banbridge and Craigavon Borough Council" has seven


@dataclass(frozen=True, slots=True)
class Mention:
    """A council named in a text: where, by which name the record would hold it, and whether several are meant.

    `plain` marks a name of no register in the form "… Council" alone, which a youth or arts council has too.
    """

    start: int
    end: int
    authority: Authority
    joint: bool = False
    plain: bool = False


_WORD = re.compile(r"[^\W_][\w&'’./-]*|&")
_ANCHOR = re.compile(
    r"\b(?:[Cc]ouncils?|COUNCILS?|CC|BC|DC|MBC|MDC|CBC|LBC|[Aa]uthority|AUTHORITY|[Cc]orporation|CORPORATION)\b"
)
_PREFIX = re.compile(
    r"\b(?:(?:London|Royal|Metropolitan) Borough of|(?:City and County|City|Borough|Borough Council|County Council) of"
    r"|Council of the|LB(?: of)?|Cyngor|Comhairle)\b",
    re.IGNORECASE,
)
_BOUNDARY = re.compile(r"[;:()\[\]\n\t|\"“”•]|(?<!\bSt)\.\s|\s[–—-]\s")
_STYLE = re.compile(
    r"\b((?:(?:metropolitan|county|london) borough|metropolitan district|city and district|city|borough|district|county"
    r"|town|parish|community|islands) council|combined(?: county)? authority|national park authority"
    r"|fire (?:and|&) rescue authority)$",
    re.IGNORECASE,
)
_STYLE_WORDS = {
    "borough",
    "city",
    "county",
    "district",
    "metropolitan",
    "unitary",
    "combined",
    "rescue",
    "park",
    "islands",
}
_LINKS = {"and", "&", "upon", "on", "in", "of", "the", "under", "le", "by", "next", "cum", "nan", "with"}
_COMPASS = {"north", "south", "east", "west", "mid", "new", "great", "upper", "lower", "old", "little"}
_NO_COUNCIL = {
    "annual", "extraordinary", "ordinary", "special", "budget",  # meetings of a council
    "arts", "british", "full", "medical", "national", "nursing", "privy", "research", "school", "sports", "student",
    "students", "town", "parish", "teaching", "trades", "youth", "works", "design", "science", "city", "county",
    "borough", "district", "health", "funding", "security", "advisory", "consumer", "welsh", "scottish", "england",
}  # fmt: skip


@functools.cache
def _words_before() -> frozenset[str]:
    return frozenset(read_vocabulary("authorities")["words"]["before"])


def find_mentions(text: str) -> tuple[Mention, ...]:
    """Return the councils named in a text by a full name, in order; places alone are none."""
    found = [m for anchor in _ANCHOR.finditer(text) if (m := _ending_at(text, anchor))]
    for prefix in _PREFIX.finditer(text):
        inside = any(m.start <= prefix.start() < m.end for m in found)
        if not inside and (m := _starting_at(text, prefix)):
            found = [other for other in found if not m.start <= other.start < m.end]
            found.append(m)
    return tuple(sorted(found, key=lambda m: m.start))


def _ending_at(text: str, anchor: re.Match[str]) -> Mention | None:
    """Return the council whose name ends in this word: the longest name that the register knows, else as printed."""
    boundary = max((m.end() for m in _BOUNDARY.finditer(text, 0, anchor.start())), default=0)
    words = list(_WORD.finditer(text, boundary, anchor.start()))[-MAX_NAME_WORDS:]
    joint = anchor[0].casefold() == "councils"
    end = anchor.end() - 1 if joint else anchor.end()
    if not words or not (words[-1][0][0].isupper() or words[-1][0] in _STYLE_WORDS):
        return None  # "the council"
    for i, word in enumerate(words):
        known = look_up(text[word.start() : end]) if text[word.start()].isupper() else None
        if known:
            before = words[i - 1] if i else None
            if before and before[0].casefold() in _COMPASS and before[0][0].isupper():
                break  # "North Derby City Council" is not Derby's
            if i > 1 and _is_half(words[i - 2], words[i - 1], text[word.start() : end], known):
                break
            return Mention(word.start(), anchor.end(), known, joint=joint)
    return None if anchor[0].isupper() and len(anchor[0]) <= 3 else _unknown(text, words, anchor, joint)


def _is_half(first: re.Match[str], joint: re.Match[str], printed: str, known: Authority) -> bool:
    """Tell whether a name is the second half of a longer one: "Barton and Swale District Council" is not Swale's.

    The register's council is another where it is not a district; of its full name what stands before is no part.
    """
    own = {fold(name) for name in (known.name, *known.other_names)}
    return (
        joint[0] in ("and", "&") and first[0][0].isupper() and not _ANCHOR.match(first[0]) and fold(printed) not in own
    )


def _unknown(text: str, words: list[re.Match[str]], anchor: re.Match[str], joint: bool) -> Mention | None:
    """Return a council that the register does not know, named as printed, where the form is that of a council."""
    style = _STYLE.search(text, 0, anchor.end() - joint) if not joint else None
    stop = style.start() if style else anchor.start()
    stem = [word for word in words if word.end() <= stop]
    name = _name_run(stem) if stem and "," not in text[stem[-1].end() : stop] else []
    if not name or (not style and anchor[0].casefold() != "council"):
        return None
    if not style and any(word[0].casefold() in _NO_COUNCIL for word in name):
        return None
    printed = text[name[0].start() : anchor.end()]
    return Mention(name[0].start(), anchor.end(), Authority(_cased(printed)), joint, plain=style is None)


def _name_run(words: list[re.Match[str]]) -> list[re.Match[str]]:
    """Return the capitalised words at the end that make a name, links between them included."""
    run: list[re.Match[str]] = []
    for word in reversed(words):
        if run and "," in word.string[word.end() : run[-1].start()]:
            break
        key = word[0].casefold()
        if (
            (key in _LINKS and run)
            or (word[0][0].isupper() and key not in _words_before())
            or (key in _COMPASS and run)
        ):
            run.append(word)
        else:
            break
    run.reverse()
    while run and run[0][0].casefold() in _LINKS:
        run.pop(0)
    return run


def _starting_at(text: str, prefix: re.Match[str]) -> Mention | None:
    """Return the council whose name begins with this style ("London Borough of …")."""
    if not prefix[0][0].isupper():
        return None
    stop = next((m.start() for m in _BOUNDARY.finditer(text, prefix.end())), len(text))
    words = list(_WORD.finditer(text, prefix.end(), stop))[:MAX_NAME_WORDS]
    for word in reversed(words):
        end = word.start() + len(word[0].rstrip(".,'’"))
        known = look_up(re.sub(r"['’]s$", "", text[prefix.start() : end]))
        if known:
            return Mention(prefix.start(), end, known)
    if not re.fullmatch(r"(london|royal) borough of", prefix[0].casefold()):
        return None
    run: list[re.Match[str]] = []
    for word in words:
        capital = word[0][0].isupper() and word[0].casefold() not in _words_before()
        if not capital and not (run and word[0].casefold() in _LINKS):
            break
        run.append(word)
    while run and run[-1][0].casefold() in _LINKS:
        run.pop()
    if not run:
        return None
    return Mention(prefix.start(), run[-1].end(), Authority(_cased(text[prefix.start() : run[-1].end()])))


def _cased(name: str) -> str:
    """Return a name printed in capitals as it is otherwise written."""
    name = " ".join(name.split())
    if not name.isupper():
        return name
    words = [w.casefold() if i and w.casefold() in _LINKS else w.capitalize() for i, w in enumerate(name.split(" "))]
    return re.sub(r"-(\w)(?=\w{3})", lambda m: "-" + m[1].upper(), " ".join(words))
