"""What reading and saving leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from annotating import POST, STORY, contents, mark, markdown, own, tree

from csreader.annotations import Store, StoreError
from csreader.annotations.model import ChangeKind

READING = markdown(STORY)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path, "ann")
    mark(store, READING, "refund", "a")
    return store


def test_reading_writes_nothing_and_makes_no_folder(tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / POST).write_text(STORY, encoding="utf-8")

    def read(root: Path) -> None:
        for coder in ("ann", "bob"):
            store = Store(root, coder)
            store.codebook()
            store.marks(POST, READING)
            store.overview()
            store.sheets(POST)
            store.version(POST)

    empty = tree(tmp_path)
    read(tmp_path)
    assert tree(tmp_path) == empty
    mark(Store(tmp_path, "ann"), READING, "refund", "a")
    full = tree(tmp_path)
    read(tmp_path)
    # Nor do marks that moved: their places are written with the next change only.
    moved = markdown(f"Before it all.\n\n{STORY}")
    (found,) = Store(tmp_path, "ann").marks(POST, moved).own
    assert found.state.value == "moved"
    assert tree(tmp_path) == full


def test_moved_marks_are_written_with_the_next_change(store: Store) -> None:
    moved = markdown(f"Before it all.\n\n{STORY}")
    mark(store, moved, "sorry", "b")
    found = own(store.root, moved)
    assert [one.state.value for one in found] == ["anchored", "anchored"]
    assert all(moved.text[one.annotation.start :].startswith(one.annotation.quote) for one in found)


def test_git_ignores_the_lock_and_traces(store: Store) -> None:
    lines = (store.root / "annotations" / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert ".lock" in lines
    assert "*.csreader-tmp" in lines
    others = {name for name in tree(store.root) if name not in contents(store.root)}
    assert others == {
        "annotations", "annotations/ann", "annotations/.lock", "annotations/.gitignore"
    }  # fmt: skip


def test_a_git_ignore_of_theirs_stays(tmp_path: Path) -> None:
    path = tmp_path / "annotations" / ".gitignore"
    path.parent.mkdir()
    path.write_text("mine\n", encoding="utf-8")
    mark(Store(tmp_path, "ann"), READING, "refund", "a")
    assert path.read_text(encoding="utf-8") == "mine\n"


def test_a_change_that_changes_nothing_makes_no_folder(tmp_path: Path) -> None:
    store = Store(tmp_path, "ann")
    assert store.set_done(POST, READING, False).kind is ChangeKind.NOTHING
    for wrong in (
        lambda: store.remove(POST, READING, "nobody"),
        lambda: store.update(POST, READING, "nobody", note="x"),
        lambda: store.rename_tag("none", "other"),
        lambda: store.repair(tmp_path / "annotations" / "ann" / "a.md.json"),
    ):
        with pytest.raises(StoreError):
            wrong()
    assert list(tmp_path.iterdir()) == []
    mark(store, READING, "refund", "a")
    assert len(own(tmp_path, READING)) == 1
