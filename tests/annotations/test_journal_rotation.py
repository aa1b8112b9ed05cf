"""The journal stays small, and what it still reaches back to is brought back whole."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from annotating import POST, STORY, markdown, own

from csreader.annotations import Store
from csreader.annotations.journal import files
from csreader.annotations.journal.restoring import BeforeJournalError, Restorer

READING = markdown(STORY)
LIMIT, KEPT = 4_000, 3


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LIMIT", LIMIT)
    monkeypatch.setattr(files, "KEPT", KEPT)


def kept_files(root: Path) -> list[Path]:
    return sorted(files.folder_of(root, "ann", files.STATE).iterdir())


def noted(root: Path, count: int) -> list[tuple[datetime.datetime, str]]:
    """Gives one mark so many notes; the moment after each, and the note then."""
    store = Store(root, "ann")
    made = store.add(POST, READING, 4, 10, ["a"]).after
    assert made is not None
    moments = []
    for number in range(count):
        store.update(POST, READING, made.id, note=f"note {number} {'x' * (number % 50)}")
        moments.append((datetime.datetime.now(datetime.UTC), f"note {number}"))
    return moments


def test_a_file_is_begun_when_the_last_is_full_and_the_oldest_goes(tmp_path: Path) -> None:
    noted(tmp_path, 10)
    first = kept_files(tmp_path)
    assert [path.name for path in first] == ["000001.jsonl", "000002.jsonl"]
    (mark,) = own(tmp_path, READING)
    for number in range(60):
        Store(tmp_path, "ann").update(POST, READING, mark.annotation.id, note=f"other {number}")
    there = kept_files(tmp_path)
    assert len(there) == KEPT
    assert there[0].name > "000002.jsonl"
    numbers = [int(path.stem) for path in there]
    assert numbers == list(range(numbers[0], numbers[0] + KEPT))
    assert all(path.stat().st_size <= LIMIT for path in there)
    # Nothing between the oldest line that is kept and the last one is missing.
    messages = [line.message for line in (one.label for one in Restorer(tmp_path, "ann").lines())]
    assert len(messages) == sum(path.read_bytes().count(b"\n") for path in there)


def test_each_moment_that_it_reaches_back_to_can_be_restored(tmp_path: Path) -> None:
    moments = noted(tmp_path, 60)
    first = Restorer(tmp_path, "ann").lines()[0].label.time
    reached = [(at, note) for at, note in moments if at >= first]
    assert 5 < len(reached) < 60
    for at, note in (reached[0], reached[len(reached) // 2]):
        Restorer(tmp_path, "ann").restore_post(POST, READING, at)
        (mark,) = own(tmp_path, READING)
        assert mark.annotation.note.startswith(f"{note} ") or mark.annotation.note == note
    with pytest.raises(BeforeJournalError, match="The journal begins at"):
        Restorer(tmp_path, "ann").restore_post(POST, READING, moments[0][0])


def test_a_line_that_is_larger_than_a_file_is_kept_whole(tmp_path: Path) -> None:
    text = markdown(" ".join(f"word{number}" for number in range(40)))
    store = Store(tmp_path, "ann")
    for number in range(40):
        start = text.text.index(f"word{number}")
        store.add(POST, text, start, start + 5, ["a"], "n" * 200)
    before = datetime.datetime.now(datetime.UTC)
    marks = own(tmp_path, text)
    # One change that goes through all marks: one line.
    store.delete_tag("a")
    assert {mark.annotation.tags for mark in own(tmp_path, text)} == {()}
    assert max(path.stat().st_size for path in kept_files(tmp_path)) > LIMIT
    Restorer(tmp_path, "ann").restore_post(POST, text, before)
    assert [mark.annotation.tags for mark in own(tmp_path, text)] == [("a",)] * len(marks)


def test_what_other_coders_keep_is_not_touched(tmp_path: Path) -> None:
    Store(tmp_path, "bob").add(POST, READING, 4, 10, ["a"], "bob's")
    folder = files.folder_of(tmp_path, "bob", files.STATE)
    before = {path: path.read_bytes() for path in folder.iterdir()}
    moments = noted(tmp_path, 60)
    Restorer(tmp_path, "ann").restore_post(POST, READING, moments[-2][0])
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
    (theirs,) = Store(tmp_path, "ann").marks(POST, READING).others
    assert theirs.annotation.note == "bob's"
    assert {line.label.coder for line in Restorer(tmp_path, "ann").lines()} == {"ann"}
