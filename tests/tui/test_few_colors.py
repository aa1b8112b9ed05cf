"""Tags can be told apart where a terminal has sixteen colours."""

from __future__ import annotations

from pathlib import Path

import pytest
from playing import make_collection, playing
from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.color import Color

from csreader.annotations.tags.codebook import PALETTE
from csreader.tui.few_colors import ink_on, one_of_sixteen
from csreader.tui.paint import contrast
from csreader.tui.widgets.body import Body

GREYS = {0, 7, 8, 15}


def number_of(color: str) -> int | None:
    """Which of the sixteen Rich sends for a colour."""
    return RichColor.parse(color).downgrade(ColorSystem.STANDARD).number


def test_each_colour_of_the_palette_is_another_of_the_sixteen_and_no_grey() -> None:
    numbers = [number_of(one_of_sixteen(color)) for color in PALETTE]
    assert len(set(numbers)) == len(PALETTE) == 12
    assert not GREYS & set(numbers)


@pytest.mark.parametrize("color", ["#000000", "#ffffff", "#777777", "#123456", "#fedcba"])
def test_a_colour_that_was_typed_is_no_grey_either(color: str) -> None:
    assert number_of(one_of_sixteen(color)) not in GREYS


@pytest.mark.parametrize("color", PALETTE)
def test_what_stands_on_a_colour_can_be_read(color: str) -> None:
    behind = one_of_sixteen(color)
    ink = ink_on(behind)
    assert number_of(ink) in {0, 15}
    assert contrast(Color.parse(ink), Color.parse(behind)) >= 4.5


async def test_a_marked_sentence_has_its_tags_colour_behind_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("textual.constants.COLOR_SYSTEM", "standard")
    async with playing(make_collection(tmp_path / "s") / "posts" / "a.md") as (pilot, reader):
        await pilot.press(*"s1", "escape", *"G")
        await pilot.pause()
        tag = reader.session.codebook.key(1)
        assert tag is not None
        words = [
            segment
            for segment in reader.query_one(Body).render_line(0)
            if "The parcel was late." in segment.text
        ]
        assert words
        assert words[0].style is not None
        assert words[0].style.bgcolor is not None
        assert words[0].style.bgcolor.name == one_of_sixteen(tag.color)


@pytest.mark.parametrize("theme", ["csreader-dark", "csreader-light", "textual-light", "nord"])
async def test_what_is_selected_can_be_read_and_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    monkeypatch.setattr("textual.constants.COLOR_SYSTEM", "standard")
    async with playing(make_collection(tmp_path / "s") / "posts" / "a.md") as (pilot, reader):
        pilot.app.theme = theme
        await pilot.press("p")
        await pilot.pause()
        line = list(reader.query_one(Body).render_line(0))
        chosen = next(one.style for one in line if "The parcel was late." in one.text)
        plain = line[0].style
        assert chosen is not None
        assert plain is not None
        ink, behind, page = (
            number_of(color.name) if color else None
            for color in (chosen.color, chosen.bgcolor, plain.bgcolor)
        )
        assert behind != page
        assert {ink, behind} in ({15, 8}, {0, 7})
