"""Changes that could not be saved are kept, tried again, and can be copied out."""

from __future__ import annotations

import errno
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from annotating import POST, STORY, contents, mark, markdown, own, passage
from faults import refusing
from filelock import FileLock

from csreader.annotations import Annotation, History, Status, Store, StoreError
from csreader.annotations.pending import Pending
from csreader.exchange.unsaved import snapshot_of
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
    pending.keep(caught.value)
    return caught.value


def full_disk(store: Store) -> AbstractContextManager[object]:
    """Every call that writes below the annotations folder fails."""
    return refusing(store.root / "annotations", errno.ENOSPC)


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
    "a tag's colour": lambda store, _: store.change_tag("a", color="#123456"),
    "a tag's key": lambda store, _: store.set_shortcut("a", "7"),
}


def _facts(root: Path) -> object:
    return _view(Store(root, "ann"))


def _view(store: Store) -> object:
    marks = store.marks(POST, READING)
    return (
        [(one.start, one.end, one.annotation.tags, one.annotation.note) for one in marks.own],
        marks.status,
        [(tag.name, tag.color, tag.description, tag.shortcut) for tag in store.codebook().tags],
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
    # What waits counts as if it were on disk.
    assert _view(store) == _facts(twin.root)
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
        pending.keep(caught.value)
        assert pending.retry().error is not None
    assert pending.retry().error is None
    assert len(own(store.root, READING)) == 2


def test_several_are_saved_in_their_order(store: Store) -> None:
    pending = _pending(store)
    one = _only(store)
    for number in range(3):
        (seen,) = (mark.annotation for mark in store.marks(POST, READING).own)
        assert seen.id == one.id

        def write(note: str = f"note {number}", seen: Annotation = seen) -> object:
            return store.update(POST, READING, one.id, note=note, base=seen)

        _fail(store, pending, write)
    _fail(store, pending, lambda: mark(store, READING, "sorry", "b"))
    found = {mark.annotation.id: mark.annotation for mark in store.marks(POST, READING).own}
    assert (len(found), found[one.id].note) == (2, "note 2")
    assert pending.retry().error is None
    notes = {each.annotation.quote: each.annotation.note for each in own(store.root, READING)}
    assert notes == {"refund": "note 2", "sorry": ""}


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
    error = StoreError("the disk did not say so")
    error.unsaved = (change,)
    pending.keep(error)
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
    (document,) = snapshot_of(pending.changes, "ann", (), (), exported="").posts
    assert [(mark.quote, mark.tags) for mark in document.marks] == [("sorry", ("b",))]
    assert len(pending.drop()) == 3
    assert (len(pending), pending.as_text()) == (0, "")
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


def test_what_is_put_upon_a_waiting_mark_waits_behind_it(store: Store) -> None:
    pending = _pending(store)
    _fail(store, pending, lambda: mark(store, READING, "sorry", "a"))
    where = passage(READING, "sorry")
    # The disk is writable again, but the mark that this one changes is not on it.
    with pytest.raises(StoreError, match="disk is full") as caught:
        store.toggle(POST, READING, *where, "c")
    pending.keep(caught.value)
    with pytest.raises(StoreError) as caught:
        store.toggle(POST, READING, *where, "a")
    pending.keep(caught.value)
    assert pending.retry().error is None
    found = {each.annotation.quote: each.annotation.tags for each in own(store.root, READING)}
    assert found == {"refund": ("a",), "sorry": ("c",)}


def test_another_post_is_saved_while_one_waits(store: Store) -> None:
    pending = _pending(store)
    _fail(store, pending, lambda: mark(store, READING, "sorry", "a"))
    mark(store, READING, "refund", "a", post="other.md")
    assert len(own(store.root, READING, "other.md")) == 1
    assert len(pending) == 1


def test_one_that_cannot_be_saved_does_not_keep_the_others(store: Store) -> None:
    pending = _pending(store)
    _fail(store, pending, lambda: mark(store, READING, "sorry", "a"))
    _fail(store, pending, lambda: mark(store, READING, "refund", "a", post="other.md"))
    path = store.root / "annotations" / "ann" / f"{POST}.json"
    whole = path.read_bytes()
    path.write_text("broken", encoding="utf-8")
    retried = pending.retry()
    assert retried.error is not None
    assert "repaired or set aside" in retried.error.message
    assert [change.post for change in retried.saved] == ["other.md"]
    assert path.read_text(encoding="utf-8") == "broken"
    path.write_bytes(whole)
    assert pending.retry().error is None
    assert {each.annotation.quote for each in own(store.root, READING)} == {"refund", "sorry"}


def test_undo_takes_it_out_of_those_that_wait(store: Store) -> None:
    pending = _pending(store)
    history = History(store, lambda _: READING, pending.withdraw)
    before = contents(store.root)
    error = _fail(store, pending, lambda: mark(store, READING, "sorry", "a"))
    history.record(*error.unsaved)
    with full_disk(store):
        assert "undid" in history.undo().message
    assert len(pending) == 0
    assert len(store.marks(POST, READING).own) == 1
    assert contents(store.root) == before
    history.redo()
    assert len(own(store.root, READING)) == 2


def test_another_coders_marks_are_not_the_waiting_ones(store: Store) -> None:
    mark(Store(store.root, "bob"), READING, "refund", "a")
    pending = _pending(store)
    _fail(store, pending, lambda: mark(store, READING, "sorry", "a"))
    assert len(store.marks(POST, READING).others) == 1
    assert len(store.marks(POST, READING).own) == 2
