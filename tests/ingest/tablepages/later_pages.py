"""Pages drawn after the reader was mended, in other layouts and words, to see how it does on what it was not made for."""

from __future__ import annotations

from .browser_pages import body, cap, note
from .told import Page, told

LEAD = (
    "<p>In the spring of last year the Board of Roads asked its auditors to look again at how bridges are counted. "
    "Until then each county kept a register of its own, and what one called a bridge another called a culvert. The "
    "new register follows one rule: whatever spans more than three metres and carries traffic is a bridge.</p>"
)
TAIL = (
    "<p>It should be borne in mind that older returns were made on paper. Where a return could not be found, the "
    "auditors took the mean of the years before and after it, and such figures are printed in italics. They make up "
    "less than two in a hundred of all entries and change no finding of this report.</p>"
)
COUNTIES = ("Ashford", "Bramley", "Coldharbour", "Dunmere", "Eskvale", "Fairholm")

BROWSER = (
    Page(
        "eu-matrix",
        "headings over several levels",
        (
            LEAD,
            cap("Table II.2: Forecast, annual change"),
            told(
                " | {c3}Spring 2023 | {c3}Autumn 2022\n | 2022 | 2023 | 2024 | 2022 | 2023 | 2024",
                body(COUNTIES, "#1.1 | -#1.1 | #1.1 | #1.1 | #1.1 | -#1.1")
                + "\n{b}All counties | {b}#1.1 | {b}#1.1 | {b}#1.1 | {b}#1.1 | {b}#1.1 | {b}#1.1",
                "lcccccc",
                "top head foot",
                css="width:100%",
            ),
            note("Source: Board of Roads."),
            TAIL,
        ),
        css="table {font-size:8.5pt}",
    ),
    Page(
        "centred-figures",
        "plain figures",
        (
            LEAD,
            told(
                "County | Bridges | Built since 1990 | Closed",
                body(COUNTIES, "#3 | #2 | #1"),
                "lccc",
                "head",
                css="width:90%",
            ),
            TAIL,
        ),
    ),
    Page(
        "left-figures",
        "plain figures",
        (
            LEAD,
            told(
                "Year | Income | Outgo | Left over",
                body(("2015/16", "2016/17", "2017/18", "2018/19", "2019/20"), "£#3.1m | £#3.1m | -£#1.1m"),
                "llll",
                "none",
                css="width:80%",
            ),
            TAIL,
        ),
    ),
    Page(
        "ranges-and-errors",
        "plain figures",
        (
            cap("Table 4 — Estimates with their margins"),
            told(
                "Area | Estimate | 95% interval | n",
                body(COUNTIES, "#2.1% | (#2.1 to #2.1) | #4"),
                "lrcr",
                "top head foot",
            ),
            LEAD,
        ),
    ),
    Page(
        "mixed-columns",
        "words and figures",
        (
            LEAD,
            told(
                "Ref | Scheme | Ward | Start | Cost (£000) | Status",
                "B/01 | Renewal of the parapet at Mill Bridge | Ashford | 04/2021 | 120 | Finished\nB/02 | New deck for the footbridge over the canal and repairs to its steps | Dunmere | 09/2021 | 1,480 | On site\nB/03 | Painting | Eskvale | 01/2022 | 35 | Planned\nB/04 | Scour works at three arches of the old viaduct | Fairholm | 06/2022 | 610 | Planned",
                "lllcrl",
                "head rows",
                widths=(38, 190, 62, 50, 60, 60),
            ),
            TAIL,
        ),
    ),
    Page(
        "mixed-columns-unruled",
        "words and figures",
        (
            LEAD,
            told(
                "Post | Grade | Holder | Salary",
                "Surveyor | 7 | vacant | 41,200\nInspector of bridges | 5 | J. Rowan | 33,150\nClerk | 2 | T. Sorrel | 22,400\nEngineer | 8 | A. Teasel | 48,900\nDriver | 1 | M. Vetch | 19,800",
                "lclr",
                "none",
                css="width:85%",
            ),
            TAIL,
        ),
    ),
    Page(
        "question-table",
        "words and figures",
        (
            cap("Q4. How safe do you feel on the bridge …"),
            told(
                " | Very safe | Fairly safe | Not very safe | Not at all safe | Don’t know",
                "by day on foot? | #2% | #2% | #1% | #1% | #1%\nafter dark on foot? | #2% | #2% | #2% | #1% | #1%\non a bicycle, at times\\when there is traffic? | #2% | #2% | #2% | #1% | #1%\nin a car? | #2% | #2% | #1% | #1% | #1%",
                "lrrrrr",
                "head",
                css="width:100%",
            ),
            TAIL,
        ),
    ),
    Page(
        "three-stubs",
        "stub with sub-items",
        (
            cap("Table 9. Traffic by class of road and vehicle"),
            told(
                "Road | Vehicle | 2018 | 2019 | 2020",
                "{r3}Main | Cars | #4 | #4 | #4\nVans | #4 | #4 | #4\nLorries | #3 | #3 | #3\n{r2}Other | Cars | #4 | #4 | #4\nVans | #3 | #3 | #3",
                "llrrr",
                "top head foot",
            ),
            LEAD,
        ),
    ),
    Page(
        "subtotals",
        "stub with sub-items",
        (
            LEAD,
            told(
                "£ million | Plan | Forecast | Difference",
                "Capital | | | \n{i1}Bridges | #2.1 | #2.1 | #1.1\n{i1}Carriageways | #2.1 | #2.1 | (#1.1)\n{t}Subtotal, capital | #3.1 | #3.1 | (#1.1)\nRevenue | | | \n{i1}Winter service | #1.1 | #1.1 | –\n{i1}Inspections and\\minor repairs | #1.1 | #1.1 | #1.1\n{t}Subtotal, revenue | #2.1 | #2.1 | #1.1\n{b}Total | {b}#3.1 | {b}#3.1 | {b}#1.1",
                "lrrr",
                "head foot",
                css="width:80%",
            ),
            TAIL,
        ),
    ),
    Page(
        "small-in-text",
        "in columns of prose",
        (
            "<div class='columns2 just'>",
            LEAD,
            TAIL,
            LEAD,
            cap("Age of bridges"),
            told(
                "Built | Share (%)",
                "Before 1850 | #2\n1850–1899 | #2\n1900–1949 | #2\nSince 1950 | #2",
                "lr",
                "top head foot",
                css="width:100%;break-inside:avoid",
            ),
            TAIL,
            LEAD,
            TAIL,
            LEAD,
            TAIL,
            "</div>",
        ),
        css="font: 9.5pt/12pt 'Liberation Serif'",
    ),
    Page(
        "landscape-heads",
        "dense",
        (
            cap("Schedule 5"),
            told(
                "{r2}County | {r2}Region | {c4}Condition of bridges | {c4}Cost of repairs, £000\nGood | Fair | Poor | All | 2019 | 2020 | 2021 | 2022",
                "\n".join(
                    f"{c} | {r} | #3 | #3 | #2 | #4 | #4 | #4 | #4 | #4"
                    for c, r in zip(COUNTIES, ("North", "North", "East", "West", "West", "South"), strict=True)
                ),
                "llrrrrrrrr",
                "top head foot part",
                css="width:100%",
            ),
            TAIL,
        ),
        look="wide",
    ),
    Page(
        "side-by-side-notes",
        "side by side",
        (
            LEAD,
            "<div class=side>",
            told("Depth (m) | Bridges", body(("0–1", "1–2", "2–5", "over 5"), "#3"), "lr", "top head foot"),
            f"<div style='width:55%'>{TAIL}</div>",
            "</div>",
            LEAD,
        ),
    ),
    Page(
        "zebra-groups",
        "bands and part grids",
        (
            cap("Inspections"),
            told("County | 2020 | 2021 | 2022", body(COUNTIES, "#3 | #3 | #3"), "lrrr", "zebra head", css="width:60%"),
            TAIL,
        ),
    ),
)
DRAWN = (
    Page(
        "cents",
        "currency signs apart",
        (
            LEAD,
            told(
                "Toll | Car | Lorry | Bus",
                "Mill Bridge | $#1.2 | $#2.2 | $#2.2\nHigh Bridge | #1.2 | #2.2 | #2.2\nFerry | #1.2 | #2.2 | #2.2",
                "lrrr",
                "signs head",
                widths=(120, 70, 70, 70),
            ),
            TAIL,
        ),
    ),
    Page(
        "hanging-labels",
        "row labels of several lines",
        (
            cap("Table B-2. Receipts"),
            told(
                "Receipts from | 2021 | 2022",
                "Tolls . | #5 | #5\nFines for loads over the limit\\{i1}and for closed roads | #4 | #4\nGrants | #6 | #6\nSale of land no longer wanted\\and of old iron | #4 | #4\nLoans | #5 | #5",
                "lrr",
                "leaders top head foot",
                widths=(220, 70, 70),
                css="step=12",
            ),
            TAIL,
        ),
        look="serif",
    ),
    Page(
        "two-lines-of-heads",
        "wrapped headings",
        (
            LEAD,
            told(
                "Year | Bridges\\open | Bridges\\closed | Weight limits\\in force | Repairs\\begun",
                body(("1999", "2004", "2009", "2014", "2019"), "#4 | #2 | #3 | #3"),
                "lrrrr",
                "head",
                widths=(60, 70, 70, 90, 70),
            ),
            TAIL,
        ),
    ),
    Page(
        "mono-list",
        "fixed pitch",
        (
            cap("REGISTER OF LIMITS"),
            told(
                "BRIDGE | ROAD | TONNES | SINCE",
                "MILL | A12 | 7.5 | 1998\nHIGH | B410 | 18.0 | 2011\nCANAL | C7 | 3.0 | 1987\nSTATION | A9 | 40.0 | 2003\nFORD | U22 | 7.5 | 2016",
                "llrr",
                "",
                widths=(120, 90, 70, 80),
            ),
            TAIL,
        ),
        look="mono",
    ),
    Page(
        "column-table-right",
        "in columns of prose",
        (
            LEAD,
            TAIL,
            LEAD,
            TAIL,
            "<next>",
            told(
                "Limit | 2012 | 2022",
                "3 t | #2 | #2\n7.5 t | #3 | #3\n18 t | #2 | #2\nNone | #4 | #4",
                "lrr",
                "head foot",
                widths=(80, 60, 60),
            ),
            TAIL,
            LEAD,
            TAIL,
        ),
        look="two",
    ),
    Page(
        "turned-table",
        "turned pages",
        (
            cap("Appendix F"),
            told(
                " | {c3}Cars | {c3}Lorries\nBridge | Mean | Peak | Share | Mean | Peak | Share",
                body(("Mill", "High", "Canal", "Station"), "#4 | #5 | #2.1% | #3 | #4 | #1.1%"),
                "lrrrrrr",
                "part head foot",
                widths=(110, *(75,) * 6),
            ),
            TAIL,
        ),
        look="wide turn90",
    ),
    Page(
        "words-three-columns",
        "words only",
        (
            LEAD,
            told(
                "Sign | Meaning | Used since",
                "Round, red rim | Limit of weight | 1964\nTriangle | Warning | 1933\nBlue square | Advice | 1975\nBrown | For visitors | 1986",
                "lll",
                "",
                widths=(120, 150, 90),
            ),
            TAIL,
        ),
    ),
)
NONE = tuple(
    Page(name, kind, (text,))
    for name, kind, text in (
        (
            "minutes",
            "no table",
            "<h1>Minutes</h1>"
            + "".join(
                f"<p style='display:flex'><span style='width:40pt'>{n}</span><span style='flex:1'>{t}</span></p>"
                for n, t in (
                    ("1", "Apologies were taken from Cllr Rowan, who was at the county show, and from the clerk."),
                    ("2", "The minutes of the last meeting were agreed, with one word changed in item seven."),
                    ("3", "The surveyor told members that the bridge would be closed for six weeks from May."),
                )
            ),
        ),
        (
            "margin-notes",
            "no table",
            "".join(
                f"<div style='display:flex;margin-bottom:6pt'><div style='width:90pt;font-size:8pt'>{n}</div><div style='flex:1'>{t}</div></div>"
                for n, t in (("Why bridges matter", LEAD), ("Older returns", TAIL), ("What the rule says", LEAD))
            ),
        ),
        (
            "glossary",
            "no table",
            "<h1>Words we use</h1>"
            + "".join(
                f"<p><b>{w}</b> – {t}</p>"
                for w, t in (
                    ("Arch", "a curved span of stone or brick"),
                    ("Culvert", "a pipe or box under a road, no wider than three metres"),
                    ("Deck", "what carries the road"),
                )
            ),
        ),
        (
            "pie",
            "no table",
            LEAD
            + "<svg width=300 height=170 font-size=9><circle cx=90 cy=85 r=60 fill='#69c'/><path d='M90 85L90 25A60 60 0 0 1 150 85Z' fill='#c96'/><text x=170 y=60>Good 48%</text><text x=170 y=80>Fair 31%</text><text x=170 y=100>Poor 21%</text></svg>"
            + TAIL,
        ),
        (
            "three-narrow",
            "no table",
            f"<div class=columns3 style='font-size:8pt;line-height:10pt'>{(LEAD + TAIL) * 6}</div>",
        ),
    )
)
