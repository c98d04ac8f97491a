import re
from pathlib import Path

from store.dictionary import write_dictionary
from store.schema import Base

FILE = Path(__file__).parents[2] / "docs" / "data-dictionary.md"


def test_the_dictionary_is_what_the_programme_says():
    assert FILE.read_text(encoding="utf-8") == write_dictionary(), "run `make dictionary` and commit what it writes"


def test_every_table_and_column_is_described():
    bare = [str(column) for table in Base.metadata.sorted_tables for column in table.columns if not column.comment]
    assert not bare
    assert not re.search(r"\| *\|$", write_dictionary(), re.MULTILINE)
    assert not [mapper for mapper in Base.registry.mappers if not mapper.class_.__doc__]
