"""Pages on which tables stand beside each other, within columns of prose, or with very many columns."""

from __future__ import annotations

from .browser_pages import LANDS, MONTHS, MORE, NOTE, WHY, body, cap

# fmt: off
from .told import Page, told

TABLES = (
    Page(
        "side-by-side",
        "side by side",
        (
            WHY,
            "<div class=side>",
            told("Region | Births | Deaths", body(LANDS[:5], "#4 | #4"), "lrr", "top head foot"),
            told("Age | Men | Women", body(("Under 15", "15 to 29", "30 to 44", "45 to 64", "65 and over"), "#5 | #5"), "lrr", "top head foot"),
            "</div>",
            MORE,
        ),
    ),
    Page(
        "side-by-side-unruled",
        "side by side",
        (
            WHY,
            "<div class=side>",
            told("Item | Euro | Share", body(("Meat", "Fish", "Milk", "Bread"), "#3.2 | #2"), "lrr", "none", css="width:40%"),
            told("Bill | Euro | Share", body(("Rent", "Power", "Water", "Repairs"), "#3.2 | #2"), "lrr", "none", css="width:40%"),
            "</div>",
            MORE,
        ),
    ),
    Page(
        "in-two-columns",
        "in columns of prose",
        (
            "<div class='columns2 just'>",
            WHY, MORE, cap("Table 2. Fees"),
            told("Permit | 2021 | 2022", body(("Well", "Outfall", "Weir", "Fishery"), "#3 | #3"), "lrr", "top head foot", css="width:100%;break-inside:avoid"),
            WHY, MORE, WHY, MORE, WHY,
            "</div>",
        ),
    ),
    Page(
        "in-two-columns-unruled",
        "in columns of prose",
        (
            "<div class='columns2'>",
            MORE, WHY, MORE,
            told("Basin | Gauges | Failed | Rate", body(("Tarn", "Elder", "Moss", "Fenwick", "Sallow"), "#2 | #1 | #1.1"), "lrrr", "none", css="width:100%;break-inside:avoid"),
            MORE, WHY, MORE, WHY, MORE,
            "</div>",
        ),
    ),
    Page(
        "across-two-columns",
        "in columns of prose",
        (
            f"<div class=columns2>{WHY}{MORE}{WHY}</div>",
            cap("Table 6. Works finished in the year"),
            told("Work | Basin | Begun | Ended | Cost", "Weir at Alder Mill | Tarn | 2019 | 2022 | #6\nFish pass | Elder | 2021 | 2022 | #5\nPumping station | Moss | 2018 | 2022 | #7\nGauges | All | 2022 | 2022 | #4", "llccr", "top head foot", css="width:100%"),
            f"<div class=columns2>{MORE}{WHY}{MORE}</div>",
        ),
    ),
    Page(
        "words-unruled",
        "words only",
        (
            WHY,
            told("Country | Capital | Currency | Language",
                 "Northmark | Tarn | Crown | Markish\nEastfold | Foldby | Mark | Eastern\nSallow Isles | Port Ellis | Pound | Islander\nWestmere | Meresby | Crown | Markish", "llll", "none", css="width:90%"),
            MORE,
        ),
    ),
    Page(
        "words-wrapped",
        "words only",
        (
            cap("Table 3: Who does what"),
            told("Step | Who | What is done",
                 "Filing | The applicant | Sends the form with the map and pays the fee. A form without a map goes back.\nCheck | Clerk of the basin | Looks whether all papers are there, within two weeks.\nHearing | Basin board | Hears neighbours, who have a month to write or to speak at a meeting that is open to all.\nRuling | Director | Grants or refuses the permit in writing, with reasons.",
                 "lll", "top head foot", widths=(70, 110, 290)),
            MORE,
        ),
    ),
    Page(
        "words-wrapped-unruled",
        "words only",
        (
            WHY,
            told("Term | Meaning | Where used",
                 "Basin | The land from which water runs to one river | Chapters 1 to 4\nGauge | A post with a scale, or an instrument that does its work and sends what it reads | Chapter 2\nFreshet | A rise of the river after rain or thaw | Chapter 5",
                 "lll", "none", widths=(80, 240, 110)),
            MORE,
        ),
        css="td, th {padding-bottom: 6pt}",
    ),
    Page(
        "thousands-by-spaces",
        "thousands parted by spaces",
        (
            cap("Table 21. Population on 1 January"),
            told("Region | 2017 | 2018 | 2019 | 2020 | 2021 | 2022", body(LANDS, "#6 | #6 | #6 | #7 | #6 | #7"), "lrrrrrr", "top head foot", thousands=" "),
            MORE,
        ),
        css="table {font-size: 8.5pt} td {padding: 1pt 3pt}",
    ),
    Page(
        "thousands-by-spaces-unruled",
        "thousands parted by spaces",
        (
            WHY,
            told(" | 2019 | 2020 | 2021 | 2022", body(("Exports", "Imports", "Transit", "Balance"), "#5,#1 | #5,#1 | #6,#1 | #4,#1"), "lrrrr", "none", thousands=" "),
            MORE,
        ),
    ),
    Page(
        "totals-double",
        "totals with double rules",
        (
            cap("Note 7. Property and equipment"),
            told(" | Land | Buildings | Vehicles | Total",
                 "Cost, 1 January | #5 | #6 | #4 | #6\nBought | – | #4 | #3 | #4\nSold | (#3) | – | (#2) | (#3)\n{b}Cost, 31 December | #5 | #6 | #4 | #6\nDepreciation | – | #5 | #3 | #5\n{b}Book value | #5 | #6 | #4 | #6", "lrrrr", "head double foot", css="width:100%"),
            WHY,
        ),
    ),
    Page(
        "percent-columns",
        "percent columns",
        (
            WHY,
            told("Answer | Number | % | Number | %", body(("Very good", "Good", "Fair", "Poor", "Not stated"), "#4 | #2% | #4 | #2%"), "lrrrr", "top head foot"),
            MORE,
        ),
    ),
    Page(
        "landscape-dense",
        "dense, 15 columns and more",
        (
            cap("Table C.3 Enterprises by month"),
            told("Branch | " + " | ".join(m[:3] for m in (*MONTHS, "September", "October", "November", "December")) + " | Mean | Min | Max",
                 body(("Food", "Textiles", "Wood", "Paper", "Chemicals", "Metals", "Machines", "Vehicles", "Furniture", "Repair"), " | ".join(["#3.1"] * 15)), "l" + "r" * 15, "top head foot"),
            NOTE,
        ),
        css="table {font-size: 8pt; line-height: 9.5pt} td, th {padding: .5pt 3pt}",
        look="wide",
    ),
    Page(
        "dense-portrait",
        "dense, 15 columns and more",
        (
            cap("Table D. Deaths by age group"),
            told("Year | " + " | ".join(f"{a}–{a + 4}" for a in range(0, 75, 5)),
                 body([str(y) for y in range(2001, 2023)], " | ".join(["#3"] * 15)), "l" + "r" * 15, "head foot"),
            NOTE,
        ),
        css="table {font: 7.5pt/9pt 'Liberation Sans Narrow'} td, th {padding: .3pt 2.6pt}",
    ),
    Page(
        "dense-unruled",
        "dense, 15 columns and more",
        (
            cap("Annex table 4: Rates by country"),
            told("Country | " + " | ".join(f"{y}" for y in range(2006, 2022)), body(("Northmark", "Eastfold", "Westmere", "Sallow Isles", "Tarn", "Upper Vale"), " | ".join(["#1.1"] * 16)), "l" + "r" * 16, "none"),
            WHY,
        ),
        css="table {font-size: 8pt; line-height: 10pt} td, th {padding: 1pt 2.5pt}",
    ),
    Page(
        "zebra-downs",
        "bands and part grids",
        (
            WHY,
            told("Council | Rate | Bills sent | Paid on time", body(LANDS, "#2.1% | #5 | #5"), "lrrr", "shade zebra", css="width:100%"),
            MORE,
        ),
    ),
    Page(
        "downs-only",
        "bands and part grids",
        (
            cap("Table 33. Rainfall, millimetres"),
            told("Month | Tarn | Foldby | Meresby", body(MONTHS, "#3 | #2 | #3"), "lrrr", "top head foot downs"),
            MORE,
        ),
    ),
    Page(
        "rows-ruled-words",
        "bands and part grids",
        (
            cap("Key dates"),
            told("Date | Event", "3 March 2021 | The office opens the file and writes to both parties\n19 May 2021 | Hearing in Tarn; the trust is not there\n2 July 2021 | First ruling, which the trust does not accept\n11 January 2022 | The court upholds the ruling", "ll", "top rows", widths=(110, 330)),
            MORE,
        ),
    ),
    Page(
        "heading-shaded-only",
        "bands and part grids",
        (
            WHY,
            told("Fund | Opening | In | Out | Closing", body(("General", "Roads", "Schools", "Reserve"), "#5 | #4 | #4 | #5"), "lrrrr", "shade", css="width:80%"),
            MORE,
        ),
    ),
    Page(
        "several-on-a-page",
        "several on a page",
        (
            cap("Table 1. Calls"),
            told("Month | Calls | Answered", body(MONTHS[:5], "#4 | #4"), "lrr"),
            WHY,
            cap("Table 2. Letters"),
            told("Office | In | Out | Open", body(LANDS[:4], "#3 | #3 | #2"), "lrrr"),
            cap("Table 3. Visits"),
            told("Office | 2021 | 2022", body(LANDS[:4], "#3 | #3"), "lrr"),
        ),
    ),
    Page(
        "stacked-parts",
        "several on a page",
        (
            cap("Table 11A. Loans granted"),
            told("Size of loan | Number | Value | Share", body(("Under 1,000", "1,000 to 9,999", "10,000 and over"), "#4 | #6 | #2.1"), "lrrr", "none"),
            cap("Table 11B. Loans repaid"),
            told("Size of loan | Number | Value | Share", body(("Under 1,000", "1,000 to 9,999", "10,000 and over"), "#4 | #6 | #2.1"), "lrrr", "none"),
            MORE, WHY,
        ),
    ),
)
