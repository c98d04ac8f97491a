"""Pages without any table: prose in columns, lists, contents, letters, charts, forms, equations."""

from __future__ import annotations

from .browser_pages import MORE, WHY
from .told import Page

_BARS = "".join(
    f"<rect x={40 + 45 * i} y={150 - h} width=28 height={h} fill='#37a'/><text x={42 + 45 * i} y=164>{2014 + i}</text>"
    f"<text x={44 + 45 * i} y={146 - h}>{h / 2:.0f}</text>"
    for i, h in enumerate((60, 84, 72, 110, 124, 98, 131, 90))
) + "".join(
    f"<text x=12 y={153 - 30 * i}>{15 * i}</text><path d='M36 {150 - 30 * i}H400' stroke='#bbb'/>" for i in range(5)
)
_LINES = (
    "".join(f"<text x={40 + 50 * i} y=170>Q{i % 4 + 1}</text>" for i in range(8))
    + "".join(
        f"<text x=10 y={150 - 28 * i}>{i * 2}.0</text><path d='M36 {146 - 28 * i}H430' stroke='#ccc'/>"
        for i in range(5)
    )
    + "<path d='M40 120L90 100L140 108L190 70L240 80L290 40L340 60L390 30' fill=none stroke='#c33' stroke-width=2/>"
    + "<text x=60 y=190>Northmark</text><text x=160 y=190>Eastfold</text><text x=260 y=190>Westmere</text>"
)
_CHAPTERS = (
    ("Summary", 3),
    ("1 Why we looked at this", 7),
    ("2 What we found", 12),
    ("2.1 Permits", 13),
    ("2.2 Fees", 19),
    ("2.3 Inspections and follow-up", 24),
    ("3 What we recommend", 31),
    ("Annex A Method", 38),
    ("Annex B Answers", 44),
)
_BOOKS = "".join(
    f"<p style='margin-left:18pt;text-indent:-18pt'>{a} ({y}). <i>{t}</i>. {c}: {p}, pp. {n}–{n + 17}.</p>"
    for a, y, t, c, p, n in (
        ("Alder, J. and Moss, P.", 2011, "Rivers and their courts", "Tarn", "Weir Press", 12),
        (
            "Birch, R.",
            2018,
            "On the worth of gauges: a study in nineteen basins over thirty years",
            "Foldby",
            "Academy",
            101,
        ),
        ("Inland Waters Agency", 2020, "Guide to permits, fourth edition, with forms", "Tarn", "IWA", 3),
        ("Larch, T., Elm, S. and Fir, W.", 2015, "Floods that were not foreseen", "Meresby", "State Printer", 44),
    )
)

PROSE = tuple(
    Page(name, kind, (text,), css, look)
    for name, kind, text, css, look in (
        ("prose-one", "prose", f"<h1>Fees for permits</h1>{WHY}{MORE}<h2>Method</h2>{WHY}{MORE}", "", ""),
        (
            "prose-two-justified",
            "prose",
            f"<h1>Fees for permits</h1><div class='columns2 just'>{(WHY + MORE) * 4}</div>",
            "",
            "",
        ),
        (
            "prose-three",
            "prose",
            f"<div class='columns3'>{(WHY + MORE) * 4}</div>",
            "font-size: 8.5pt; line-height: 11pt",
            "",
        ),
        (
            "prose-three-justified",
            "prose",
            f"<div class='columns3 just'>{(WHY + MORE) * 4}</div>",
            "font: 9pt/11pt 'Liberation Serif'",
            "",
        ),
        (
            "contents-dots",
            "contents",
            "<h1>Contents</h1>"
            + "".join(
                f"<p style='display:flex'><span>{t}</span><span style='flex:1;overflow:hidden;white-space:nowrap;text-align:right;direction:rtl'>{' .' * 120}</span><span style='width:18pt;text-align:right'>{n}</span></p>"
                for t, n in _CHAPTERS
            ),
            "",
            "",
        ),
        (
            "contents-plain",
            "contents",
            "<h1>Contents</h1>"
            + "".join(
                f"<p style='display:flex;justify-content:space-between'><span>{t}</span><span>{n}</span></p>"
                for t, n in _CHAPTERS
            ),
            "",
            "",
        ),
        (
            "contents-numbered",
            "contents",
            "<h1>Contents</h1>"
            + "".join(
                f"<p style='display:flex'><span style='width:40pt'>{i}.</span><span style='flex:1'>{t}</span><span>{n}</span></p>"
                for i, (t, n) in enumerate(_CHAPTERS, 1)
            ),
            "",
            "",
        ),
        ("references", "lists", f"<h1>References</h1>{_BOOKS * 4}", "", ""),
        (
            "bullets",
            "lists",
            "<h2>The office should</h2><ul>"
            + "".join(
                f"<li>{t}</li>"
                for t in (
                    "publish the weights it uses",
                    "answer letters within two weeks, or say why it cannot",
                    "check a tenth of all gauges each year, chosen by lot",
                    "tell boards of a change of fees three months before it comes into force",
                )
            )
            + "</ul>"
            + WHY
            + "<ol>"
            + "".join(f"<li>{t}</li>" for t in ("Send the form.", "Pay the fee.", "Wait for the letter."))
            + "</ol>",
            "",
            "",
        ),
        (
            "letter",
            "letters",
            f"<div class=side><div>Inland Waters Agency<br>Weir House<br>4 Mill Lane<br>Tarn TN1 4QX</div><div>Telephone 0100 555 010<br>Fax 0100 555 011<br>www.waters.example</div></div><br><p>Your ref: AB/12<br>Our ref: 2022/104<br>Date: 4 May 2022</p><p>Dear Ms Birch</p>{WHY}{MORE}<p>Yours sincerely</p><br><div class=side><div>J. Alder<br>Director</div><div>P. Moss<br>Secretary</div></div>",
            "",
            "",
        ),
        (
            "bars",
            "charts",
            f"{WHY}<p class=cap>Chart 1. Permits granted</p><svg width=420 height=180 font-size=9>{_BARS}</svg>{MORE}",
            "",
            "",
        ),
        (
            "lines",
            "charts",
            f"{WHY}<p class=cap>Chart 2. Growth, per cent</p><svg width=440 height=200 font-size=9>{_LINES}</svg>{MORE}",
            "",
            "",
        ),
        (
            "equations",
            "equations",
            f"{WHY}<div class=side style='margin:6pt 40pt'><i>R = a + b·F + c·F<sup>2</sup></i><span>(1)</span></div>{MORE}<div class=side style='margin:6pt 40pt'><i>T = Σ w<sub>i</sub> R<sub>i</sub> / n</i><span>(2)</span></div>{WHY}<div class=side style='margin:6pt 40pt'><i>S = T − 0.5 R</i><span>(3)</span></div>{MORE}",
            "",
            "",
        ),
        (
            "form",
            "forms",
            "<h1>Form 12: permit for a well</h1>"
            + "".join(
                f"<p style='margin-bottom:11pt'>{t} " + "_" * n + "</p>"
                for t, n in (
                    ("Name", 60),
                    ("Address", 57),
                    ("Telephone", 25),
                    ("Depth of the well (m)", 20),
                    ("Date", 22),
                    ("Signature", 40),
                )
            )
            + "<p>☐ New &nbsp;&nbsp; ☐ Renewal &nbsp;&nbsp; ☐ Change of owner</p>",
            "",
            "",
        ),
        (
            "index",
            "lists",
            "<h1>Index</h1><div class=columns3>"
            + "".join(
                f"<p style='margin:0'>{w}, {n}, {n + 9}</p>"
                for n, w in enumerate(
                    [
                        "abstraction",
                        "appeal",
                        "arrears",
                        "bank",
                        "basin",
                        "board",
                        "bridge",
                        "clerk",
                        "court",
                        "crown",
                        "dam",
                        "deed",
                        "dredging",
                        "drought",
                        "duty",
                        "eel",
                        "engine",
                        "estuary",
                        "fee",
                        "ferry",
                        "fishery",
                        "flood",
                        "form",
                        "fund",
                        "gate",
                        "gauge",
                        "grant",
                        "harbour",
                        "hearing",
                        "island",
                        "lake",
                        "lease",
                        "lock",
                        "map",
                        "mill",
                        "mine",
                        "notice",
                        "outfall",
                        "permit",
                        "pier",
                        "pipe",
                        "pump",
                        "quay",
                        "rain",
                        "reach",
                        "reservoir",
                        "river",
                        "sluice",
                        "spring",
                        "stream",
                        "tax",
                        "tide",
                        "trust",
                        "weir",
                        "well",
                    ],
                    3,
                )
            )
            + "</div>",
            "",
            "",
        ),
        (
            "people",
            "letters",
            "<h1>The board</h1>"
            + "".join(
                f"<p><b>{n}</b><br>{p}<br>{c}</p>"
                for n, p, c in (
                    ("Jo Alder", "Chair", "since 2016"),
                    ("Pat Moss", "Deputy chair", "since 2019"),
                    ("Sam Elm", "Member", "since 2020"),
                )
            )
            + WHY,
            "",
            "",
        ),
    )
)
