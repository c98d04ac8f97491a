import tomllib
from pathlib import Path

import pytest

from normalise.model import Status
from normalise.narrative import read_narrative

SENTENCES = tomllib.loads((Path(__file__).parent / "narratives.toml").read_text(encoding="utf-8"))
# Held-out sentences read right when the rules were finished; a change may raise the figure, not lower it.
HELD_FLOOR = 0.85


@pytest.mark.parametrize(
    ("text", "status"), [(text, status) for status, texts in SENTENCES["tuned"].items() for text in texts]
)
def test_reads_status_from_tense_negation_and_hedging(text, status):
    assert read_narrative(text).value == Status(status)


def test_held_out_sentences_stay_above_their_floor():
    pairs = [(text, Status(status)) for status, texts in SENTENCES["held"].items() for text in texts]
    missed = [text for text, status in pairs if read_narrative(text).value != status]
    assert 1 - len(missed) / len(pairs) >= HELD_FLOOR, missed


@pytest.mark.parametrize("text", ["", "  ", "-", "n/a", "See note."])
def test_text_that_tells_nothing_has_no_status(text):
    reading = read_narrative(text)
    assert reading.value is None
    assert reading.confidence == 0


def test_lettered_parts_are_complete_only_together():
    assert read_narrative("a. This is complete. b. The guide will be printed in May.").value is Status.IN_PROGRESS
    assert read_narrative("a. This is complete. b. The guide has been published.").value is Status.COMPLETE


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("3/5/24: Two drivers released. 6/7/24: Average wait now 9 days.", Status.IN_PROGRESS),
        ("May 2024: code drafted. July 2024: code approved by Cabinet.", Status.COMPLETE),
        ("July 2024: on hold. May 2024: work has begun.", Status.ON_HOLD),
        ("Q1: on track. Q2: delayed by late data.", Status.DELAYED),
    ],
)
def test_the_latest_entry_of_a_log_decides(text, status):
    assert read_narrative(text).value is status


def test_confidence_follows_the_evidence():
    said = read_narrative("Completed. The vault was cleared.").confidence
    told = read_narrative("The vault was cleared and the keys were returned.").confidence
    assert said > told > 0


@pytest.mark.parametrize(
    ("plain", "turned", "before", "after"),
    [
        ("The plan has been adopted.", "The plan has not been adopted.", Status.COMPLETE, Status.NOT_STARTED),
        ("The plan has been adopted.", "The plan will be adopted.", Status.COMPLETE, Status.NOT_STARTED),
        ("The plan has been adopted.", "The plan is being adopted.", Status.COMPLETE, Status.IN_PROGRESS),
        ("The plan has been adopted.", "The draft plan has been adopted.", Status.COMPLETE, Status.IN_PROGRESS),
        ("Report completed.", "Report not completed.", Status.COMPLETE, Status.IN_PROGRESS),
        ("The posts have been filled.", "Most of the posts have been filled.", Status.COMPLETE, Status.IN_PROGRESS),
        ("The works finished in May.", "The works should have finished in May.", Status.COMPLETE, Status.DELAYED),
        ("The board is established.", "We start once the board is established.", Status.COMPLETE, Status.NOT_STARTED),
        ("A chair has been appointed.", "A contractor has been appointed.", Status.COMPLETE, Status.IN_PROGRESS),
        ("Surveys are 100% complete.", "Surveys are 80% complete.", Status.COMPLETE, Status.IN_PROGRESS),
        ("The plan was agreed by Cabinet.", "The plan was agreed in draft.", Status.COMPLETE, Status.IN_PROGRESS),
        ("There has been a delay.", "There has been no delay and work continues.", Status.DELAYED, Status.IN_PROGRESS),
    ],
)
def test_auxiliary_negation_and_hedge_turn_the_reading(plain, turned, before, after):
    assert (read_narrative(plain).value, read_narrative(turned).value) == (before, after)
