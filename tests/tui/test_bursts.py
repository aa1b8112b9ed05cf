"""Keys that come all at once, as over a slow line, each go where they belong."""

from __future__ import annotations

from pathlib import Path

import pytest
from playing import make_collection, playing, until
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from csreader.tui.screens.codebook import CodebookScreen
from csreader.tui.screens.reader import Reader
from csreader.tui.widgets.query_line import QueryLine


def burst(pilot: Pilot[int], keys: str) -> None:
    """Sends keys without waiting for anything in between."""
    for key in keys.split():
        character = " " if key == "space" else key if len(key) == 1 else None
        name = _character_to_key(character) if character else key
        pilot.app.post_message(events.Key(name, character))


def marked(reader: Reader) -> list[tuple[str, tuple[str, ...], str]]:
    """What is marked: words, tags, note."""
    return [
        (mark.quote, mark.annotation.tags, mark.annotation.note)
        for mark in reader.session.marks.own
    ]


async def test_two_dialogs_one_after_the_other(tmp_path: Path) -> None:
    async with playing(make_collection(tmp_path / "s") / "posts" / "a.md") as (pilot, reader):
        burst(pilot, "s t r e d enter ) s t b l u e enter")
        await until(pilot, lambda: len(reader.session.marks.own) == 2)
        await pilot.pause()
        assert pilot.app.screen is reader
        assert marked(reader) == [
            ("The parcel was late.", ("red",), ""),
            ("They wrote within the hour.", ("blue",), ""),
        ]


async def test_two_notes_one_after_the_other(tmp_path: Path) -> None:
    async with playing(make_collection(tmp_path / "s") / "posts" / "a.md") as (pilot, reader):
        burst(pilot, "s m r e d enter ) s m b l u e enter")
        await until(pilot, lambda: len(reader.session.marks.own) == 2)
        assert [note for _, _, note in marked(reader)] == ["red", "blue"]


async def test_letters_stay_in_their_order_while_a_dialog_opens(tmp_path: Path) -> None:
    async with playing(make_collection(tmp_path / "s") / "posts" / "a.md") as (pilot, reader):
        burst(pilot, "s t a b c d e f g h i j k l m n o p q r s t u v w x y z enter")
        await until(pilot, lambda: bool(reader.session.marks.own))
        assert marked(reader)[0][1] == ("abcdefghijklmnopqrstuvwxyz",)


async def test_a_search_takes_all_its_letters(tmp_path: Path) -> None:
    async with playing(make_collection(tmp_path / "s") / "posts" / "a.md") as (pilot, reader):
        burst(pilot, "/ f r e e enter s 1")
        await until(pilot, lambda: bool(reader.session.marks.own))
        assert marked(reader) == [
            ("They sent another one, free of charge!", ("fast response",), "")
        ]


async def test_a_filter_takes_its_letters_and_the_list_the_keys_behind(tmp_path: Path) -> None:
    async with playing(make_collection(tmp_path / "s")) as (pilot, reader):
        burst(pilot, "f s e c o n d enter j")
        await until(pilot, lambda: len(reader.posts.posts.rows) == 1)
        await pilot.pause()
        assert reader.query_one(QueryLine).value == "second"


async def test_the_codebook_is_filled_when_its_keys_come(tmp_path: Path) -> None:
    async with playing(make_collection(tmp_path / "s")) as (pilot, reader):
        burst(pilot, "c a b r a n d space n e w enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, CodebookScreen))
        await until(pilot, lambda: reader.session.store.codebook().get("brand new") is not None)


@pytest.mark.parametrize("key", ["alt+j", "alt+c"])
async def test_escape_and_a_key_that_came_as_one_are_two(tmp_path: Path, key: str) -> None:
    async with playing(make_collection(tmp_path / "s") / "posts" / "a.md") as (pilot, reader):
        await pilot.press("v", "w", "w")
        assert reader.body.selection.range is not None
        pilot.app.post_message(events.Key(key, None))
        await pilot.pause()
        await until(pilot, lambda: reader.body.selection.range is None)
        if key == "alt+c":
            await until(pilot, lambda: isinstance(pilot.app.screen, CodebookScreen))


async def test_a_dialog_that_is_closed_twice_closes_once(tmp_path: Path) -> None:
    async with playing(make_collection(tmp_path / "s") / "posts" / "a.md") as (pilot, reader):
        await pilot.press("O")
        dialog = pilot.app.screen
        dialog.dismiss(None)
        dialog.dismiss(None)
        await pilot.pause()
        assert pilot.app.screen is reader
