"""The place in each post, and the post that was open last, are there again in the next run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playing import playing, until
from textual.pilot import Pilot

from csreader.annotations.coder import state_folder
from csreader.text.cursor.following import found_again
from csreader.tui.places import NAME, Place, PlaceBook
from csreader.tui.screens.reader import Reader

LONG = "\n\n".join(f"Paragraph {number} has a few words of its own." for number in range(200))
HERE = "Paragraph 90 "


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "stories" / "posts"
    folder.mkdir(parents=True)
    (folder / "a.md").write_text(f"# First\n\n{LONG}\n", encoding="utf-8")
    (folder / "b.md").write_text(f"# Second\n\n{LONG}\n", encoding="utf-8")
    (folder / "c.md").write_text("# Third\n\nShort.\n", encoding="utf-8")
    return folder.parent


async def opened(pilot: Pilot[int], reader: Reader, post_id: str) -> None:
    await until(pilot, lambda: bool(reader.session.post and reader.session.post.id == post_id))
    await pilot.pause()


def here(reader: Reader) -> str:
    return reader.session.reading.text[reader.body.cursor :]


def in_view(reader: Reader) -> bool:
    body = reader.body
    line = body.layout_of_text.line_of(body.cursor)
    top = body.scroll_offset.y
    return 0 <= line - top < body.size.height


async def leave_second_at_90(root: Path) -> int:
    """Reads the second post to a place; returns the line of the screen it was on."""
    async with playing(root) as (pilot, reader):
        await pilot.press("J")
        await opened(pilot, reader, "b.md")
        reader.body.move_to(reader.session.reading.text.index(HERE))
        await pilot.pause()
        body = reader.body
        return body.layout_of_text.line_of(body.cursor) - body.scroll_offset.y


async def test_the_next_run_opens_the_last_post_at_its_place(root: Path) -> None:
    on_line = await leave_second_at_90(root)
    async with playing(root) as (pilot, reader):
        await opened(pilot, reader, "b.md")
        body = reader.body
        assert here(reader).startswith(HERE)
        assert body.layout_of_text.line_of(body.cursor) - body.scroll_offset.y == on_line
        assert reader.posts.posts.cursor == 1
        assert reader.posts.posts.has_focus
    assert not (root / "annotations").exists()


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (40, 10)])
async def test_it_is_in_view_in_a_window_of_another_size(root: Path, size: tuple[int, int]) -> None:
    await leave_second_at_90(root)
    async with playing(root, size) as (pilot, reader):
        await opened(pilot, reader, "b.md")
        await pilot.press("enter")
        await until(pilot, lambda: in_view(reader))
        assert here(reader).startswith(HERE)


async def test_going_to_another_post_and_back(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("tab")
        reader.body.move_to(reader.session.reading.text.index(HERE))
        await pilot.pause()
        top = reader.body.scroll_offset.y
        await pilot.press("J")
        await opened(pilot, reader, "b.md")
        assert reader.body.cursor == 0
        await pilot.press("K")
        await opened(pilot, reader, "a.md")
        assert here(reader).startswith(HERE)
        assert reader.body.scroll_offset.y == top


async def test_a_file_that_is_named_opens_instead_of_the_last_post(root: Path) -> None:
    await leave_second_at_90(root)
    async with playing(root / "posts" / "c.md") as (pilot, reader):
        await opened(pilot, reader, "c.md")


async def test_an_edited_post_opens_at_the_same_words(root: Path) -> None:
    await leave_second_at_90(root)
    edited = LONG.replace("Paragraph 3 ", "A new start. Paragraph 3 ").replace(" 91 has", " 91 had")
    (root / "posts" / "b.md").write_text(f"# Second\n\nNew.\n\n{edited}\n", encoding="utf-8")
    async with playing(root) as (pilot, reader):
        await opened(pilot, reader, "b.md")
        assert here(reader).startswith(HERE)
        assert in_view(reader)


async def test_a_post_that_went_leaves_the_first(root: Path) -> None:
    await leave_second_at_90(root)
    (root / "posts" / "b.md").unlink()
    async with playing(root) as (pilot, reader):
        await opened(pilot, reader, "a.md")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"version": 1, "last": 3, "places": []}',
        b'{"version": 1, "last": "b.md", "places": {"b.md": {"offset": -1}}}',
        b'{"version": 1, "last": "b.md", "places": {"b.md": {"offset": true, "above": 0,'
        b' "length": 1e9, "before": 1, "after": null}}}',
    ],
)
async def test_a_broken_file_is_ignored_and_written_anew(root: Path, content: bytes) -> None:
    file = state_folder(root) / NAME
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    async with playing(root) as (pilot, reader):
        assert reader.body.cursor == 0
        await pilot.press("tab", "j", "j")
    assert json.loads(file.read_bytes())["places"]


async def test_a_state_folder_that_cannot_be_written_is_no_trouble(
    root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    async with playing(root) as (pilot, reader):
        await pilot.press("tab", "j", "j")
        reader.places.save()
        assert reader.is_running


def test_two_windows_keep_each_other_s_places(tmp_path: Path) -> None:
    one, other = PlaceBook(tmp_path), PlaceBook(tmp_path)
    place = Place.at("some words here", 5, 0)
    one.put("a.md", place)
    one.save()
    other.put("b.md", place)
    other.save()
    again = PlaceBook(tmp_path)
    assert again.get("a.md") == again.get("b.md") == place
    one.put("a.md", None)
    one.save()
    assert PlaceBook(tmp_path).get("a.md") is None
    assert PlaceBook(tmp_path).get("b.md") == place


def test_nothing_is_written_where_nothing_changed(tmp_path: Path) -> None:
    PlaceBook(tmp_path).save()
    assert not (state_folder(tmp_path) / NAME).exists()


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ("one two three four", "three four"),
        ("zero one two three four", "three four"),
        ("two three four", "three four"),
        ("three four and one two three five", "three five"),
        ("nothing of it stays", None),
        ("", None),
    ],
)
def test_found_again(new: str, expected: str | None) -> None:
    old = "one two three four"
    at = old.index("three")
    offset = found_again(new, at, len(old), old[:at], old[at:])
    assert 0 <= offset <= max(0, len(new) - 1)
    if expected is not None:
        assert new[offset:].startswith(expected)
