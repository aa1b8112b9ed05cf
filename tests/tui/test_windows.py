"""Two windows, long posts, and what goes wrong while something else is under way."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest
from filelock import FileLock
from playing import bar_text, make_collection, on_disk, playing, until

from csreader.annotations import Store
from csreader.text.layout import Layout
from csreader.text.model import ReadingText
from csreader.tui import opening
from csreader.tui.screens.note_editor import NoteEditor
from csreader.tui.screens.reader import Reader
from csreader.tui.widgets.body import Body
from csreader.tui.widgets.lists import AnnotationList


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_collection(tmp_path / "stories")


def mark(root: Path, reader: Reader, start: int, end: int, coder: str = "tester") -> None:
    post = reader.session.collection.by_id("a.md")
    assert post is not None
    Store(root, coder).add(post.id, post.reading, start, end, ["apology"])


async def test_nothing_is_marked_while_a_long_post_is_read(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = "\n\n".join(f"Paragraph {number}, and words." for number in range(6000))
    (root / "posts" / "b.md").write_text(long, encoding="utf-8")
    go_on = threading.Event()
    real = opening.lay_out

    def slow(reading: ReadingText, width: int) -> Layout:
        go_on.wait(20)
        return real(reading, width)

    monkeypatch.setattr(opening, "lay_out", slow)
    async with playing(root) as (pilot, reader):
        await pilot.press("tab", "J", "j", "s", "1", "D", "m", "d", "t")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Reader)
        assert "still being read" in bar_text(reader)
        assert on_disk(root) == []
        assert reader.session.overview.post("a.md").statuses == {}
        # Back before it is done: the long post, come late, does not take its place.
        await pilot.press("K")
        await until(pilot, lambda: reader.session.reading.text.startswith("The parcel"))
        go_on.set()
        await pilot.pause(0.1)
        assert reader.session.reading.text.startswith("The parcel")
        assert reader.query_one(Body).reading.text.startswith("The parcel")


async def test_a_folder_that_comes_goes_and_comes_again_is_watched(root: Path) -> None:
    shutil.rmtree(root / "annotations")
    async with playing(root) as (pilot, reader):
        mark(root, reader, 0, 20)
        await until(pilot, lambda: len(reader.session.marks.own) == 1)
        shutil.rmtree(root / "annotations")
        await until(pilot, lambda: len(reader.session.marks.own) == 0)
        mark(root, reader, 21, 48)
        await until(pilot, lambda: len(reader.session.marks.own) == 1)


async def test_undo_in_another_post_says_which_and_changes_that_one(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The current folder has a file of the same name.
    monkeypatch.chdir(root)
    (root / "a.md").write_text("Something else.\n", encoding="utf-8")
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "s", "1", "J")
        await until(pilot, lambda: reader.session.reading.text.startswith("Second"))
        await pilot.press("u")
        await pilot.pause()
        assert "The late parcel" in bar_text(reader)
        assert on_disk(root) == []
        await pilot.press("ctrl+r")
        assert [one.quote for one in on_disk(root)] == ["The parcel was late."]


async def test_a_note_that_finds_the_folder_locked_waits(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "m", *"precious")
        with FileLock(root / "annotations" / ".lock"):
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(pilot.app.screen, Reader))
            await pilot.pause()
            assert [mark.annotation.note for mark in reader.session.all_marks] == ["precious"]
            assert on_disk(root) == []
        await pilot.press("ctrl+s")
        assert [one.annotation.note for one in on_disk(root)] == ["precious"]


async def test_a_note_that_is_refused_is_not_lost(root: Path) -> None:
    path = root / "annotations" / "tester" / "a.md.json"
    async with playing(root) as (pilot, _):
        await pilot.press("enter", "m", *"precious")
        path.parent.mkdir()
        path.write_text("{oops", encoding="utf-8")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, NoteEditor))
        assert path.read_text(encoding="utf-8") == "{oops"
        path.unlink()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Reader))
        assert [one.annotation.note for one in on_disk(root)] == ["precious"]


async def test_the_lists_cursor_stays_on_its_mark(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        mark(root, reader, 21, 48)
        await until(pilot, lambda: len(reader.session.marks.own) == 1)
        await pilot.press("tab", "tab")
        mark(root, reader, 0, 20)
        await until(pilot, lambda: len(reader.session.marks.own) == 2)
        await pilot.pause()
        row = reader.query_one(AnnotationList).row
        assert row is not None
        assert row.mark.quote == "They wrote within the hour."
        await pilot.press("d")
        assert [one.quote for one in on_disk(root)] == ["The parcel was late."]


async def test_a_broken_codebook_is_said_and_set_aside(root: Path) -> None:
    codebook = root / "annotations" / "codebook.json"
    codebook.write_bytes(b"{oops")
    async with playing(root) as (pilot, reader):
        await pilot.pause()
        assert "codebook.json" in bar_text(reader)
        await pilot.press("enter", "s", "1", "n")
        assert codebook.read_bytes() == b"{oops"
        await pilot.press("t", "y")
        await until(pilot, lambda: isinstance(pilot.app.screen, Reader))
        await pilot.press("t", *"new", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Reader))
        assert [one.annotation.tags for one in on_disk(root)] == [("new",)]
    assert [p.read_bytes() for p in codebook.parent.glob("codebook.json.broken-*")] == [b"{oops"]
