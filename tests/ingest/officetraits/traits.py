"""The traits of texts: each in a document of its own, in our own words about councils that do not exist."""

from __future__ import annotations

from .describe import (
    Box,
    Break,
    Cell,
    Field,
    Grid,
    Head,
    Link,
    Note,
    Picture,
    Remark,
    Run,
    Tab,
    Tick,
    Trait,
    holding,
    listed,
    row,
    words,
)

RED, AMBER, GREEN, BLUE = "#ff0000", "#ffc000", "#00b050", "#dae3f3"
HEADS = row("Ref", "Action", "Lead", heading=True)
WORD, ODT, HTML = ".docx", ".odt", ".html"
TEXTS = (WORD, ODT)


def plan(*rows, **more):
    return (Grid((HEADS, *rows), **more),)


def cell(*paragraphs, **more):
    return Cell(tuple(paragraphs), **more)


def _placed():
    yield Trait(
        "merged cells",
        plan(
            row(Cell(words("Open spaces").paragraphs, columns=3)),
            row(Cell(words("1").paragraphs, rows=2), "Mend the park gate", "Rowan Ashby"),
            row("Paint the railings", "Mel Firth"),
            row("2", Cell(words("Clear the pond").paragraphs, columns=2, rows=2)),
            row("3"),
        ),
    )
    yield Trait(
        "rows that begin late and end early",
        plan(row("1", "Open the hall", "Dee Hale"), row("By May", "Mel Firth", before=1), row("2", "Sweep", after=1)),
        (WORD,),
    )
    yield Trait(
        "rows of unequal length", plan(row("1", "Open the hall", "Dee Hale"), row("2", "Sweep it")), (WORD, HTML)
    )
    yield Trait(
        "a table in a cell",
        plan(
            row(
                "1", Cell(words("In two steps").paragraphs, inner=Grid((row("Plan", "May"), row("Build", "July")))), "A"
            ),
            row("2", "Write to tenants", "Dee Hale"),
        ),
    )
    rest = (row("2", "Write to tenants", "Dee Hale"), row("3", "Count the beds", "Mel Firth"))
    yield Trait(
        "a table cut by a section break, its headings repeated",
        (*plan(row("1", "Open the hall", "Dee Hale")), Grid((HEADS, *rest), goes_on=True)),
        (WORD,),
    )
    yield Trait(
        "headings by style and by outline",
        (
            Head("Housing", 2),
            *plan(row("1", "Open the hall", "Dee Hale")),
            Head("Parks", 3, by_outline=True),
            *plan(row("2", "Sweep it", "Al Marsh")),
        ),
        TEXTS,
        tells=frozenset({"heading"}),
    )


def _controls():
    yield Trait(
        "content controls around text, cell, row and table",
        (
            Grid(
                (
                    HEADS,
                    row("1", Cell(words("Open the hall").paragraphs, controlled=True), "Dee Hale"),
                    row("2", "Write to tenants", "Mel Firth", controlled=True),
                ),
                controlled=True,
            ),
            Head("Parks", 2),
            *plan(row("3", "Sweep it", "Al Marsh")),
        ),
        (WORD,),
    )
    yield Trait("check boxes", plan(row("1", holding(Tick(True), " Agreed"), holding(Tick(False), " Paid"))))
    yield Trait(
        "check boxes of earlier Word",
        plan(row("1", holding(Tick(True, old=True), " Agreed"), holding(Tick(False, old=True), " Paid"))),
        (WORD,),
    )


def _changes():
    edited = holding("By ", Run("March", change="del"), Run("June", change="ins"), " 2024")
    yield Trait(
        "tracked insertions and deletions",
        plan(row("1", edited, "Dee Hale")),
        TEXTS,
        tells=frozenset({"changed"}),
    )
    yield Trait(
        "a tracked move",
        plan(row("1", holding("Mend ", Run("the old gate", change="from")), holding(Run("the old gate", change="to")))),
        (WORD,),
        tells=frozenset({"changed"}),
        office=(),  # LibreOffice keeps moves of whole paragraphs alone
    )
    yield Trait(
        "rows put in and taken out under tracking",
        plan(row("1", "Open the hall", "Dee Hale"), row("2", "Sweep it", "Al Marsh", change="del"),
             row("3", "Count the beds", "Mel Firth", change="ins")),
        (WORD,),
        tells=frozenset({"changed"}),
        office=(),  # LibreOffice 7.4 keeps the words of such rows as changes of text
    )  # fmt: skip
    yield Trait(
        "comments",
        plan(row("1", holding("Open the hall", Remark("Mel Firth", "Is this agreed?")), "Dee Hale")),
        TEXTS,
        asides=("comment by Mel Firth: Is this agreed?",),
    )
    yield Trait(
        "footnotes",
        plan(row("1", holding("Open the hall", Note("Subject to funding.")), "Dee Hale")),
        TEXTS,
        asides=("1 Subject to funding.",),
    )


def _lists():
    def number(level, marker, which="numbers"):
        return cell(listed(which, level, marker))

    yield Trait(
        "a number column of list numbers",
        plan(
            row(number(0, "1"), "Open the hall", "Dee Hale"),
            row(number(0, "2"), "Write to tenants", "Mel Firth"),
            row(number(1, "2a"), "and to owners", "Mel Firth"),
            row(number(0, "3"), "Sweep it", "Al Marsh"),
        ),
        TEXTS,
    )
    yield Trait(
        "a list that begins anew",
        plan(
            row("A", cell(listed("steps", 0, "1.", "Plan"), listed("steps", 0, "2.", "Build")), "Dee Hale"),
            row("B", cell(listed("steps:anew", 0, "1.", "Ask"), listed("steps:anew", 0, "2.", "Tell")), "Mel Firth"),
        ),
    )
    yield Trait(
        "bullets", plan(row("A", cell(listed("points", 0, "•", "Plan"), listed("points", 0, "•", "Build")), "B"))
    )


def _pieces():
    yield Trait(
        "fields and links",
        plan(
            row(
                holding(Field("SEQ Action", "7")),
                holding(
                    "See ", Link("the housing strategy"), " of ", Field("MERGEFIELD When", "3 May 2024", simple=True)
                ),
                "Dee Hale",
            )
        ),
        (WORD,),
    )
    yield Trait("hyperlinks", plan(row("1", holding("See ", Link("the housing strategy")), "Dee Hale")))
    yield Trait("a text box in a cell", plan(row("1", holding("Open the hall", Box("Late")), "Dee Hale")), TEXTS)
    yield Trait(
        "soft hyphens, tabs and line breaks",
        plan(row("1", holding("Regen\u00aderate the", Tab(), "square", Break(), "by May"), "Dee Hale")),
    )
    yield Trait("hyphens that do not break", plan(row("1", holding("Co\u2011operate"), "Dee")), office=())
    yield Trait("emoji", plan(row("1", "Open the hall 🎉", "👍🏽"), row("2", "Sweep it", "⚠️")))
    yield Trait(
        "characters of symbol fonts",
        plan(row("1", "Open the hall", holding(Run("\u00fc", font="Wingdings", shows="✓"))),
             row("2", "Sweep it", holding(Run("\u00fb", font="Wingdings", shows="✗")))),
    )  # fmt: skip
    yield Trait("pictures by their words", plan(row("1", "Open the hall", holding(Picture("Green")))), office=())


def _looks():
    yield Trait(
        "fills of cells",
        plan(row("1", "Open the hall", Cell(words("Late").paragraphs, fill=RED)),
             row("2", "Sweep it", Cell(fill=GREEN))),
        tells=frozenset({"fill"}),
    )  # fmt: skip
    yield Trait(
        "fills of rows",
        plan(row("1", "Open the hall", "Dee Hale", fill=AMBER), row("2", "Sweep it", "Al Marsh")),
        (ODT, HTML),
        tells=frozenset({"fill"}),
    )
    for name, fills in (
        ("fills of a table by its style", {"wholeTable": BLUE}),
        ("fills by the conditions of a table style", {"firstRow": AMBER, "band1Horz": BLUE}),
    ):
        yield Trait(
            name,
            plan(
                row("1", "Open the hall", "Dee"),
                row("2", "Sweep it", "Al"),
                row("3", "Paint", "Mel"),
                style_fills=fills,
            ),
            (WORD,),
            tells=frozenset({"fill"}),
        )
    yield Trait(
        "fills by a colour of the theme and its tint",
        plan(row("1", "Open the hall", Cell(words("Late").paragraphs, fill="#b4c7e7", theme=("accent1", "66")))),
        (WORD,),
        tells=frozenset({"fill"}),
    )
    yield Trait(
        "ink, highlight and strike-through",
        plan(
            row("1", holding(Run("Late", ink=RED)), holding(Run("Soon", back="#ffff00"))),
            row("2", holding("By ", Run("March", struck=True), " June"), holding(Run("Done", ink=GREEN))),
        ),
        tells=frozenset({"fill", "ink", "struck"}),
    )


TRAITS = tuple(trait for group in (_placed, _controls, _changes, _lists, _pieces, _looks) for trait in group())
