"""What tells a page that may hold a plan: the words of the vocabularies, handed to the readers as plain words."""

from __future__ import annotations

from ingest.sought import Sought
from normalise.vocabulary import fold, read_vocabulary, vocabulary_cache

# Fields whose headings say that a table holds things to be done, and, by column, those that say who, when and how far.
NEEDED = ("action", "recommendation", "finding", "outcome", "response")
BESIDE = (
    ("owner", "support"),
    ("timescale", "start", "completed"),
    ("status", "progress", "percent_complete", "direction", "update"),
    ("priority", "reference", "theme"),
)


@vocabulary_cache
def sought_for_plans() -> Sought:
    """Return the words by which pages of a long document are picked: a heading's deciding words, and whole headings."""
    headings, announce, titles = (
        read_vocabulary("headings"),
        read_vocabulary("actions")["announce"],
        read_vocabulary("plans")["titles"],
    )

    def words(*fields: str) -> frozenset[str]:
        whole = {fold(phrase) for field in fields for phrase in headings["phrases"].get(field, ())}
        heads = {fold(head) for field in fields for head in headings["heads"].get(field, ())}
        return frozenset(phrase for phrase in whole | heads if phrase.isalpha())

    needed = words(*NEEDED)
    return Sought(
        needed=needed,
        beside=tuple(words(*fields) - needed for fields in BESIDE),
        announcing=frozenset(map(fold, (*announce["things"], *announce["headings"], *announce["open_ends"]))),
        openers=tuple(sorted({phrase for phrase in map(fold, (*titles["paper"], *titles["plan"])) if " " in phrase})),
    )
