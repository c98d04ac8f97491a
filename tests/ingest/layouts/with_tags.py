"""PDFs whose pages and structure trees we write by hand, right ones and wrong ones."""

from __future__ import annotations

import io

import pikepdf
from reportlab.pdfgen import canvas

WIDE, HIGH, LEFT, TOP = 130, 40, 60, 780


class Tagged:
    """A document being written: texts get marked content numbers, elements point at them."""

    def __init__(self):
        self.out = io.BytesIO()
        self.canvas = canvas.Canvas(self.out, pagesize=(595, 842))
        self.page, self.next, self.marks = 0, 0, []

    def text(self, row, column, text, *, mark=True):
        """Draw lines of text in a place of a grid; return the place of its marked content."""
        if mark == "Artifact":
            self.canvas._code.append("/Artifact <</Type /Pagination>> BDC")
        elif mark:
            self.canvas._code.append(f"/Span <</MCID {self.next}>> BDC")
        for i, line in enumerate(text.split("\n")):
            self.canvas.drawString(LEFT + WIDE * column, TOP - HIGH * row - 10 * i, line)
        if mark:
            self.canvas._code.append("EMC")
        if mark is not True:
            return None
        self.marks.append((self.page, self.next))
        self.next += 1
        return self.marks[-1]

    def rule(self, rows, columns):
        xs = [LEFT - 5 + WIDE * c for c in range(columns + 1)]
        ys = [TOP + 15 - HIGH * r for r in range(rows + 1)]
        self.canvas.grid(xs, ys)

    def turn_page(self):
        self.canvas.showPage()
        self.page, self.next = self.page + 1, 0

    def save(self, *tree):
        """Return the PDF with a tree of (kind, children, attributes); a child is an element or a marked content."""
        self.canvas.showPage()
        self.canvas.save()
        out = io.BytesIO()
        with pikepdf.open(self.out) as document:
            root = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
            parents = {}
            root.K = pikepdf.Array([self._element(document, root, parents, item) for item in tree])
            nums = pikepdf.Array()
            for number, page in enumerate(document.pages):
                page.obj.StructParents = number
                last = max((mark for at, mark in parents if at == number), default=-1)
                array = pikepdf.Array([parents.get((number, mark)) for mark in range(last + 1)])
                nums.extend([number, document.make_indirect(array)])
            root.ParentTree = pikepdf.Dictionary(Nums=nums)
            document.Root.StructTreeRoot = root
            document.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
            document.save(out)
        return out.getvalue()

    def _element(self, document, parent, parents, item):
        kind, children, *rest = item
        made = document.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name("/" + kind), P=parent, K=pikepdf.Array())
        )
        if rest:
            made.A = pikepdf.Dictionary(O=pikepdf.Name.Table, **rest[0])
        for child in children:
            if child is None:
                continue
            if isinstance(child[0], str):
                made.K.append(self._element(document, made, parents, child))
                continue
            page, mark = child
            made.K.append(
                pikepdf.Dictionary(Type=pikepdf.Name.MCR, Pg=document.pages[page].obj, MCID=mark),
            )
            parents[child] = made
        return made


def simple(doc, rows, first=0):
    """Draw rows of texts, row by row; return their TRs."""
    return [
        ("TR", [("TD", [doc.text(first + r, c, text)]) for c, text in enumerate(row) if text])
        for r, row in enumerate(rows)
    ]


def untagged(content):
    """Return a PDF without its structure tree."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        del document.Root.StructTreeRoot
        document.save(out)
    return out.getvalue()
