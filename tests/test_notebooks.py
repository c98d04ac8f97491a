"""The notebook runs from its first cell to its last, and is kept without its outputs."""

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


@pytest.mark.slow  # a kernel, pandas, matplotlib and spaCy start
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs(path):
    notebook = nbformat.read(path, as_version=4)
    # the kernel "python3" is the interpreter that runs the tests
    client = NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}})
    client.execute()
    shown = {cell["id"]: cell["outputs"] for cell in notebook.cells if cell["cell_type"] == "code"}
    n_actions, n_plans = (int(n) for n in re.findall(r"\d+", shown["actions"][0]["text"])[:2])
    assert n_actions > 100 and n_plans > 10
    assert all(shown[name] for name in ("read", "overdue", "gaps", "status", "plot"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_is_kept_without_outputs(path):
    for cell in nbformat.read(path, as_version=4).cells:
        if cell["cell_type"] == "code":
            assert not cell["outputs"] and cell["execution_count"] is None
