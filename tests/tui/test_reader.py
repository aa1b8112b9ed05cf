"""Reading, going about, windows of all sizes, folders in every state."""

from __future__ import annotations

from pathlib import Path

import pytest
from playing import SECOND, bar_text, make_collection, on_disk, playing, screen_text, until
from textual.pilot import Pilot
from textual.widgets import OptionList

from csreader.tui.screens.note_editor import NoteEditor
from csreader.tui.screens.pages import HelpPage, ProblemsPage
from csreader.tui.screens.reader import Reader
from csreader.tui.widgets.body import Body
from csreader.tui.widgets.lists import PostList


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_collection(tmp_path / "stories")


async def test_the_list_has_the_focus_and_the_first_post_shows(root: Path) -> None:
    async with playing(root) as (_, reader):
        shown = screen_text(reader)
        assert reader.query_one(PostList).has_focus
        assert "The late parcel" in shown
        assert "Second thoughts" in shown
        assert "They wrote within the hour." in shown


async def test_moving_in_the_list_shows_the_post_and_enter_goes_to_it(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("j")
        await until(pilot, lambda: "A short one." in reader.query_one(Body).reading.text)
        await pilot.press("enter")
        assert reader.query_one(Body).has_focus
        await pilot.press("K")
        await until(pilot, lambda: reader.session.reading.text.startswith("The parcel"))
        await pilot.press("J")
        await until(pilot, lambda: "A short one." in reader.session.reading.text)


async def test_counts_and_chords(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        body = reader.query_one(Body)
        text = reader.session.reading.text
        await pilot.press("enter", "3", "w")
        assert text[body.cursor :].startswith("late.")
        await pilot.press("1", "0", "l")
        assert body.cursor == len("The parcel was ") + 10
        await pilot.press("G")
        assert body.cursor == len(text) - 1
        await pilot.press("g", "g")
        assert body.cursor == 0
        await pilot.press("dollar_sign")
        first = body.layout_of_text.lines[0]
        assert text[: body.cursor + 1] == text[: first.end].rstrip()
        await pilot.press("0")
        assert body.cursor == 0


async def test_the_mouse_selects_by_drag_word_and_sentence(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        body = reader.query_one(Body)
        left = body._left
        await pilot.click(Body, offset=(left + 5, 0), times=2)
        assert body.selection.range == (4, 10)
        await pilot.click(Body, offset=(left + 25, 0), times=3)
        assert body.selection.range == (21, 48)
        await pilot.mouse_down(Body, offset=(left, 0))
        await pilot.hover(Body, offset=(left + 2, 0))
        await pilot.mouse_up(Body, offset=(left + 2, 0))
        assert body.selection.range == (0, 3)


async def test_filter_help_and_problems(root: Path) -> None:
    (root / "posts" / "c.md").write_text("---\ntitle: A: b\n---\nWords.\n", encoding="utf-8")
    async with playing(root) as (pilot, reader):
        await pilot.press("f", *"second")
        await pilot.pause()
        assert len(reader.query_one(PostList).rows) == 1
        await pilot.press("escape")
        await pilot.pause()
        assert len(reader.query_one(PostList).rows) == 3
        await pilot.press("question_mark")
        assert isinstance(pilot.app.screen, HelpPage)
        await pilot.press("escape", "exclamation_mark")
        assert isinstance(pilot.app.screen, ProblemsPage)
        await pilot.pause()
        assert "c.md:2" in screen_text(reader)


async def test_done_marks_the_post_and_opens_the_next(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("D")
        await until(pilot, lambda: reader.session.reading.text.startswith("Second"))
        assert reader.session.overview.post("a.md").statuses["tester"] == "done"


@pytest.mark.parametrize("size", [(60, 20), (40, 10), (24, 8)])
async def test_a_narrow_window_shows_one_pane_at_a_time(root: Path, size: tuple[int, int]) -> None:
    async with playing(root, size) as (pilot, reader):
        assert "They wrote" not in screen_text(reader)
        await pilot.press("enter", "s", "1")
        await pilot.pause()
        assert "The parcel" in screen_text(reader)
        assert "?" in screen_text(reader)
        assert len(on_disk(root)) == 1


async def test_resizing_to_anything_and_back(root: Path) -> None:
    long = "\n\n".join(f"Paragraph {number} " + "of many words " * 12 for number in range(60))
    (root / "posts" / "a.md").write_text(long, encoding="utf-8")
    async with playing(root) as (pilot, reader):
        body = reader.query_one(Body)
        await pilot.press("enter", "2", "0", "right_curly_bracket", "s")
        top = body.layout_of_text.lines[body.scroll_offset.y].start
        for size in ((10, 3), (20, 6), (40, 10), (200, 60), (120, 40)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            if size[0] > 20:
                await until(pilot, lambda: body.has_focus)
                await pilot.press("t", "escape")
        # The same text stands at the top, but for a line's worth of wrapping.
        assert abs(body.layout_of_text.lines[body.scroll_offset.y].start - top) < 200
        assert body.selection.range is not None


async def test_too_small_says_so_and_quits(root: Path) -> None:
    async with playing(root, (10, 3)) as (pilot, reader):
        assert "too" in screen_text(reader)
        await pilot.press("q")
        await until(pilot, lambda: not pilot.app.is_running)


async def test_a_folder_without_posts_says_how_to_begin(tmp_path: Path) -> None:
    async with playing(tmp_path) as (pilot, reader):
        await pilot.pause()
        shown = screen_text(reader)
        assert "found none" in shown
        assert "csreader --demo" in shown
        await pilot.press("s", "1", "t", "m", "d", "u", "J", "D", "f", "escape")
        assert isinstance(pilot.app.screen, Reader)
    assert list(tmp_path.iterdir()) == []


async def test_markup_in_titles_and_bodies_is_text(tmp_path: Path) -> None:
    title = "[@click=app.quit]x[/] [/shop] [b and [red]"
    (tmp_path / "x.md").write_text(
        f"---\ntitle: '{title}'\n---\n[bold] and [/] stay.\n", encoding="utf-8"
    )
    async with playing(tmp_path, (160, 40)) as (_, reader):
        shown = screen_text(reader)
        assert title in shown
        assert "[bold] and [/] stay." in shown


async def test_no_control_character_reaches_the_screen(tmp_path: Path) -> None:
    (tmp_path / "x\x1b[31m.md").write_text(
        '---\ntitle: "a\\e]0;b"\n---\nBody \x1b[2J \x9b31m &#27;[0m.\n', encoding="utf-8"
    )
    async with playing(tmp_path) as (_, reader):
        shown = screen_text(reader)
        assert "a\ufffd]0;b" in shown
        assert not [c for c in shown if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160]


async def test_without_colour_marks_are_underlined(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "s", "1", "G")
        await pilot.pause()
        strip = reader.query_one(Body).render_line(0)
        marked = [s.text for s in strip if s.style and s.style.underline]
        assert "".join(marked) == "The parcel was late."


async def test_a_long_post_shows_its_beginning_and_then_all(root: Path) -> None:
    long = SECOND + "\n\n".join(f"Paragraph {number}, and words." for number in range(6000))
    (root / "posts" / "b.md").write_text(long, encoding="utf-8")
    async with playing(root) as (pilot, reader):
        await pilot.press("J")
        await until(pilot, lambda: "Paragraph 5999" in reader.session.reading.text)
        await pilot.press("tab", "G", "s", "1")
        await until(pilot, lambda: len(on_disk(root, "b.md")) == 1)
        assert on_disk(root, "b.md")[0].quote == "Paragraph 5999, and words."


async def test_quitting_never_asks(root: Path) -> None:
    async with playing(root) as (pilot, _):
        await pilot.press("enter", "s", "1", "q")
        await until(pilot, lambda: not pilot.app.is_running)
    assert len(on_disk(root)) == 1


async def test_the_bar_names_the_marks_at_the_cursor(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "s", "1", "2", "h")
        await pilot.pause()
        assert "█ fast response  █ apology" in bar_text(reader)


def first_option(pilot: Pilot[int]) -> str:
    options = pilot.app.screen.query(OptionList).first()
    return str(options.get_option_at_index(0).prompt) if 0 < options.option_count < 5 else ""


async def test_the_palette_offers_our_commands(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "s", "ctrl+p", *"write a note")
        await until(pilot, lambda: first_option(pilot).startswith("Mark: write a note"))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, NoteEditor))
        await pilot.press(*"seen", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Reader))
        assert [mark.annotation.note for mark in on_disk(root)] == ["seen"]
        assert reader.query_one(Body).has_focus


async def test_a_theme_that_was_chosen_is_there_the_next_time(root: Path) -> None:
    async with playing(root) as (pilot, _):
        pilot.app.theme = "csreader-light"
        await pilot.pause()
    async with playing(root) as (pilot, _):
        assert pilot.app.theme == "csreader-light"
