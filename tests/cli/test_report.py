"""report: what it writes, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import run


def test_a_report_is_written(folder: Path) -> None:
    run("tag", "kettle.md", "--tag", "a", "--quote", "leaked")
    run("tag", "plain.txt", "--tag", "b", "--quote", "few words")
    assert run("report", "-o", "report.html").output == ""
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert page.count("<article ") == 2
    assert run("report", "-o", "-").stdout == page
    assert run("report", "posts/kettle.md", "-o", "-").stdout.count("<article ") == 1
    run("export", "-o", "again.html")
    assert (folder / "again.html").read_text(encoding="utf-8") == page


@pytest.mark.usefixtures("folder")
def test_only_some_tags() -> None:
    run("tag", "kettle.md", "--tag", "a/b", "--quote", "leaked")
    run("tag", "plain.txt", "--tag", "c", "--quote", "few words")
    assert run("report", "--tag", "a", "-o", "-").stdout.count("<article ") == 1
    everything = run("report", "--tag", "a", "--all-posts", "-o", "-").stdout
    assert everything.count("<article ") == 2
    assert run("report", "--tag", "z", "-o", "-", code=2).stdout == ""


def test_a_report_overwrites_no_post(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for target in ("posts/kettle.md", "posts/report.html", "annotations", "nowhere/report.html"):
        result = run("report", "-o", target, code=2)
        assert len(result.stderr.splitlines()) == 1
    run("report", code=2)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
