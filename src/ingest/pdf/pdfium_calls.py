"""PDFium's functions as PDFium's own header declares them, called with less ceremony.

A page takes thousands of calls, so their overhead is most of the time it takes. pypdfium2's prototypes check and wrap
each argument and let go of the interpreter's lock around each call; these take addresses as integers and keep it,
which halves a call (0.52 to 0.27 µs measured). Results are written to buffers that the caller owns.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any, TypeVar

from pypdfium2 import raw

_Pointer, _Int, _Float = ctypes.c_void_p, ctypes.c_int, ctypes.c_float

N = TypeVar("N", int, float)
Room = tuple["memoryview[N]", tuple[int, ...]]


def address_of(handle: object) -> int:
    """Return the address behind one of pypdfium2's handles or functions."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0  # type: ignore[arg-type]


def _call(function: Callable[..., object], result: type, *arguments: type) -> Callable[..., Any]:
    return ctypes.PYFUNCTYPE(result, *arguments)(address_of(function))


def room_for_reals(count: int, kind: type[ctypes.c_float] | type[ctypes.c_double] = ctypes.c_float) -> Room[float]:
    """Return a buffer of so many numbers, as a view that is read five times as fast, and the address of each."""
    buffer = (kind * count)()
    view = memoryview(buffer).cast("B").cast("f" if kind is ctypes.c_float else "d")  # the view keeps the buffer
    return view, _addresses(buffer)


def room_for_whole(count: int) -> Room[int]:
    """Return the same for whole numbers of four bytes, none of them negative."""
    buffer = (ctypes.c_uint * count)()
    return memoryview(buffer).cast("B").cast("I"), _addresses(buffer)


def _addresses(buffer: ctypes.Array[Any]) -> tuple[int, ...]:
    start, width = ctypes.addressof(buffer), ctypes.sizeof(buffer) // len(buffer)
    return tuple(range(start, start + width * len(buffer), width))


# fpdf_text.h: (text page, character, …)
count_rectangles = _call(raw.FPDFText_CountRects, _Int, _Pointer, _Int, _Int)
rectangle = _call(raw.FPDFText_GetRect, _Int, _Pointer, _Int, _Pointer, _Pointer, _Pointer, _Pointer)
text_object = _call(raw.FPDFText_GetTextObject, _Pointer, _Pointer, _Int)
character = _call(raw.FPDFText_GetUnicode, ctypes.c_uint, _Pointer, _Int)
is_generated = _call(raw.FPDFText_IsGenerated, _Int, _Pointer, _Int)
is_unmapped = _call(raw.FPDFText_HasUnicodeMapError, _Int, _Pointer, _Int)
loose_box = _call(raw.FPDFText_GetLooseCharBox, _Int, _Pointer, _Int, _Pointer)
tight_box = _call(raw.FPDFText_GetCharBox, _Int, _Pointer, _Int, _Pointer, _Pointer, _Pointer, _Pointer)
origin = _call(raw.FPDFText_GetCharOrigin, _Int, _Pointer, _Int, _Pointer, _Pointer)
character_matrix = _call(raw.FPDFText_GetMatrix, _Int, _Pointer, _Int, _Pointer)

# fpdf_edit.h: (page object, …)
count_objects = _call(raw.FPDFPage_CountObjects, _Int, _Pointer)
page_object = _call(raw.FPDFPage_GetObject, _Pointer, _Pointer, _Int)
object_type = _call(raw.FPDFPageObj_GetType, _Int, _Pointer)
has_transparency = _call(raw.FPDFPageObj_HasTransparency, _Int, _Pointer)
object_matrix = _call(raw.FPDFPageObj_GetMatrix, _Int, _Pointer, _Pointer)
object_bounds = _call(raw.FPDFPageObj_GetBounds, _Int, _Pointer, _Pointer, _Pointer, _Pointer, _Pointer)
fill_colour = _call(raw.FPDFPageObj_GetFillColor, _Int, _Pointer, _Pointer, _Pointer, _Pointer, _Pointer)
stroke_colour = _call(raw.FPDFPageObj_GetStrokeColor, _Int, _Pointer, _Pointer, _Pointer, _Pointer, _Pointer)
stroke_width = _call(raw.FPDFPageObj_GetStrokeWidth, _Int, _Pointer, _Pointer)
clip_path = _call(raw.FPDFPageObj_GetClipPath, _Pointer, _Pointer)
count_clip_paths = _call(raw.FPDFClipPath_CountPaths, _Int, _Pointer)
count_clip_segments = _call(raw.FPDFClipPath_CountPathSegments, _Int, _Pointer, _Int)
clip_segment = _call(raw.FPDFClipPath_GetPathSegment, _Pointer, _Pointer, _Int, _Int)
form_count = _call(raw.FPDFFormObj_CountObjects, _Int, _Pointer)
form_object = _call(raw.FPDFFormObj_GetObject, _Pointer, _Pointer, ctypes.c_ulong)
font_size = _call(raw.FPDFTextObj_GetFontSize, _Int, _Pointer, _Pointer)
font_of = _call(raw.FPDFTextObj_GetFont, _Pointer, _Pointer)
render_mode = _call(raw.FPDFTextObj_GetTextRenderMode, _Int, _Pointer)
font_descent = _call(raw.FPDFFont_GetDescent, _Int, _Pointer, _Float, _Pointer)
font_ascent = _call(raw.FPDFFont_GetAscent, _Int, _Pointer, _Float, _Pointer)
font_flags = _call(raw.FPDFFont_GetFlags, _Int, _Pointer)
font_name = _call(raw.FPDFFont_GetBaseFontName, ctypes.c_size_t, _Pointer, _Pointer, ctypes.c_size_t)
draw_mode = _call(raw.FPDFPath_GetDrawMode, _Int, _Pointer, _Pointer, _Pointer)
count_segments = _call(raw.FPDFPath_CountSegments, _Int, _Pointer)
path_segment = _call(raw.FPDFPath_GetPathSegment, _Pointer, _Pointer, _Int)
segment_point = _call(raw.FPDFPathSegment_GetPoint, _Int, _Pointer, _Pointer, _Pointer)
segment_type = _call(raw.FPDFPathSegment_GetType, _Int, _Pointer)
segment_closes = _call(raw.FPDFPathSegment_GetClose, _Int, _Pointer)


def objects_of(page: int) -> list[int]:
    """Return the addresses of the objects of a page, in the order of drawing."""
    return [page_object(page, i) for i in range(max(count_objects(page), 0))]
