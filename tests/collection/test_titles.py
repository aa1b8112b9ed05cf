"""Titles, from the header or the first lines."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rich.cells import cell_len

from csreader.collection import Post

Read = Callable[..., Post]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("1984", "1984"),
        ("2011-01-02", "2011-01-02"),
        ("yes", "yes"),
        ("1.10", "1.10"),
        ("[lamp, shade]", "[lamp, shade]"),
        ("{a: b}", "{a: b}"),
        ("'A  lamp'", "A lamp"),
        ('"Two\\nlines"', "Two lines"),
        ('"Bell\\a and \\e[31m"', "Bell\ufffd and \ufffd[31m"),
        ("Tom &amp; I", "Tom & I"),
        ("An <em>old</em> lamp", "An old lamp"),
        ("I <3 lamps & <sigh>", "I <3 lamps & <sigh>"),
    ],
)
def test_a_headers_title_is_shown_as_typed(read: Read, typed: str, title: str) -> None:
    assert read(f"---\ntitle: {typed}\n---\n# Not this\n").title == title


@pytest.mark.parametrize("typed", ["", "~", "''", "' '"])
def test_an_empty_title_is_none(read: Read, typed: str) -> None:
    assert read(f"---\ntitle: {typed}\n---\n# This one\n").title == "This one"


def test_the_keys_case_does_not_matter(read: Read) -> None:
    assert read("---\nTitle: Lamp\nDate: 2012-07-09\n---\nx\n").title == "Lamp"
    assert read("---\nTitle: Lamp\nDate: 2012-07-09\n---\nx\n").date == "2012-07-09"


@pytest.mark.parametrize(
    ("name", "body", "title"),
    [
        ("a.md", "# The *late* lamp\n\nText.\n", "The late lamp"),
        ("a.md", "\n\n## The late lamp?\n", "The late lamp?"),
        ("a.md", "Hello there.\n\nThe lamp\n========\n", "The lamp"),
        ("a.md", "Short line\n\nAnother\n", "Short line"),
        ("a.md", "![x](y.png)\n\nA [lamp](/l) came\n", "A lamp came"),
        ("a.html", "<div>x</div><h2>The &quot;lamp&quot;</h2>", 'The "lamp"'),
        ("a.html", "<title>A &amp; B</title><p>It came.</p>", "A & B"),
        ("a.html", "<title>A</title><h1>The lamp</h1>", "The lamp"),
        ("a.html", "<title>{{ page.title }}</title><p>It came.</p>", "It came."),
        ("a.txt", "Monday, July 9, 2012\n\nThe lamp\n\nIt came.\n", "The lamp"),
        ("a.txt", "Photo by Mo on Lens\n\nThe lamp\n", "The lamp"),
        ("a.txt", "Image: Mo\n© 2012 Mo\nThe lamp\n", "The lamp"),
        ("a.txt", "Picture this: I was on hold\n", "Picture this: I was on hold"),
        ("a.txt", "# not a heading here\n", "# not a heading here"),
        ("a.txt", "{\nthe bot joined\n}\n", "the bot joined"),
        ("a.txt", "*****\n-----\n12 lamps\n", "12 lamps"),
    ],
)
def test_a_title_from_the_body(read: Read, name: str, body: str, title: str) -> None:
    assert read(body, name).title == title


def test_a_heading_far_below_is_no_title(read: Read) -> None:
    body = "".join(f"Paragraph {word} of the story.\n\n" for word in "abcdef") + "# Later\n"
    assert read(body).title == "Paragraph a of the story."


def test_a_long_first_sentence_is_cut_behind_a_word(read: Read) -> None:
    sentence = "The lamp that I had ordered in May came only after a long talk with three agents"
    title = read(f"{sentence}, and then it was broken. More.\n").title
    assert title.endswith("…")
    assert cell_len(title) <= 60
    assert (sentence + " ").startswith(title[:-1] + " ")
    assert cell_len(title) > 50


def test_wide_characters_are_cut_by_cells(read: Read) -> None:
    title = read("電燈" * 60 + "。\n").title
    assert title.endswith("…")
    assert 58 <= cell_len(title) <= 60


def test_a_first_sentence_passes_over_dates_and_credits(read: Read) -> None:
    long = "A reader from the north of the country sent us this story about a lamp that came late."
    title = read(f"Photo by Mo on Lens\n\n{long} More.\n\n{long}\n\n{long}\n", "a.txt").title
    assert title.startswith("A reader from the north")


@pytest.mark.parametrize("body", ["", "\n \n", "---\n---\n", "![](x.png)\n", "***\n"])
def test_a_post_without_words_is_called_by_its_file(read: Read, body: str) -> None:
    assert read(body, "late lamp.md").title == "late lamp.md"


def test_a_header_never_closed_gives_the_files_name(read: Read) -> None:
    assert read("---\ntitle: Lamp\nlayout: post\n\nIt came.\n", "cut.md").title == "cut.md"
