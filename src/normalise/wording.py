"""Whether a text is worded as an action, and whether a sentence or heading announces actions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from normalise.vocabulary import fold, read_vocabulary, vocabulary_cache

_LEAD = re.compile(r"^(?:[•▪●○◦‣–\-*]\s*)?(?:\(?(?:\d+(?:\.\d+)*|[a-z]|[ivx]+)[.)]\s+)?")
_WORD = re.compile(r"[a-z][a-z'-]*")
_SUBJECT_WILL = re.compile(
    r"^(?:[\w'&/(),-]+ ){0,9}?(?:will|to|should|must|shall|needs? to|is to|are to)\s+(?:be\s+)?[a-z]{3,}"
)
# "If a complaint is upheld we will:" is what a policy lays down for each time that it happens
_CONDITION = re.compile(r"(?:if|when|whenever|before|once|unless|where|in each case|each time|every time)\b")


@dataclass(frozen=True, slots=True)
class ActionWords:
    """The vocabulary of actions: verbs they begin with, what announces them, what only notes."""

    verbs: frozenset[str]
    adverbs: frozenset[str]
    things: frozenset[str]
    headings: frozenset[str]
    announcing: frozenset[str]
    proposing: tuple[str, ...]
    open_ends: tuple[str, ...]
    subjects: frozenset[str]
    promising: frozenset[str]
    binding: tuple[str, ...]
    tentative: frozenset[str]
    plans: frozenset[str]
    answered: frozenset[str]
    put_to_a_meeting: tuple[str, ...]
    formal: tuple[str, ...]


@vocabulary_cache
def action_words() -> ActionWords:
    """Return the vocabulary of actions."""
    words = read_vocabulary("actions")
    return ActionWords(
        verbs=frozenset(words["verbs"]),
        adverbs=frozenset(words["adverbs"]),
        things=frozenset(words["announce"]["things"]),
        headings=frozenset(map(fold, words["announce"]["headings"])),
        announcing=frozenset(words["announce"]["verbs"]),
        proposing=tuple(words["announce"]["proposing"]),
        open_ends=tuple(words["announce"]["open_ends"]),
        subjects=frozenset(words["announce"]["subjects"]),
        promising=frozenset(words["announce"]["promising"]),
        binding=tuple(words["announce"]["binding"]),
        tentative=frozenset(words["announce"]["tentative"]),
        plans=frozenset(words["announce"]["plans"]),
        answered=frozenset(words["announce"]["answered"]),
        put_to_a_meeting=tuple(words["announce"]["put_to_a_meeting"]),
        formal=tuple(words["formal"]["starts"]),
    )


def _stem_is_verb(word: str) -> bool:
    """Tell whether a word is a verb of action or its gerund ("reviewing", "developing", "scoping")."""
    verbs = action_words().verbs
    if word in verbs:
        return True
    if word.endswith("ing"):
        stem = word[:-3]
        return stem in verbs or f"{stem}e" in verbs or (len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in verbs)
    return False


def is_action_like(text: str) -> bool:
    """Tell whether a text is worded as something to do: an imperative, a gerund, "The council will …", "X to …"."""
    folded = _LEAD.sub("", fold(text).replace("\n", " "))
    words = _WORD.findall(folded)[:4]
    if not words:
        return False
    first = [word for word in words if word not in action_words().adverbs and word not in ("to", "we", "will")]
    if first and _stem_is_verb(first[0]):
        return True
    return bool(_SUBJECT_WILL.match(folded))


def share_action_like(texts: Sequence[str]) -> float:
    """Return the share of texts worded as actions, 0 where there are none."""
    return sum(map(is_action_like, texts)) / len(texts) if texts else 0.0


def is_formal_resolution(text: str) -> bool:
    """Tell whether a recommendation asks a meeting to note, endorse or approve, and nothing more."""
    folded = _LEAD.sub("", fold(text))
    return any(folded == start or folded.startswith(f"{start} ") for start in action_words().formal)


def announces_actions(text: str, *, is_heading: bool) -> bool:
    """Tell whether a heading or a sentence says that what follows are actions to carry out.

    A heading does so by its words alone ("Action plan"). A sentence must lead on to a list (a colon at its end, or
    "following" or "below") and name actions beside a word that proposes or settles them; or it breaks off at its
    colon where the actions go on with it ("The council will:", "The team recommends that the service should:").
    """
    words = action_words()
    folded = fold(re.sub(r"^\s*[\d.]+\s+", "", text)).strip(" :")
    ends_open = text.rstrip().endswith((":", ":-", "–", "-"))
    if is_heading or ends_open:
        bare = re.sub(r"\s*\([^)]*\)\s*$", "", folded)
        if bare in words.headings:
            return True
        if is_heading and any(bare.endswith(f" {h}") or bare.startswith(f"{h} ") for h in words.headings):
            return True
    if is_heading and not ends_open:
        return False
    sentence = re.split(r"(?<=[.!?])\s+", folded)[-1]
    named = set(_WORD.findall(sentence))
    if _CONDITION.match(sentence):
        return False
    if ends_open and _breaks_off(sentence):
        return True
    leads_on = ends_open or "following" in named or "below" in named
    settled = not named & words.tentative
    return leads_on and settled and bool(named & words.things) and bool(named & words.announcing)


def asks_for_recommendations(text: str) -> bool:
    """Tell whether an announcement is of recommendations alone: of no actions, responses or plans.

    What breaks off ("The team recommends that the Council should:") goes on with what is to be done.
    """
    named = set(_WORD.findall(fold(text)))
    return bool({"recommendation", "recommendations"} & named) and not named & action_words().answered


def names_actions(text: str) -> bool:
    """Tell whether an announcement calls what follows actions, and none of it recommended."""
    named = set(_WORD.findall(fold(text)))
    return bool({"action", "actions"} & named) and not any(word.startswith("recommend") for word in named)


def only_announces(heading: str) -> bool:
    """Tell whether a heading says no more than that actions follow ("Next steps"); "Immediate actions" is a theme."""
    return re.sub(r"\s*\([^)]*\)\s*$", "", fold(heading).strip(" :")) in action_words().headings


def only_promises(text: str) -> bool:
    """Tell whether a sentence announces by nothing but what somebody will do ("The council will:").

    Plans say so and so do policies and notices; what else the document says must tell which it is. What somebody has
    agreed to do is more than that.
    """
    words = action_words()
    folded = fold(text).strip(" :")
    named = set(_WORD.findall(folded))
    if folded.endswith(words.binding):
        return False
    return folded.split(" ")[-1] in words.promising and not named & words.things


def names_a_plan(heading: str) -> bool:
    """Tell whether a heading or title is worded as that of a plan, a strategy or a review."""
    return bool(set(_WORD.findall(fold(heading))) & (action_words().things | action_words().plans))


def _breaks_off(sentence: str) -> bool:
    """Tell whether a sentence stops where what somebody is to do comes next; one put to a meeting does not count."""
    words = action_words()
    if any(f" {put} " in f" {sentence} " for put in words.put_to_a_meeting):
        return False
    if any(f" {said} " in f" {sentence} " for said in words.proposing):
        return True
    owed = any(sentence == end or sentence.endswith(f" {end}") for end in words.open_ends)
    return owed and bool(set(_WORD.findall(sentence)) & words.subjects)
