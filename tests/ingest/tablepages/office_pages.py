"""Pages drawn point by point (leaders, signs apart, turned pages, fixed pitch), and from a word processor."""

from __future__ import annotations

from .browser_pages import LANDS, MONTHS, MORE, NOTE, WHY, body, cap

# fmt: off
from .told import Page, told

W4 = (170, 75, 75, 75)

DRAWN = (
    Page("leaders", "dot leaders", (WHY, cap("Table 1. Outlays by office"),
         told("Office | 2021 | 2022 | 2023", body(("Office of the director", "Field offices", "Laboratories", "Grants to boards", "All other"), "#5 | #5 | #5") + "\n{i1}Total | #6 | #6 | #6", "lrrr", "leaders top head foot", widths=(240, 70, 70, 70)), NOTE, MORE)),
    Page("leaders-groups", "dot leaders", (cap("Table 7. Crimes known, by kind and size of town"),
         told("Kind | Towns | Villages | All", "Against people: | | | \n" + body(("{i1}Assault", "{i1}Robbery"), "#4 | #3 | #4") + "\nAgainst property: | | | \n" + body(("{i1}Burglary", "{i1}Theft", "{i1}Fraud"), "#5 | #4 | #5"), "lrrr", "leaders", widths=(220, 70, 70, 70)), MORE, WHY)),
    Page("leaders-unheaded", "dot leaders", (WHY, told("", body(("Salaries", "Rent", "Postage and telephone", "Travel of members", "Printing"), "$#5 | $#5"), "lrr", "leaders", widths=(260, 80, 80)), MORE)),
    Page("signs", "currency signs apart", (cap("Statement of net cost (in thousands)"),
         told(" | 2022 | 2021", "Permits | $#6 | $#6\nLess: fees earned | (#5) | (#5)\nNet cost of permits | #6 | #6\nGauges | #5 | #5\nFloods | #5 | #5\n{b}Net cost | {b}$#7 | {b}$#7", "lrr", "signs head double", widths=(230, 95, 95), css="step=14"), MORE), look="serif"),
    Page("signs-four", "currency signs apart", (WHY, told(" | {c2}General fund | {c2}Special funds\n | 2022 | 2021 | 2022 | 2021", "Cash | $#6 | $#6 | $#5 | $#5\nDue from others | #5 | #5 | #4 | –\nStores | #4 | #4 | – | –\nAll assets | $#6 | $#6 | $#5 | $#5", "lrrrr", "signs part head double", widths=(150, 80, 80, 80, 80)), NOTE)),
    Page("turned-90", "turned pages", (cap("Table 40. Traffic on locks"), told("Lock | " + " | ".join(MONTHS), body(("Alder Mill", "Tarn Weir", "Foldby", "Moss Gate", "Elder Foot"), " | ".join(["#4"] * 8)), "l" + "r" * 8, widths=(120, *(62,) * 8)), MORE), look="wide turn90"),
    Page("turned-270", "turned pages", (cap("Annex 3: Loans by purpose"), told("{r2}Purpose | {c3}Number | {c3}Value\n2020 | 2021 | 2022 | 2020 | 2021 | 2022", body(("Homes", "Farms", "Boats", "Mills", "Schools"), "#4 | #4 | #4 | #6 | #6 | #6"), "lrrrrrr", "part", widths=(130, *(70,) * 6)), MORE), look="wide turn270 serif"),
    Page("fixed-pitch", "fixed pitch", (cap("TABLE 12 - RECEIPTS BY SOURCE"), told("SOURCE | BUDGET | ACTUAL | OVER/UNDER", body(("LAND TAX", "EXCISE", "LICENCES AND PERMITS", "FINES", "INTEREST"), "#6 | #6 | #4-"), "lrrr", "", widths=W4), MORE), look="mono"),
    Page("tight-columns", "narrow columns", (cap("Table 3. Births by age of mother"), told("Year | -19 | 20-24 | 25-29 | 30-34 | 35-39 | 40+ | All", body([str(y) for y in range(2010, 2021)], "#3 | #4 | #5 | #5 | #4 | #3 | #5"), "lrrrrrrr", "top head foot", widths=(26, 20, 30, 32, 32, 30, 22, 34), css="size=8 pad=2.2"), WHY)),
    Page("tight-by-spaces", "narrow columns", (WHY, told("Area | 2019 | 2020 | 2021 | 2022", body(LANDS, "#5 | #6 | #5 | #6"), "lrrrr", "top head foot", thousands=" ", widths=(70, 38, 38, 38, 38), css="size=8 pad=2.5"), MORE)),
    Page("in-left-column", "in columns of prose", (WHY, cap("Table 1. Fees paid"), told("Permit | 2021 | 2022", body(("Well", "Outfall", "Weir", "Fishery", "Ferry"), "#4 | #4"), "lrr", widths=(100, 60, 60)), MORE, WHY, "<next>", MORE, WHY, MORE, WHY), look="two"),
    Page("in-right-column", "in columns of prose", (WHY, MORE, WHY, MORE, "<next>", MORE, cap("Table 2. Basins by rate"), told("Basin | Rate | Rank", body(LANDS, "#2.1 | #1"), "lrr", "head", widths=(110, 50, 50)), MORE, WHY), look="two serif"),
    Page("in-both-columns", "in columns of prose", (WHY, told("Basin | Gauges | Failed", body(LANDS[:5], "#3 | #2"), "lrr", widths=(90, 60, 60)), MORE, WHY, "<next>", MORE, WHY, told("Year | Rate | Cost", body(("2019", "2020", "2021"), "#1.1 | #4"), "lrr", "top head foot", widths=(60, 60, 60)), MORE), look="two"),
    Page("upright-heads", "turned headings", (WHY, told("Office | Permits | Appeals | Hearings | Rulings | Fines", body(("North", "South", "East", "West", "Isles"), "#3 | #2 | #2 | #2 | #3"), "lrrrrr", "upright head foot", widths=(110, 40, 40, 40, 40, 40)), MORE)),
    Page("labels-high", "row labels of several lines", (cap("Table 5. Findings by kind"), told("Kind of finding | 2020 | 2021 | 2022", "Payments made without the\\second signature | #2 | #2 | #1\nLate returns | #3 | #2 | #2\nContracts let without a\\call for bids, or with one that\\was too short | #1 | #2 | #1\nOther | #2 | #2 | #2", "lrrr", "high top head foot", widths=W4), MORE)),
    Page("labels-last-unruled", "row labels of several lines", (WHY, told("Heading | Voted | Spent", "Upkeep of the gauges and of the\\huts in which they stand | #6 | #6\nWages | #6 | #6\nBuilding of the weir at Alder Mill\\(second stage) | #6 | #6\nRent of boats | #4 | #4\nInterest on loans | #5 | #5", "lrr", "", widths=(240, 80, 80), css="step=13"), MORE)),
    Page("two-stubs", "two label columns", (cap("Table 17. Wells by depth"), told("Region | Depth | Wells | Dry | Share", "North | Shallow | #4 | #2 | #1.1\n | Middle | #4 | #2 | #1.1\n | Deep | #3 | #2 | #1.1\nSouth | Shallow | #4 | #2 | #1.1\n | Middle | #3 | #2 | #1.1\n | Deep | #3 | #1 | #1.1", "llrrr", widths=(90, 90, 60, 60, 60)), MORE)),
    Page("years-down", "booktabs", (WHY, told("Year | Rate", body([str(y) for y in range(1998, 2012)], "#1.2"), "lr", "top head foot", widths=(60, 60), css="dx=150"), MORE), look="serif"),
    Page("spans-serif", "headings over several levels", (cap("TABLE III"), told(" | {c2}Before | {c2}After | \nClass | Mean | Error | Mean | Error | Change", body(("Small", "Medium", "Large", "Very large"), "#2.2 | #1.2 | #2.2 | #1.2 | #1.1"), "lrrrrr", "part head foot", widths=(90, 60, 60, 60, 60, 60)), MORE, WHY), look="serif"),
    Page("four-across", "side by side", (WHY, told("No | Name | No | Name | No | Name", "1 | Alder | 5 | Elm | 9 | Larch\n2 | Ash | 6 | Fir | 10 | Lime\n3 | Birch | 7 | Hazel | 11 | Oak\n4 | Cedar | 8 | Holly | 12 | Yew", "rlrlrl", "", widths=(30, 110, 30, 110, 30, 110)), MORE)),
)

WORD = (
    Page("word-head-rules", "from a word processor", (WHY, cap("Table 1: Grants paid"), told("Fund | 2021 | 2022 | 2023", body(("Roads", "Schools", "Parks", "Clinics"), "#5 | #5 | #5") + "\n{b}All | #6 | #6 | #6", "lrrr", "top head foot"), MORE)),
    Page("word-spans", "from a word processor", (WHY, told("{r2}Office | {c2}Letters | {c2}Calls\nIn | Out | In | Missed", body(LANDS[:5], "#4 | #4 | #5 | #3"), "lrrrr", "top head foot part"), MORE)),
    Page("word-none", "from a word processor", (WHY, told("Basin | Length (km) | Gauges | Weirs", body(LANDS, "#3 | #2 | #1"), "lrrr", "none"), MORE)),
    Page("word-words", "from a word processor", (cap("Annex: people we met"), told("Name | Post | Body", "Jo Alder | Director | Rivers Board\nPat Moss | Head of finance and of the works department | Harbour Trust\nSam Elm | Clerk | Moss basin\nKim Fir | Chair of the committee that hears appeals | Board of Appeal", "lll", "head foot"), MORE)),
    Page("word-zebra", "from a word processor", (WHY, told("Measure | Target | Result", body(("Answered in a week (%)", "Gauges tested", "Complaints", "Cost of a permit"), "#2 | #2"), "lrr", "zebra shade"), MORE)),
    Page("word-stubs", "from a word processor", (cap("Cash flow"), told(" | 2023 | 2022", "{b}From operations | | \n{i1}Fees received | #6 | #6\n{i1}Wages paid | (#6) | (#6)\n{b}From loans | | \n{i1}Drawn | #5 | –\n{i1}Repaid | (#4) | (#4)\nChange in cash | #5 | (#4)", "lrr", "head foot"), MORE)),
)
