"""The layouts that councils publish, each told once: what stands on the pages of some fictional bodies."""

from __future__ import annotations

from dataclasses import replace

from .describe import ARROW, DISC, SQUARE, Cell, Grid, Item, Layout, NewPage, Picture, Text, Title

DRAWN = ("reportlab", "browser")
REPORTLAB = ("reportlab",)
HEADS = ("Ref", "Action", "Owner", "Timescale", "Status")
WIDTHS = (8, 42, 20, 15, 15)
VERBS = ("Review", "Publish", "Agree", "Set out", "Rewrite", "Test", "Bring forward")
THINGS = (
    "the register of interests with the chairs of both boards",
    "a short guide to the budget for new members and for parish clerks",
    "terms of reference for the working party on empty buildings, with dates and a named chair",
    "how complaints are logged",
    "the list of delegated powers, and say in plain words who may decide what and by when",
    "one set of figures for housing repairs, checked by finance each month before the board meets",
    "training on risk for every manager of a service",
)
OWNERS = ("Head of Law", "Director of Housing and Regeneration", "Monitoring Officer", "Chief Executive", "J Alder")
DATES = ("May 2024", "30 June 2024", "Autumn 2024", "31/03/2025", "Ongoing")
STATES = ("In progress", "Complete", "Not started", "On track", "Delayed")
LONG = (
    "The working party met three times and took evidence from tenants, ward members and two neighbouring boards. "
    "It found that letters were answered late because no one post was in charge of them, and that the same question "
    "was often asked of two teams. A single desk will be opened in the spring, paid for from the reserve, and its "
    "figures will go to the board each quarter so that members can see whether the wait has fallen. Where it has "
    "not, the director will say why and what is to be done about it. "
)


def cells(*texts: str, **looks: object) -> tuple[Cell, ...]:
    return tuple(Cell(text, **looks) for text in texts)  # type: ignore[arg-type]


def heads(*texts: str) -> tuple[tuple[Cell, ...], ...]:
    return (cells(*texts, strong=True),)


def plan_rows(n: int, start: int = 1) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        cells(
            str(i),
            f"{VERBS[i % 7]} {THINGS[(3 * i) % 7]}",
            OWNERS[(2 * i) % 5],
            DATES[(3 * i + 1) % 5],
            STATES[(i * i) % 5],
        )
        for i in range(start, start + n)
    )


def long_rows(n: int) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        cells(
            str(i), f"{VERBS[i % 7]} {THINGS[i % 7]}. {LONG * (1 + i % 2)}", OWNERS[i % 5], DATES[i % 5], STATES[i % 5]
        )
        for i in range(1, n + 1)
    )


def plan(n: int, **looks: object) -> Grid:
    return Grid(heads(*HEADS), plan_rows(n), WIDTHS, **looks)  # type: ignore[arg-type]


def layout(name: str, *items: Item, **looks: object) -> Layout:
    return Layout(name, items, **looks)  # type: ignore[arg-type]


PROSE = Text(
    "The board asked for one plan in place of three. It was agreed with partners in the winter and is set out below; "
    "progress is reported to each meeting, and the plan is closed once the last action has been signed off."
)
LOOKS = ("full", "rules", "none", "zebra", "double", "dashed", "open", "white")

drawn_in_each_way = [layout(look, Title("Improvement plan"), PROSE, plan(9, look=look), PROSE) for look in LOOKS]
over_pages = [layout(f"{look}-pages", Title("Improvement plan"), plan(45, look=look)) for look in LOOKS[:4]]
middle = [
    layout(f"{look}-middle", Title("Improvement plan"), plan(12, look=look, middle=True))
    for look in ("full", "rules", "none")
]

two_levels = layout(
    "two-levels",
    Title("Recovery plan"),
    Grid(
        (
            (
                Cell("Ref", rows=2, strong=True),
                Cell("What we will do", columns=2, strong=True),
                None,
                Cell("How far we are", columns=2, strong=True),
                None,
            ),
            (None, *cells("Action", "Owner", "Due", "Status", strong=True)),
        ),
        plan_rows(30),
        WIDTHS,
    ),
)
turned_heads = layout(
    "turned-heads",
    Title("Training plan"),
    Grid(
        (
            (
                *cells("Ref", "Action", strong=True),
                *(Cell(text, turned=True, strong=True) for text in ("Owner", "Finished by", "Status now")),
            ),
        ),
        plan_rows(8),
        WIDTHS,
    ),
)
turns = [layout(f"turn-{turn}", Title("Action plan"), plan(24), turn=turn) for turn in (90, 180, 270)]
turned_open = layout("turn-90-rules", Title("Action plan"), plan(24, look="rules"), turn=90)
wide_among_tall = layout(
    "wide-among-tall", Title("Report"), PROSE, NewPage(wide=True), Title("Action plan"), plan(26), NewPage(), PROSE
)
cropped = layout("cropped", Title("Action plan"), plan(22), cropped=True, header="Saltmere Town Board")
several = layout(
    "several",
    *(
        item
        for i, name in enumerate(("Money", "People", "Buildings"))
        for item in (Title(name), Grid(heads(*HEADS), plan_rows(3, 1 + 3 * i), WIDTHS))
    ),
)
widths_change = layout(
    "widths-change",
    Title("Action plan"),
    plan(6),
    NewPage(),
    Grid(heads(*HEADS), plan_rows(6, 7), (10, 34, 24, 16, 16), goes_on=True),
    NewPage(),
    Grid(heads(*HEADS), plan_rows(6, 13), (6, 50, 16, 14, 14), goes_on=True),
)
gains_a_column = layout(
    "gains-a-column",
    Title("Action plan"),
    Grid(heads(*HEADS[:4]), tuple(row[:4] for row in plan_rows(6)), (8, 50, 24, 18), gains=1),
    NewPage(),
    Grid(heads(*HEADS), plan_rows(6, 7), WIDTHS, goes_on=True),
)
widths_change_unheaded = layout(
    "widths-change-unheaded",
    Title("Action plan"),
    plan(6),
    NewPage(),
    Grid((), plan_rows(6, 7), (11, 36, 22, 16, 15), goes_on=True),
)
cut_rows = [
    layout(
        f"cut-rows-{'repeat' if repeat else 'once'}{'' if look == 'full' else '-' + look}",
        Title("Improvement plan"),
        Grid(heads(*HEADS), long_rows(9), (8, 47, 17, 14, 14), repeat=repeat, split=True, look=look),
        header="Saltmere Town Board",
        footer="Page",
    )
    for repeat in (True, False)
    for look in ("full", "rules")
]


def merged(start: int, n: int, theme: str) -> tuple[tuple[Cell | None, ...], ...]:
    rows = [row[1:] for row in plan_rows(n, start)]
    return tuple((Cell(theme, rows=n) if i == 0 else None, *row) for i, row in enumerate(rows))


merged_cut = layout(
    "merged-cut",
    Title("Improvement plan"),
    Grid(
        heads("Theme", *HEADS[1:]),
        (*merged(1, 14, "Decisions that are open and easy to follow"), *merged(20, 14, "A council that answers")),
        (16, 38, 18, 14, 14),
    ),
    producers=("word", "browser"),
)


def section(text: str) -> tuple[Cell | None, ...]:
    return (Cell(text, columns=5, fill="#d9e2f3", strong=True), None, None, None, None)


sections = layout(
    "sections",
    Title("Improvement plan"),
    Grid(
        heads(*HEADS),
        (section("Priority one: openness"), *plan_rows(14), section("Priority two: money"), *plan_rows(14, 15)),
        WIDTHS,
    ),
)
running = layout(
    "running",
    Title("Action plan"),
    plan(45),
    header="Saltmere Town Board – papers of 4 June",
    footer="Page",
    watermark="DRAFT",
    producers=DRAWN,
)
running_open = replace(running, name="running-rules", items=(Title("Action plan"), plan(45, look="rules")))
running_word = replace(running, name="running-plain", watermark="", producers=("word",))
footnoted = layout(
    "footnoted",
    Title("Action plan"),
    Grid(
        heads(*HEADS),
        (
            cells("1", "Agree the policy^1^ with partners", "Head of Law", "May 2024", "Complete^2^"),
            cells("2", "Publish the policy on the site", "Head of Law", "June 2024", "On track"),
            cells("3", "Report use of the policy each year", "Chief Executive", "March 2025", "Not started"),
        ),
        WIDTHS,
    ),
    Text("1 The policy on letters, last written in the year that the board was set up."),
    Text("2 Signed off by the working party."),
)
footnoted_open = replace(
    footnoted,
    name="footnoted-rules",
    items=tuple(replace(item, look="rules") if isinstance(item, Grid) else item for item in footnoted.items),
)
blank_between = layout(
    "blank-between",
    Title("Action plan"),
    plan(7),
    NewPage(),
    NewPage(),
    Grid((), plan_rows(7, 8), WIDTHS, goes_on=True),
    producers=("reportlab", "word"),
)
picture_between = layout(
    "picture-between",
    Title("Action plan"),
    plan(7),
    NewPage(),
    Picture(),
    NewPage(),
    Grid(heads(*HEADS), plan_rows(7, 8), WIDTHS, goes_on=True),
)
follows = layout(
    "follows-another",
    Title("Action plan"),
    plan(8),
    NewPage(),
    Grid(
        heads("No", "Risk", "Cause", "Score", "Answer"),
        tuple(
            cells(f"R{i}", THINGS[i], ("Floods", "Too few staff", "Late grants")[i % 3], str(3 * i + 1), "Watch")
            for i in range(1, 7)
        ),
        WIDTHS,
    ),
)
PROGRESS = Text("Progress since the spring")
BOX = Grid((), (cells("Saltmere Town Board", "Plan 7", "June 2024"),), (50, 25, 25), furniture=True)
box_on_each_page = [
    layout(
        name,
        BOX,
        PROGRESS,
        Grid(heads(*HEADS), plan_rows(6), WIDTHS),
        NewPage(),
        BOX,
        PROGRESS,
        Grid(again, plan_rows(6, 7), WIDTHS, goes_on=True),
        NewPage(),
        BOX,
        PROGRESS,
        Grid(again, plan_rows(6, 13), WIDTHS, goes_on=True),
    )
    for name, again in (("box-on-each-page", heads(*HEADS)), ("box-unheaded", ()))
]
lists = layout(
    "lists",
    Title("Action plan"),
    Grid(
        heads("Action", "Steps", "Owner", "Due"),
        tuple(
            cells(
                f"{VERBS[i]} {THINGS[i]}",
                "- ask every ward for its view of the draft\n- write the answer and have it checked by law\n- publish",
                "1. Head of Law\n2. Director of Housing",
                "May 2024\nJune 2024",
            )
            for i in range(5)
        ),
        (30, 36, 20, 14),
    ),
)
letters = layout(
    "letters",
    Title("Action plan"),
    Grid(
        heads("Action", "Measure", "Owner", "Due"),
        (
            cells(
                "Define efficient offices and final fluent staff flow", "Café rôle ≥ 95 %", "Officer", "1^st^ May 2024"
            ),
            cells("Cut the co-ordination of day-to-day work", "£1.2m – £1.5m", "Ffion O’Neill", "May–June 2024"),
            cells("~~Close the depot~~ Keep the depot", "m^2^ of floor", "Head of Law", "~~May 2024~~ June 2024"),
        ),
        (40, 22, 20, 18),
    ),
)
hidden = layout(
    "white-text",
    Title("Action plan"),
    Grid(
        heads("Ref", "Action", "Owner", "Due"),
        tuple((*row[:2], Cell(f"{row[2].text}{{{{ secret }}}}"), row[3]) for row in plan_rows(6)),
        (10, 45, 25, 20),
    ),
)
twice = layout("twice", Title("Action plan"), plan(8), twice=True, producers=REPORTLAB)
hyphens = layout(
    "hyphens",
    Title("Action plan"),
    Grid(
        heads("Ref", "Action", "Owner"),
        (
            cells("1", "Bring all com\u00admuni\u00adca\u00adtions to\u00adgether", "Head of Gov\u00ader\u00adnance"),
            cells("2", "Write a pro\u00adcure\u00adment strat\u00adegy", "Head of Pro\u00adcure\u00adment"),
            cells(
                "3", "Plan com\u00admuni\u00adca\u00adtions and pro\u00adcure\u00adment", "Gov\u00ader\u00adnance board"
            ),
        ),
        (8, 13, 10),
    ),
)


def coloured(drawn: str | None) -> Grid:
    colours = ("#00b050", "#ffc000", "#c00000", "#0070c0", "#00b050", "#c00000")
    rows = []
    for i, colour in enumerate(colours):
        first = [replace(cell, rows=1) for cell in plan_rows(1, i + 1)[0][:4]]
        rows.append((*first, Cell("", fill=colour, drawn=drawn)))
    return Grid(heads("Ref", "Action", "Owner", "Due", "RAG"), tuple(rows), WIDTHS)


colours = [
    layout(f"colour-{drawn or 'fill'}", Title("Action plan"), coloured(drawn), producers=producers)
    for drawn, producers in ((None, ("reportlab", "word", "browser")), (DISC, DRAWN), (SQUARE, DRAWN), (ARROW, DRAWN))
]
glyphs = layout(
    "glyphs",
    Title("Action plan"),
    Grid(
        heads("Ref", "Action", "On time", "Trend", "RAG"),
        (
            (*cells("1", "Open the desk", "✓", "↑"), Cell("●", ink="#00b050")),
            (*cells("2", "Close the depot", "✗", "→"), Cell("■", ink="#c00000")),
            (*cells("3", "Train the clerks", "✓", "↓"), Cell("Amber", ink="#c55a11")),
        ),
        WIDTHS,
    ),
)
legend = layout(
    "legend",
    Title("What the colours mean"),
    Grid(
        (),
        tuple(
            (Cell("", fill=colour), Cell(text))
            for colour, text in (("#00b050", "Done"), ("#ffc000", "Some delay"), ("#c00000", "Off course"))
        ),
        (15, 85),
    ),
    Title("Action plan"),
    coloured(None),
)

LAYOUTS: tuple[Layout, ...] = (
    *drawn_in_each_way,
    *over_pages,
    *middle,
    two_levels,
    turned_heads,
    *turns,
    turned_open,
    wide_among_tall,
    cropped,
    several,
    widths_change,
    gains_a_column,
    widths_change_unheaded,
    *cut_rows,
    merged_cut,
    sections,
    running,
    running_open,
    running_word,
    footnoted,
    footnoted_open,
    blank_between,
    picture_between,
    follows,
    *box_on_each_page,
    lists,
    letters,
    hidden,
    twice,
    hyphens,
    *colours,
    glyphs,
    legend,
)
