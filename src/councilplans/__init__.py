"""Council action plans, from document to database."""

__version__ = "0.1.0"
