"""Undo and redo, against what is on disk and what another window did meanwhile."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest
from annotating import POST, STORY, contents, mark, markdown, own, passage

from csreader.annotations import Change, History, Store, StoreError
from csreader.annotations.model import ChangeKind
from csreader.text.model import ReadingText

READING = markdown(STORY)


class Session:
    """A store and the history of what was done with it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.reading = READING
        self.store = Store(root, "ann")
        self.history = History(self.store, lambda post: self.reading if post == POST else None)

    def do(self, change: Change) -> Change:
        self.history.record(change)
        return change

    def add(self, words: str, *tags: str, note: str = "") -> str:
        change = self.store.add(POST, self.reading, *passage(self.reading, words), tags, note)
        self.do(change)
        assert change.after is not None
        return change.after.id

    def state(self) -> object:
        marks = Store(self.root, "ann").marks(POST, self.reading)
        return (
            [(one.annotation.id, one.start, one.end, one.annotation.tags, one.annotation.note)
             for one in marks.own],
            marks.status,
            [tag.name for tag in Store(self.root, "ann").codebook().tags],
        )  # fmt: skip


@pytest.fixture
def session(tmp_path: Path) -> Session:
    store = Store(tmp_path, "ann")
    store.add_tag("a")
    store.add_tag("b")
    mark(store, READING, "said sorry", "a", note="by name")
    return Session(tmp_path)


def _id(session: Session) -> str:
    return own(session.root, READING)[0].annotation.id


KINDS: dict[str, Callable[[Session], Change]] = {
    "add": lambda s: s.store.add(POST, READING, *passage(READING, "refund"), ["a", "b"], "x"),
    "another tag": lambda s: s.store.add(POST, READING, *passage(READING, "said sorry"), ["b"]),
    "toggle on": lambda s: s.store.toggle(POST, READING, *passage(READING, "said sorry"), "b"),
    "toggle off": lambda s: s.store.toggle(POST, READING, *passage(READING, "said sorry"), "a"),
    "note": lambda s: s.store.update(POST, READING, _id(s), note="another\nnote"),
    "no note": lambda s: s.store.update(POST, READING, _id(s), note=""),
    "tags": lambda s: s.store.update(POST, READING, _id(s), tags=["b"]),
    "bounds": lambda s: s.store.update(
        POST, READING, _id(s), start=passage(READING, "sorry")[0], end=passage(READING, "sorry")[1]
    ),
    "all at once": lambda s: s.store.update(
        POST, READING, _id(s), tags=["b", "a"], note="n", start=0, end=10
    ),
    "emptied": lambda s: s.store.update(POST, READING, _id(s), tags=[], note=""),
    "remove": lambda s: s.store.remove(POST, READING, _id(s)),
    "done": lambda s: s.store.set_done(POST, READING, True),
    "new tag": lambda s: s.store.add_tag("c", color="#123456", description="d"),
}


@pytest.mark.parametrize("act", KINDS.values(), ids=KINDS)
def test_undo_and_redo_of_each_kind(session: Session, act: Callable[[Session], Change]) -> None:
    before = session.state()
    change = session.do(act(session))
    assert change.kind is not ChangeKind.NOTHING
    after = session.state()
    assert after != before
    for _ in range(2):
        undone = session.history.undo()
        assert session.state() == before
        assert undone.message == f"undid: {change.message}"
        again = session.history.redo()
        assert session.state() == after
        assert again.message == f"did again: {change.message}"
        assert again.post == change.post


def test_steps_are_turned_back_in_order(session: Session) -> None:
    states = [session.state()]
    for act in ("add", "note", "toggle on", "bounds", "done", "remove", "new tag"):
        session.do(KINDS[act](session))
        states.append(session.state())
    for state in reversed(states[:-1]):
        session.history.undo()
        assert session.state() == state
    assert session.history.undo().message == "nothing to undo"
    for state in states[1:]:
        session.history.redo()
        assert session.state() == state
    assert session.history.redo().message == "nothing to redo"


def test_what_did_nothing_is_no_step(session: Session) -> None:
    session.add("refund", "a")
    session.do(session.store.add(POST, READING, *passage(READING, "refund"), ["a"]))
    session.history.undo()
    assert len(own(session.root, READING)) == 1
    # Nor does it end what can be done again.
    session.do(session.store.set_done(POST, READING, False))
    session.history.redo()
    assert len(own(session.root, READING)) == 2


def test_a_new_change_ends_what_can_be_done_again(session: Session) -> None:
    session.add("refund", "a")
    session.history.undo()
    session.add("shop", "a")
    assert session.history.redo().message == "nothing to redo"
    assert [one.quote for one in own(session.root, READING)] == ["shop", "said sorry"]


def test_changes_recorded_together_are_turned_back_together(session: Session) -> None:
    before = session.state()
    session.history.record(
        session.store.add_tag("c"), KINDS["add"](session), KINDS["done"](session)
    )
    after = session.state()
    session.history.undo()
    assert session.state() == before
    session.history.redo()
    assert session.state() == after


def test_another_windows_tag_survives_the_undo_of_an_add(session: Session) -> None:
    session.add("refund", "a")
    other = Store(session.root, "ann")
    mark(other, READING, "refund", "b")
    undone = session.history.undo()
    assert '"b"' in undone.message
    found = {one.quote: one.annotation.tags for one in own(session.root, READING)}
    assert found == {"said sorry": ("a",), "refund": ("b",)}


def test_another_windows_note_survives_and_is_said(session: Session) -> None:
    identity = _id(session)
    session.do(session.store.update(POST, READING, identity, note="mine"))
    Store(session.root, "ann").update(POST, READING, identity, note="from the other window")
    undone = session.history.undo()
    assert "changed since" in undone.message
    (found,) = own(session.root, READING)
    assert found.annotation.note == "from the other window"


def test_another_windows_bounds_survive_and_are_said(session: Session) -> None:
    identity = _id(session)
    session.do(KINDS["bounds"](session))
    start, end = passage(READING, "within the hour")
    Store(session.root, "ann").update(POST, READING, identity, start=start, end=end)
    undone = session.history.undo()
    assert "changed since" in undone.message
    assert [one.quote for one in own(session.root, READING)] == ["within the hour"]


def test_undo_leaves_other_fields_another_window_changed(session: Session) -> None:
    identity = _id(session)
    change = session.do(session.store.update(POST, READING, identity, tags=["a", "b"]))
    Store(session.root, "ann").update(POST, READING, identity, note="from the other window")
    assert session.history.undo().message == f"undid: {change.message}"
    (found,) = own(session.root, READING)
    assert (found.annotation.tags, found.annotation.note) == (("a",), "from the other window")


def test_what_another_window_removed_stays_removed(session: Session) -> None:
    identity = _id(session)
    session.do(session.store.update(POST, READING, identity, note="mine"))
    Store(session.root, "ann").remove(POST, READING, identity)
    undone = session.history.undo()
    assert "removed since" in undone.message
    assert own(session.root, READING) == []
    session.history.redo()
    assert own(session.root, READING) == []


def test_another_windows_other_marks_are_not_touched(session: Session) -> None:
    session.add("refund", "a")
    theirs = mark(Store(session.root, "ann"), READING, "shop", "b")
    session.history.undo()
    assert theirs in [one.annotation for one in own(session.root, READING)]
    session.history.redo()
    assert theirs in [one.annotation for one in own(session.root, READING)]


def test_done_that_another_window_took_back(session: Session) -> None:
    session.do(session.store.set_done(POST, READING, True))
    Store(session.root, "ann").set_done(POST, READING, False)
    assert session.history.undo().message.startswith("undid")
    assert session.store.marks(POST, READING).status.value == "in-progress"


def test_a_tag_in_use_stays(session: Session) -> None:
    session.do(session.store.add_tag("c"))
    mark(Store(session.root, "bob"), READING, "refund", "c")
    assert "in use" in session.history.undo().message
    assert session.store.codebook().get("c") is not None


def test_undo_after_the_source_changed_lands_on_the_same_words(session: Session) -> None:
    session.do(session.store.remove(POST, READING, _id(session)))
    session.reading = markdown(f"Before it all.\n\n{STORY}")
    session.history.undo()
    (found,) = own(session.root, session.reading)
    assert found.quote == "said sorry"
    assert found.annotation.note == "by name"
    assert session.reading.text[found.start : found.end] == "said sorry"


def test_undo_on_a_post_that_is_gone(tmp_path: Path) -> None:
    store = Store(tmp_path, "ann")
    readings: list[ReadingText | None] = [READING]
    history = History(store, lambda _: readings[0])
    history.record(store.add(POST, READING, 0, 10, ["a"]))
    readings[0] = None
    history.undo()
    assert own(tmp_path, READING) == []
    history.redo()
    assert [one.quote for one in own(tmp_path, READING)] == ["The kettle"]


def test_an_undo_that_cannot_be_saved_can_be_tried_again(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.add("refund", "a")
    before = contents(session.root)
    with monkeypatch.context() as patch:

        def full(*_args: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

        patch.setattr("os.write", full)
        with pytest.raises(StoreError, match="disk is full"):
            session.history.undo()
    assert contents(session.root) == before
    session.history.undo()
    assert [one.quote for one in own(session.root, READING)] == ["said sorry"]


def test_an_undo_brings_back_the_file_to_the_byte(session: Session) -> None:
    before = contents(session.root)
    for act in ("add", "note", "remove", "done"):
        session.do(KINDS[act](session))
    for _ in range(4):
        session.history.undo()
    after = contents(session.root)
    assert after["annotations/codebook.json"] == before["annotations/codebook.json"]
    assert after == before
