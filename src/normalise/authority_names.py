"""The register of UK local authorities, and the names of councils as documents print them."""

from __future__ import annotations

import csv
import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType

from normalise.vocabulary import fold, read_vocabulary

MAX_NAME_WORDS = 9  # "Armagh City, Banbridge and Craigavon Borough Council" has seven


@dataclass(frozen=True, slots=True)
class Authority:
    """A local authority. `gss_code` and `type` are None for one that the register does not know.

    `start`, `end` are ISO days as the register gives them, "" where it does not; `replaced_by` holds the register's
    codes of the successors.
    """

    name: str
    gss_code: str | None = None
    code: str | None = None
    short_name: str = ""
    type: str | None = None
    nation: str = ""
    region: str = ""
    start: str = ""
    end: str = ""
    replaced_by: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()


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


@functools.cache
def authorities() -> Mapping[str, Authority]:
    """Return the register by its own codes, in its order."""
    path = resources.files("normalise") / "vocab" / "authorities.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    return MappingProxyType({row["code"]: _authority(row) for row in csv.DictReader(lines)})


def _authority(row: Mapping[str, str]) -> Authority:
    return Authority(
        name=row["name"],
        gss_code=row["gss_code"] or None,
        code=row["code"],
        short_name=row["short_name"],
        type=row["type"],
        nation=row["nation"],
        region=row["region"],
        start=row["start"],
        end=row["end"],
        replaced_by=tuple(row["replaced_by"].split("|")) if row["replaced_by"] else (),
        other_names=tuple(row["other_names"].split("|")) if row["other_names"] else (),
    )


_MARKS = str.maketrans({"'": None, ".": None, ",": None, "-": " ", "/": " "})


def name_key(text: str) -> str:
    """Return a name for comparison: no case, accents, marks or leading "the"; "&" is "and"."""
    text = fold(text).replace("&", " and ")
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = text.translate(_MARKS)
    return re.sub(r"^the ", "", " ".join(text.split()))


_STYLED = re.compile(r"\b(council|corporation|authority|region|comhairle|cyngor|borough of)\b")
_FORMS = {
    "county": ("{} county council", "{} cc", "county council of {}"),
    "london_borough": (
        "london borough of {}",
        "london borough of {} council",
        "{} london borough council",
        "{} london borough",
        "royal borough of {}",
        "royal borough of {} council",
        "{} borough council",
        "lb of {}",
        "lb {}",
        "{} lbc",
    ),
    "welsh": (
        "{} county borough council",
        "{} county council",
        "{} cbc",
        "{} cc",
        "cyngor {}",
        "cyngor sir {}",
        "cyngor bwrdeistref sirol {}",
        "cyngor dinas {}",
    ),
    "combined": ("{} combined authority",),
    "metropolitan_district": (
        "{} metropolitan borough council",
        "{} metropolitan district council",
        "{} metropolitan council",
        "metropolitan borough of {}",
        "{} borough council",
        "{} mbc",
        "{} mdc",
    ),
}
_CITY = ("{} city council", "city of {} council", "council of the city of {}", "city council of {}", "{} cc")
_BOROUGH = ("{} borough council", "borough of {}", "borough of {} council", "borough council of {}", "{} bc")


def _forms(authority: Authority) -> tuple[str, ...]:
    """Return the ways to call a council by its place.

    A city council and a district council of one name are two bodies (Chichester, Lichfield: the city's is a
    parish), so a style is not exchanged for another; a borough that became a city is (it stays the same body).
    """
    name = authority.name.casefold()
    forms = _FORMS.get(authority.type or "", ())
    if authority.type not in {"combined", "regional"}:
        forms += ("{} council",)
    if "city" in name.split() and authority.type not in {"london_borough"}:
        forms += _CITY + _BOROUGH[:1]
    elif "borough" in name.split() and authority.type != "london_borough":
        forms += (*_BOROUGH, "{} district council")
    elif authority.type == "unitary" and "county" not in name and not authority.short_name.endswith("shire"):
        forms += _BOROUGH[:1]
    if "district" in name.split():
        forms += ("{} district council", "{} dc")
    return forms


def _places(authority: Authority) -> Iterator[str]:
    """Yield the keys of the place that a council is called by."""
    extra = read_vocabulary("authorities")["place_names"].get(authority.code, ())
    for place in (authority.short_name, *authority.other_names, *extra):
        key = name_key(place)
        key = key.removesuffix(" council") if place == authority.short_name else key
        if not _STYLED.search(key):
            yield key
            for start in ("city of ", "county "):
                if key.startswith(start):
                    yield key.removeprefix(start)
            if key.endswith(" city"):
                yield key.removesuffix(" city")


@functools.cache
def _names() -> Mapping[str, tuple[Authority, str]]:
    """Return key of a full name -> the authority and the official name that it stands for.

    A form that fits two authorities goes to the one that is still there, else to none.
    """
    vocabulary = read_vocabulary("authorities")
    official: dict[str, tuple[Authority, str]] = {}
    loose: dict[str, list[Authority]] = {}
    for authority in authorities().values():
        for name in (authority.name, *vocabulary["formal_names"].get(authority.code, ())):
            official[name_key(name)] = (authority, name)
        keys = {name_key(name) for name in authority.other_names if _STYLED.search(name_key(name))}
        keys |= {form.format(place) for place in _places(authority) for form in _forms(authority)}
        for key in keys:
            loose.setdefault(key, []).append(authority)
    for key, candidates in loose.items():
        current = [authority for authority in candidates if not authority.end] or candidates
        if len(current) == 1:
            official.setdefault(key, (current[0], current[0].name))
    return MappingProxyType(official)


@functools.cache
def _place_owners() -> Mapping[str, Authority]:
    """Return key of a place -> the one authority that bears its name today."""
    owners: dict[str, set[str]] = {}
    for authority in authorities().values():
        if not authority.end:
            for place in _places(authority):
                owners.setdefault(place, set()).add(authority.code or "")
    return MappingProxyType({key: authorities()[next(iter(c))] for key, c in owners.items() if len(c) == 1})


@functools.cache
def _domains() -> Mapping[str, Authority]:
    """Return first label under .gov.uk -> authority."""
    listed = read_vocabulary("authorities")["domains"]
    found = {key.replace(" ", mark): owner for key, owner in _place_owners().items() for mark in ("", "-")}
    found |= {label: authorities()[codes[0]] for label, codes in listed.items() if codes}
    return MappingProxyType({label: owner for label, owner in found.items() if listed.get(label, [1])})


def _named(authority: Authority, name: str) -> Authority:
    """Return the authority under the official name that was printed (a borough that became a city has two)."""
    if name == authority.name:
        return authority
    return Authority(
        name,
        authority.gss_code,
        authority.code,
        authority.short_name,
        authority.type,
        authority.nation,
        authority.region,
    )


def look_up(name: str) -> Authority | None:
    """Return the authority of the register that bears this full name ("Gravesham BC"), None where none does."""
    found = _names().get(name_key(name))
    return _named(*found) if found else None


def resolve_authority(name: str) -> Authority | None:
    """Return the authority that a caller names: a full name, a place ("Gravesham"), a GSS code or a register code."""
    wanted = name.strip()
    for authority in authorities().values():
        if wanted.upper() in {authority.gss_code, authority.code}:
            return authority
    return look_up(wanted) or _place_owners().get(name_key(wanted))


def place_owner(place: str) -> Authority | None:
    """Return the one authority of today that is called by this place's name."""
    return _place_owners().get(name_key(place))


_ADDRESS = re.compile(
    r"(?:@|https?://|www\.|\b)(?:[\w-]+\.)*?([\w-]+)\.(?:gov\.uk|gov\.wales|llyw\.cymru)\b", re.IGNORECASE
)


def addressed_authorities(text: str) -> tuple[Authority, ...]:
    """Return the authorities whose web or e-mail addresses stand in the text."""
    labels = (match[1].casefold() for match in _ADDRESS.finditer(text))
    return tuple(dict.fromkeys(owner for label in labels if (owner := _domains().get(label))))


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
        known = _names().get(name_key(text[word.start() : end])) if text[word.start()].isupper() else None
        if known:
            before = words[i - 1] if i else None
            if before and before[0].casefold() in _COMPASS and before[0][0].isupper():
                break  # "North Derby City Council" is not Derby's
            return Mention(word.start(), anchor.end(), _named(*known), joint=joint)
    return None if anchor[0].isupper() and len(anchor[0]) <= 3 else _unknown(text, words, anchor, joint)


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
        known = _names().get(name_key(re.sub(r"['’]s$", "", text[prefix.start() : end])))
        if known:
            return Mention(prefix.start(), end, _named(*known))
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
