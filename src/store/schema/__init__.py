"""The tables: what was read from which document, by which reader, and where on the page it stands.

A document is its bytes (SHA-256). An extraction is one reading of it, told apart by the reader's version and the
options given; exactly one extraction of a document is current and only that one has content. Plans, tables and
issues hang on the extraction, actions on the plan, everything else on the action; deleting a parent deletes what
hangs on it. Across documents, plans are versions of a series and actions belong to threads. Dates are kept as EDTF
text beside the first and last day they can mean.

Every column carries its description as `comment=`; PostgreSQL shows them and the data dictionary is made of them.
A change here needs a migration (`store.migrations`); a test compares the two.
"""

from store.schema.actions import (
    DOUBTFUL_DATE,
    Action,
    ActionThread,
    CellPart,
    CellRow,
    Extra,
    LinkKind,
    MilestoneRow,
    OwnerRow,
    ReadingRow,
    ThreadLink,
    UpdateDate,
    UpdateRow,
)
from store.schema.base import Base
from store.schema.corrections import Correction, OverriddenReading, Placement
from store.schema.documents import Document, Extraction, IssueRow, LoadFailure, LoadOutcome, LoadResult, LoadRun
from store.schema.plans import (
    Authority,
    AuthoritySuccessor,
    Plan,
    PlanColumn,
    PlanSeries,
    PlanTable,
    PlanVersion,
)

__all__ = [
    "DOUBTFUL_DATE",
    "Action",
    "ActionThread",
    "Authority",
    "AuthoritySuccessor",
    "Base",
    "CellPart",
    "CellRow",
    "Correction",
    "Document",
    "Extra",
    "Extraction",
    "IssueRow",
    "LinkKind",
    "LoadFailure",
    "LoadOutcome",
    "LoadResult",
    "LoadRun",
    "MilestoneRow",
    "OverriddenReading",
    "OwnerRow",
    "Placement",
    "Plan",
    "PlanColumn",
    "PlanSeries",
    "PlanTable",
    "PlanVersion",
    "ReadingRow",
    "ThreadLink",
    "UpdateDate",
    "UpdateRow",
]
