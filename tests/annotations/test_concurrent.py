"""Several windows and processes at once (case 56)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from annotating import POST, STORY, mark, markdown, own, stored
from filelock import FileLock
from support import shared_case

from csreader.annotations import Store, StoreError
from csreader.annotations.model import ChangeKind

READING = markdown(STORY)


def _add_at_once(root: Path, post: str, processes: int, each: int) -> None:
    script = Path(__file__).parent / "data" / "adding.py"
    path = root / "annotations" / "ann" / f"{post}.json"
    started = [
        subprocess.Popen(
            [sys.executable, str(script), str(root), post, f"p{number}", str(each)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(processes)
    ]
    try:
        for process in started:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in started:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        seen, readings = 0, 0
        while any(process.poll() is None for process in started):
            if path.exists():
                held = len(json.loads(path.read_bytes())["annotations"])
                assert held >= seen
                readings += held > seen
                seen = held
        assert readings > 1
    finally:
        outcomes = [(process.communicate()[1], process.returncode) for process in started]
    assert outcomes == [("", 0)] * processes
    notes = [row["note"] for row in stored(path)]
    assert sorted(notes) == sorted(f"p{a} {b}" for a in range(processes) for b in range(each))
    assert len({row["id"] for row in stored(path)}) == processes * each
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_four_processes_add_fifty_each(tmp_path: Path) -> None:
    (tmp_path / POST).write_text(STORY, encoding="utf-8")
    _add_at_once(tmp_path, POST, 4, 50)


def test_case_56_processes_add_at_once(tmp_path: Path) -> None:
    source = shared_case("56-concurrent-processes") / "story.md"
    (tmp_path / "story.md").write_bytes(source.read_bytes())
    _add_at_once(tmp_path, "story.md", 2, 10)


def test_two_open_windows_keep_both_marks(tmp_path: Path) -> None:
    one, two = Store(tmp_path, "ann"), Store(tmp_path, "ann")
    assert one.marks(POST, READING).own == two.marks(POST, READING).own == ()
    first = mark(one, READING, "refund", "a")
    second = mark(two, READING, "sorry", "b")
    third = mark(one, READING, "shop", "c")
    for store in (one, two, Store(tmp_path, "ann")):
        found = {each.annotation for each in store.marks(POST, READING).own}
        assert found == {first, second, third}
    assert {tag.name for tag in one.codebook().tags} == {"a", "b", "c"}


def test_the_same_tag_from_two_windows_is_one(tmp_path: Path) -> None:
    one, two = Store(tmp_path, "ann"), Store(tmp_path, "ann")
    two.marks(POST, READING)
    made = mark(one, READING, "refund", "a")
    assert two.add(POST, READING, made.start, made.end, ["a"]).kind is ChangeKind.NOTHING
    assert [each.annotation for each in own(tmp_path, READING)] == [made]


def test_two_windows_change_different_fields_of_one_mark(tmp_path: Path) -> None:
    one, two = Store(tmp_path, "ann"), Store(tmp_path, "ann")
    seen = mark(one, READING, "refund", "a", note="first")
    one.update(POST, READING, seen.id, tags=["a", "b"], base=seen)
    two.update(POST, READING, seen.id, note="second", base=seen)
    (found,) = own(tmp_path, READING)
    assert (found.annotation.tags, found.annotation.note) == (("a", "b"), "second")


def test_two_windows_change_one_note_and_both_are_kept(tmp_path: Path) -> None:
    one, two = Store(tmp_path, "ann"), Store(tmp_path, "ann")
    seen = mark(one, READING, "refund", "a", note="first")
    one.update(POST, READING, seen.id, note="from one", base=seen)
    two.update(POST, READING, seen.id, note="from two", base=seen)
    (found,) = own(tmp_path, READING)
    assert "from one" in found.annotation.note
    assert "from two" in found.annotation.note


def test_a_removal_keeps_what_another_window_added(tmp_path: Path) -> None:
    one, two = Store(tmp_path, "ann"), Store(tmp_path, "ann")
    seen = mark(one, READING, "refund", "a")
    two.update(POST, READING, seen.id, tags=["a", "b"], base=seen)
    one.remove(POST, READING, seen.id, base=seen)
    (found,) = own(tmp_path, READING)
    assert found.annotation.tags == ("b",)


def test_what_another_window_removed_cannot_be_changed(tmp_path: Path) -> None:
    one, two = Store(tmp_path, "ann"), Store(tmp_path, "ann")
    seen = mark(one, READING, "refund", "a")
    two.remove(POST, READING, seen.id)
    with pytest.raises(StoreError, match="no annotation"):
        one.update(POST, READING, seen.id, note="x", base=seen)
    assert own(tmp_path, READING) == []


def test_a_file_changed_by_hand_is_read_again(tmp_path: Path) -> None:
    store = Store(tmp_path, "ann")
    made = mark(store, READING, "refund", "a")
    path = tmp_path / "annotations" / "ann" / f"{POST}.json"
    path.write_text(path.read_text("utf-8").replace('"note": ""', '"note": "by hand"'), "utf-8")
    assert store.marks(POST, READING).own[0].annotation.note == "by hand"
    mark(store, READING, "sorry", "a")
    assert {each.annotation.note for each in own(tmp_path, READING)} == {"by hand", ""}
    assert made.note == ""


def test_a_held_lock_is_waited_for_and_then_said(tmp_path: Path) -> None:
    store = Store(tmp_path, "ann", lock_timeout=0.05)
    mark(store, READING, "refund", "a")
    with FileLock(tmp_path / "annotations" / ".lock"):
        with pytest.raises(StoreError) as caught:
            mark(store, READING, "sorry", "a")
        assert "locked by another csreader" in caught.value.message
        assert len(store.marks(POST, READING).own) == 1
    mark(store, READING, "sorry", "a")
    assert len(own(tmp_path, READING)) == 2


def test_branches_that_each_added_a_mark_merge_without_a_clash(tmp_path: Path) -> None:
    # Rows are numbered by id, not counted: two new ones never have one number.
    numbers = []
    for branch, words in (("one", "refund"), ("two", "sorry")):
        root = tmp_path / branch
        root.mkdir()
        mark(Store(root, "ann"), READING, words, "a")
        path = root / "annotations" / "ann" / f"{POST}.json"
        numbers += list(json.loads(path.read_text("utf-8"))["annotations"])
    assert len(set(numbers)) == 2
