"""The status that the narrative of an update tells of: by rules over its sentences, and by a trained classifier.

`read_narrative` weighs the two. A status word that opens the update decides; elsewhere what the rules say is one more
piece of evidence beside the words, the more the surer they are, and where the two differ the confidence falls.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from ingest.model import Issue, IssueCode, Severity
from normalise.dates import read_heading_date
from normalise.language import english
from normalise.model import Origin, Reading, Status
from normalise.narrative_cue import Cue
from normalise.narrative_cues import read_cues
from normalise.narrative_model import read_likelihoods, together, weigh
from normalise.status import read_status
from normalise.status_parts import joint_status
from normalise.status_phrases import plain
from normalise.vocabulary import fold

# A status that opens the update and is set off from it ("Completed. The review …") decides from this confidence.
OPENING = 0.85
# Narrative that gives no cue at all is most likely of something under way; shorter texts say nothing.
UNCUED_CONFIDENCE, UNCUED_WORDS = 0.3, 5
LEAST = 0.35  # under this confidence an update tells nothing
# Rules this sure stand against a classifier that is less sure than that: where they differ so, neither is right clearly
# more often in updates written for calibration, and a rule's reason can be told. Where it is surer there is an issue.
SURE, DOUBTED, STANDING = 0.65, 0.8, 0.6
SUREST, OPENED = 0.96, 0.97  # of any other update, of one that such a word opens
UNSURE = 0.5  # of an update that tells of deeds alone
CLOSING, CLOSING_WORDS = 0.7, 2
_LETTERS = re.compile(r"[^\W\d_]{2}")
_CLOSING = re.compile(r"[.;]\s+|\s[-–]\s|\n")
_PART = re.compile(r"(?:(?<=^)|(?<=[\n.;:]\s)|(?<=\n))\(?([a-z])[.)]\s+(?=[A-Z])")
_BREAK = re.compile(r"\n+|\s/\s|[•▪●]|;\s+|\s[-–]\s(?=[A-Z])")
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_ENTRY = re.compile(
    rf"(?:^|(?<=[.;\n])\s*|(?<=[.;]\s))\(?(?P<date>\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}|q[1-4](?:\s+[\d/]+)?"
    rf"|(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{_MONTH}(?:\s+'?\d{{2,4}})?)\)?\s*(?::|\s[-–]\s)\s*",
    re.I,
)
_LABEL = re.compile(r"^(?:update\b[^:.]{0,40}:|[\d/.]{6,10}\s*[-–:]\s*|\W+)", re.I)
# Beside these, what recurs is the finished thing, or how often it is looked after.
_LOOKED_AFTER = frozenset({Cue.CARE, Cue.KEPT, Cue.CONCLUDED})
_DEEDS = (Cue.CONCLUDED, Cue.FINISHED, Cue.STEP, Cue.STARTED, Cue.RESOURCED)


def read_narrative(text: str) -> Reading[Status]:
    """Return the status of an action as its update tells it, with a confidence from 0 to 1 that can be believed.

    What an officer would say of the action as a whole: parts done and more to come is in progress; all done and
    nothing left is complete; only what is to come has not started. The origin is the model where the rules alone
    would have said something else. The value is None where the text tells nothing, or nothing surely enough.
    """
    text = plain(text).strip()
    return _read_by(_weighed, text)


def read_by_rules(text: str) -> Reading[Status]:
    """Return the status by tense, negation and hedging alone, with a confidence from 0 to 1."""
    text = plain(text).strip()
    return _read_by(_ruled, text)


def _read_by(read: Callable[[str, str], Reading[Status]], text: str) -> Reading[Status]:
    """Return what lettered parts tell together, the latest entry of a log, or the whole of any other update."""
    parts = _parts(text)
    if len(parts) > 1:
        readings = [reading for reading in (read(part, part) for part in parts) if reading.value is not None]
        if readings:
            whole = joint_status([reading.value for reading in readings if reading.value is not None])
            issues = tuple(issue for reading in readings for issue in reading.issues)
            return Reading(whole, text, _origin(readings), min(reading.confidence for reading in readings), issues)
    return replace(_read_log(read, text) or read(text, text), raw=text)


def _origin(readings: Sequence[Reading[Status]]) -> Origin:
    return Origin.MODEL if any(reading.origin is Origin.MODEL for reading in readings) else Origin.TEXT


def _ruled(text: str, _: str) -> Reading[Status]:
    status, confidence = _read_whole(text)
    return Reading(status, text, Origin.TEXT, confidence)


def _weighed(text: str, whole: str) -> Reading[Status]:
    """Return what rules and classifier say together; a status word that opens the text stands alone.

    Where `text` is the latest entry of a log, the classifier is asked of the `whole` as well: an entry of a few words
    ("Two more seen") tells little without those before it.
    """
    rules = _ruled(text, whole)
    if rules.value and rules.confidence >= OPENING:
        return replace(rules, confidence=OPENED)
    if not _LETTERS.search(text):
        return rules
    likely = read_likelihoods(text)
    if whole != text:
        likely = together(likely, read_likelihoods(whole))
    by_words = _likeliest(likely)
    if by_words is not rules.value and rules.confidence >= SURE and (closing := _closing_sentence(text)):
        by_closing = read_likelihoods(closing)
        if _likeliest(by_closing) is rules.value:
            likely = together(likely, by_closing)
            by_words = _likeliest(likely)
    differ = rules.value is not None and rules.confidence >= SURE and by_words is not rules.value
    if differ and likely[by_words] < DOUBTED:
        return replace(rules, confidence=STANDING)
    weighed = weigh(likely, rules.value, rules.confidence)
    status = _likeliest(weighed)
    if status is Status.UNKNOWN or weighed[status] < LEAST:
        return Reading(None, text, Origin.MODEL, 0.0)
    message = f"by its tenses and turns of phrase the update tells {rules.value}, by its words {by_words}"
    issues = (Issue(IssueCode.STATUS_CONFLICT, Severity.WARNING, message),) if differ else ()
    origin = Origin.TEXT if status is rules.value else Origin.MODEL
    return Reading(status, text, origin, min(weighed[status], SUREST), issues)


def _closing_sentence(text: str) -> str | None:
    """Return the last sentence of several, which counts once more where it sides with the rules."""
    *before, last = split_sentences(text) if "." in text or "\n" in text or ";" in text else ("",)
    return last if before else None


def _likeliest(likely: Mapping[Status, float]) -> Status:
    return max(likely, key=lambda status: likely[status])


def _read_log(read: Callable[[str, str], Reading[Status]], text: str) -> Reading[Status] | None:
    """Return what the latest of an update's dated entries tells ("May: … July: …"); None where it is no log.

    An entry that tells only of deeds, none of them beyond doubt the end, is one more step.
    """
    starts = list(_ENTRY.finditer(text))
    if len(starts) < 2 or text[: starts[0].start()].strip():
        return None
    ends = [match.start() for match in starts[1:]] + [len(text)]
    entries = [text[match.end() : end].strip() for match, end in zip(starts, ends, strict=True)]
    first, last = (read_heading_date(starts[i].group("date")) for i in (0, -1))
    newest_first = first and last and (first[0].start or dt.date.min) > (last[0].start or dt.date.min)
    latest = read(entries[0 if newest_first else -1], text)
    if latest.value in (None, Status.COMPLETE) and latest.confidence <= UNSURE:
        return replace(latest, value=Status.IN_PROGRESS, confidence=UNSURE)
    return latest


def _parts(text: str) -> list[str]:
    """Return the lettered parts of an update ("a. … b. …"), in order; one part where there are none."""
    starts = [m for i, m in enumerate(_PART.finditer(text)) if ord(m.group(1)) - ord("a") == i]
    if len(starts) < 2 or starts[0].start() > 2:
        return [text]
    ends = [m.start() for m in starts[1:]] + [len(text)]
    return [text[m.end() : end].strip() for m, end in zip(starts, ends, strict=True)]


def _read_whole(text: str) -> tuple[Status | None, float]:
    opening = read_status(text)
    set_off = opening.rest or len(text.split()) <= 6
    if opening.status and opening.confidence >= OPENING and set_off:
        return opening.status, min(opening.confidence, 0.95)
    if opening.status and opening.confidence >= 0.6 and not opening.rag and len(text.split()) <= 3:
        return opening.status, opening.confidence
    if _ends_complete(text):
        return Status.COMPLETE, CLOSING
    sentences = [read_cues(sentence) for sentence in split_sentences(text)]
    told = [cues for cues in sentences if cues]
    if told:
        return decide(told)
    if len(re.findall(r"[A-Za-z]{2,}", text)) >= UNCUED_WORDS:
        return Status.IN_PROGRESS, UNCUED_CONFIDENCE
    return None, 0.0


def _ends_complete(text: str) -> bool:
    """Tell whether an update closes with the word alone: "The panel met twice – complete", "… sent. Action closed."."""
    *before, closing = _CLOSING.split(text.rstrip(" ."))
    word = read_status(closing)
    short = bool(before) and len(closing.split()) <= CLOSING_WORDS
    return short and word.status is Status.COMPLETE and word.confidence >= OPENING


def split_sentences(text: str) -> Iterator[str]:
    """Yield the sentences, bullets and semicolon clauses of an update, labels such as "Update May:" taken off."""
    for line in _BREAK.split(text):
        if not line.strip():
            continue
        for sentence in english()(line).sents:
            shown = _LABEL.sub("", sentence.text.strip())
            if fold(shown):
                yield shown


def decide(sentences: Sequence[frozenset[Cue]]) -> tuple[Status, float]:
    """Return status and confidence from the cues of an update's sentences, in order."""
    count = Counter(cue for cues in sentences for cue in cues)
    count[Cue.CONTINUING] += sum(Cue.RECURRING in cues and not cues & _LOOKED_AFTER for cues in sentences)
    if not any(count[cue] for cue in _DEEDS):
        count[Cue.CONTINUING] += count[Cue.KEPT]
    stopped = _stopped(sentences, count)
    if stopped:
        return stopped
    past = sum(count[cue] for cue in _DEEDS)
    if count[Cue.UNFINISHED] and not past and not count[Cue.CONTINUING]:
        return Status.IN_PROGRESS, 0.55
    if count[Cue.NOT_STARTED] and not past and not count[Cue.CONTINUING]:
        return Status.NOT_STARTED, 0.8
    if count[Cue.NOT_DONE] and not past and not count[Cue.CONTINUING]:
        return Status.NOT_STARTED, 0.55
    if count[Cue.BEGIN] and not past and not count[Cue.CONTINUING]:
        return Status.NOT_STARTED, 0.65
    if count[Cue.WAITING] and not past and not count[Cue.CONTINUING]:
        return Status.ON_HOLD, 0.6
    if count[Cue.CONTINUING]:
        return Status.IN_PROGRESS, min(0.6 + 0.05 * (count[Cue.CONTINUING] + past), 0.9)
    if (
        count[Cue.UNFINISHED]
        or count[Cue.WAITING]
        or count[Cue.NOT_DONE]
        or count[Cue.NOT_STARTED]
        or count[Cue.STARTED]
    ):
        return Status.IN_PROGRESS, 0.65
    ahead = count[Cue.FUTURE] + count[Cue.BEGIN]
    if past and ahead:
        return Status.IN_PROGRESS, min(0.65 + 0.05 * (past + ahead), 0.9)
    if past:
        return _done(sentences, count)
    if not ahead and not count[Cue.CARE]:
        return Status.IN_PROGRESS, UNCUED_CONFIDENCE
    # A draft, or a meeting already called to discuss it, says that the matter is in hand.
    several = ahead + count[Cue.CARE] > 1 or count[Cue.HEDGED] or count[Cue.WEAKLY_HEDGED]
    return (Status.IN_PROGRESS, 0.45) if several else (Status.NOT_STARTED, 0.5)


def _stopped(sentences: Sequence[frozenset[Cue]], count: Counter[Cue]) -> tuple[Status, float] | None:
    """Return cancelled, delayed or on hold where the update says so and does not go on to undo it."""
    for cue, status in (
        (Cue.CANCELLED, Status.CANCELLED),
        (Cue.ON_HOLD, Status.ON_HOLD),
        (Cue.DELAYED, Status.DELAYED),
    ):
        if not count[cue]:
            continue
        last = max(i for i, cues in enumerate(sentences) if cue in cues)
        after = [seen for cues in sentences[last:] for seen in cues]
        if cue is Cue.CANCELLED and last > 0 and len(sentences) > 2:
            continue  # a remark in a longer account is about one of its parts
        if (
            Cue.CONCLUDED in after
            and not {Cue.FUTURE, Cue.BEGIN, Cue.CONTINUING, Cue.UNFINISHED} & set(after)
            and last + 1 < len(sentences)
        ):
            return Status.COMPLETE, 0.55
        return status, 0.75
    return None


def _done(sentences: Sequence[frozenset[Cue]], count: Counter[Cue]) -> tuple[Status, float]:
    """Return complete or in progress for an update that tells of the past alone (or of looking after it)."""
    if any(Cue.CONCLUDED in cues and Cue.HEDGED not in cues for cues in sentences):
        return Status.COMPLETE, 0.6 if count[Cue.CARE] or count[Cue.STEP] or count[Cue.HEDGED] else 0.7
    plain_past = count[Cue.FINISHED] and not count[Cue.STEP] and not count[Cue.RESOURCED]
    if plain_past and not count[Cue.HEDGED] and not count[Cue.WEAKLY_HEDGED] and not count[Cue.CARE]:
        return Status.COMPLETE, 0.5
    return Status.IN_PROGRESS, 0.55
