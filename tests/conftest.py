import json
import multiprocessing
import os
from multiprocessing import forkserver
from pathlib import Path

import jsonschema
import pytest

from councilplans.contract import read_schema
from councilplans.pool import PRELOADED


def pytest_addoption(parser):
    parser.addoption(
        "--update-goldens",
        action="store_true",
        help="rewrite expected outputs; read each against its page before committing",
    )


def pytest_configure(config):
    if "PYTEST_XDIST_WORKER" in os.environ:
        # a core for each worker: threads that wait for one another burn a third more than one alone takes
        os.environ.setdefault("OMP_NUM_THREADS", "1")
    if config.getoption("--update-goldens") and os.environ.get("CI"):
        raise pytest.UsageError("--update-goldens is refused where CI is set: expected outputs are changed by hand")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Let slow tests begin, so that none is left to one worker at the end, and the quickest come last.

    With `--dist loadgroup` quick tests go to a worker file by file, which makes what the file shares but once.
    """
    quickest = Path(__file__).with_name("normalise")
    items.sort(key=lambda item: (not item.get_closest_marker("slow"), quickest in item.path.parents))
    for item in items:
        if not item.get_closest_marker("slow") and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(f"{item.path.parent.name}-{item.path.stem}"))


@pytest.fixture(scope="session")
def update_goldens(request):
    return request.config.getoption("--update-goldens")


@pytest.fixture(scope="session")
def readers():
    """The process that readers are forked from, which has what each would import for its first document."""
    if "forkserver" in multiprocessing.get_all_start_methods():
        forkserver.set_forkserver_preload([*PRELOADED, "spacy"])
        forkserver.ensure_running()


@pytest.fixture(scope="session")
def corpus():
    """The folder of real documents, which are not ours to publish."""
    named = os.environ.get("COUNCILPLANS_CORPUS")
    if not named:
        pytest.skip("COUNCILPLANS_CORPUS is not set: the documents of this test are not in the repository")
    folder = Path(named)
    assert folder.is_dir(), f"COUNCILPLANS_CORPUS is no folder: {named}"
    return folder


@pytest.fixture(scope="session")
def check_contract():
    """A function that fails where an envelope, or with `of` another thing, is not as the published schema says."""
    schema = json.loads(read_schema())

    def check(written, of=None):
        wanted = {"$defs": schema["$defs"], "$ref": f"#/$defs/{of}"} if of else schema
        checker = jsonschema.Draft202012Validator(wanted, format_checker=jsonschema.FormatChecker(["date"]))
        found = [f"{error.json_path}: {error.message}" for error in checker.iter_errors(written)]
        assert not found

    return check
