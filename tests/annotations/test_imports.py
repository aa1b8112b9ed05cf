"""Taking an import back and doing it again: the bytes of before, and what was changed since."""

from __future__ import annotations

from pathlib import Path

import pytest
from bringing import (
    add_mark,
    bring,
    collection_of,
    marks,
    one_document,
    own_files,
    reading_of,
    values,
)

from csreader.annotations import Change, Store, StoreError
from csreader.annotations.history import History
from csreader.annotations.imports import records
from csreader.annotations.imports.joining import Wishes
from csreader.annotations.imports.record import KEPT, Record
from csreader.annotations.imports.records import begun, last_import, last_record, opened
from csreader.exchange.brought import Brought, BroughtDocument, BroughtMark, BroughtTag
from csreader.exchange.importing import Wanted
from csreader.text.model import ReadingText

STORY = "# The kettle\n\nIt broke in its first week. They said sorry.\n\nA new one came.\n"
SENT = Brought(
    (
        BroughtDocument(
            "kettle.md",
            (
                BroughtMark("1", ("a", "b"), "a note", quote="broke"),
                BroughtMark("2", ("c",), quote="said sorry", coder="bob"),
                BroughtMark("3", ("c",), quote="nowhere to be found"),
            ),
        ),
        BroughtDocument("lamp", (BroughtMark("4", ("a",), quote="late"),), "It came late.\n"),
    ),
    (BroughtTag("a", "#123456", "theirs"),),
)
WANTED = Wanted(write_posts=True)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    collection_of(tmp_path, kettle__md=STORY, page__txt="A plain page.\n")
    return tmp_path


def _reading_of(root: Path, post: str) -> ReadingText | None:
    found = collection_of(root).by_id(post)
    return None if found is None else found.read()


def _replay(root: Path, change: Change, *, back: bool = True, coder: str = "ann") -> list[str]:
    store = Store(root, coder)
    return list(store.replay(change, lambda post: _reading_of(root, post), back=back))


def _sent(root: Path) -> Change:
    _, saved = bring(root, SENT, wanted=WANTED)
    assert saved.change is not None
    return saved.change


def test_undo_and_redo_of_an_import_into_nothing(root: Path) -> None:
    before = own_files(root)
    change = _sent(root)
    after, brought = own_files(root), values(root)
    assert len(marks(root)) == 4
    for _ in range(2):
        assert _replay(root, change) == []
        assert own_files(root) == before
        assert [path.name for path in (root / "annotations").iterdir() if path.is_dir()] == []
        assert _replay(root, change, back=False) == []
        assert values(root) == brought
        assert own_files(root).keys() == after.keys()


def test_undo_leaves_the_bytes_of_before(root: Path) -> None:
    add_mark(root, "broke", "A", "old")
    add_mark(root, "A new one", "old", coder="bob")
    # As another program, or an older csreader, wrote it.
    path = root / "annotations" / "bob" / "kettle.md.json"
    path.write_text(path.read_text().replace("\n", "\n ") + "\n", encoding="utf-8")
    before = own_files(root)
    change = _sent(root)
    assert own_files(root) != before
    assert _replay(root, change) == []
    assert own_files(root) == before


def test_it_can_be_undone_in_another_process_and_by_whoever_acts(root: Path) -> None:
    before = own_files(root)
    bring(root, SENT, wanted=Wanted("eva", {}, True), coder="ann")
    change = last_import(root)
    assert change is not None
    assert change.message == "import of file"
    assert _replay(root, change, coder="somebody else") == []
    assert own_files(root) == before
    assert last_import(root) is None


def test_a_session_s_history_takes_an_import_as_one_step(root: Path) -> None:
    before = own_files(root)
    store = Store(root, "ann")
    history = History(store, lambda post: _reading_of(root, post))
    history.record(_sent(root))
    assert "import of file" in history.undo().message
    assert own_files(root) == before
    history.redo()
    assert len(marks(root)) == 4


def test_what_was_changed_since_stays_and_is_told(root: Path) -> None:
    change = _sent(root)
    add_mark(root, "A new one", "c", "mine")
    ours = next(one for one in marks(root) if one["note"])
    Store(root, "ann").update("kettle.md", reading_of(root), ours["id"], note="a better note")
    (root / "posts" / "lamp.md").write_text("Mine now: it came late.\n", encoding="utf-8")
    kept = " ".join(_replay(root, change))
    assert "lamp.md was changed since and stays" in kept
    assert '"c" is in use and stays' in kept
    left = {(one["quote"], tuple(one["tags"]), one["note"]) for one in marks(root)}
    assert ("A new one", ("c", "mine"), "") in left
    assert ("broke", (), "a better note") in left
    assert len(left) == 2
    assert {tag["name"] for tag in values(root)["codebook"]} == {"c", "mine"}


def test_an_import_is_taken_back_from_a_post_that_was_edited_or_is_gone(root: Path) -> None:
    change = _sent(root)
    (root / "posts" / "kettle.md").write_text(f"New on top.\n\n{STORY}", encoding="utf-8")
    add_mark(root, "New on top", "mine")
    assert _replay(root, change) == []
    assert [one["quote"] for one in marks(root)] == ["New on top"]
    assert _replay(root, change, back=False) == []
    (root / "posts" / "kettle.md").unlink()
    assert _replay(root, change) == []
    assert marks(root) == []


def test_an_import_that_gave_marks_other_tags_is_taken_back(root: Path) -> None:
    bring(root, SENT, wanted=WANTED)
    ours = next(one for one in marks(root) if one["note"])
    Store(root, "ann").update("kettle.md", reading_of(root), ours["id"], tags=["mine"], note="mine")
    before = own_files(root)
    wanted = Wanted(wishes=Wishes(update=True))
    _, saved = bring(root, SENT, wanted=wanted)
    assert saved.change is not None
    add_mark(root, "A new one", "more")
    assert _replay(root, saved.change) == []
    changed = next(one for one in marks(root) if one["id"] == ours["id"])
    assert (changed["tags"], changed["note"]) == (["mine"], "mine")
    assert before != own_files(root)


def test_imports_are_taken_back_one_after_the_other(root: Path) -> None:
    states = [own_files(root)]
    for number, quote in enumerate(("broke", "sorry", "came")):
        bring(root, one_document(BroughtMark(quote, (quote,), quote=quote)), sha256=str(number))
        states.append(own_files(root))
    for before in reversed(states[:-1]):
        change = last_import(root)
        assert change is not None
        _replay(root, change)
        assert own_files(root) == before
    assert last_import(root) is None


def test_the_last_records_are_kept_and_an_older_one_is_told(root: Path) -> None:
    first = begun(root, "import of 0", "0")
    first.end()
    for number in range(1, KEPT + 3):
        record = begun(root, f"import of {number}", str(number))
        record.end()
    last = last_record(root)
    assert last is not None
    assert last.message == f"import of {KEPT + 2}"
    assert len(list(last.path.parent.iterdir())) == KEPT
    with pytest.raises(StoreError, match=f"last {KEPT} are kept"):
        opened(first.path, root).steps()


def test_large_records_are_kept_as_far_as_they_fit(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "MOST_BYTES", 100)
    for number in range(8):
        begun(root, "x" * 40, str(number)).end()
    last = last_record(root)
    assert last is not None
    assert last.source == "7"
    assert len(list(last.path.parent.iterdir())) == records.LEAST


def test_two_that_begin_at_once_have_records_of_their_own(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = begun(root, "one", "1")
    monkeypatch.setattr(records, "_files", lambda _: [])
    two = begun(root, "two", "2")
    assert (one.message, two.message) == ("one", "two")
    assert one.path != two.path


def test_a_record_that_is_broken_off_is_gone_on_with(root: Path) -> None:
    path = root / "annotations" / "codebook.json"
    one = begun(root, "one", "1")
    with one.path.open("ab") as stream:
        stream.write(b'{"file": "torn')
    again = begun(root, "one", "1")
    assert again.path == one.path
    again.codebook(path, ())
    assert [step.path for step in again.steps()] == [path]
    again.end()
    assert begun(root, "one", "1").path != one.path
    # Another source is another import.
    assert begun(root, "two", "2").path != begun(root, "one", "1").path


def test_records_are_readable_by_their_user_only(root: Path) -> None:
    record: Record = begun(root, "one", "1")
    assert record.path.stat().st_mode & 0o077 == 0
