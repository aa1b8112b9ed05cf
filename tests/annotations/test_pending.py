"""Changes that could not be saved are kept, tried again, and can be copied out."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from annotating import POST, STORY, contents, mark, markdown, own, passage
from faults import failing, watching
from filelock import FileLock

from csreader.annotations import Annotation, History, Status, Store, StoreError
from csreader.annotations.pending import Pending
from csreader.text.model import ReadingText

READING = markdown(STORY)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path, "ann", lock_timeout=0.05)
    mark(store, READING, "refund", "a", note="first")
    return store


def _fail(store: Store, pending: Pending, change: Callable[[], object]) -> StoreError:
    """Makes a change while the disk is full, and keeps it."""
    before = contents(store.root)
    with full_disk(store), pytest.raises(StoreError) as caught:
        change()
    assert contents(store.root) == before
    assert caught.value.unsaved
    pending.keep(caught.value.unsaved)
    return caught.value


class full_disk:  # noqa: N801 - read as a word
    """Every call that writes below the annotations folder fails."""

    def __init__(self, store: Store) -> None:
        self._watch = watching(
            store.root / "annotations",
            act=lambda name: (
                failing(errno.ENOSPC)(name) if name in ("open for writing", "write") else None
            ),
        )

    def __enter__(self) -> None:
        self._watch.__enter__()

    def __exit__(self, *error: object) -> None:
        self._watch.__exit__(*error)


def _pending(store: Store, reading: ReadingText = READING) -> Pending:
    return Pending(store, lambda _: reading)


def _only(store: Store) -> Annotation:
    (found,) = own(store.root, READING)
    return found.annotation


CHANGES: dict[str, Callable[[Store, Annotation], object]] = {
    "a new mark": lambda store, _: mark(store, READING, "sorry", "a"),
    "a mark with new tags": lambda store, _: mark(store, READING, "sorry", "b", "c", note="why"),
    "a tag put on": lambda store, one: store.toggle(POST, READING, one.start, one.end, "b"),
    "a tag taken off": lambda store, one: store.toggle(POST, READING, one.start, one.end, "a"),
    "a note": lambda store, one: store.update(POST, READING, one.id, note="second", base=one),
    "new tags": lambda store, one: store.update(POST, READING, one.id, tags=["d"], base=one),
    "bounds": lambda store, one: store.update(POST, READING, one.id, start=4, end=10, base=one),
    "a removal": lambda store, one: store.remove(POST, READING, one.id, base=one),
    "done": lambda store, _: store.set_done(POST, READING, True),
    "a tag": lambda store, _: store.add_tag("new", description="what it is"),
}


def _facts(root: Path) -> object:
    store = Store(root, "ann")
    marks = store.marks(POST, READING)
    return (
        [(one.start, one.end, one.annotation.tags, one.annotation.note) for one in marks.own],
        marks.status,
        [(tag.name, tag.color, tag.description) for tag in store.codebook().tags],
    )


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_was_kept_is_saved_as_if_nothing_had_been(
    store: Store, tmp_path_factory: pytest.TempPathFactory, change: Callable[..., object]
) -> None:
    twin = Store(tmp_path_factory.mktemp("twin"), "ann")
    mark(twin, READING, "refund", "a", note="first")
    change(twin, _only(twin))

    pending = _pending(store)
    one = _only(store)
    _fail(store, pending, lambda: change(store, one))
    with full_disk(store):
        retried = pending.retry()
    assert retried.error is not None
    assert "disk is full" in retried.error.message
    assert (retried.saved, len(pending) > 0) == ((), True)
    waiting = pending.changes
    retried = pending.retry()
    assert retried.error is None
    assert (retried.saved, retried.kept, len(pending)) == (waiting, (), 0)
    assert _facts(store.root) == _facts(twin.root)
    # And it can be undone like any other.
    history = History(store, lambda _: READING)
    history.record(*retried.saved)
    history.undo()
    assert [each.annotation for each in own(store.root, READING)] == [one]
    assert store.marks(POST, READING).status is Status.IN_PROGRESS


def test_a_lock_that_is_held_keeps_the_change(store: Store) -> None:
    pending = _pending(store)
    with FileLock(store.root / "annotations" / ".lock"):
        with pytest.raises(StoreError, match="locked by another csreader") as caught:
            mark(store, READING, "sorry", "a")
        pending.keep(caught.value.unsaved)
        assert pending.retry().error is not None
    assert pending.retry().error is None
    assert len(own(store.root, READING)) == 2


def test_several_are_saved_in_their_order(store: Store) -> None:
    pending = _pending(store)
    one = _only(store)
    for number in range(3):
        _fail(
            store,
            pending,
            lambda n=number: store.update(POST, READING, one.id, note=f"note {n}", base=one),
        )
    _fail(store, pending, lambda: mark(store, READING, "sorry", "b"))
    assert pending.annotations(POST)[one.id] == pending.changes[2].after
    assert len(pending.annotations(POST)) == 2
    assert pending.annotations("other.md") == {}
    assert pending.retry().error is None
    notes = {each.annotation.quote: each.annotation.note for each in own(store.root, READING)}
    assert set(notes) == {"refund", "sorry"}


def test_what_another_window_did_meanwhile_stays(store: Store) -> None:
    pending = _pending(store)
    one = _only(store)
    _fail(store, pending, lambda: store.update(POST, READING, one.id, tags=["a", "b"], base=one))
    other = Store(store.root, "ann")
    other.update(POST, READING, one.id, note="theirs", base=one)
    mark(other, READING, "sorry", "c")
    assert pending.retry().error is None
    found = {each.annotation.quote: each.annotation for each in own(store.root, READING)}
    assert (found["refund"].tags, found["refund"].note) == (("a", "b"), "theirs")
    assert found["sorry"].tags == ("c",)


def test_a_post_that_was_edited_meanwhile_gets_the_mark_where_its_words_are(store: Store) -> None:
    moved = markdown(f"Before it all.\n\n{STORY}")
    pending = _pending(store, moved)
    _fail(store, pending, lambda: mark(store, READING, "sorry", "b"))
    assert pending.retry().error is None
    (found,) = (one for one in own(store.root, moved) if one.annotation.quote == "sorry")
    assert (found.start, found.end) == passage(moved, "sorry")


def test_trying_again_what_did_get_saved_does_nothing_twice(store: Store) -> None:
    pending = _pending(store)
    change = store.add(POST, READING, *passage(READING, "sorry"), ["b"])
    pending.keep([change])
    before = contents(store.root)
    assert pending.retry().error is None
    assert contents(store.root) == before


def test_it_can_be_copied_out(store: Store) -> None:
    pending = _pending(store)
    one = _only(store)
    _fail(store, pending, lambda: mark(store, READING, "sorry", "b", note="two\nlines \x1b"))
    _fail(store, pending, lambda: store.remove(POST, READING, one.id))
    text = pending.as_text()
    for words in ("sorry", "b", "two\nlines \ufffd", POST, 'removal of tag "a"', 'new tag "b"'):
        assert words in text
    rows = json.loads(pending.as_json())
    assert [row["kind"] for row in rows] == ["tag", "add", "remove"]
    assert rows[1]["after"]["quote"] == "sorry"
    assert rows[2]["before"]["note"] == "first"
    assert rows[2]["after"] is None
    assert len(pending.drop()) == 3
    assert (len(pending), pending.as_text(), json.loads(pending.as_json())) == (0, "", [])
    assert _only(store) == one


@pytest.mark.parametrize(
    "wish",
    [
        lambda store: store.add(POST, READING, 5, 5, ["a"]),
        lambda store: store.add(POST, READING, 5, 9, ["a//b"]),
        lambda store: store.update(POST, READING, "nobody", note="x"),
        lambda store: store.remove(POST, READING, "nobody"),
    ],
)
def test_a_wish_that_is_no_good_is_not_kept(store: Store, wish: Callable[..., object]) -> None:
    with pytest.raises(StoreError) as caught:
        wish(store)
    assert caught.value.unsaved == ()
