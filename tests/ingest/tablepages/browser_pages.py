"""Pages with one table, as agencies, statistics and audit offices lay them out, printed by a browser."""

from __future__ import annotations

# fmt: off
from .told import Page, told

WHY = (
    "<p>The Inland Waters Agency publishes these figures each year. They rest on returns of the nineteen basins, which "
    "the agency checks against gauges before they are added up. Where a basin changed its borders within the year, the "
    "figures of both parts are given under the basin to which most of its people belong, so that totals for the "
    "country are not touched by the change.</p>"
)
MORE = (
    "<p>Members asked in March why fees had risen faster than prices. The office answered that the cost of testing had "
    "grown by a third since the new limits came into force, and that a fifth of the fees paid for that alone. A note on "
    "the method, with the weights used for each basin, can be had from the press office on request.</p>"
)
NOTE = "<p class=note><sup>1</sup> Provisional.<br>Source: Inland Waters Agency, annual return of basins.</p>"


def cap(text: str) -> str:
    return f"<p class=cap>{text}</p>"


def note(text: str) -> str:
    return f"<p class=note>{text}</p>"


MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August")
LANDS = ("Northmark", "Eastfold", "Sallow Isles", "Greater Tarn", "Upper Vale", "Lower Vale", "Westmere")


def body(stubs: tuple[str, ...] | list[str], cells: str) -> str:
    return "\n".join(f"{stub} | {cells}" for stub in stubs)


TABLES = (
    Page(
        "booktabs-serif",
        "booktabs",
        (
            WHY,
            cap("Table 3.1 Water taken, by use, million cubic metres"),
            told("Use | 2019 | 2020 | 2021 | 2022", body(("Homes", "Farms", "Power", "Industry", "Mines"), "#4 | #4 | #4 | #3")
                 + "\n{b}Total | {b}#5 | {b}#5 | {b}#5 | {b}#5", "lrrrr", seed="bs"),
            NOTE, MORE,
        ),
        css="font-family: 'Liberation Serif'; font-size: 10.5pt",
    ),
    Page(
        "booktabs-wide",
        "booktabs",
        (
            cap("Table 4. Staff in post at the end of the year"),
            told("Grade | Women | Men | All | Share of women (%)", body(("Executive", "Higher officer", "Officer", "Support", "Apprentice"), "#3 | #3 | #4 | #2.1"),
                 "lrrrr", css="width:100%"),
            WHY,
        ),
    ),
    Page(
        "booktabs-two-columns",
        "booktabs",
        (WHY, told("Basin | Area (km²)", body(LANDS, "#5"), "lr", seed="ba"), MORE),
    ),
    Page(
        "headrule-only",
        "rule under the heading",
        (
            WHY,
            cap("Chart data 2: lending by kind of bank"),
            told("Kind of bank | Q1 | Q2 | Q3 | Q4", body(("Savings banks", "Mutuals", "Branches of foreign banks", "State bank"), "#3.1 | #3.1 | #3.1 | #3.1"), "lrrrr", "head"),
            MORE,
        ),
    ),
    Page(
        "headrule-words",
        "rule under the heading",
        (
            WHY,
            told("Body | What it does | Head office",
                 "Rivers Board | Keeps banks and sluices | Tarn\nHarbour Trust | Dredging and lights | Port Ellis\nWeather Service | Forecasts and warnings | Tarn\nSoil Survey | Maps of soils | Upper Vale",
                 "lll", "head", widths=(130, 190, 100)),
            MORE,
        ),
    ),
    Page(
        "headrule-two-levels",
        "rule under the heading",
        (
            cap("Table 7 Passengers and freight"),
            told("{r2}Port | {c2}Passengers (thousand) | {c2}Freight (tonnes)\n2021 | 2022 | 2021 | 2022", body(("Port Ellis", "Tarnmouth", "Sallow Quay", "Fenwick Dock"), "#3 | #3 | #5 | #5"), "lrrrr", "head"),
            WHY,
        ),
    ),
    Page(
        "spans-part-rules",
        "headings over several levels",
        (
            WHY,
            cap("Table 2.4 Pupils by kind of school"),
            told("{r2}District | {c2}Primary | {c2}Secondary | {r2}All\nBoys | Girls | Boys | Girls", body(LANDS, "#4 | #4 | #4 | #4 | #5"), "lrrrrr", "top head foot part"),
            NOTE,
        ),
    ),
    Page(
        "spans-three-levels",
        "headings over several levels",
        (
            cap("Table A-5. Households with a connection, by speed and area"),
            told(" | {c6}Share of households (%)\n | {c3}Towns | {c3}Country\nYear | Slow | Fast | All | Slow | Fast | All",
                 body(("2016", "2017", "2018", "2019", "2020", "2021"), "#2.1 | #2.1 | #2.1 | #2.1 | #2.1 | #2.1"), "lrrrrrr", "top head foot part"),
            MORE,
        ),
    ),
    Page(
        "spans-no-rules",
        "headings over several levels",
        (
            WHY,
            told(" | {c2}Wage bill | {c2}Hours worked | {c2}Output\nSector | Level | Change | Level | Change | Level | Change",
                 body(("Farming", "Mining", "Building", "Trade", "Transport", "Finance"), "#4 | #1.1 | #4 | #1.1 | #4 | #1.1"), "lrrrrrr", "none"),
            MORE,
        ),
    ),
    Page(
        "spans-uneven",
        "headings over several levels",
        (
            cap("Table 12: Cases closed by outcome and age of the case"),
            told("{r2}Office | {r2}Cases | {c3}Upheld | {r2}Dismissed | {c2}Withdrawn\nIn full | In part | All | By party | By office",
                 body(("North", "South", "East", "West", "Isles"), "#4 | #3 | #3 | #3 | #3 | #2 | #2") + "\n{b}All | #5 | #4 | #4 | #4 | #4 | #3 | #3", "lrrrrrrr", "top head foot part rows"),
            NOTE,
        ),
    ),
    Page(
        "stub-indents",
        "stub with sub-items",
        (
            cap("Statement of revenue and spending"),
            told(" | Note | 2023 | 2022",
                 "{b}Revenue | | | \n{i1}Taxes on property | 2 | #6 | #6\n{i1}Grants from the state | 3 | #6 | #6\n{i2}of which tied | | #5 | #5\n{i1}Fees | | #5 | #5\n{b}Spending | | | \n{i1}Wages | 4 | #6 | #6\n{i1}Goods and services | | #6 | #6\n{i1}Interest | 5 | #4 | #4\n{b}Surplus | | #5 | (#4)", "lrrr", "top head foot", css="width:100%"),
            note("The notes on pages 12 to 19 are part of this statement."),
        ),
    ),
    Page(
        "stub-groups-plain",
        "stub with sub-items",
        (
            WHY,
            cap("Table 9. Employment by industry, thousands"),
            told("Industry | 1990 | 2000 | 2010 | 2020",
                 "Goods | | | | \n{i1}Farming | #3 | #3 | #3 | #2\n{i1}Mining | #2 | #2 | #2 | #2\n{i1}Manufacturing | #4 | #4 | #4 | #3\nServices | | | | \n{i1}Trade | #4 | #4 | #4 | #4\n{i1}Transport | #3 | #3 | #3 | #3\n{i1}Public | #4 | #4 | #4 | #4", "lrrrr", "none"),
            NOTE,
        ),
    ),
    Page(
        "stub-sections-centred",
        "stub with sub-items",
        (
            cap("Table 15. Arrivals by means of travel"),
            told("Month | Air | Sea | Road", "{c4}{mid}{t}Residents\n" + body(MONTHS[:4], "#5 | #4 | #5") + "\n{c4}{mid}{t}Visitors\n" + body(MONTHS[:4], "#5 | #4 | #5"), "lrrr", "top head foot", css="width:75%"),
            MORE,
        ),
    ),
    Page(
        "labels-figures-last",
        "row labels of several lines",
        (
            WHY,
            told("Item | 2021 | 2022 | 2023",
                 "Interest on bonds held by\\households and by funds | #4 | #4 | #4\nPensions of officers and\\their families | #4 | #4 | #4\nRent | #3 | #3 | #3\nUpkeep of bridges, of\\locks and of the roads that\\lead to them | #4 | #4 | #4\nOther | #2 | #2 | #2", "lrrr", "top head foot low"),
            MORE,
        ),
    ),
    Page(
        "labels-figures-first",
        "row labels of several lines",
        (
            WHY,
            told("Indicator | Target | Result | Year",
                 "Share of homes that have a\\tested alarm | #2.1 | #2.1 | 2022\nMinutes from a call to the\\first engine on the spot | #1.1 | #1.1 | 2022\nFalse alarms | #4 | #4 | 2021\nVisits to homes of people\\over eighty years | #4 | #4 | 2022", "lrrr", "head foot"),
            MORE,
        ),
    ),
    Page(
        "labels-unruled",
        "row labels of several lines",
        (
            cap("Exhibit 6: What the programme paid for"),
            told("Purpose | Planned | Paid | Left",
                 "Training of inspectors in the new\\method | $#6 | $#6 | $#5\nTravel | $#5 | $#5 | $#4\nComputers and licences for the\\regional offices | $#6 | $#6 | $#5\nStudies | $#5 | $#5 | $#4\n{b}All purposes | $#7 | $#7 | $#6", "lrrr", "none", css="line-height:11pt"),
            MORE, WHY,
        ),
        css="td {padding-bottom: 4pt}",
    ),
    Page(
        "heads-wrapped",
        "wrapped headings",
        (
            WHY,
            told("Province | Number\\of farms | Area under\\crops\\(hectares) | Average\\size\\(hectares) | Holdings\\let, per cent\\of all",
                 body(LANDS, "#4 | #6 | #2.1 | #2.1"), "lrrrr", "top head foot"),
            MORE,
        ),
    ),
    Page(
        "heads-wrapped-unruled",
        "wrapped headings",
        (
            WHY,
            told("Fiscal\\year | Budget\\authority | Outlays | Obligations\\incurred | Balance\\carried\\forward",
                 body(("2014", "2015", "2016", "2017", "2018", "2019"), "#4 | #4 | #4 | #3"), "crrrr", "none", css="width:85%"),
            MORE,
        ),
    ),
    Page(
        "blanks-and-marks",
        "blank cells and marks",
        (
            cap("Table 5.2 Catch landed, tonnes"),
            told("Species | 2018 | 2019 | 2020 | 2021 | 2022",
                 "Cod | #5 | #5 | .. | #5 | #5^1^\nHaddock^2^ | – | #4 | #4 | .. | #4\nHerring | | | #5 | #5 | \nMackerel | #4 | – | – | #4 | #4^r^\nSaithe | .. | .. | .. | .. | #3\nOther | #3 | n/a | #3 | – | –", "lrrrrr"),
            note("1 Provisional. 2 Includes the Sallow Isles. .. not available; – nil; r revised"),
            WHY,
        ),
    ),
    Page(
        "sparse-matrix",
        "blank cells and marks",
        (
            WHY,
            told("Measure | A | B | C | D | E",
                 "Grants | x | | x | | \nLoans | | x | | | \nGuarantees | | | | x | x\nAdvice | x | x | | | x\nTraining | | | x | | ", "lccccc", "head rows"),
            MORE,
        ),
    ),
    Page(
        "units-and-source",
        "units, notes and sources",
        (
            WHY,
            cap("Table 1.1: Public debt"),
            "<p class=unit>million crowns</p>",
            told("At end of | Bonds | Bills | Loans | Total", body(("2018", "2019", "2020", "2021", "2022"), "#6 | #5 | #5 | #6"), "lrrrr", "top head foot", css="width:100%"),
            note("Note: Figures may not add up because they are rounded."),
            note("Source: Ministry of Finance; calculations of the audit office."),
            MORE,
        ),
    ),
    Page(
        "unit-in-table",
        "units, notes and sources",
        (
            cap("Table 8. Balance of payments"),
            told("Item | 2020 | 2021 | 2022\n | {c3}million crowns", body(("Goods, net", "Services, net", "Income", "Transfers"), "#5 | #5 | #5") + "\n | {c3}{mid}per cent of output\n" + body(("Current account", "Financial account"), "#1.1 | #1.1 | #1.1"), "lrrr", "top foot", css="width:70%"),
            NOTE, WHY,
        ),
    ),
)
