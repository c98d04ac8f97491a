"""Layouts of text, colour and symbols: what stands in the cells rather than where the cells stand."""

from __future__ import annotations

from .corpus import OWNERS, THINGS, VERBS, WIDTHS, cells, heads, layout, plan, plan_rows
from .describe import ARROW, DISC, DOWN, SQUARE, TRIANGLE, UP, Cell, Grid, Text, Title

COLOURS = ("#00b050", "#ffc000", "#c00000", "#0070c0", "#00b050", "#c00000")
MARKS = ("Ref", "Action", "Owner", "Trend", "RAG")


def marked(pairs: tuple[tuple[Cell, Cell], ...]) -> Grid:
    """Return a plan with two cells of signs in each row."""
    rows = [(*plan_rows(1, i + 1)[0][:3], *pair) for i, pair in enumerate(pairs)]
    return Grid(heads(*MARKS), tuple(rows), WIDTHS)


def signs(picture: bool) -> Grid:
    trends = (UP, DOWN, ARROW, TRIANGLE, UP, DOWN)
    shapes = (DISC, SQUARE, DISC, DISC, SQUARE, DISC)
    looks = zip(trends, shapes, COLOURS, strict=True)
    return marked(
        tuple((Cell(fill=c, drawn=t, picture=picture), Cell(fill=c, drawn=d, picture=picture)) for t, d, c in looks)
    )


drawn_signs = layout("drawn-signs", Title("Action plan"), signs(picture=False))
pictured_signs = layout("pictured-signs", Title("Action plan"), signs(picture=True))
beside_words = [
    layout(
        f"beside-words-{'picture' if picture else 'path'}",
        Title("Action plan"),
        marked(
            tuple(
                (Cell("Steady"), Cell(text, fill=colour, drawn=DISC, picture=picture))
                for text, colour in zip(("On track", "Some delay", "Late", "Closed"), COLOURS, strict=False)
            )
        ),
    )
    for picture in (False, True)
]
drawn_legend = layout(
    "drawn-legend",
    Title("What the signs mean"),
    Grid(
        (),
        tuple(
            (Cell(fill=colour, drawn=DISC), Cell(text))
            for colour, text in (("#00b050", "Done"), ("#ffc000", "Some delay"), ("#c00000", "Off course"))
        ),
        (15, 85),
    ),
    Title("Action plan"),
    signs(picture=False),
)


def in_font(font: str, *pairs: tuple[str, str], ink: str | None = None) -> tuple[Cell, ...]:
    return tuple(Cell(code, font=font, shows=shown, ink=ink) for code, shown in pairs)


zapf = layout(
    "zapf-dingbats",
    Title("Action plan"),
    marked(
        (
            in_font("ZapfDingbats", ("✔", "✔"), ("■", "■"), ink="#00b050"),
            in_font("ZapfDingbats", ("✘", "✘"), ("●", "●"), ink="#c00000"),
            in_font("Symbol", ("\u2191", "↑"), ("\u2193", "↓"), ink="#0070c0"),
            in_font("ZapfDingbats", ("▲", "▲"), ("▼", "▼"), ink="#c55a11"),
        )
    ),
    producers=("reportlab",),
)
wingdings = layout(
    "wingdings",
    Title("Action plan"),
    marked(
        (
            in_font("Wingdings", ("\xe9", "↑"), ("l", "●"), ink="#00b050"),
            in_font("Wingdings", ("\xea", "↓"), ("n", "■"), ink="#c00000"),
            in_font("Wingdings", ("\xe8", "→"), ("\xfc", "✓"), ink="#0070c0"),
            in_font("Wingdings", ("\xfb", "✗"), ("\xfe", "☑"), ink="#c55a11"),
        )
    ),
    producers=("word",),
)
struck = layout(
    "struck-lines",
    Title("Action plan"),
    Grid(
        heads("Ref", "Action", "Owner", "Due"),
        (
            cells(
                "1",
                f"~~Close {THINGS[2]} by the spring~~ Keep it open",
                "~~Head of Law~~ J Alder",
                "~~May 2024~~ June 2024",
            ),
            cells("2", f"~~Publish {THINGS[0]}~~", "~~Chief Executive~~", "~~30 June 2024~~"),
            cells("3", f"Agree {THINGS[1]}, ~~and tell the press~~ as well", "Head of Law", "Autumn 2024"),
        ),
        (8, 42, 26, 24),
    ),
)
own_hyphens = layout(
    "own-hyphens",
    Title("Action plan"),
    Text("The follow-up was late. A self-assessment is due, and co-operation with partners is for 2023-24."),
    Grid(
        heads("Ref", "Action", "Year"),
        (
            cells("1", "Agree the follow-up with each ward", "2023-24"),
            cells("2", "Write the self-assessment with partners", "2024-25"),
            cells("3", "Plan co-operation for part A-B and others", "2025-26"),
            cells("4", "Pub\u00adlish proc\u00adure\u00adment rules, then pub\u00adlish", "2025-26"),
        ),
        (8, 16, 8),
    ),
    Text("To publish is to be open. Procurement is next."),
)
raised = layout(
    "raised-marks",
    Title("Action plan"),
    Grid(
        heads("Ref", "Action", "Saving", "Due", "Status"),
        (
            cells("1", "Agree the policy^1^ with partners", "25^1^", "May 2024^2^", "Complete^3^"),
            cells("2", "Let 300 m^2^ of floor", "£1.5m^12^", "1^st^ June 2024", "On track"),
            cells("3", "Publish the policy", "40%", "2^nd^ May 2025", "Not started"),
        ),
        WIDTHS,
    ),
)
numbered = layout(
    "numbered-steps",
    Title("Action plan"),
    Grid(
        heads("Action", "Steps", "Owner"),
        tuple(
            cells(
                f"{VERBS[i]} {THINGS[i]}",
                "a) ask every ward for its view of the draft, in writing\nb) have the answer checked\nc) publish",
                f"1. {OWNERS[i]}\n2. Director of Housing and Regeneration\n3. Clerk",
            )
            for i in range(5)
        ),
        (34, 36, 30),
    ),
)
unseen = [
    layout(f"unseen-{how}", Title("Action plan"), plan(8), unseen=how, cropped=how == "outside", producers=producers)
    for how, producers in (
        ("mode", ("reportlab",)),
        ("covered", ("reportlab", "browser")),
        ("outside", ("reportlab",)),
    )
]
twice_open = layout("twice-rules", Title("Action plan"), plan(8, look="rules"), twice=True, producers=("reportlab",))

LAYOUTS = (
    drawn_signs,
    pictured_signs,
    *beside_words,
    drawn_legend,
    zapf,
    wingdings,
    struck,
    own_hyphens,
    raised,
    numbered,
    *unseen,
    twice_open,
)
