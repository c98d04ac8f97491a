from councilplans.files import find_documents


def test_databases_and_what_lies_beside_them_are_no_documents(tmp_path):
    beside = [
        "plans.db",
        "plans.db-wal",
        "plans.db-shm",
        "plans.db-journal",
        "p.sqlite3",
        "p.sqlite-wal",
        "plan.docx.bak",
    ]
    for name in [*beside, "plan.docx", "readme.md"]:
        (tmp_path / name).write_text("x")
    found = find_documents([tmp_path])
    assert [file.name for file in found.files] == ["plan.docx", "readme.md"]
    assert found.left_out.total() == len(beside)
