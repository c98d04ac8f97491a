"""Cues in one sentence of an update: what is done, under way, to come, late, on hold or given up.

A verb is read with its auxiliary: "has been adopted" is done, "is being adopted" under way, "will be adopted" to
come, "has not been adopted" neither. Verbs and phrases are data (vocab/narrative.toml).
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from normalise.language import english
from normalise.narrative_cue import Cue
from normalise.narrative_patterns import pattern_cues
from normalise.status_phrases import plain
from normalise.vocabulary import read_vocabulary

if TYPE_CHECKING:
    from spacy.matcher import Matcher, PhraseMatcher
    from spacy.tokens import Doc

SUBJECT_WITHIN = 6  # words between a verb and the noun that says who or what
CLAUSE_WITHIN = 10  # words from the start of a clause to its verb
COORDINATED_WITHIN = 9  # words between a verb and the one whose tense it shares ("will be reviewed and updated")


_PHRASE_CUES: Mapping[str, Cue] = {
    "cancelled": Cue.CANCELLED,
    "delayed": Cue.DELAYED,
    "on_hold": Cue.ON_HOLD,
    "waiting": Cue.WAITING,
    "not_started": Cue.NOT_STARTED,
    "continuing": Cue.CONTINUING,
    "recurring": Cue.RECURRING,
    "future": Cue.FUTURE,
    "hedge": Cue.HEDGED,
    "weak_hedge": Cue.WEAKLY_HEDGED,
    "done": Cue.CONCLUDED,
}


@dataclass(frozen=True, slots=True)
class _Verbs:
    """The narrative vocabulary, made once."""

    phrases: PhraseMatcher
    groups: Matcher
    verbs: Mapping[str, frozenset[str]]
    auxiliaries: Mapping[str, frozenset[str]]
    denied: frozenset[str]
    things: frozenset[str]
    not_future: frozenset[str]
    conceding: frozenset[str]
    idle: frozenset[str]
    doers: frozenset[str]
    beginners: frozenset[str]
    doing: frozenset[str]
    governing: frozenset[str]


@functools.cache
def _verbs() -> _Verbs:
    from spacy.matcher import Matcher, PhraseMatcher  # noqa: PLC0415 - costs 0.5 s, paid only where text is read

    read: Mapping[str, Any] = read_vocabulary("narrative")
    pipeline = english()
    phrases = PhraseMatcher(pipeline.vocab, attr="LOWER")
    for name in _PHRASE_CUES:
        phrases.add(name, [pipeline.make_doc(phrase) for phrase in read["phrases"][name]])
    auxiliaries = {name: frozenset(words) for name, words in read["auxiliaries"].items()}
    between = {"LOWER": {"IN": sorted(auxiliaries["between"] | auxiliaries["negations"])}, "OP": "*"}
    groups = Matcher(pipeline.vocab)
    for name in ("perfect", "past", "present", "future"):
        groups.add(
            name, [[{"LOWER": {"IN": sorted(auxiliaries[name])}}, between, {"IS_ALPHA": True}]], greedy="LONGEST"
        )
    groups.add("to_be", [[{"LOWER": "to"}, {"LOWER": "be"}, between, {"IS_ALPHA": True}]], greedy="LONGEST")
    groups.add("being", [[{"LOWER": "being"}, between, {"IS_ALPHA": True}]], greedy="LONGEST")
    return _Verbs(
        phrases=phrases,
        groups=groups,
        verbs={name: frozenset(words) for name, words in read["verbs"].items()},
        auxiliaries=auxiliaries,
        denied=frozenset(read["phrases"]["denied"]),
        conceding=frozenset(read["phrases"]["conceding"]),
        **{
            name: frozenset(read["words"][name])
            for name in ("things", "not_future", "idle", "doers", "beginners", "doing", "governing")
        },
    )


def read_cues(sentence: str) -> frozenset[Cue]:
    """Return the cues of one sentence or fragment; empty where nothing in it tells how far things have come."""
    known = _verbs()
    doc = english().make_doc(plain(sentence))
    cues: set[Cue] = set(_phrase_cues(doc, known))
    cues.update(pattern_cues(doc.text))
    deeds = list(_verb_cues(doc, known))
    if Cue.STEP in deeds and deeds[-1] in (Cue.FINISHED, Cue.CONCLUDED):
        deeds = [cue for cue in deeds if cue is not Cue.STEP]  # "designed, tested and issued": the last deed counts
    verbal = set(deeds)
    cues |= verbal
    if not verbal - {Cue.HEDGED}:
        cues |= set(_fragment_cues(doc, known))
    return frozenset(cues)


def _phrase_cues(doc: Doc, known: _Verbs) -> Iterator[Cue]:
    from spacy.util import filter_spans  # noqa: PLC0415

    hard = {Cue.DELAYED, Cue.ON_HOLD, Cue.CANCELLED}
    for span in filter_spans(known.phrases(doc, as_spans=True)):
        cue = _PHRASE_CUES[span.label_]
        before = [token.lower_ for token in doc[max(0, span.start - 3) : span.start]]
        if cue in hard and any(word in known.denied for word in before):
            continue
        if cue is Cue.DELAYED and before[-1:] and before[-1] in ("earlier", "previous", "initial", "past"):
            continue
        if cue is Cue.DELAYED and _is_past(doc, span.end):
            continue
        if cue is Cue.DELAYED and any(t.lower_ in known.conceding for t in doc[max(0, span.start - 5) : span.start]):
            continue
        if cue in (Cue.HEDGED, Cue.WEAKLY_HEDGED) and before[-1:] in (["as"], ["form"], ["forms"]):
            continue  # "as part of the annual review"
        if cue is Cue.RECURRING and "now" in [token.lower_ for token in doc[max(0, span.start - 5) : span.start]]:
            continue  # "is now published monthly": what was to be set up recurs
        if cue is Cue.CONCLUDED and _is_condition(doc, span.start):
            yield Cue.FUTURE
            continue
        if cue is Cue.CONCLUDED and any(word in known.auxiliaries["negations"] for word in before):
            yield Cue.NOT_DONE
            continue
        if cue is Cue.CONCLUDED and any(word in known.auxiliaries["future"] or word == "to" for word in before):
            yield Cue.FUTURE
            continue
        if cue is Cue.CONCLUDED and "being" in before:
            yield Cue.CONTINUING
            continue
        yield cue


def _is_past(doc: Doc, at: int) -> bool:
    """Say whether a delay is made good in the same sentence: "a short delay, but the tender is now out"."""
    after = [token.lower_ for token in doc[at:]]
    return "but" in after and "now" in after[after.index("but") :] and "expected" not in after


def _verb_cues(doc: Doc, known: _Verbs) -> Iterator[Cue]:
    """Yield what each verb group and each bare participle tells."""
    from spacy.util import filter_spans  # noqa: PLC0415

    covered: set[int] = set()
    last_cue: Cue | None = None
    last_end = -99
    spans = {span.end - 1: span for span in filter_spans(known.groups(doc, as_spans=True))}
    for token in doc:
        cue: Cue | None = None
        if token.i in spans:
            span = spans[token.i]
            covered.update(range(span.start, span.end))
            words = [t.lower_ for t in span]
            if _nothing_before(doc, span.start, known):
                words.insert(1, "not")
            cue = _group_cue(span.label_, words, known)
            if cue in (Cue.CONCLUDED, Cue.FINISHED) and span.label_ != "past" and _is_condition(doc, span.start):
                cue = Cue.FUTURE
        elif token.i not in covered and _is_deed(doc, token.i, known):
            shared = last_cue in (Cue.FUTURE, Cue.CARE, Cue.CONTINUING, Cue.NOT_DONE) and _coordinated(doc, token.i)
            cue = last_cue if shared and token.i - last_end <= COORDINATED_WITHIN else _deed(token.lower_, known)
            if _is_denied(doc, token.i, known):
                cue = Cue.UNFINISHED if token.lower_ in known.verbs["ending"] else Cue.NOT_DONE
        if cue:
            cue = _as_subject_has_it(cue, doc, token.i, known)
            last_cue, last_end = cue, token.i
            yield cue


def _is_denied(doc: Doc, at: int, known: _Verbs) -> bool:
    """Say whether "not" stands before a bare participle ("Report not completed", "not yet fully adopted")."""
    at -= 1
    while at >= 0 and doc[at].lower_ in known.auxiliaries["between"]:
        at -= 1
    return at >= 0 and doc[at].lower_ in known.auxiliaries["negations"]


def _is_condition(doc: Doc, at: int) -> bool:
    """Say whether a place stands in a clause of what is to happen first: "once the post is filled"."""
    for before in range(at - 1, max(at - CLAUSE_WITHIN, -1), -1):
        word = doc[before].lower_
        if word in (".", ";", ",", "and", "but"):
            return False
        if word in ("once", "when", "until", "unless", "if", "before"):
            return True
    return False


def _as_subject_has_it(cue: Cue, doc: Doc, at: int, known: _Verbs) -> Cue:
    """Return what a deed tells by who it was done to: a chair appointed is the end, a consultant the start."""
    before = {token.lower_ for token in doc[max(0, at - SUBJECT_WITHIN) : at]}
    if cue is Cue.RESOURCED and doc[at].lower_ in ("appointed", "recruited"):
        after = {token.lower_ for token in doc[at + 1 : at + 1 + SUBJECT_WITHIN]}
        return cue if known.doers & (before | after) else Cue.FINISHED
    word, everyone = doc[at].lower_, {"all", "every", "everyone", "each", "both"} & before
    if cue is Cue.CONTINUING and everyone and word in known.verbs["finishing"] and "being" not in before:
        return Cue.FINISHED  # "all posts are filled"
    if cue in (Cue.STEP, Cue.FINISHED) and word in known.verbs["whole"] and everyone:
        return Cue.FINISHED
    fulfilled = word == "met" and at > 0 and doc[at - 1].lower_ in ("been", "was", "were", "fully", "now")
    if cue is Cue.FINISHED and word in known.verbs["minor"] and not fulfilled:
        return Cue.STEP
    if cue is Cue.STEP and doc[at].lower_ == "agreed":
        passive = at + 1 < len(doc) and doc[at + 1].lower_ in ("by", "at")
        by = doc[at + 1 : at + 2 + SUBJECT_WITHIN] if passive else doc[max(0, at - 3) : at]
        followed = doc[at + 1].lower_ if at + 1 < len(doc) else ""
        return Cue.FINISHED if known.governing & {t.lower_ for t in by} and followed not in ("to", "that") else cue
    if cue is Cue.STARTED and known.beginners & before:
        return Cue.FINISHED
    return cue


def _nothing_before(doc: Doc, at: int, known: _Verbs) -> bool:
    """Say whether the subject of a verb is "nothing", "none" or "no work"."""
    before = [token.lower_ for token in doc[max(0, at - 5) : at]]
    if "nothing" in before or "none" in before:
        return True
    return "no" in before and any(word in known.idle for word in before[before.index("no") :])


def _coordinated(doc: Doc, at: int) -> bool:
    return at > 0 and doc[at - 1].lower_ in ("and", "or", ",", "then")


def _is_deed(doc: Doc, at: int, known: _Verbs) -> bool:
    """Say whether a participle without auxiliary tells of a deed, not of a thing ("the adopted plan")."""
    word = doc[at].lower_
    if word not in known.verbs["finishing"] and word not in known.verbs["stepping"]:
        return False
    before = doc[at - 1].lower_ if at else ""
    if before in known.auxiliaries["describing"] or before in ("to", "be", "being"):
        return False
    follows = doc[at + 1].lower_ if at + 1 < len(doc) else "."
    opening = at == 0 or before in (":", "-", "•", ";", ".")
    return not (opening and follows in ("priorities",))


def _deed(verb: str, known: _Verbs) -> Cue:
    verbs = known.verbs
    if verb in verbs["starting"]:
        return Cue.STARTED
    if verb in verbs["conclusive"]:
        return Cue.CONCLUDED
    if verb in verbs["resourcing"]:
        return Cue.RESOURCED
    return Cue.FINISHED if verb in verbs["finishing"] else Cue.STEP


def _group_cue(tense: str, words: list[str], known: _Verbs) -> Cue | None:
    """Return what an auxiliary with its verb tells; None where the last word is no verb."""
    verb, inner = words[-1], words[:-1]
    deed = verb in known.verbs["finishing"] or verb in known.verbs["stepping"] or verb in known.verbs["starting"]
    negated = any(word in known.auxiliaries["negations"] for word in inner)
    meant = verb in known.doing and tense in ("present", "perfect")
    in_progress = verb.endswith("ing") and (verb not in known.things or meant)
    if tense in ("future", "to_be"):
        return _future_cue(verb, negated, known)
    if tense == "being" or "being" in inner:
        return Cue.CONTINUING if deed or verb.endswith("ed") else None
    if negated:
        if verb in known.verbs["starting"]:
            return Cue.NOT_STARTED
        if verb in known.verbs["ending"]:
            return Cue.UNFINISHED
        return Cue.NOT_DONE if deed or verb.endswith("ed") else None
    if tense == "present":
        if in_progress:
            return Cue.CONTINUING
        if verb in known.verbs["conclusive"] or verb in known.verbs["states"]:
            return Cue.CONCLUDED
        if verb in known.verbs["caring"]:
            return Cue.KEPT
        if deed and "now" in inner:
            return _deed(verb, known)
        return Cue.CONTINUING if deed else None
    if in_progress:
        return Cue.CONTINUING if tense == "perfect" else None
    if verb in known.verbs["moving"] and tense == "perfect" and "been" not in inner:
        return Cue.STEP  # "has reduced"
    return _deed(verb, known) if deed else (Cue.STEP if verb.endswith("ed") else None)


def _future_cue(verb: str, negated: bool, known: _Verbs) -> Cue | None:
    if negated:
        return Cue.NOT_DONE
    if verb in known.verbs["begin"]:
        return Cue.BEGIN
    if verb in ("continue", "remain", "continued"):
        return Cue.CONTINUING
    if verb in ("conclude", "concluded", "finish", "finished", "complete", "completed", "finalise", "finalised"):
        return Cue.UNFINISHED  # what is to finish is under way
    if verb in known.verbs["caring"]:
        return Cue.CARE
    return Cue.FUTURE


def _fragment_cues(doc: Doc, known: _Verbs) -> Iterator[Cue]:
    """Yield what a fragment without a finite verb tells: an instruction, "Officers to provide", "SMT considering"."""
    words = [token.lower_ for token in doc]
    first = next((i for i, word in enumerate(words) if word.isalpha() and len(word) > 1), None)
    if first is None:
        return
    if words[first] == "with" and (first + 1 == len(words) - 1 or doc[first + 1].text[:1].isupper()):
        yield Cue.UNFINISHED  # "With Legal for comments"
    if words[first] in known.verbs["imperative"] and first + 1 < len(words) and words[first + 1].isalpha():
        yield Cue.FUTURE
    for i, word in enumerate(words[:-1]):
        after = words[i + 1]
        if word == "to" and after.isalpha() and (i == 0 or words[i - 1] not in known.not_future):
            if after in ("the", "a", "an", "all", "be") or doc[i + 1].text[:1].isupper() or after in known.things:
                continue
            yield Cue.BEGIN if after in known.verbs["begin"] else Cue.FUTURE
    if any(word.endswith("ing") and len(word) > 5 and word not in known.things for word in words):
        yield Cue.CONTINUING
