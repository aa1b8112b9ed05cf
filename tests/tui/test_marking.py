"""Marking by keyboard, through the keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from playing import bar_text, make_collection, on_disk, playing, until
from textual import events

from csreader.annotations import Store
from csreader.tui.screens.note_editor import NoteEditor
from csreader.tui.screens.reader import Reader
from csreader.tui.screens.tag_picker import TagPicker
from csreader.tui.widgets.body import Body


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_collection(tmp_path / "stories")


def quotes(root: Path) -> list[tuple[str, tuple[str, ...], str]]:
    return [(m.quote, m.annotation.tags, m.annotation.note) for m in on_disk(root)]


async def test_two_keys_tag_a_sentence(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "right_parenthesis", "s", "1")
        await pilot.pause()
        # On disk by the time the screen says so.
        assert 'tag "fast response" on' in bar_text(reader)
        assert quotes(root) == [("They wrote within the hour.", ("fast response",), "")]
        assert reader.session.overview.post("a.md").annotations == 1


async def test_keys_that_arrive_at_once_are_taken_in_order(root: Path) -> None:
    async with playing(root) as (pilot, _):
        keys = ("enter", "s", "1", "l", "right_parenthesis", "s", "2", "l", "m", "o", "k", "enter")
        for key in keys:
            pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: any(note for _, _, note in quotes(root)))
        await pilot.pause()
        assert quotes(root) == [
            ("The parcel was late.", ("fast response",), ""),
            ("They wrote within the hour.", ("apology",), "ok"),
        ]


async def test_what_was_done_stays_in_sight_until_a_motion(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        for key in ("enter", "s", "1"):
            pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: len(on_disk(root)) == 1)
        await pilot.pause(0.1)
        assert 'tag "fast response" on' in bar_text(reader)
        await pilot.press("l")
        await pilot.pause()
        assert "fast response" not in bar_text(reader).split("\n")[1]


async def test_the_passage_stays_selected_until_a_motion(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "s", "1", "2")
        assert quotes(root) == [("The parcel was late.", ("fast response", "apology"), "")]
        await pilot.press("1")
        assert quotes(root) == [("The parcel was late.", ("apology",), "")]
        await pilot.press("2")
        assert quotes(root) == []
        await pilot.press("l", "3")
        assert reader.query_one(Body).selection.range is None
        assert quotes(root) == []


async def test_s_again_takes_the_next_sentence_as_well(root: Path) -> None:
    async with playing(root) as (pilot, _):
        await pilot.press("enter", "s", "s", "3")
        assert quotes(root)[0][0] == "The parcel was late. They wrote within the hour."


async def test_p_takes_the_paragraph_and_v_extends_by_motions(root: Path) -> None:
    async with playing(root) as (pilot, _):
        await pilot.press("enter", "right_curly_bracket", "p", "1", "escape", "g", "g")
        await pilot.press("v", "e", "e", "2", "escape")
        found = {tags[0]: quote for quote, tags, _ in quotes(root)}
        assert found["apology"] == "The parcel"
        assert found["fast response"] == (
            "Nobody had promised it. They sent another one, free of charge!"
        )


async def test_shift_and_arrows_select(root: Path) -> None:
    async with playing(root) as (pilot, _):
        await pilot.press("enter", "shift+right", "shift+right", "1")
        assert quotes(root)[0][0] == "The"


async def test_the_picker_filters_takes_several_and_makes_a_new_tag(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "s", "t")
        assert isinstance(pilot.app.screen, TagPicker)
        await pilot.press(*"apol", "tab", *"kindness", "tab", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Reader))
        assert quotes(root) == [("The parcel was late.", ("apology", "kindness"), "")]
        assert reader.session.codebook.get("kindness") is not None
        await pilot.press("t", *"fast", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Reader))
        assert quotes(root)[0][1] == ("apology", "kindness", "fast response")
        await pilot.press("t", *"apology", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Reader))
        assert quotes(root)[0][1] == ("kindness", "fast response")
        await pilot.press("t", "escape")
        assert quotes(root)[0][1] == ("kindness", "fast response")


async def test_enter_without_a_selection_tags_the_sentence(root: Path) -> None:
    async with playing(root) as (pilot, _):
        await pilot.press("enter", "enter", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Reader))
        assert quotes(root) == []
        await pilot.press("enter", "down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Reader))
        assert quotes(root) == [("The parcel was late.", ("fast response",), "")]


async def test_a_note_is_written_changed_and_not_lost_by_escape(root: Path) -> None:
    async with playing(root) as (pilot, _):
        await pilot.press("enter", "m")
        assert isinstance(pilot.app.screen, NoteEditor)
        await pilot.press(*"first", "ctrl+j", *"second", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Reader))
        assert quotes(root) == [("The parcel was late.", (), "first\nsecond")]
        await pilot.press("m", *"!", "escape")
        assert isinstance(pilot.app.screen, NoteEditor)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Reader))
        assert quotes(root) == [("The parcel was late.", (), "first\nsecond")]


async def test_delete_undo_and_redo(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "s", "1", "h", "d")
        assert quotes(root) == []
        await pilot.press("u")
        assert quotes(root) == [("The parcel was late.", ("fast response",), "")]
        await pilot.pause()
        assert "undid" in bar_text(reader)
        await pilot.press("u")
        assert quotes(root) == []
        await pilot.press("ctrl+r")
        assert quotes(root) == [("The parcel was late.", ("fast response",), "")]
        await pilot.press("u", "u", "u")
        await pilot.pause()
        assert "nothing to undo" in bar_text(reader)


async def test_the_brackets_go_through_the_marks_and_enter_jumps(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        body = reader.query_one(Body)
        await pilot.press("enter", "s", "1", "G", "s", "2", "escape", "g", "g")
        await pilot.press("right_square_bracket")
        last = body.cursor
        assert reader.session.reading.text[last:].startswith("Keep the first one too.")
        await pilot.press("left_square_bracket")
        assert body.cursor == 0
        await pilot.press("tab", "down", "enter")
        await until(pilot, lambda: body.has_focus)
        assert body.cursor == last


async def test_another_coders_mark_is_shown_and_cannot_be_changed(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        post = reader.session.collection.posts[0]
        assert post.id == "a.md"
        Store(root, "other").add(post.id, post.reading, 0, 20, ["apology"])
        await until(pilot, lambda: len(reader.session.marks.others) == 1)
        await pilot.press("enter", "d")
        await pilot.pause()
        assert "other's" in bar_text(reader)
        assert len(on_disk(root, coder="other")) == 1


async def test_a_mark_from_the_command_line_shows_by_itself(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        post = reader.session.collection.posts[0]
        Store(root, "tester").add(post.id, post.reading, 0, 20, ["apology"])
        await until(pilot, lambda: len(reader.session.marks.own) == 1)
        await pilot.press("enter", "s", "1")
        assert quotes(root) == [("The parcel was late.", ("apology", "fast response"), "")]


async def test_a_broken_file_refuses_tagging_and_stays_as_it_is(root: Path) -> None:
    broken = root / "annotations" / "tester" / "a.md.json"
    broken.parent.mkdir()
    broken.write_bytes(b'{"annotations": {"1": {"quote": "He sa')
    async with playing(root) as (pilot, reader):
        assert "a.md.json" in bar_text(reader)
        assert reader.session.reading.text.startswith("The parcel")
        await pilot.press("enter", "s", "1")
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, Reader))
        assert broken.read_bytes() == b'{"annotations": {"1": {"quote": "He sa'
        await pilot.press("1", "y")
        await until(pilot, lambda: isinstance(pilot.app.screen, Reader))
        await pilot.press("1")
        assert quotes(root) == [("The parcel was late.", ("fast response",), "")]
    kept = list(broken.parent.glob("a.md.json.broken-*"))
    assert [path.read_bytes() for path in kept] == [b'{"annotations": {"1": {"quote": "He sa']


async def test_markup_in_tags_and_notes_is_text(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("enter", "s", "t", *"[/x]", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Reader))
        await pilot.press("m", *"[bold]hm[/", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Reader))
        await pilot.press("h")
        await pilot.pause()
        assert quotes(root) == [("The parcel was late.", ("[/x]",), "[bold]hm[/")]
        assert bar_text(reader) == "█ [/x]\n[bold]hm[/"
