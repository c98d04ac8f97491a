"""Plans of invented councils over three to five versions, whose rows are known to be the same, divided or dropped.

The words are in `series/*.toml`; the manners of a plan (how it numbers, whether it has recommendations, what happens
from version to version) are drawn here, from seeds. A row holds one or two units of work, which keep their identity
however they are worded; rows of two versions that share a unit are one action, or parts of one.
"""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path

from store.matching import Said

WORDS = Path(__file__).parent / "series"
NUMBERINGS = ("flat", "kept", "dotted", "restart", "none")
RECOMMENDED = ("none", "one", "many", "short")


@dataclass(frozen=True)
class Unit:
    """One piece of work: the frame and the topic by number, and in which wording each is put."""

    identity: int
    frame: int
    topic: int
    detail: int | None
    ways: tuple[int, int, int] = (0, 0, 0)


@dataclass(frozen=True)
class Row:
    """One row of the plan: its units, or a boilerplate text."""

    units: tuple[Unit, ...]
    theme: int
    owner: str
    recommendation: int | None
    said_way: int = 0
    boilerplate: str | None = None
    number: str | None = None

    @property
    def identities(self):
        return {unit.identity for unit in self.units}


@dataclass
class Series:
    """A plan: its versions as the matching sees them, and the pairs of keys that are the same in each two."""

    title: str
    manner: str
    versions: list[list[Said]] = field(default_factory=list)
    identities: dict[int, set[int]] = field(default_factory=dict)

    def true_pairs(self, earlier, later):
        return {
            (first.key, second.key)
            for first in earlier
            for second in later
            if self.identities[first.key] & self.identities[second.key]
        }


def make_series(half, plans, part=None, parts=1):
    """Return the plans of one half, "tuned" or "held".

    With `part` of `parts` the plans are about other topics than those of every other part: what one council plans
    after a peer challenge, for the climate and after an audit.
    """
    words = tomllib.loads((WORDS / f"{half}.toml").read_text(encoding="utf-8"))
    if part is not None:
        words |= {name: words[name][part::parts] for name in ("topics", "recommendations")}
    return [_Maker(words, number, random.Random(f"{half} {number} {part}")).make() for number in range(plans)]


def written_series(half):
    """Return the plans of one half that are written out by hand."""
    plans = tomllib.loads((WORDS / "by_hand.toml").read_text(encoding="utf-8"))["plan"]
    found = []
    for plan in (plan for plan in plans if plan["half"] == half):
        series, key = Series(plan["title"], "by hand"), 0
        for rows in plan["versions"]:
            version = []
            for position, (letters, number, theme, text, owner) in enumerate(rows, start=1):
                key += 1
                version.append(Said(key, number or None, text, theme or None, None, text, owner, position))
                series.identities[key] = set(letters)
            series.versions.append(version)
        found.append(series)
    return found


class _Maker:
    def __init__(self, words, number, chance):
        self.words, self.chance = words, chance
        self.numbering = NUMBERINGS[number % len(NUMBERINGS)]
        self.recommended = RECOMMENDED[number % len(RECOMMENDED)]
        self.reorders = chance.random() < 0.35
        self.rewords = chance.choice([0.15, 0.3, 0.5])
        self.themes = chance.sample(range(len(words["themes"])), chance.randint(2, 4))
        self.next_identity = 0
        self.next_number = 1
        self.next_key = 1000 * (number + 1)
        self.used = set()
        self.away = []
        council = words["councils"][number % len(words["councils"])]
        self.series = Series(f"{council} improvement plan", f"{self.numbering}, recommendations {self.recommended}")

    def make(self):
        rows = [row for theme in self.themes for row in self.first_rows(theme)]
        self.show(rows)
        for _ in range(self.chance.randint(2, 4)):
            rows = self.next_version(rows)
            self.show(rows)
        return self.series

    # one version

    def first_rows(self, theme):
        rows = [self.new_row(theme) for _ in range(self.chance.randint(4, 8))]
        if self.chance.random() < 0.5:
            boilerplate = replace(
                rows[-1], units=(self.unit(),), boilerplate=self.chance.choice(self.words["boilerplate"])
            )
            rows.append(boilerplate)
        return rows

    def new_row(self, theme, frame=None):
        recommendation = None
        if self.recommended in ("one", "short", "many"):
            recommendation = self.chance.randrange(len(self.words["recommendations"]))
        units = [self.unit(frame)]
        if self.chance.random() < 0.2:
            units.append(self.unit())
        return Row(tuple(units), theme, self.chance.choice(self.words["owners"]), recommendation)

    def unit(self, frame=None):
        while True:
            drawn = frame if frame is not None else self.chance.randrange(len(self.words["frames"]))
            topic = self.chance.randrange(len(self.words["topics"]))
            if (drawn, topic) not in self.used and (self.fresh(topic) or self.chance.random() < 0.15):
                break
        self.used.add((drawn, topic))
        self.next_identity += 1
        detail = self.chance.randrange(len(self.words["details"])) if self.chance.random() < 0.35 else None
        return Unit(self.next_identity, drawn, topic, detail)

    def fresh(self, topic):
        return all(topic != used for _, used in self.used) or len(self.used) > len(self.words["topics"])

    # from one version to the next

    def next_version(self, rows):
        after, back = [], self.away
        self.away = []
        for row in rows:
            fate = self.chance.random()
            if fate < 0.1:  # dropped; now and then another of the same kind comes in its place
                if self.chance.random() < 0.3:
                    self.away.append(row)
                elif self.chance.random() < 0.4 and not row.boilerplate:
                    after.append(self.new_row(row.theme, row.units[0].frame))
                continue
            if fate < 0.17 and len(row.units) == 2:
                after += [replace(row, units=(unit,)) for unit in row.units]
                continue
            after.append(row)
        after = self.merge(after)
        after = [self.reword(row) for row in after]
        after += [self.reword(row) for row in back]
        after += [self.new_row(self.chance.choice(self.themes)) for _ in range(self.chance.randint(0, 3))]
        if self.chance.random() < 0.2 and len(self.themes) < len(self.words["themes"]):
            theme = self.chance.choice([n for n in range(len(self.words["themes"])) if n not in self.themes])
            self.themes.insert(0, theme)
            after += [self.new_row(theme) for _ in range(3)]
        if self.reorders:
            self.chance.shuffle(after)
        return sorted(after, key=lambda row: self.themes.index(row.theme))

    def merge(self, rows):
        merged = []
        for row in rows:
            last = merged[-1] if merged else None
            fits = last and not row.boilerplate and not last.boilerplate and last.theme == row.theme
            if fits and len(row.units) == len(last.units) == 1 and self.chance.random() < 0.06:
                merged[-1] = replace(last, units=last.units + row.units)
            else:
                merged.append(row)
        return merged

    def reword(self, row):
        if self.chance.random() < 0.06:
            row = replace(row, theme=self.chance.choice(self.themes))
        if self.chance.random() < 0.12:
            row = replace(row, owner=self.chance.choice(self.words["owners"]))
        if row.boilerplate or self.chance.random() > self.rewords:
            return row
        units = []
        for unit in row.units:
            frame, topic, detail = unit.ways
            if self.chance.random() < 0.8:
                frame += 1
            if self.chance.random() < 0.5:
                topic += 1
            kept = unit.detail
            if self.chance.random() < 0.3:
                kept = None if kept is not None else self.chance.randrange(len(self.words["details"]))
            units.append(replace(unit, detail=kept, ways=(frame, topic, detail + 1)))
        return replace(row, units=tuple(units), said_way=row.said_way + (self.chance.random() < 0.3))

    # what is printed

    def show(self, rows):
        version = []
        counts = {}
        for position, row in enumerate(rows, start=1):
            counts[row.theme] = counts.get(row.theme, 0) + 1
            key = self.next_key = self.next_key + 1
            action, recommendation = self.action_text(row), self.recommendation_text(row)
            if self.recommended == "short" and recommendation and not row.boilerplate:
                recommendation, action = action, self.chance.choice(self.words["short"])
            version.append(
                Said(
                    key,
                    self.number(row, rows, position, counts[row.theme]),
                    "\n".join(filter(None, (recommendation, action))),
                    self.words["themes"][row.theme],
                    recommendation,
                    action,
                    row.owner,
                    position,
                )
            )
            self.series.identities[key] = row.identities
        self.series.versions.append(version)

    def number(self, row, rows, position, in_theme):
        match self.numbering:
            case "flat":
                return str(position)
            case "kept":
                return str(min(row.identities))
            case "dotted":
                return f"{self.themes.index(row.theme) + 1}.{in_theme}"
            case "restart":
                return str(in_theme)
        return None

    def recommendation_text(self, row):
        if row.recommendation is None:
            return None
        ways = self.words["recommendations"][row.recommendation]
        return ways[row.said_way % len(ways)]

    def action_text(self, row):
        if row.boilerplate:
            return row.boilerplate
        text = " and ".join(self.unit_text(unit, first=n == 0) for n, unit in enumerate(row.units))
        return text[0].upper() + text[1:]

    def unit_text(self, unit, first):
        frames, topics = self.words["frames"][unit.frame], self.words["topics"][unit.topic]
        text = frames[unit.ways[0] % len(frames)].format(t=topics[unit.ways[1] % len(topics)])
        if unit.detail is not None:
            ways = self.words["details"][unit.detail]
            text += " " + ways[unit.ways[2] % len(ways)]
        return text if first else text[0].lower() + text[1:]
