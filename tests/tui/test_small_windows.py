"""Dialogs in a very small window still say how to leave, and show what they are for."""

from __future__ import annotations

from pathlib import Path

import pytest
from playing import make_collection, playing

from csreader.tui.widgets.hint import Hint
from csreader.tui.widgets.row_list import RowList

DIALOGS = {
    "tags": "enter t",
    "note": "enter m",
    "order": "O",
    "session": "Q",
    "help": "question_mark",
    "problems": "exclamation_mark",
    "about": "I",
    "colour": "c c",
    "merge": "c m",
    "passages": "c enter",
}


@pytest.mark.parametrize("size", [(30, 10), (24, 8), (40, 12)], ids=str)
@pytest.mark.parametrize("keys", DIALOGS.values(), ids=DIALOGS.keys())
async def test_the_way_out_is_in_sight(tmp_path: Path, keys: str, size: tuple[int, int]) -> None:
    async with playing(make_collection(tmp_path / "s"), size) as (pilot, reader):
        await pilot.press(*keys.split())
        await pilot.pause()
        screen = pilot.app.screen
        assert screen is not reader
        hint = screen.query_one(Hint)
        shown = hint.region.intersection(screen.region)
        assert shown == hint.region
        line = "".join(segment.text for segment in hint.render_line(0))
        assert "esc" in line
        for listed in screen.query(RowList):
            assert listed.region.height >= 1
            assert listed.region.bottom <= hint.region.y


@pytest.mark.parametrize("size", [(24, 8), (30, 10), (60, 20)], ids=str)
async def test_a_list_made_lower_gives_its_lines_back(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with playing(make_collection(tmp_path / "s"), (120, 40)) as (pilot, _):
        await pilot.press("question_mark")
        await pilot.resize_terminal(*size)
        await pilot.pause()
        hint = pilot.app.screen.query_one(Hint)
        assert hint.region.bottom <= size[1]
