"""What a worker does in a test of the office: it converts a file and leaves word of the processes that did it."""

import time

from ingest.legacy import parse_doc
from ingest.office.client import office_processes


def converted(path):
    (table,) = parse_doc(path.read_bytes()).content
    path.with_suffix(".processes").write_text(" ".join(map(str, office_processes())))
    if path.stem == "slow":
        time.sleep(600)
    return [cell.text for cell in table.cells]
