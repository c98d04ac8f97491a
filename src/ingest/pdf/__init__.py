"""PDF: page geometry, tables from rulings, text from words."""

from ingest.pdf.parser import parse_pdf

__all__ = ["parse_pdf"]
