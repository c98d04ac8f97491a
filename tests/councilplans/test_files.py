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


def test_folders_are_searched_through_and_hidden_files_passed_over(tmp_path):
    deep = tmp_path / "in" / "deep"
    deep.mkdir(parents=True)
    (tmp_path / "in" / ".git").mkdir()
    (tmp_path / "empty").mkdir()
    for path in (deep / "plan.html", deep / ".hidden.html", deep / "~$plan.docx", deep.parent / ".git" / "index.html"):
        path.write_text("x")
    (deep / "notes.json").write_text("{}")
    found = find_documents([tmp_path / "in", tmp_path / "empty", tmp_path / "missing.pdf"])
    assert found.files == (deep / "plan.html", tmp_path / "missing.pdf")
    assert found.empty_folders == (tmp_path / "empty",)
    assert found.left_out == {".json": 1}
