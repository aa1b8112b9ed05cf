"""What could not be saved is kept, shows, is tried again, and can be copied out."""

from __future__ import annotations

import errno
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from annotating import contents
from bringing import bring_file
from faults import refusing
from jsonschema import validate
from playing import bar_text, make_collection, on_disk, playing, screen_text, until
from textual.pilot import Pilot

from csreader.annotations import Store
from csreader.annotations.coder import state_folder
from csreader.annotations.imports.joining import Wishes
from csreader.exchange.formats.csreader_json import JSON, schema
from csreader.exchange.importing import Wanted
from csreader.tui import waiting as waiting_module
from csreader.tui.screens.codebook import CodebookScreen
from csreader.tui.screens.quitting import Quitting
from csreader.tui.screens.reader import Reader
from csreader.tui.screens.reader import screen as reader_screen

FIRST = ("The parcel was late.", ("fast response",))
SECOND = ("They wrote within the hour.", ("apology",))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_collection(tmp_path / "stories")


@contextmanager
def full(root: Path, number: int = errno.ENOSPC) -> Iterator[None]:
    """No file below the annotations folder can be written; what is there stays as it was."""
    before = contents(root)
    with refusing(root / "annotations", number):
        yield
    assert contents(root) == before


def found(root: Path) -> list[tuple[str, tuple[str, ...]]]:
    return [(mark.quote, mark.annotation.tags) for mark in on_disk(root)]


def told(reader: Reader) -> str:
    return " ".join(bar_text(reader).split())


def shown(reader: Reader) -> list[tuple[str, tuple[str, ...]]]:
    return [(mark.quote, mark.annotation.tags) for mark in reader.session.all_marks]


async def _mark(pilot: Pilot[int]) -> None:
    await pilot.press("enter", "s", "1", "escape")
    await pilot.pause()


REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "quota is used up",
    errno.EACCES: "you may not write there",
    errno.EROFS: "the disk is read-only",
    errno.EIO: "the disk reported a fault",
}


@pytest.mark.parametrize("number", REASONS, ids=lambda number: errno.errorcode[number])
async def test_a_change_that_cannot_be_saved_is_kept_and_saved_later(
    root: Path, number: int
) -> None:
    async with playing(root) as (pilot, reader):
        with full(root, number):
            await pilot.press("enter", "s", "1")
            await pilot.pause()
            assert 'not saved yet: tag "fast response" on "The parcel was late."' in told(reader)
            text = screen_text(reader)
            assert "1 change kept, unsaved  ctrl+s save now  ctrl+o copy out" in text
            assert REASONS[number] in text
            # It shows as a mark, and counts.
            assert shown(reader) == [FIRST]
            assert "1 mark" in text
            assert reader.session.overview.post("a.md").annotations == 1
            await pilot.press("ctrl+s")
            await pilot.pause()
            assert "tried again: annotations" in told(reader)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "saved: 1 change that waited" in told(reader)
        assert "kept, unsaved" not in screen_text(reader)
        assert found(root) == [FIRST]
        await pilot.press("u")
        assert found(root) == []
        await pilot.press("ctrl+r", "ctrl+s")
        await pilot.pause()
        assert found(root) == [FIRST]
        assert "everything is saved" in told(reader)


async def test_several_wait_and_go_before_the_next_change(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        with full(root):
            await _mark(pilot)
            await pilot.press("right_parenthesis", "s", "2", "escape", "right_parenthesis")
            # A mark that waits is a mark: its tags change, and its note, and it goes.
            await pilot.press("s", "3", "1", "3", "escape", "d")
            await pilot.press("g", "g", "s", "2", "2", "escape", "m", "h", "i", "enter")
            await until(pilot, lambda: isinstance(pilot.app.screen, Reader))
            await pilot.pause()
            assert shown(reader) == [FIRST, SECOND]
            assert len(reader.session.pending) == 9
            assert "9 changes kept" in screen_text(reader)
        await pilot.press("D")
        await pilot.pause()
        assert len(reader.session.pending) == 0
        assert found(root) == [FIRST, SECOND]
        assert on_disk(root)[0].annotation.note == "hi"
        assert reader.session.overview.post("a.md").statuses["tester"] == "done"
        # Each can be undone.
        await pilot.press(*["u"] * 10)
        await pilot.pause()
        assert found(root) == []


async def test_undo_takes_back_what_waits(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        with full(root):
            await _mark(pilot)
            await pilot.press("t", "n", "e", "w", "enter")
            await until(pilot, lambda: isinstance(pilot.app.screen, Reader))
            await pilot.pause()
            assert shown(reader)[0][1] == ("fast response", "new")
            assert reader.session.codebook.get("new") is not None
            await pilot.press("u")
            await pilot.pause()
            assert shown(reader) == [FIRST]
            assert reader.session.codebook.get("new") is None
            await pilot.press("u")
            await pilot.pause()
            assert shown(reader) == []
            assert "undid" in told(reader)
            assert "kept, unsaved" not in screen_text(reader)
        assert found(root) == []


async def test_it_is_tried_again_by_itself(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_screen, "RETRY_SECONDS", 0.02)
    async with playing(root) as (pilot, reader):
        with full(root):
            await _mark(pilot)
            assert len(reader.session.pending) == 1
        await until(pilot, lambda: not len(reader.session.pending))
        assert found(root) == [FIRST]


async def test_it_is_tried_again_when_the_window_gets_the_focus(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        with full(root):
            await _mark(pilot)
        pilot.app.app_focus = False
        await pilot.pause()
        assert len(reader.session.pending) == 1
        pilot.app.app_focus = True
        await pilot.pause()
        assert found(root) == [FIRST]
        assert "saved: 1 change that waited" in told(reader)


async def test_the_next_change_takes_it_along(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        with full(root):
            await _mark(pilot)
        await pilot.press("right_parenthesis", "s", "2")
        await pilot.pause()
        assert "what waited is saved, too" in told(reader)
        assert found(root) == [FIRST, SECOND]


async def test_what_waits_is_copied_out(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        with full(root):
            await _mark(pilot)
            await pilot.press("ctrl+o")
            await pilot.pause()
        (path,) = state_folder(root).glob("unsaved-*.json")
        assert path.stat().st_mode & 0o077 == 0
        assert path.name in screen_text(reader)
        assert "1 change copied out" in told(reader)
        validate(json.loads(path.read_text(encoding="utf-8")), schema())
        assert "The parcel was late." in pilot.app.clipboard
        assert path.with_suffix(".txt").read_text(encoding="utf-8") == pilot.app.clipboard
        # It waits on.
        assert len(reader.session.pending) == 1


async def test_what_was_copied_out_comes_back_by_an_import(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await _mark(pilot)
        with full(root):
            await pilot.press("right_parenthesis", "s", "2", "escape", "m", *"why", "ctrl+s")
            await pilot.press("left_square_bracket", "t", *"brand new", "enter")
            await pilot.pause()
            kept = shown(reader), [mark.annotation.note for mark in reader.session.all_marks]
            await pilot.press("q", "c")
            await pilot.pause()
        assert not pilot.app.is_running
    assert found(root) == [FIRST]
    (path,) = state_folder(root).glob("unsaved-*.json")
    plan, _ = bring_file(root, JSON, path, wanted=Wanted(wishes=Wishes(update=True)))
    assert not plan.unplaced
    assert (found(root), [mark.annotation.note for mark in on_disk(root)]) == kept
    assert "brand new" in {tag.name for tag in Store(root, "tester").codebook().tags}


async def test_where_the_state_folder_is_full_too_it_is_copied_elsewhere(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting_module.tempfile, "gettempdir", lambda: str(tmp_path / "tmp"))
    async with playing(root) as (pilot, reader):
        state = state_folder(root)
        with full(root), refusing(state, errno.ENOSPC):
            await _mark(pilot)
            await pilot.press("ctrl+o")
            await pilot.pause()
        assert not list(state.glob("unsaved-*"))
        assert len(list((tmp_path / "tmp").glob("unsaved-*.json"))) == 1
        assert "1 change copied to" in screen_text(reader)
        assert str(tmp_path / "tmp") in screen_text(reader)


async def test_quitting_asks_first_and_tries_again(root: Path) -> None:
    async with playing(root, (60, 20)) as (pilot, reader):
        with full(root):
            await _mark(pilot)
            for key in ("q", "ctrl+q", "ctrl+q"):
                await pilot.press(key)
                await pilot.pause()
            assert isinstance(pilot.app.screen, Quitting)
            text = screen_text(reader)
            for words in ("1 change", "the disk is full", "s  try again", "c  copy", "x  quit"):
                assert words in text
            await pilot.press("escape")
            await pilot.pause()
            assert pilot.app.screen is reader
            await pilot.press("q", "s")
            await pilot.pause()
            assert isinstance(pilot.app.screen, Quitting)
        await pilot.press("s")
        await pilot.pause()
        assert not pilot.app.is_running
    assert found(root) == [FIRST]


async def test_quitting_saves_without_asking_where_it_can(root: Path) -> None:
    async with playing(root) as (pilot, _):
        with full(root):
            await _mark(pilot)
        await pilot.press("q")
        await pilot.pause()
        assert not pilot.app.is_running
    assert found(root) == [FIRST]


@pytest.mark.parametrize(("key", "files"), [("c", 1), ("x", 0)])
async def test_quitting_without_saving(root: Path, key: str, files: int) -> None:
    async with playing(root) as (pilot, _):
        with full(root):
            await _mark(pilot)
            await pilot.press("q", key)
            await pilot.pause()
            assert not pilot.app.is_running
    assert found(root) == []
    assert len(list(state_folder(root).glob("unsaved-*.json"))) == files


async def test_tags_of_the_codebook_wait_too(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        with full(root):
            await pilot.press("c", "a", "n", "e", "w", "enter")
            await pilot.pause()
            assert isinstance(pilot.app.screen, CodebookScreen)
            assert "4 tags" in screen_text(reader)
            await pilot.press("S", "7")
            await pilot.pause()
            assert "not saved yet" in screen_text(reader)
            # What goes through many files does not begin.
            await pilot.press("d")
            await pilot.pause()
            assert "first what waits has to be saved" in screen_text(reader)
            await pilot.press("escape")
            await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert reader.session.store.codebook().get("new") is not None
        assert "kept, unsaved" not in screen_text(reader)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20), (24, 8)], ids=str)
async def test_it_fits_into_every_window(root: Path, size: tuple[int, int]) -> None:
    async with playing(root, size) as (pilot, reader):
        with full(root):
            await _mark(pilot)
            lines = screen_text(reader).splitlines()
            waits = next(n for n, line in enumerate(lines) if "1 change kept" in line)
            assert len(lines) - 4 <= waits <= len(lines) - 3
            assert "? help" in lines[-1]
            assert "q quit" in lines[-1]
            assert reader.body.region.height >= 1


async def test_a_note_that_waits_does_not_open_its_editor_again(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        with full(root):
            await pilot.press("enter", "m", "h", "i", "enter")
            await until(pilot, lambda: isinstance(pilot.app.screen, Reader))
            await pilot.pause()
            assert pilot.app.screen is reader
            assert reader.session.all_marks[0].annotation.note == "hi"


async def test_other_posts_are_saved_while_one_waits(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        with refusing(root / "annotations" / "tester" / ".b.md.json", errno.EACCES):
            await pilot.press("enter", "J", "s", "1", "escape", "K", "s", "1")
            await pilot.pause()
            assert found(root) == [FIRST]
            assert len(reader.session.pending) == 1
            assert "1 change kept" in screen_text(reader)
        await pilot.press("ctrl+s")
        assert len(on_disk(root, "b.md")) == 1


async def test_a_folder_that_vanishes_and_comes_back_loses_nothing(root: Path) -> None:
    away = root.with_name("away")
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "s", "1", "escape", "right_parenthesis", "s")
        await pilot.pause()
        root.rename(away)
        # Before the watcher tells that the post is gone.
        reader.session.toggle((21, 48), "apology")
        reader.marks_changed()
        await pilot.pause()
        assert "its folder is gone" in screen_text(reader)
        assert not root.exists()
        assert shown(reader)[0] == FIRST
        away.rename(root)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert found(root) == [FIRST, SECOND]
