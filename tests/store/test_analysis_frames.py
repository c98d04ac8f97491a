"""Changes, measures and overdue actions as pandas frames."""

import datetime as dt

import pytest

from store import StoreError
from store.frames import changes_frame, measures_frame, overdue_frame

from .ferry import A_DAY, FERRY, SIRENS, VERSIONS


@pytest.fixture
def ferry(store):
    for record in VERSIONS:
        store.load(record, reader_version="1")
    return store


def test_changes_have_their_types(ferry):
    changes = changes_frame(ferry, "ferry")
    assert changes.equals(changes_frame(ferry))
    moved = changes[(changes["kind"] == "deadline") & (changes["how"] == "later")]
    assert list(moved[["wording", "from_version", "days", "times_moved"]].itertuples(index=False, name=None)) == [
        (SIRENS, 1, 92, 1),
        (SIRENS, 2, 151, 2),
    ]
    kinds = changes.dtypes.astype(str).to_dict()
    assert (kinds["kind"], kinds["days"], kinds["confidence"], kinds["is_doubtful"]) == (
        "category",
        "Int64",
        "float64",
        "bool",
    )
    with pytest.raises(StoreError, match="0 plans are meant"):
        changes_frame(ferry, "no such plan")


def test_measures_have_their_types(ferry):
    measures = measures_frame(ferry, A_DAY)
    of_all = measures[measures["group"] == "in all"].set_index("name")
    assert (of_all.loc["overdue", "count"], of_all.loc["overdue", "of"], of_all.loc["overdue", "share"]) == (2, 5, 0.4)
    kinds = measures.dtypes.astype(str).to_dict()
    assert (kinds["count"], kinds["share"], kinds["mean_days"]) == ("int64", "float64", "float64")


def test_overdue_actions_have_their_types_even_where_there_are_none(ferry):
    overdue = overdue_frame(ferry, A_DAY)
    assert overdue["wording"].iloc[0] == FERRY
    for frame in (overdue, overdue_frame(ferry, dt.date(1999, 1, 1))):
        kinds = frame.dtypes.astype(str).to_dict()
        assert (kinds["deadline"], kinds["days"], kinds["status"]) == ("datetime64[s]", "int64", "category")
        assert frame.index.name == "action_id"
