"""Agenda packs of any length, drawn for measuring: reports, budget tables, and one plan of eight pages among them.

Council, people and words are invented.
"""

from __future__ import annotations

import io
import random
from contextlib import closing
from dataclasses import dataclass

import pypdfium2
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Table,
    TableStyle,
)

HEADINGS = ("Ref", "Recommendation", "Action", "Lead officer", "Timescale", "Status", "Progress update")
WIDTHS = (35, 150, 180, 90, 65, 70, 180)
PLAN_ROWS = 64
BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10.5, leading=14, spaceAfter=8)
SMALL = ParagraphStyle("small", fontName="Helvetica", fontSize=8.5, leading=10.5)
BOLD = ParagraphStyle("bold", parent=SMALL, fontName="Helvetica-Bold", textColor=colors.white)

SUBJECTS = ("parking permits", "the library service", "street lighting", "school transport", "the leisure contract",
            "allotments", "the waste depot", "housing repairs", "the cycle network", "market stalls")  # fmt: skip
SENTENCES = (
    "The service has been under review since the autumn, and this report sets out what members asked to see.",
    "Demand rose by a tenth over the year, while the number of complaints fell in each of the four quarters.",
    "The contract was let for five years with an option to extend it by two more, subject to a break clause.",
    "Consultation ran for six weeks; most of those who wrote in lived within a mile of the proposed site.",
    "There are no legal implications beyond those described in the earlier paper, which members may wish to read.",
    "Income from charges is expected to match the forecast made in February, allowing for the usual pattern.",
    "The ward members were told of the scheme in writing and raised no objection to the revised drawings.",
)
OWNERS = ("Head of Finance", "Director of Place", "Head of Legal Services", "Chief Executive", "Head of Housing")
VERBS = ("Review", "Publish", "Agree", "Prepare", "Update")
STATUSES = ("Complete", "In progress", "Not started", "Delayed")
MONTHS = ("March", "June", "September", "December")


@dataclass(frozen=True, slots=True)
class Pack:
    """A drawn pack, the rows of its plan as printed, and the pages (from 1) on which the plan stands."""

    content: bytes
    rows: tuple[tuple[str, ...], ...]
    pages: tuple[int, ...]


def plan_rows(n_rows: int = PLAN_ROWS) -> tuple[tuple[str, ...], ...]:
    """Return the rows of the plan, without its heading row."""
    rows = []
    for i in range(n_rows):
        subject = SUBJECTS[i % len(SUBJECTS)]
        rows.append(
            (
                str(i + 1),
                f"The council should set out how {subject} will be run once arrangement number {i + 1} ends.",
                f"{VERBS[i % len(VERBS)]} the arrangement for {subject} and bring option {i + 1} to the board, with "
                "its costs, its risks and the views of those who use the service today.",
                OWNERS[i % len(OWNERS)],
                f"{MONTHS[i % len(MONTHS)]} 2025",
                STATUSES[i % len(STATUSES)],
                f"Paper {i + 1} went to the board, which asked for one more round of comments from staff before it "
                "decides.",
            )
        )
    return tuple(rows)


def pack(n_pages: int, seed: int = 5) -> Pack:
    """Return a pack of that many pages, 60 or more; its plan begins three quarters of the way through."""
    chance = random.Random(seed)
    rows = plan_rows()
    story: list[Flowable] = [
        Paragraph("Westmere Borough Council", _heading(20)),
        Paragraph("Agenda pack: Audit and Governance Committee, 14 November 2024", _heading(14)),
        PageBreak(),
    ]
    n_reports = n_pages // REPORT_PAGES + 1
    for item in range(1, n_reports + 1):
        story += _report(item, chance)
        if item == n_reports * 3 // 4:
            story[-1:] = [
                NextPageTemplate("wide"),
                PageBreak(),
                Paragraph("Appendix B – Audit action plan", _heading(14)),
            ]
            story += [_plan_table(rows), NextPageTemplate("tall"), PageBreak()]
    out = io.BytesIO()
    document = _Pack(out)
    document.build(story)
    first, last = document.plan_pages
    with closing(pypdfium2.PdfDocument(out.getvalue())) as made:
        for page in range(len(made) - 1, n_pages - 1, -1):
            made.del_page(page)
        cut = io.BytesIO()
        made.save(cut)
    return Pack(cut.getvalue(), rows, tuple(range(first, last + 1)))


REPORT_PAGES = 7


class _Pack(BaseDocTemplate):
    """Notes on which pages the plan comes to stand."""

    def __init__(self, out: io.BytesIO) -> None:
        super().__init__(out, pagesize=A4, leftMargin=56, rightMargin=56, topMargin=64, bottomMargin=64)
        self._seen: list[int] = []
        wide = landscape(A4)
        self.addPageTemplates(
            [
                PageTemplate("tall", [Frame(56, 64, A4[0] - 112, A4[1] - 128, id="t")], onPage=_foot, pagesize=A4),
                PageTemplate("wide", [Frame(30, 50, wide[0] - 60, wide[1] - 100, id="w")], onPage=_foot, pagesize=wide),
            ]
        )

    @property
    def plan_pages(self) -> tuple[int, int]:
        return self._seen[0], self._seen[-1]

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - reportlab's name
        if getattr(flowable, "is_plan", False):
            self._seen.append(self.page)


def _foot(canvas: Canvas, document: BaseDocTemplate) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(56, 30, "Westmere Borough Council")
    canvas.drawRightString(document.pagesize[0] - 56, 30, f"Page {document.page}")


def _heading(size: float) -> ParagraphStyle:
    return ParagraphStyle(f"h{size}", parent=getSampleStyleSheet()["Heading1"], fontSize=size, leading=1.2 * size)


def _report(item: int, chance: random.Random) -> list[Flowable]:
    """Return a report of seven pages: a front page, prose, and a table of a budget."""
    subject = SUBJECTS[item % len(SUBJECTS)]
    story: list[Flowable] = [
        Paragraph(f"Agenda item {item}", _heading(11)),
        Paragraph(f"Review of {subject}", _heading(15)),
        Paragraph("Report of the Head of Service", BODY),
    ]
    number = 0
    for page in range(REPORT_PAGES):
        for _ in range(4 if page == 4 else 7):
            number += 1
            text = " ".join(chance.sample(SENTENCES, 3))
            story.append(Paragraph(f"{item}.{number} {text}", BODY))
        if page == 4:
            story.append(_budget(chance))
        story.append(PageBreak())
    return story


def _budget(chance: random.Random) -> Table:
    rows = [["Service", "2022/23 £000", "2023/24 £000", "2024/25 £000"]]
    rows += [[subject.capitalize(), *(f"{chance.randint(20, 9000):,}" for _ in range(3))] for subject in SUBJECTS[:7]]
    return Table(
        rows, style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.grey), ("FONTSIZE", (0, 0), (-1, -1), 8)])
    )


class _PlanTable(Table):
    is_plan = True


def _plan_table(rows: tuple[tuple[str, ...], ...]) -> Table:
    cells = [[Paragraph(text, BOLD) for text in HEADINGS]]
    cells += [[Paragraph(text, SMALL) for text in row] for row in rows]
    style = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#1f3864")),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    return _PlanTable(cells, colWidths=WIDTHS, repeatRows=1, style=TableStyle(style))
