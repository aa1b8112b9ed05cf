"""`csreader history` and `csreader restore`."""

from __future__ import annotations

from pathlib import Path

import pytest
from annotating import contents
from commands import run, run_json


@pytest.fixture
def marked(folder: Path) -> str:
    """A post with one mark; the mark's id."""
    assert (folder / "posts" / "kettle.md").is_file()
    made = run_json("tag", "kettle.md", "--tag", "leak", "--quote", "leaked", "--json")
    identity = made["id"]
    assert isinstance(identity, str)
    return identity


def test_history_lists_what_was_done_the_last_first(marked: str) -> None:
    run("untag", "kettle.md", marked)
    lines = run_json("history", "--json")
    messages = [one["message"] for one in lines]
    assert "removal" in messages[0]
    assert any('tag "leak"' in one for one in messages[1:])
    assert "leaked" in run("history").output


@pytest.mark.usefixtures("folder")
def test_without_a_journal_history_says_so() -> None:
    result = run("history")
    assert len(result.output.strip().splitlines()) == 1
    assert run_json("history", "--json") == []


def test_a_mark_comes_back_by_the_beginning_of_its_id(folder: Path, marked: str) -> None:
    run("untag", "kettle.md", marked)
    before = contents(folder)
    run("restore", "kettle.md", marked[:8], "--dry-run")
    assert contents(folder) == before
    run("restore", "kettle.md", marked[:8])
    shown = run_json("show", "kettle.md", "--json")
    assert [one["id"] for one in shown["annotations"]] == [marked]


def test_before_the_journal_begins_nothing_is_restored(folder: Path, marked: str) -> None:
    before = contents(folder)
    result = run("restore", "--tag", "leak", "--at", "2001-01-01", code=None)
    assert "journal begins" in result.output
    assert contents(folder) == before
    assert marked in str(before)


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("when", ["yesterdayish", "25:99", "2999-01-01", "10x"])
def test_a_time_that_is_none_is_told(when: str) -> None:
    result = run("restore", "kettle.md", "--at", when, code=2)
    assert when in result.output


@pytest.mark.usefixtures("marked")
def test_restore_needs_a_time_or_an_id() -> None:
    assert "--at" in run("restore", "kettle.md", code=2).output
    assert "ffffffff" in run("restore", "kettle.md", "ffffffff", code=None).output
