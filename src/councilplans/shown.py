"""Tables as they stand, in the published shape."""

from __future__ import annotations

from ingest.model import Parsed
from normalise.model import Json, part_json, source_json


def tables_json(parsed: Parsed) -> Json:
    """Return a document's tables as they stand, before anything is interpreted."""
    return {
        "source": source_json(parsed.source),
        "tables": [
            {
                "table": table.number,
                "pages": list(table.pages),
                "heading": table.heading,
                "rows": table.n_rows,
                "columns": table.n_columns,
                "header_rows": table.header_rows,
                "cells": [
                    {
                        "row": cell.row,
                        "column": cell.column,
                        "row_span": cell.row_span,
                        "column_span": cell.column_span,
                        "text": cell.text,
                        "fill": cell.fill,
                        "ink": cell.ink,
                        "parts": [part_json(part) for part in cell.parts],
                        **({"confidence": round(cell.confidence, 2)} if cell.confidence < 1.0 else {}),
                    }
                    for cell in table.cells
                ],
            }
            for table in parsed.tables
        ],
    }
