"""A save that fails: one line on stderr that says what to do, exit 1, and nothing lost."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from pathlib import Path

import pytest
from annotating import contents
from commands import run, run_json
from faults import CHANGING, failing, refusing, watching

REMEDIES = {
    errno.ENOSPC: "the disk is full; free some space",
    errno.EDQUOT: "your disk quota is used up; free some space",
    errno.EFBIG: "ulimit -f",
    errno.EACCES: "you may not write there; change its permissions or work on a copy",
    errno.EPERM: "you may not write there; change its permissions or work on a copy",
    errno.EROFS: "the disk is read-only; work on a copy",
    errno.EIO: "the disk reported a fault; check it",
}
"""What the line advises, by what the system says."""


@pytest.fixture
def marked(folder: Path) -> Path:
    """A collection with a mark in it."""
    run("tag", "kettle.md", "--tag", "leak", "--quote", "leaked")
    return folder


def commands(folder: Path) -> dict[str, Sequence[str]]:
    """What changes marks, as a person would type it."""
    (one,) = run_json("show", "kettle.md", "--json")["annotations"]
    assert (folder / "posts").is_dir()
    return {
        "another mark": ("tag", "kettle.md", "--tag", "leak", "--quote", "day one"),
        "a new tag": ("tag", "kettle.md", "--tag", "new", "--quote", "day one"),
        "a first mark": ("tag", "plain.txt", "--tag", "leak", "--quote", "few words"),
        "a removal": ("untag", "kettle.md", one["id"]),
    }


@pytest.mark.parametrize("number", REMEDIES, ids=lambda number: errno.errorcode[number])
def test_each_failure_is_one_line_and_changes_nothing(marked: Path, number: int) -> None:
    before = contents(marked)
    for what, command in commands(marked).items():
        with refusing(marked / "annotations", number):
            result = run(*command, code=1)
        assert result.stdout == "", what
        (line,) = result.stderr.splitlines()
        assert line.startswith("csreader: annotations"), what
        assert "was not saved" in line
        assert REMEDIES[number] in line
        assert contents(marked) == before, what


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_a_failure_at_any_call_leaves_the_old_file_or_the_new_one_whole(
    marked: Path, number: int
) -> None:
    command = ("tag", "kettle.md", "--tag", "leak", "--quote", "day one")
    before = contents(marked)
    with watching(marked / "annotations") as calls:
        run(*command)
    after = run_json("show", "kettle.md", "--json")["annotations"]
    for at, name in enumerate(calls.names):
        if name not in CHANGING:
            continue
        for path, content in before.items():
            (marked / path).write_bytes(content)
        with watching(marked / "annotations", at, failing(number)):
            result = run(*command, code=None)
        told = result.stderr.splitlines()
        saved = run_json("show", "kettle.md", "--json")["annotations"]
        if result.exit_code:
            assert (result.exit_code, len(told)) == (1, 1), (at, name)
            assert contents(marked) == before, (at, name)
        else:
            assert [one["quote"] for one in saved] == [one["quote"] for one in after], (at, name)


def test_a_folder_that_cannot_be_made_is_named(folder: Path) -> None:
    (folder / "annotations").write_text("a file in the way", encoding="utf-8")
    result = run("tag", "kettle.md", "--tag", "leak", "--quote", "leaked", code=1)
    (line,) = result.stderr.splitlines()
    assert "annotations" in line
    assert "move it away" in line
    assert (folder / "annotations").read_text(encoding="utf-8") == "a file in the way"
