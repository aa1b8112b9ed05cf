"""Counts and chords: what they do, and that what is typed shows until it is used."""

from __future__ import annotations

from pathlib import Path

import pytest
from playing import make_collection, playing, until
from textual import events

from csreader.tui.screens.reader import Reader
from csreader.tui.widgets.bars import KeyBar
from csreader.tui.widgets.heading import Heading

LINES = 60


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = make_collection(tmp_path / "stories")
    lines = "\n".join(f"Line {number}. Two words." for number in range(1, LINES + 1))
    (root / "posts" / "a.txt").write_text(lines + "\n", encoding="utf-8")
    return root


def footer(reader: Reader) -> str:
    return reader.query_one(KeyBar).render_line(0).text


def word(reader: Reader) -> str:
    """The line's number under the cursor."""
    rest = reader.body.reading.text[reader.body.cursor :]
    return rest.split(".")[0].removeprefix("Line ")


@pytest.mark.parametrize(
    ("keys", "line"),
    [("5 G", "5"), ("2 0 g g", "20"), ("G g g", "1"), ("1 G", "1"), ("9 9 9 9 G", str(LINES))],
)
async def test_a_count_names_a_line(root: Path, keys: str, line: str) -> None:
    async with playing(root / "posts" / "a.txt") as (pilot, reader):
        await pilot.press(*keys.split())
        assert word(reader) == line


@pytest.mark.parametrize(
    ("keys", "selected"),
    [
        ("2 i s", "Line 1. Two words."),
        ("2 i w", "Line 1"),
        ("4 i w", "Line 1. Two"),
        ("2 s", "Line 1. Two words."),
    ],
)
async def test_a_count_selects_so_many(root: Path, keys: str, selected: str) -> None:
    async with playing(root / "posts" / "a.txt") as (pilot, reader):
        await pilot.press(*keys.split())
        passage = reader.body.selection.range
        assert passage is not None
        assert reader.body.reading.text[slice(*passage)].strip() == selected


async def test_what_is_typed_ahead_shows_with_the_keys_that_may_follow(root: Path) -> None:
    async with playing(root / "posts" / "a.txt", size=(60, 20)) as (pilot, reader):
        usual = footer(reader)
        await pilot.press("1", "2")
        assert footer(reader).strip().startswith("12…")
        assert "? help" in footer(reader)
        await pilot.press("j")
        assert footer(reader) == usual
        await pilot.press("2", "i")
        assert footer(reader).split()[:7] == "2i… w word s sentence p paragraph".split()
        await pilot.press("s")
        await pilot.press("escape")
        assert footer(reader) == usual
        await pilot.press("g")
        assert footer(reader).split()[:3] == "g… g top".split()
        await pilot.press("tab")
        await pilot.pause()
        assert "…" not in footer(reader).split()[0]


async def test_a_count_goes_so_many_posts_on(root: Path) -> None:
    for number in range(4):
        (root / "posts" / f"z{number}.md").write_text(f"# Z{number}\n\nText.\n", encoding="utf-8")
    async with playing(root) as (pilot, reader):
        listed = [row.post.id for row in reader.posts.rows]
        await pilot.press("enter", "3", "J")
        await until(pilot, lambda: reader.session.post.id == listed[3])


async def test_the_wheel_takes_the_cursor_along(root: Path) -> None:
    async with playing(root / "posts" / "a.txt", size=(120, 20)) as (pilot, reader):
        body = reader.body
        for _ in range(8):
            await pilot._post_mouse_events([events.MouseScrollDown], "#body", button=0)
        await pilot.pause()
        top = body.scroll_offset.y
        assert top > 8
        line = body.layout_of_text.line_of(body.cursor)
        assert top <= line < top + body.size.height
        await pilot.press("s")
        assert body.scroll_offset.y == top
        # What is selected stays where it is.
        there = body.selection
        for _ in range(8):
            await pilot._post_mouse_events([events.MouseScrollUp], "#body", button=0)
        await pilot.pause()
        assert body.scroll_offset.y < top
        assert body.selection == there


async def test_how_far_one_is_shows_where_not_all_is_in_sight(root: Path) -> None:
    async with playing(root / "posts" / "a.txt", size=(100, 30)) as (pilot, reader):
        heading = reader.query_one(Heading)

        def place() -> str:
            return heading.render_line(1).text.split("  ")[-1].strip()

        assert place() == "0 %"
        await pilot.press("G")
        assert place() == "100 %"
        await pilot.press(*"31G")
        assert place() == f"{round(100 * 30 / (LINES - 1))} %"
        await pilot.resize_terminal(100, 90)
        await pilot.pause()
        assert "%" not in heading.render_line(1).text
