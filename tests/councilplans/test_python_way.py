"""The Python way in: `from councilplans import open_store`."""

import subprocess
import sys

import pytest

import councilplans


def test_a_store_is_opened_from_the_package(tmp_path):
    from councilplans import Store, StoreError, open_store

    with open_store(tmp_path / "plans.db") as store:
        assert isinstance(store, Store) and store.actions(latest=True).empty
    with pytest.raises(StoreError):
        open_store(tmp_path / "none.db", create=False)
    assert {"open_store", "Store", "__version__"} <= set(dir(councilplans))


def test_a_name_that_is_not_there_is_no_attribute():
    with pytest.raises(AttributeError, match="shop"):
        councilplans.shop  # noqa: B018


def test_the_package_alone_imports_nothing_slow():
    slow = "{'sqlalchemy', 'pandas', 'spacy', 'pyarrow', 'xlsxwriter'}"
    code = f"import sys, councilplans.cli; print(sorted({slow} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
