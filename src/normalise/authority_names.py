"""The register of UK local authorities, and the names that each goes by."""

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
    counties = _counties()
    words = [counties.get(word, word) for word in text.translate(_MARKS).split()]
    return " ".join(words[1:] if words[:1] == ["the"] else words)


@functools.cache
def _counties() -> Mapping[str, str]:
    return MappingProxyType(read_vocabulary("authorities")["counties"])


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
    if "district" in name.split() or (authority.type == "district" and not {"borough", "city"} & set(name.split())):
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
            river = _BY_RIVER.match(key) if place == authority.short_name else None
            if river:  # "Barrow Borough Council" is Barrow-in-Furness's
                yield river[1]


_BY_RIVER = re.compile(r"(\w+) (?:in|on|upon|under) \w+$")


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
