"""Shapes as pictures of pixels: the icons that people paste into a table."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from .describe import DISC, SHAPES

PIXELS = 56  # along a side


def png(drawn: str, colour: str) -> bytes:
    """Return a shape on a clear ground as a PNG."""
    image = Image.new("RGBA", (4 * PIXELS, 4 * PIXELS))
    pen, unit = ImageDraw.Draw(image), 4 * PIXELS / 14
    if drawn == DISC:
        pen.ellipse((unit, unit, 13 * unit, 13 * unit), fill=colour)
    else:
        pen.polygon([(x * unit, y * unit) for x, y in SHAPES[drawn]], fill=colour)
    out = io.BytesIO()
    image.resize((PIXELS, PIXELS), Image.Resampling.LANCZOS).save(out, "PNG")
    return out.getvalue()
