"""What stands at a place that leads somewhere."""

from __future__ import annotations

from csreader.text.cursor.targets import place_of, targets_at
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


def test_a_heading_is_found_by_its_name_in_addresses() -> None:
    body = "# Part one: so!\n\nA\n\n## The end\n\nB\n\n## The end\n\nC\n"
    reading = read_text(body, Format.MARKDOWN)
    text = reading.text
    assert place_of(reading, "part-one-so") == 0
    assert place_of(reading, "The-end") == text.index("The end")
    assert place_of(reading, "the-end-1") == text.rindex("The end")
    assert place_of(reading, "elsewhere") is None


def test_an_id_in_the_page_names_a_place() -> None:
    body = (
        "Say.[^a]\n\n<p id='one'>A <a name=\"two\"></a>b</p>\n\n"
        "<div id=three></div>\n\nC\n\n[^a]: So.\n"
    )
    reading = read_text(body, Format.MARKDOWN)
    places = {name: place_of(reading, name) for name in ("one", "two", "three", "fn1")}
    text = reading.text
    assert places == {
        "one": text.index("A b"),
        "two": text.index("b"),
        "three": text.index("C"),
        "fn1": text.index("So."),
    }
