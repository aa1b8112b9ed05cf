"""What stands at a place that leads somewhere."""

from __future__ import annotations

from csreader.text.cursor.targets import targets_at
from csreader.text.model import Format
from csreader.text.reader import read_text

BODY = """\
See [the *red* lamp](lamp.html) and [a shop](http://shop.example).

![A lamp](lamp.png)

Nothing [here](x.html) but ![a small one](small.png) words.

[![thumb](thumb.png)](full.png)
"""


def addresses(offset_of: str) -> list[str]:
    reading = read_text(BODY, Format.MARKDOWN)
    return [one.address for one in targets_at(reading, reading.text.index(offset_of))]


def test_a_link_under_the_cursor_is_the_only_one() -> None:
    reading = read_text(BODY, Format.MARKDOWN)
    (found,) = targets_at(reading, reading.text.index("red"))
    assert (found.label, found.address) == ("the red lamp", "lamp.html")


def test_else_those_of_the_block_and_the_images_beside_it_nearest_first() -> None:
    assert addresses("See") == ["lamp.html", "http://shop.example", "lamp.png"]
    assert addresses("and") == ["lamp.html", "http://shop.example", "lamp.png"]


def test_an_image_in_a_link_leads_to_both() -> None:
    assert addresses("Nothing") == ["x.html", "small.png", "lamp.png", "thumb.png", "full.png"]


def test_a_text_without_words_has_its_images() -> None:
    reading = read_text("![only](a.png)\n", Format.MARKDOWN)
    assert [one.address for one in targets_at(reading, 0)] == ["a.png"]
    assert targets_at(read_text("", Format.MARKDOWN), 0) == ()
