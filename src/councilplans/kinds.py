"""What the command line lets one choose from."""

from __future__ import annotations

import enum


class RecordFormat(enum.StrEnum):
    """How actions are written."""

    JSON = "json"
    CSV = "csv"


class ExportFormat(enum.StrEnum):
    """How a store is handed on."""

    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    PARQUET = "parquet"
    XLSX = "xlsx"
    DATAPACKAGE = "datapackage"


class TableFormat(enum.StrEnum):
    """How tables are written."""

    JSON = "json"
    TEXT = "text"


class AnswerFormat(enum.StrEnum):
    """How answers about the database are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class GroupedBy(enum.StrEnum):
    """What measures are given for, one by one."""

    AUTHORITY = "authority"
    PLAN = "plan"
    TYPE = "type"
    NATION = "nation"


class ReportFormat(enum.StrEnum):
    """How the reasons for an action's values are written."""

    TEXT = "text"
    JSON = "json"


class ListFormat(enum.StrEnum):
    """How the words that no entry knew are written."""

    TOML = "toml"
    CSV = "csv"


class Kind(enum.StrEnum):
    """What a string on standard input is."""

    TIMESCALE = "timescale"
    STATUS = "status"
    OWNER = "owner"
    HEADING = "heading"
    UPDATE = "update"
