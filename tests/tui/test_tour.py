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


def shown(reader: Reader) -> str:
    bar = reader.query_one(TourBar)
    return " ".join(bar.render_line(y).text for y in range(bar.size.height))


def step(reader: Reader) -> str:
    return shown(reader).split()[0] if shown(reader).strip() else ""


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


async def test_without_any_tag_the_tour_makes_one(tmp_path: Path) -> None:
    (user_state_path("csreader") / "toured").unlink()
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare" / "a.md").write_text("It was late. Sorry.\n", encoding="utf-8")
    async with playing(tmp_path / "bare", tour=True) as (pilot, reader):
        await pilot.press("enter", "right_parenthesis", "s")
        await until(pilot, lambda: step(reader) == "4")
        assert "name for a first tag" in shown(reader)
        await pilot.press("t", *"sorry", "enter")
        await until(pilot, lambda: step(reader) == "5")
