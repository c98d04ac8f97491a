"""What a name in an owner cell is: a post, a body, a department, a person, letters, or bare words of work."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from normalise.vocabulary import fold, phrase_table, read_vocabulary, vocabulary_cache

_WORK_ENDING = re.compile(r"(?:ity|tion|tions|sion|ment|ments|ance|ence|ness|ship|ships|ics|ology|ture)$")
LONGEST_NAME = 300  # characters; more than that is prose, and nobody's name
_SURNAME = re.compile(r"[A-Z][a-z'’-]+(?:[A-Z][a-z]+)?(?:-[A-Z][a-z]+)?")
_BRACKETED = re.compile(r"[(\ue000-\ue0ff].*$")  # a bracket, or what is hidden of one
_WORD = re.compile(r"[\w&'.-]*\w")


class Kind(enum.Enum):
    """What a name is, as far as its words show."""

    POST = "post"
    BODY = "body"
    DEPARTMENT = "department"
    PERSON = "person"
    LETTERS = "letters"
    BARE = "bare"


@dataclass(frozen=True, slots=True)
class Names:
    """The owners' vocabulary, made once."""

    post_heads: frozenset[str]
    open_posts: frozenset[str]
    ranks: frozenset[str]
    presiding: frozenset[str]
    whole: frozenset[str]
    strong: frozenset[str]
    weak: frozenset[str]
    letters: frozenset[str]
    words: frozenset[str]
    none: frozenset[str]
    titles: frozenset[str]
    first: frozenset[str]
    support_labels: frozenset[str]
    support_words: str
    role_pattern: re.Pattern[str]
    former_pattern: re.Pattern[str]
    mendable: frozenset[str]
    stands_alone: frozenset[str]
    chiefly: frozenset[str]
    dashed_label: re.Pattern[str]
    vacant: re.Pattern[str]
    placeholder: re.Pattern[str]
    unnamed: re.Pattern[str]
    spelt_out: Mapping[str, str]
    apart: Mapping[str, str]
    joined: re.Pattern[str]
    welsh_and: re.Pattern[str]

    def has_tail(self, name: str) -> bool:
        """Say whether a post is named with its department: "Head of Legal", "Portfolio Holder for Housing"."""
        post, comma, _ = name.partition(", ")  # "Service Director, Legal"
        return bool(re.search(r"\b(?:of|for)\s+\S|\s[-–]\s", name)) or (bool(comma) and self.is_open(post))

    def is_open(self, name: str) -> bool:
        """Say whether a post still lacks its department: "Assistant Director", "Cabinet Member"."""
        words = [fold(word) for word in name.split()]
        printed = name.split()[:-1]
        ranked = all(fold(word) in self.ranks or _is_letters(word) for word in printed)  # "ICB Associate Director"
        return bool(words) and words[-1] in self.open_posts and ranked

    def could_be_person(self, name: str) -> bool:
        """Say whether a single capitalised word, not one of work, may be somebody's name."""
        return bool(re.fullmatch(r"[A-Z][a-z'-]+", name.strip())) and not self.is_work(name)

    def surely_person(self, name: str) -> bool:
        """Say whether a first name, a title or initials, not capitals alone, show a person."""
        words = _WORD.findall(_BRACKETED.sub("", name))
        return bool(words) and (fold(words[0]) in self.first or _is_titled(words, self))

    def is_work(self, word: str) -> bool:
        """Say whether a word is one of departments and of work, by the vocabulary or by its ending."""
        low = fold(word)
        return low in self.words or low in self.letters or bool(_WORK_ENDING.search(low))

    def are_apart(self, one: str, other: str) -> bool:
        """Say whether two departments are of different kinds, which no council makes one: HR and Legal."""
        kinds = self.apart.get(fold(one)), self.apart.get(fold(other))
        return None not in kinds and kinds[0] != kinds[1]

    def presides_over_work(self, name: str) -> bool:
        """Say whether a chair is named with words of work alone, the body still to come: "Chair of Scrutiny"."""
        post, of, work = name.partition(" of ")
        return bool(of) and self.presides(post) and kind_of(work, self) is Kind.BARE

    def is_whole(self, name: str) -> bool:
        """Say whether a post or body is named to its end: "Contract Manager", not "Head of Audit" or "Director"."""
        whole = kind_of(name, self) in (Kind.POST, Kind.BODY) and not self.is_open(name)
        return whole and not self.has_tail(name) and "," not in name

    def presides(self, name: str) -> bool:
        """Say whether a post is the chair or clerk of a body still to be named."""
        return fold(re.sub(r"\s+", " ", name)) in self.presiding


def _alternatives(phrases: Iterable[str]) -> str:
    return "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in sorted(phrases, key=len, reverse=True))


def _vacant(words: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of a placeholder after a name: in brackets, or plain at the end ("Clerk TBC")."""
    words = [word for word in words if word.isascii()]
    plain = _alternatives(word for word in words if re.match(r"tb[acd]$|to be |vacant", word))
    return re.compile(rf"\s*\((?:{_alternatives(words)})\)|(?<=\w)\s+(?:[-–]\s*)?(?:{plain})\s*$", re.I)


@vocabulary_cache
def owner_names() -> Names:
    """Return the vocabulary of vocab/owners.toml."""
    read: Mapping[str, Any] = read_vocabulary("owners")
    joins = read["joins"]
    labels = _alternatives([*joins["lead_labels"], *joins["support_labels"]])
    support = _alternatives(joins["support"])
    roles = re.compile(
        rf"(?:(?<=^)|(?<=[\s,;/(]))(?:(?P<label>{labels})(?:\(s\))?\s*:\s*|(?:and\s+|&\s+)?(?:{support})\b\s*:?\s*)",
        re.I,
    )
    former = _alternatives(joins["former"])
    pieces = {word for key in ("words",) for phrase in read["functions"][key] for word in phrase.split()}
    heads = set(read["posts"]["heads"]) | set(read["bodies"]["strong"]) | set(read["bodies"]["weak"])
    return Names(
        post_heads=frozenset(read["posts"]["heads"]),
        open_posts=frozenset(read["posts"]["open"]),
        ranks=frozenset(read["posts"]["ranks"]),
        presiding=frozenset(read["posts"]["presiding"]),
        whole=frozenset(read["posts"]["whole"]),
        strong=frozenset(read["bodies"]["strong"]),
        weak=frozenset(read["bodies"]["weak"]),
        letters=frozenset(read["functions"]["letters"]),
        words=frozenset(pieces),
        none=frozenset(fold(word) for word in read["none"]["words"]) | {""},
        titles=frozenset(read["people"]["titles"]),
        first=frozenset(read["people"]["first"]),
        support_labels=frozenset(fold(label) for label in joins["support_labels"]),
        support_words=support,
        role_pattern=roles,
        former_pattern=re.compile(rf"\(?\s*\b(?:{former})\b\s*[:\-]?\s*[A-Z][^,;/\n()]*\)?"),
        mendable=frozenset(word for word in pieces | heads | set(read["posts"]["ranks"]) if len(word) >= 5),
        stands_alone=frozenset(read["bodies"]["alone"]),
        chiefly=frozenset(read["posts"]["chiefly"]),
        dashed_label=re.compile(rf"(?P<label>{_alternatives(joins['dashed_labels'])})\s*[-–—]\s*(?=\S)", re.I),
        vacant=_vacant(read["none"]["words"]),
        placeholder=re.compile(r"^(?:tb[acd]|to be \w+)\s*[-–:]?\s*(?=\()", re.I),
        unnamed=re.compile(
            rf"n/a\b|(?:not|yet|still|awaiting|to be)\b.*\b(?:{_alternatives(read['none']['until'])})$", re.I
        ),
        spelt_out=phrase_table("owners", read["abbreviations"]),
        apart=phrase_table("owners", read["apart"]),
        joined=re.compile(re.sub(r"\band\b", "(?:and|&)", rf"\b(?:{_alternatives(read['bodies']['joined'])})\b"), re.I),
        welsh_and=re.compile(rf"(?<=\w)\s+ac?\s+(?=(?:{_alternatives(read['posts']['welsh'])})\b)", re.I),
    )


def kind_of(name: str, names: Names) -> Kind:
    """Return what a name is by its head noun, its title or its letters; BARE where nothing shows it.

    The head noun of a name is its last word, or the last before "of", "for", a dash or a bracket. Words of work
    (governance, housing) without a head are BARE: they stand for a department only together.
    """
    if len(name) > LONGEST_NAME:
        return Kind.BARE
    bare = _BRACKETED.sub("", name) if not name.startswith("(") else name
    bare = bare.strip() or name
    words = _WORD.findall(bare)
    if not words:
        return Kind.BARE
    if _is_titled(words, names):
        return Kind.PERSON
    if len(words) == 1 and _is_letters(words[0]) and fold(words[0]) not in names.strong | names.post_heads:
        return Kind.BARE if fold(words[0]) in names.letters else Kind.LETTERS
    core = re.split(r"\s+(?:of|for|to|from)\s+|\s+[-–]\s+|\s*,\s*", bare)[0]
    head = _head_of(core, names) or _head_of(bare, names)
    if head:
        return head
    if re.match(
        r"(?:department|office|ministry|directorate|division|university|borough|city|county|town|institute)\s+(?:of|for)\b",
        bare,
        re.I,
    ):
        return Kind.BODY
    if re.search(r"\s[-–]\s|,", bare):  # "Jane Potter, Head of HR" is a person, "Housing, Planning" words of work
        return Kind.PERSON if core != bare and kind_of(core, names) is Kind.PERSON else Kind.BARE
    return Kind.PERSON if _is_person(words, names) else Kind.BARE


def _head_of(core: str, names: Names) -> Kind | None:
    words = [fold(word) for word in _WORD.findall(core)]
    last = words[-1] if words else ""
    if last == "executive" and len(words) > 1 and words[-2] in ("chief", "deputy"):
        return Kind.POST
    if last in ("member", "members") and len(words) > 1 and words[-2] in ("cabinet", "lead", "portfolio", "executive"):
        return Kind.POST
    if last == "executive":
        return Kind.BODY
    if last in names.post_heads or " ".join(words) in names.whole:
        return Kind.POST
    if last in names.strong:
        return Kind.BODY
    if re.fullmatch(r"s(?:ection\s?)?\.?\s?151", " ".join(words)):
        return Kind.POST
    return Kind.DEPARTMENT if last in names.weak and len(words) > 1 else None


def _is_letters(word: str) -> bool:
    """Say whether a word is an acronym or initials: LGA, TJ, MoJ, JTe."""
    capitals = sum(char.isupper() for char in word)
    return capitals >= 2 and len(word) <= 8 and (word.isupper() or capitals * 2 >= len(word) or word[-1].isupper())


def _is_titled(words: list[str], names: Names) -> bool:
    """Say whether the words are a person by title or initials: "Cllr Jones", "J Smith", "J. R. Smith"."""
    if len(words) >= 2 and fold(words[0]) in names.titles:
        return fold(words[-1]) not in names.strong
    initials = [word for word in words[:-1] if re.fullmatch(r"[A-Z](?:\.?[A-Z])?\.?", word)]
    if not 2 <= len(words) <= 3 or len(initials) != len(words) - 1:
        return False
    department = len(fold(words[0])) > 1 and names.is_work(words[-1])  # "IT Services"
    return bool(_SURNAME.fullmatch(words[-1])) and not department and fold(words[0]) not in names.letters


def _is_person(words: list[str], names: Names) -> bool:
    """Say whether two or three capitalised words, none of them a word of work, or a first name, are a person."""
    folded = [fold(word) for word in words]
    if len(words) == 2 and re.fullmatch(r"[A-Z]\.?", words[1]) and re.fullmatch(r"[A-Z][a-z]+", words[0]):
        return not names.is_work(words[0]) and folded[0] not in names.post_heads | names.strong | names.weak
    if len(words) == 2 and folded[0] in names.first and _SURNAME.fullmatch(words[1]):
        return True
    if any(names.is_work(word) or not word[:1].isalpha() for word in folded):
        return False
    if not all(word[:1].isupper() for word in words) or len(words) > 3:
        return False
    if folded[0] in names.first:
        return True
    return len(words) == 2 and all(re.fullmatch(r"[A-Z][a-z'’-]+(?:[A-Z][a-z]+)?", word) for word in words)
