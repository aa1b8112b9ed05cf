"""The tour takes a newcomer to a first mark, and is offered once."""

from __future__ import annotations

from pathlib import Path

import pytest
from platformdirs import user_state_path
from playing import bar_text, make_collection, on_disk, playing, until

from csreader.tui.screens.reader import Reader
from csreader.tui.widgets.bars import TourBar


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (user_state_path("csreader") / "toured").unlink()
    return make_collection(tmp_path / "stories")


def step(reader: Reader) -> str:
    bar = reader.query_one(TourBar)
    shown = " ".join(bar.render_line(y).text for y in range(bar.size.height))
    return shown.split()[0] if shown.strip() else ""


async def test_the_tour_ends_with_a_first_mark(root: Path) -> None:
    async with playing(root, tour=True) as (pilot, reader):
        await until(pilot, lambda: step(reader) == "1")
        for key, then in (
            ("enter", "2"),
            ("right_parenthesis", "3"),
            ("s", "4"),
            ("1", "5"),
        ):
            await pilot.press(key)
            await until(pilot, lambda then=then: step(reader) == then)
        assert [mark.quote for mark in on_disk(root)] == ["They wrote within the hour."]
        await pilot.press("escape")
        await until(pilot, lambda: not reader.query_one(TourBar).display)
    async with playing(root, tour=True) as (pilot, reader):
        assert not reader.tour.is_on


async def test_others_are_told_of_it_once(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        assert "f2" in bar_text(reader)
        await pilot.press("enter", "f2")
        await until(pilot, lambda: step(reader) == "2")
    async with playing(root) as (_, reader):
        assert "f2" not in bar_text(reader)
