"""What PDFium tells of a page's structure tree (PDF 32000 §14.7), with its C calls wrapped."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

from pypdfium2 import raw

from ingest.pdf.pdfium_calls import _call

_Pointer, _Int, _Size = ctypes.c_void_p, ctypes.c_int, ctypes.c_ulong

count_children = _call(raw.FPDF_StructElement_CountChildren, _Int, _Pointer)
child_at = _call(raw.FPDF_StructElement_GetChildAtIndex, _Pointer, _Pointer, _Int)
child_content = _call(raw.FPDF_StructElement_GetChildMarkedContentID, _Int, _Pointer, _Int)
tree_of = _call(raw.FPDF_StructTree_GetForPage, _Pointer, _Pointer)
close_tree = _call(raw.FPDF_StructTree_Close, None, _Pointer)  # type: ignore[arg-type]
count_roots = _call(raw.FPDF_StructTree_CountChildren, _Int, _Pointer)
root_at = _call(raw.FPDF_StructTree_GetChildAtIndex, _Pointer, _Pointer, _Int)
content_of = _call(raw.FPDFPageObj_GetMarkedContentID, _Int, _Pointer)
_type = _call(raw.FPDF_StructElement_GetType, _Size, _Pointer, _Pointer, _Size)
_count_attributes = _call(raw.FPDF_StructElement_GetAttributeCount, _Int, _Pointer)
_attribute_at = _call(raw.FPDF_StructElement_GetAttributeAtIndex, _Pointer, _Pointer, _Int)
_value = _call(raw.FPDF_StructElement_Attr_GetValue, _Pointer, _Pointer, ctypes.c_char_p)
_number = _call(raw.FPDF_StructElement_Attr_GetNumberValue, _Int, _Pointer, _Pointer)
_string = _call(raw.FPDF_StructElement_Attr_GetStringValue, _Int, _Pointer, _Pointer, _Size, _Pointer)
_count_marks = _call(raw.FPDFPageObj_CountMarks, _Int, _Pointer)
_mark_at = _call(raw.FPDFPageObj_GetMark, _Pointer, _Pointer, _Size)
_mark_name = _call(raw.FPDFPageObjMark_GetName, _Int, _Pointer, _Pointer, _Size, _Pointer)

LONGEST_NAME = 128  # bytes of a name in UTF-16, PDF 32000 Annex C: a name has 127 bytes at most


class TypeReader:
    """Tells the structure types of elements; it holds the buffer that PDFium writes to."""

    def __init__(self) -> None:
        self._buffer = ctypes.create_string_buffer(2 * LONGEST_NAME)
        self._at = ctypes.addressof(self._buffer)

    def of(self, element: int) -> str:
        """Return an element's structure type, through the file's role map."""
        length = _type(element, self._at, 2 * LONGEST_NAME)
        return self._buffer.raw[: length - 2].decode("utf-16-le", "replace") if 2 < length <= 2 * LONGEST_NAME else ""


def _values(element: int, name: bytes) -> Iterator[int]:
    for i in range(_count_attributes(element)):
        attribute = _attribute_at(element, i)
        value = _value(attribute, name) if attribute else None
        if value:
            yield value


def number_attribute(element: int, name: bytes) -> int | None:
    """Return an attribute of an element that is a number, None where it has none."""
    number = ctypes.c_float()
    for value in _values(element, name):
        if _number(value, ctypes.addressof(number)):
            return int(number.value)
    return None


def name_attribute(element: int, name: bytes) -> str | None:
    """Return an attribute of an element that is a name or string, None where it has none."""
    buffer, length = ctypes.create_string_buffer(LONGEST_NAME), ctypes.c_ulong()
    for value in _values(element, name):
        if _string(value, ctypes.addressof(buffer), len(buffer), ctypes.addressof(length)):
            return buffer.raw[: max(length.value - 2, 0)].decode("utf-16-le", "replace")
    return None


def is_artifact(thing: int) -> bool:
    """Tell whether a page object is marked as an artifact: running headers and footers, rules, backgrounds."""
    buffer, length = ctypes.create_string_buffer(2 * LONGEST_NAME), ctypes.c_ulong()
    for i in range(max(_count_marks(thing), 0)):
        mark = _mark_at(thing, i)
        if mark and _mark_name(mark, ctypes.addressof(buffer), len(buffer), ctypes.addressof(length)):
            name = buffer.raw[: max(length.value - 2, 0)].decode("utf-16-le", "replace")
            if name == "Artifact":
                return True
    return False
