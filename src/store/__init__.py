"""What we know: plans and their actions in a database, each value with its place on the page."""

from store.connect import RecordRefused, StoreError
from store.corrections import CorrectionState, CorrectionSummary
from store.decisions import Decision
from store.forgetting import Forgotten
from store.provenance import DocumentFacts, Provenance
from store.query import Failure, PlanSummary, Totals
from store.runs import FileResult, Run
from store.schema import LoadOutcome
from store.store import Store, open_store

__all__ = [
    "CorrectionState",
    "CorrectionSummary",
    "Decision",
    "DocumentFacts",
    "Failure",
    "FileResult",
    "Forgotten",
    "LoadOutcome",
    "PlanSummary",
    "Provenance",
    "RecordRefused",
    "Run",
    "Store",
    "StoreError",
    "Totals",
    "open_store",
]
