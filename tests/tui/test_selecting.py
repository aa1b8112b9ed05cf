"""Selecting and marking by the keys that people of vim know, and by those that others find."""

from __future__ import annotations

from pathlib import Path

import pytest
from playing import bar_text, make_collection, on_disk, playing, screen_text, until

from csreader.tui.screens.letter_picker import LetterPicker
from csreader.tui.screens.mark_picker import MarkPicker
from csreader.tui.screens.reader import Reader


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_collection(tmp_path / "stories")


def selected(reader: Reader) -> str:
    passage = reader.body.selection.range
    return reader.body.reading.text[slice(*passage)] if passage else ""


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("i w", "The"),
        ("w i w", "parcel"),
        ("3 w a w", "late. "),
        ("w i s", "The parcel was late."),
        ("w a s", "The parcel was late. "),
        ("w i p", "The parcel was late. They wrote within the hour. A clerk said sorry."),
        ("2 s", "The parcel was late. They wrote within the hour."),
        ("plus", "The"),
        ("plus plus", "The parcel was late."),
        ("plus plus minus", "The"),
        ("plus minus", ""),
        ("v w w o w", "parcel w"),
        ("v e o l", "he"),
        ("s s minus", "They wrote within the hour."),
    ],
)
async def test_what_keys_select(root: Path, keys: str, words: str) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", *keys.split())
        assert selected(reader).strip() == words.strip()
        if "a" in keys.split():
            assert selected(reader) == words


async def test_keys_typed_at_once_select_as_well(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("enter")
        for key in ("i", "s"):
            pilot.app.simulate_key(key)
        await until(pilot, lambda: selected(reader) == "The parcel was late.")


async def test_the_window_has_a_top_a_middle_and_a_bottom(root: Path) -> None:
    (root / "posts" / "a.md").write_text("\n\n".join(f"Line {n}" for n in range(60)))
    async with playing(root, (100, 24)) as (pilot, reader):
        body = reader.body
        await pilot.press("enter", "L")
        bottom = body.layout_of_text.line_of(body.cursor)
        assert bottom in range(body.size.height - 4, body.size.height)
        assert body.scroll_offset.y == 0
        await pilot.press("H")
        assert body.cursor == 0
        await pilot.press("M")
        assert abs(body.layout_of_text.line_of(body.cursor) - bottom / 2) <= 1


async def test_the_last_tags_again(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "full_stop")
        assert "no tag" in bar_text(reader)
        await pilot.press("s", "2", "right_parenthesis", "full_stop")
        await pilot.press("right_parenthesis", "full_stop")
    assert [(m.quote, m.annotation.tags) for m in on_disk(root)] == [
        ("The parcel was late.", ("apology",)),
        ("They wrote within the hour.", ("apology",)),
        ("A clerk said sorry.", ("apology",)),
    ]


async def test_a_tag_by_its_letter(root: Path) -> None:
    book = root / "annotations" / "codebook.json"
    text = book.read_text("utf-8")
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "semicolon")
        assert "no tag has a letter" in bar_text(reader)
    book.write_text(text.replace('"shortcut": ""', '"shortcut": "q"', 1), "utf-8")
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "semicolon")
        assert isinstance(pilot.app.screen, LetterPicker)
        await pilot.press("q")
        await until(pilot, lambda: bool(on_disk(root)))
    assert [m.annotation.tags for m in on_disk(root)] == [("fast response",)]


async def test_a_mark_is_stretched_and_shrunk(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "s", "1", "escape", "r")
        assert selected(reader) == "The parcel was late."
        await pilot.press("right_parenthesis", "e", "r")
        await until(pilot, lambda: "new bounds" in bar_text(reader))
        assert [m.quote for m in on_disk(root)] == ["The parcel was late. They"]
        await pilot.press("r", "o", "w", "escape", "u")
    assert [m.quote for m in on_disk(root)] == ["The parcel was late."]


async def test_while_bounds_are_changed_nothing_else_marks(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "s", "1", "escape", "r", "w", "2")
        assert "first r" in bar_text(reader)
        await pilot.press("m")
        assert pilot.app.screen is reader
        # Undo leaves the bounds first, so that no selection of a mark that is gone stays.
        await pilot.press("u")
        assert selected(reader) == ""
        assert on_disk(root) == []


async def test_escape_leaves_the_cursor_where_it_is(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("enter")
        for keys in (("s",), ("v", "w", "w"), ("shift+right", "shift+right"), ("p",), ("plus",)):
            await pilot.press("right_parenthesis", *keys)
            assert selected(reader)
            there = reader.body.cursor
            await pilot.press("escape")
            assert (reader.body.cursor, selected(reader)) == (there, "")


async def test_of_several_marks_one_is_chosen(root: Path) -> None:
    async with playing(root) as (pilot, _):
        await pilot.press("enter", "s", "1", "p", "2", "escape", "left_curly_bracket", "d")
        assert isinstance(pilot.app.screen, MarkPicker)
        await pilot.press("j", "enter")
        await until(pilot, lambda: len(on_disk(root)) == 1)
    assert [m.annotation.tags for m in on_disk(root)] == [("fast response",)]


async def test_search_counts_goes_round_and_is_dropped(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        text = reader.body.reading.text
        await pilot.press("enter", "slash", *"they")
        await until(pilot, lambda: "1 of 2" in screen_text(reader))
        await pilot.press("enter")
        first = text.index("They wrote")
        assert reader.body.cursor == first
        await pilot.press("n")
        assert reader.body.cursor == text.index("They sent")
        assert "2 of 2" in bar_text(reader)
        await pilot.press("n")
        assert reader.body.cursor == first
        assert "round" in bar_text(reader)
        await pilot.press("N", "escape", "n")
        assert "nothing is searched" in bar_text(reader)


async def test_a_search_that_is_left_goes_back(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "w", "slash", *"sorry", "escape")
        await until(pilot, lambda: reader.body.has_focus)
        assert reader.body.cursor == len("The ")
        assert reader.search.wanted == ""


async def test_a_passage_is_copied_with_its_source(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "s", "Y")
        assert pilot.app.clipboard == (
            "“The parcel was late.”\nThe late parcel, 2020-02-01 (posts/a.md:5)\n"
        )
        monkeypatch.setenv("TERM", "linux")
        await pilot.press("y")
        assert "nothing was copied" in bar_text(reader)


async def test_the_way_back_from_a_link(root: Path) -> None:
    (root / "posts" / "a.md").write_text("One.\n\nSee [it](b.md#second-thoughts) there.\n")
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "right_parenthesis", "w", "o", "enter")
        await until(
            pilot, lambda: reader.session.post is not None and reader.session.post.id == "b.md"
        )
        await pilot.press("backspace")
        await until(
            pilot, lambda: reader.session.post is not None and reader.session.post.id == "a.md"
        )
        assert reader.body.reading.text[reader.body.cursor :].startswith("it there")


async def test_the_sentence_is_softly_marked_when_asked(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "w")
        body = reader.body

        def soft() -> str:
            plain = body.rich_style.bgcolor
            strip = body.render_line(0)
            return "".join(
                one.text for one in strip if one.style and one.style.bgcolor != plain
            ).strip()

        before = soft()
        await pilot.press("z")
        assert soft() == "The parcel was late."
        await pilot.press("right_parenthesis")
        assert soft() == "They wrote within the hour."
        await pilot.press("z", "left_parenthesis", "w")
        assert soft() == before


async def test_a_search_while_selecting_extends_the_selection(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "w", "v", "slash", *"hour", "enter")
        await until(pilot, lambda: reader.body.has_focus)
        assert selected(reader) == "parcel was late. They wrote within the hour"
        await pilot.press("slash", *"nothing like it", "escape")
        await until(pilot, lambda: reader.body.has_focus)
        assert selected(reader) == "parcel was late. They wrote within the hour"
