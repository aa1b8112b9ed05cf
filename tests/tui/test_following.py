"""Posts that others add, change or remove while the app is open."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playing import STORY, bar_text, make_collection, on_disk, playing, screen_text, until
from rich.style import Style

from csreader.tui.screens.reader import Reader
from csreader.tui.screens.tag_picker import TagPicker
from csreader.tui.widgets.heading import Heading
from csreader.tui.widgets.row_list import Look

LOOK = Look(Style(), Style(), Style())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_collection(tmp_path / "stories")


def replaced(path: Path, text: str) -> None:
    """Saves as editors do: a new file put in the old one's place."""
    aside = path.with_name(f".{path.name}.new")
    aside.write_text(text, encoding="utf-8")
    os.replace(aside, path)  # noqa: PTH105


def listed(reader: Reader) -> list[str]:
    return [row.post.id for row in reader.posts.rows]


def under_cursor(reader: Reader, length: int = 6) -> str:
    return reader.body.reading.text[reader.body.cursor : reader.body.cursor + length]


async def test_a_post_that_is_added_is_listed_in_its_place(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        (root / "posts" / "new").mkdir()
        (root / "posts" / "new" / "c.md").write_text("---\ndate: 2020-01-01\n---\nFirst of all.\n")
        await until(pilot, lambda: len(listed(reader)) == 3)
        assert listed(reader) == ["new/c.md", "a.md", "b.md"]
        assert reader.session.post is not None
        assert reader.session.post.id == "a.md"
        assert "1 post added" in bar_text(reader)
        # A folder made later is followed, too.
        (root / "posts" / "new" / "d.md").write_text("Another.\n")
        await until(pilot, lambda: "new/d.md" in listed(reader))


async def test_the_open_post_is_read_again_at_the_same_place(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "right_parenthesis", "right_parenthesis", "s", "1")
        assert under_cursor(reader, 1) == "."
        edited = STORY.replace("The parcel was late.", "A new sentence. The parcel came late.")
        replaced(root / "posts" / "a.md", edited)
        await until(pilot, lambda: "new sentence" in reader.body.reading.text)
        text, passage = reader.body.reading.text, reader.body.selection.range
        assert passage is not None
        assert text[slice(*passage)] == "A clerk said sorry."
        (mark,) = reader.session.all_marks
        assert mark.start is not None
        assert text[mark.start : mark.end] == "A clerk said sorry."
        assert "changed on disk" in bar_text(reader)


async def test_what_stands_at_the_cursor_stays_where_it_is_on_the_screen(root: Path) -> None:
    before = [f"Paragraph {number} of many." for number in range(120)]
    post = root / "posts" / "a.md"
    post.write_text("\n\n".join(before), encoding="utf-8")
    async with playing(root, (100, 30)) as (pilot, reader):
        await pilot.press("enter", *"60", "right_curly_bracket")
        body = reader.body
        row = body.layout_of_text.line_of(body.cursor) - body.scroll_offset.y
        words = under_cursor(reader, 12)
        replaced(post, "\n\n".join(["Put on top."] * 7 + before[:110]))
        await until(pilot, lambda: "on top" in body.reading.text)
        assert under_cursor(reader, 12) == words
        assert body.layout_of_text.line_of(body.cursor) - body.scroll_offset.y == row


async def test_a_post_that_is_removed_is_marked_gone_and_comes_back(root: Path) -> None:
    post = root / "posts" / "a.md"
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "s", "1")
        post.unlink()
        await until(pilot, lambda: "gone" in screen_text(reader))
        assert listed(reader) == ["a.md", "b.md"]
        assert "The parcel was late." in reader.body.reading.text
        await pilot.press("s", "2")
        assert "gone" in bar_text(reader)
        post.write_text(STORY, encoding="utf-8")
        await until(pilot, lambda: "gone" not in reader.posts.rows[0].paint(60, LOOK)[1][1][0])
        await pilot.press("escape", "g", "g", "s", "2")
        await until(pilot, lambda: len(on_disk(root)) > 0)
    (mark,) = on_disk(root)
    assert set(mark.annotation.tags) == {"fast response", "apology"}


async def test_a_change_waits_until_the_dialog_is_answered(root: Path) -> None:
    post = root / "posts" / "a.md"
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "s", "t")
        assert isinstance(pilot.app.screen, TagPicker)
        replaced(post, STORY.replace("The parcel was late.", "Much is new. The parcel was late."))
        await until(pilot, lambda: reader.following.is_waiting)
        assert "Much is new" not in reader.body.reading.text
        await pilot.press(*"fast", "enter")
        await until(pilot, lambda: "Much is new" in reader.body.reading.text)
    (mark,) = on_disk(root)
    assert (mark.quote, mark.annotation.tags) == ("The parcel was late.", ("fast response",))


async def test_the_first_post_of_an_empty_folder_opens(tmp_path: Path) -> None:
    root = tmp_path / "stories"
    (root / "posts").mkdir(parents=True)
    async with playing(root) as (pilot, reader):
        assert "No posts here yet" in screen_text(reader)
        (root / "posts" / "one.md").write_text("# A first one\n\nIt begins.\n", encoding="utf-8")
        await until(pilot, lambda: reader.session.post is not None)
        assert "It begins." in reader.body.reading.text
        assert "A first one" in reader.query_one(Heading).render_line(0).text


async def test_saving_without_a_change_keeps_everything(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        reading = reader.body.reading
        replaced(root / "posts" / "a.md", STORY)
        (root / "posts" / "c.md").write_text("Third.\n", encoding="utf-8")
        await until(pilot, lambda: "c.md" in listed(reader))
        assert reader.body.reading is reading


async def test_what_an_edit_takes_away_is_told(root: Path) -> None:
    post = root / "posts" / "a.md"
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "s", "1")
        replaced(post, STORY.replace("The parcel was late.", "Nothing like it here."))
        await until(pilot, lambda: "changed on disk" in bar_text(reader))
        said = " ".join(bar_text(reader).split())
        assert "1 mark not found any more; R lists them" in said
        assert "the selection was dropped" in said


async def test_a_renamed_post_is_told_and_its_marks_are_a_problem(root: Path) -> None:
    post = root / "posts" / "a.md"
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "s", "1", "escape")
        post.rename(root / "posts" / "renamed.md")
        await until(pilot, lambda: "gone" in bar_text(reader))
        assert "renamed.md has the same text" in " ".join(bar_text(reader).split())
        await pilot.press("exclamation_mark")
        await until(pilot, lambda: "not among the posts" in screen_text(reader))


async def test_a_problem_leads_to_its_post(root: Path) -> None:
    (root / "posts" / "c.md").write_text("---\ntitle: C\ndate: soon\n---\nOne.\n", encoding="utf-8")
    async with playing(root) as (pilot, reader):
        await pilot.press("exclamation_mark")
        await until(pilot, lambda: "posts/c.md:3" in screen_text(reader))
        await pilot.press("enter")
        await until(pilot, lambda: reader.session.post is not None and pilot.app.screen is reader)
        assert reader.session.post is not None
        assert reader.session.post.id == "c.md"


async def test_a_folder_that_is_moved_away_and_back_loses_nothing(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "s", "1", "escape")
        away = root.with_name("away")
        root.rename(away)
        await until(pilot, lambda: "the folder is gone" in bar_text(reader))
        assert len(reader.session.all_marks) == 1
        away.rename(root)
        await until(pilot, lambda: "back" in bar_text(reader))
        assert len(reader.session.all_marks) == 1
        assert not reader.session.gone
