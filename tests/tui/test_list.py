"""The list of posts in the app: its query line, what is wrong with it, its order."""

from __future__ import annotations

from pathlib import Path

import pytest
from playing import make_collection, playing, screen_text, until
from textual.pilot import Pilot
from textual.widgets import Input

from csreader.tui.screens.order_picker import OrderPicker
from csreader.tui.screens.reader import Reader
from csreader.tui.widgets.heading import PaneTitle


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = make_collection(tmp_path / "stories")
    for name in "cdef":
        text = f"---\ntitle: Refund {name}\ndate: 2021-0{ord(name) - 96}-01\n---\n" + "Words. " * 9
        (root / "posts" / f"{name}.md").write_text(text + f"{name} " * ord(name), encoding="utf-8")
    return root


def listed(reader: Reader) -> str:
    return "".join(row.post.id[0] for row in reader.posts.rows)


def title(reader: Reader) -> str:
    return reader.posts.query_one(PaneTitle).render_line(0).text


async def ask(pilot: Pilot[int], reader: Reader, line: str) -> None:
    reader.query_one("#filter", Input).value = line
    await pilot.pause()


async def test_words_fields_counts_and_escape(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        assert listed(reader) == "acdefb"
        await pilot.press("f", *"refund")
        await pilot.pause()
        assert listed(reader) == "cdef"
        assert "4 of 6" in title(reader)
        await ask(pilot, reader, "refund -date:>=2021-05")
        assert listed(reader) == "cd"
        await pilot.press("escape")
        await pilot.pause()
        assert listed(reader) == "acdefb"
        assert not reader.query_one("#filter").display
        assert reader.posts.posts.has_focus


async def test_what_is_wrong_is_told_and_the_list_stays(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("f")
        await ask(pilot, reader, "refund colour:red")
        assert listed(reader) == "cdef"
        assert "there is no colour:" in screen_text(reader)
        await ask(pilot, reader, "refund tag:nothing")
        assert "no tag is called" in screen_text(reader)
        await ask(pilot, reader, "zebra")
        assert listed(reader) == ""
        assert "no post has all of this" in screen_text(reader)
        await pilot.press("J", "K", "down", "enter", "D")
        await pilot.press("escape")
        assert listed(reader) == "acdefb"


async def test_enter_shows_the_first_that_was_found(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("f", *"refund", "enter")
        await until(pilot, lambda: reader.session.post is not None)
        await until(pilot, lambda: reader.session.post.id == "c.md")  # type: ignore[union-attr]
        assert reader.posts.posts.has_focus
        await pilot.press("tab", "J")
        await until(pilot, lambda: reader.session.post.id == "d.md")  # type: ignore[union-attr]


async def test_the_arrows_move_in_the_list_while_a_query_is_typed(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("f", *"refund", "down")
        await until(pilot, lambda: reader.session.post.id == "d.md")  # type: ignore[union-attr]
        assert reader.query_one("#filter").has_focus


async def test_what_is_worked_on_stays_in_its_place(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("f", *"status", "colon", *"unread", "enter", "D")
        await until(pilot, lambda: reader.session.post.id == "c.md")  # type: ignore[union-attr]
        assert listed(reader) == "acdefb"
        await pilot.press("f", "enter")
        await until(pilot, lambda: listed(reader) == "cdefb")


async def test_sorting_by_a_letter_and_by_words(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("O")
        assert isinstance(pilot.app.screen, OrderPicker)
        await pilot.press("t")
        await until(pilot, lambda: listed(reader) == "cdefba")
        assert "by title" in title(reader)
        await pilot.press("O", "w")
        await until(pilot, lambda: reader.posts.listing.counts.left == 0)
        await until(pilot, lambda: listed(reader) == "bacdef")
        await pilot.press("f")
        await ask(pilot, reader, "words:>120 words:<122")
        assert listed(reader) == ""
        await ask(pilot, reader, "words:>109 words:<111")
        assert listed(reader) == "e"


async def test_a_post_that_comes_is_listed_if_it_fits(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("f", *"refund")
        (root / "posts" / "g.md").write_text("# A refund more\n\nWords.\n", encoding="utf-8")
        (root / "posts" / "h.md").write_text("# Other\n\nWords.\n", encoding="utf-8")
        reader.following.posts_changed(reader.session.read_again())
        await until(pilot, lambda: listed(reader) == "cdefg")
