"""Kinds of pages that no case beside this checkout holds: all words, and what they are.

What is right comes from CommonMark, from the HTML standard, or from what a browser shows.
"""

from __future__ import annotations

import pytest
from casebook import texts

from csreader.text.model import BlockKind, Format
from csreader.text.reader import read_text


def blocks(source: str, format: Format = Format.MARKDOWN) -> list[tuple[str, str]]:  # noqa: A002
    reading = read_text(source, format)
    return [
        (block.kind.value, words)
        for block, words in zip(reading.blocks, texts(reading), strict=True)
    ]


@pytest.mark.parametrize(
    ("source", "words", "problems"),
    [
        ("<b>She rang\n\nand rang.", ["She rang", "and rang."], 0),
        ("One</div></p> two.\n\nThree</b>.", ["One", "two.", "Three."], 0),
        ("One.\n\n<!-- never closed\n\nTwo.\n", ["One.", "Two."], 1),
        ("One.\n\n<script>x\n\nTwo.\n", ["One.", "Two."], 1),
        ("One.\n\n<style>x\n\nTwo.\n", ["One.", "Two."], 1),
        ("```\nOne\n\nTwo", ["One\n\nTwo"], 0),
    ],
)
def test_what_is_not_closed_swallows_nothing(source: str, words: list[str], problems: int) -> None:
    reading = read_text(source, Format.MARKDOWN)
    assert texts(reading) == words
    assert len(reading.problems) == problems


@pytest.mark.parametrize("element", ["title", "textarea", "xmp", "noembed", "select", "template"])
def test_an_open_element_of_a_page_ends_with_its_piece(element: str) -> None:
    text = read_text(f"<p>One.</p><{element}>\n<p>Two.</p>", Format.HTML).text
    assert text.startswith("One.")
    closed = read_text(f"<p>One.</p><{element}></{element}>\n<p>Two.</p>", Format.HTML).text
    assert closed == "One.\n\nTwo."


def test_tables() -> None:
    assert blocks("| a | b |\n|---|:-:|\n| *1* | 2 \\| 3 |\n| x |\n\nend\n") == [
        ("table", "a\tb\n1\t2 | 3\nx\t"),
        ("paragraph", "end"),
    ]
    page = "<table><caption>C</caption><tr><th>a<th>b<tr><td>1<td>2</table>end"
    assert blocks(page, Format.HTML) == [
        ("caption", "C"),
        ("table", "a\tb\n1\t2"),
        ("paragraph", "end"),
    ]
    assert blocks("a | b\nc | d\n") == [("paragraph", "a | b c | d")]


def test_footnotes_and_definitions() -> None:
    assert [words for _, words in blocks("A[^1] b.\n\n[^1]: Note\n    two.\n")] == [
        "A[1] b.",
        "Note two.",
    ]
    assert blocks("Term\n: One\n: Two\n") == [
        ("term", "Term"),
        ("definition", "One"),
        ("definition", "Two"),
    ]
    assert blocks("<dl><dt>a<dd>b</dl>", Format.HTML) == [("term", "a"), ("definition", "b")]


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200f", "\u200b", "\u00ad", "\u2060"])
def test_signs_nobody_sees_stay_in_the_text(sign: str) -> None:
    # Text is never normalised; only the screen neutralises what overrides directions.
    assert read_text(f"abc {sign}def", Format.MARKDOWN).text == f"abc {sign}def"


@pytest.mark.parametrize(
    ("source", "format"),
    [
        (">" * 300 + " deep", Format.MARKDOWN),
        ("*" * 2000 + "deep" + "*" * 2000, Format.MARKDOWN),
        ("- " * 300 + "deep", Format.MARKDOWN),
        ("<div>" * 5000 + "deep" + "</div>" * 5000, Format.HTML),
        ("<b><i>" * 3000 + "deep", Format.HTML),
        ("<ul><li>" * 2000 + "deep", Format.HTML),
    ],
)
def test_no_depth_loses_a_word(source: str, format: Format) -> None:  # noqa: A002
    assert read_text(source, format).text == "deep"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("\\*a\\* &lt;x&gt; <sigh> 0<foo or foo>10 <3", "*a* <x> <sigh> 0<foo or foo>10 <3"),
        ("<http://x.y> and http://z.w", "http://x.y and http://z.w"),
        ("[a][1] and [b]\n\n[1]: http://x.y 'T'\n", "a and [b]"),
        ("- [ ] a\n- [x] b\n", "[ ] a\n\n[x] b"),
        ("~~a~~ b", "a b"),
        ("a<br><br>b<br>c", "a\n\nb\nc"),
        ("a\n\n***\n\nb", "a\n\nb"),
        ("<details><summary>S</summary>\n\nInner *x*.\n\n</details>\n", "S\n\nInner x."),
        ("$$x^2$$ for $5 and $6", "$$x^2$$ for $5 and $6"),
        ("5. a\n6. b\n", "a\n\nb"),
    ],
)
def test_marks_of_markdown_are_no_text(source: str, text: str) -> None:
    assert read_text(source, Format.MARKDOWN).text == text


def test_a_picture_without_words_is_no_text() -> None:
    reading = read_text("![alt](a.png)\n\n![](data:image/png;base64,AAAA)\n", Format.MARKDOWN)
    assert reading.text == ""
    assert BlockKind.PARAGRAPH not in {block.kind for block in reading.blocks}
