"""Where a document came from stays with it, however often it is read."""

import datetime as dt

from store import Provenance

from .test_series import FIRST, SECOND


def test_where_a_document_came_from_outlasts_another_reading(store):
    store.load(FIRST, reader_version="1")
    store.load(SECOND, reader_version="1")
    assert store.describe_document(Provenance("https://a.example", dt.date(2024, 1, 2)), sha256=FIRST.source.sha256)
    assert store.describe_document(Provenance(licence="OGL"), path="first.pdf")
    assert not store.describe_document(Provenance(licence="OGL"), path="lost.pdf")
    store.load(FIRST, reader_version="2")
    told = {plan.document: store.read_document(plan.id).provenance for plan in store.list_plans()}
    assert told == {
        "first.pdf": Provenance("https://a.example", dt.date(2024, 1, 2), None, "OGL"),
        "second.pdf": Provenance(),
    }
