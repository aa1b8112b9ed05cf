"""Laws of reading that hold for any body in any format."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import example, given, settings
from hypothesis import strategies as st

from csreader.text.clusters import cluster_starts, clusters
from csreader.text.model import BlockKind, Format, ReadingText
from csreader.text.reader import read_text

PIECES = (
    *" \n\t*_`~[]()<>{}!#|\\&:;=-+.\"'/^$ab1Zé漢", "\n\n", "\r\n", "\r", "word ", "> ", "- ",
    "  - ", "1. ", "9) ", "    ", "```\n", "~~~", "---\n", "===\n", "**", "~~", "](x)", "[^1]",
    "[^1]: ", "\n: ", "| a | b |\n|---|--:|\n", "*[a]: ", "$$", "{: .x}", "{:toc}", "{::comment}",
    "{:/}", "{% raw %}", "{% endraw %}", "{% highlight a %}", "{% endhighlight %}", "{{ x }}",
    "{%", "}}", "<p>", "</p>", "<div>", "</div>", "<div id=\"", "<b>", "</b>", "<br>", "<hr/>",
    "<ul><li>", "<ol start=3>", "<table><tr><td>", "<th>", "</table>", "<caption>",
    "<blockquote>", "<pre>", "</pre>", "<textarea>", "</textarea>", "<title>", "<script>",
    "</script>", "<style>", "<!--", "-->", "<![CDATA[", "<?", "<!doctype html>", "<frameset>",
    "<plaintext>", "<xmp>", "<template>", "<svg>", "<math>", "<select><option>", "<iframe src=a>",
    "<ruby>a<rt>", "<q>", "<details><summary>", "<img src=a.png alt=b>", "<input type=checkbox>",
    "<a href='javascript:x'>", "<a href=http://a.example>", "</a>", "<span style='color:red'>",
    "</span>", "<font color=blue>", "<sigh>", "<o:p>", "<x-y>", "&amp;", "&nbsp;", "&#27;",
    "&#xd800;", "&#151;", "&#0;", "\x00", "\x1b[31m", "\x85", "\x7f", "\ud800", "\u2028",
    "\u00a0", "\u200d", "\u0301", "\u202e", "👩‍👧", "🇫",
)  # fmt: skip
BODIES = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=30).map("".join)
FORMATS = st.sampled_from(list(Format))
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def blocks_tile_the_text(reading: ReadingText) -> None:
    position = 0
    for number, block in enumerate(reading.blocks):
        if number:
            assert reading.text[position : block.start] == "\n\n"
        else:
            assert block.start == 0
        assert block.start < block.end
        text = reading.text[block.start : block.end]
        assert text.strip()
        if block.kind is not BlockKind.CODE:
            assert "\n\n" not in text or block.kind is BlockKind.TABLE
        position = block.end
    assert position == len(reading.text)


def blocks_are_well_formed(reading: ReadingText, lines: int) -> None:
    for block in reading.blocks:
        assert (block.level > 0) == (block.kind is BlockKind.HEADING)
        assert 7 <= block.line < 7 + lines
        if block.kind is not BlockKind.TABLE:
            assert not block.align
            assert not block.header_rows
        else:
            rows = reading.text[block.start : block.end].split("\n")
            assert block.header_rows <= len(rows)


def spans_are_in_order(reading: ReadingText) -> None:
    position = 0
    for span in reading.spans:
        assert position <= span.start < span.end
        assert any(block.start <= span.start and span.end <= block.end for block in reading.blocks)
        position = span.end


def decorations_are_in_order(reading: ReadingText) -> None:
    places = [each.before for each in reading.decorations]
    assert places == sorted(places)
    for each in reading.decorations:
        assert 0 <= each.before <= len(reading.blocks)
        if each.inline:
            block = reading.blocks[each.before]
            assert block.start <= each.at <= block.end
            assert each.containers == block.containers


def sentences_are_in_order(reading: ReadingText) -> None:
    position = 0
    for start, end in reading.sentences:
        assert position <= start < end
        text = reading.text[start:end]
        # A blank that carries an accent is no blank.
        assert not any(each.isspace() for each in (clusters(text)[0], clusters(text)[-1]))
        assert "\n" not in text
        assert any(block.start <= start and end <= block.end for block in reading.blocks)
        position = end


def nothing_acts_on_a_terminal(reading: ReadingText) -> None:
    painted = [reading.text]
    painted += (text for each in reading.decorations for text in (each.label, each.target))
    painted += (text for each in reading.spans for text in (each.style.link, each.style.color))
    painted += (each.marker for block in reading.blocks for each in block.containers)
    painted += (each.message for each in reading.problems)
    assert not CONTROLS.search("".join(painted))
    reading.text.encode()


@settings(max_examples=500, deadline=None)
@given(body=BODIES, written=FORMATS)
@example(body="<table><tr><td>a\n\n\n<td>b", written=Format.HTML)
@example(body="<pre>\n\n\n", written=Format.MARKDOWN)
@example(body="a\u0301<b>\u0301</b>", written=Format.HTML)
def test_any_body_is_read_and_well_formed(body: str, written: Format) -> None:
    reading = read_text(body, written, first_line=7)
    lines = body.count("\n") + body.count("\r") + 1
    blocks_tile_the_text(reading)
    blocks_are_well_formed(reading, lines)
    spans_are_in_order(reading)
    decorations_are_in_order(reading)
    sentences_are_in_order(reading)
    nothing_acts_on_a_terminal(reading)
    for problem in reading.problems:
        assert 7 <= problem.line < 7 + lines


@settings(max_examples=150, deadline=None)
@given(body=BODIES, written=FORMATS)
def test_no_span_or_sentence_parts_a_cluster(body: str, written: Format) -> None:
    reading = read_text(body, written)
    edges = {edge for span in reading.spans for edge in (span.start, span.end)}
    edges |= {edge for pair in reading.sentences for edge in pair}
    for block in reading.blocks:
        starts = {*cluster_starts(reading.text, block.start, block.end), block.end}
        assert {edge for edge in edges if block.start < edge < block.end} <= starts


@settings(max_examples=150, deadline=None)
@given(body=BODIES, written=FORMATS)
def test_line_ends_make_no_difference(body: str, written: Format) -> None:
    body = body.replace("\r", "")
    windows = body.replace("\n", "\r\n")
    assert read_text(windows, written) == read_text(body, written)


@settings(max_examples=150, deadline=None)
@given(body=BODIES)
def test_a_block_of_plain_text_stands_on_its_line(body: str) -> None:
    reading = read_text(body, Format.TEXT)
    source = re.split("\r\n?|\n", body)
    for block in reading.blocks:
        first = reading.text[block.start : block.end].split("\n", 1)[0]
        assert CONTROLS.sub("\ufffd", source[block.line - 1]).rstrip() == first


@settings(max_examples=200, deadline=None)
@given(words=st.lists(st.from_regex(r"[a-z]{1,6}[.,]?", fullmatch=True), min_size=1, max_size=30))
def test_plain_words_come_out_as_they_went_in(words: list[str]) -> None:
    body = " ".join(words)
    for written in Format:
        assert read_text(body, written).text == body


@settings(max_examples=200, deadline=None)
@given(text=st.text(alphabet="ab<>&\"'; é漢\u0301#x2", max_size=40))
def test_escaped_text_comes_out_as_it_was(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    shown = " ".join(unescape(escaped).split(" ")).strip(" ")
    shown = re.sub(" +", " ", shown)
    assert read_text(f"<p>{escaped}</p>", Format.HTML).text == (shown if shown.strip() else "")
