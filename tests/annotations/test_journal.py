"""What the journal keeps brings back each earlier moment."""

from __future__ import annotations

import datetime
import json
import multiprocessing
import os
import tempfile
from pathlib import Path

import pytest
from annotating import POST, STORY, mark, markdown, own, passage, tree
from hypothesis import given, settings
from hypothesis import strategies as st

from csreader.annotations import Store
from csreader.annotations.coder import state_folder
from csreader.annotations.errors import StoreError
from csreader.annotations.journal.files import folder_of
from csreader.annotations.journal.restoring import Restorer

READING = markdown(STORY)
LONG = markdown("x" * 200)
"""A text each of whose characters can be marked."""
WORDS = ("broke in its first week", "wrote to the shop", "within the hour", "said sorry", "refund")
TAGS = ("late", "fast", "kind")


def now() -> datetime.datetime:
    """This moment."""
    return datetime.datetime.now(datetime.UTC)


def held(root: Path) -> dict[str, tuple[int | None, int | None, frozenset[str], str]]:
    """What a post's marks say, by id."""
    return {
        one.annotation.id: (
            one.start,
            one.end,
            frozenset(one.annotation.tags),
            one.annotation.note,
        )
        for one in own(root, READING)
    }


step = st.tuples(
    st.sampled_from(["add", "note", "untag", "remove", "bounds", "rename", "done"]),
    st.integers(0, 9),
    st.integers(0, 9),
)


def do(store: Store, what: str, first: int, second: int) -> None:
    """One change, of what is there."""
    marks = store.marks(POST, READING).own
    if what == "add" or not marks:
        where = passage(READING, WORDS[first % len(WORDS)])
        store.add(POST, READING, *where, [TAGS[second % len(TAGS)]])
        return
    one = marks[first % len(marks)].annotation
    if what == "note":
        store.update(POST, READING, one.id, note=f"note {second}")
    elif what == "untag":
        store.update(POST, READING, one.id, tags=one.tags[1:])
    elif what == "remove":
        store.remove(POST, READING, one.id)
    elif what == "bounds":
        store.update(POST, READING, one.id, start=one.start, end=one.end + 3)
    elif what == "done":
        store.set_done(POST, READING, bool(second % 2))
    else:
        names = [tag.name for tag in store.codebook().tags]
        name = f"renamed {second}"
        if names and name not in names:
            store.rename_tag(names[first % len(names)], name)


@settings(max_examples=25, deadline=None)
@given(st.lists(step, min_size=1, max_size=8))
def test_a_post_is_restored_to_each_moment_that_it_had(
    steps: list[tuple[str, int, int]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        moments = []
        for what in steps:
            try:
                do(Store(root, "ann"), *what)
            except StoreError:
                continue
            moments.append((now(), held(root)))
        last = held(root)
        for at, then in moments:
            Restorer(root, "ann").restore_post(POST, READING, at)
            back = held(root)
            assert set(back) == set(then)
            for identity, (start, end, tags, note) in then.items():
                assert back[identity][:2] == (start, end)
                assert back[identity][3] == note
                # A tag that was renamed since has its name of today.
                book = Store(root, "ann").codebook()
                assert back[identity][2] == frozenset(book.resolved(tags))
        ended = moments[-1][0] if moments else now()
        Restorer(root, "ann").restore_post(POST, READING, ended)
        assert {one: value[:2] for one, value in held(root).items()} == {
            one: value[:2] for one, value in last.items()
        }


def test_a_removed_mark_comes_back_and_goes_again(tmp_path: Path) -> None:
    made = mark(Store(tmp_path, "ann"), READING, "within the hour", "fast", note="an hour!")
    Store(tmp_path, "ann").remove(POST, READING, made.id)
    assert not own(tmp_path, READING)
    before = now()
    Restorer(tmp_path, "ann").restore_mark(POST, READING, made.id, None)
    (back,) = own(tmp_path, READING)
    assert (back.annotation.id, back.annotation.tags) == (made.id, ("fast",))
    assert back.annotation.note == "an hour!"
    Restorer(tmp_path, "ann").restore_post(POST, READING, before)
    assert not own(tmp_path, READING)


def test_what_was_undone_can_be_restored(tmp_path: Path) -> None:
    store = Store(tmp_path, "ann")
    change = store.add(POST, READING, 0, 10, ["fast"])
    assert change.after is not None
    store.replay(change, lambda _: READING, back=True)
    Restorer(tmp_path, "ann").restore_mark(POST, READING, change.after.id, None)
    assert [one.annotation.id for one in own(tmp_path, READING)] == [change.after.id]


def test_a_torn_last_line_is_no_part_of_the_next(tmp_path: Path) -> None:
    made = mark(Store(tmp_path, "ann"), READING, "said sorry", "kind")
    (path,) = folder_of(tmp_path, "ann", "state").iterdir()
    path.write_bytes(path.read_bytes() + b'{"format": 1, "change": "tor')
    Store(tmp_path, "ann").remove(POST, READING, made.id)
    Restorer(tmp_path, "ann").restore_mark(POST, READING, made.id, None)
    assert [one.annotation.id for one in own(tmp_path, READING)] == [made.id]


def _many(root: Path, coder: str, first: int) -> None:
    store = Store(root, coder, lock_timeout=60)
    for number in range(50):
        store.add(POST, LONG, first + number, first + number + 1, ["late"])


def test_lines_of_several_processes_do_not_interleave(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    running = [
        context.Process(target=_many, args=(tmp_path, "ann", first)) for first in (0, 50, 100, 150)
    ]
    for one in running:
        one.start()
    for one in running:
        one.join(120)
    assert [one.exitcode for one in running] == [0, 0, 0, 0]
    lines = b"".join(
        path.read_bytes() for path in sorted(folder_of(tmp_path, "ann", "state").iterdir())
    ).splitlines()
    read = [json.loads(line) for line in lines]
    rows = [row["id"] for one in read for row in one.get("rows", []) if row["before"] is None]
    assert len(rows) == 200
    assert sorted(rows) == sorted(one.annotation.id for one in own(tmp_path, LONG))


def test_beside_the_marks_it_is_no_annotation_file(tmp_path: Path) -> None:
    store = Store(tmp_path, "ann", journal="beside")
    mark(store, READING, "said sorry", "kind")
    assert list(folder_of(tmp_path, "ann", "beside").iterdir())
    assert not state_folder(tmp_path).joinpath("journal").exists()
    overview = Store(tmp_path, "ann").overview()
    assert not overview.problems
    assert set(overview.posts) == {POST}


def test_off_keeps_none(tmp_path: Path) -> None:
    mark(Store(tmp_path, "ann", journal="off"), READING, "said sorry", "kind")
    assert not folder_of(tmp_path, "ann", "beside").exists()
    assert not folder_of(tmp_path, "ann", "state").exists()


@pytest.mark.skipif(os.name == "nt", reason="paths of POSIX")
def test_a_journal_that_cannot_be_written_stops_no_mark_and_is_told_once(tmp_path: Path) -> None:
    folder = state_folder(tmp_path)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("in the way", "utf-8")
    store = Store(tmp_path, "ann")
    mark(store, READING, "said sorry", "kind")
    assert len(own(tmp_path, READING)) == 1
    assert "not in the journal" in store.journal.take_warning()
    mark(store, READING, "refund", "kind")
    assert store.journal.take_warning() == ""


def test_reading_writes_nothing(tmp_path: Path) -> None:
    mark(Store(tmp_path, "ann"), READING, "said sorry", "kind")
    before = tree(tmp_path), tree(state_folder(tmp_path))
    assert Restorer(tmp_path, "ann").lines
    Store(tmp_path, "ann").marks(POST, READING)
    assert (tree(tmp_path), tree(state_folder(tmp_path))) == before
