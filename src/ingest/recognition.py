"""Whether text recognition is installed."""

from __future__ import annotations

import importlib.util


def can_recognise() -> bool:
    """Tell whether the extra `ocr` is installed."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2"))
