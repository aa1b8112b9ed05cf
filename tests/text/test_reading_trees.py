"""Random pages against the independent reader of HTML."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from visible import visible_text

from csreader.text.model import Format
from csreader.text.reader import read_text

WORDS = st.sampled_from(
    ["one", "two ", " three", "  ", "\n\t", "&amp;", "&nbsp;", "&lt;b&gt;", "é漢", "<br>", "<br />"]
)
HIDDEN = st.sampled_from(
    ["<!-- a <b> -->", "<script>x < '<p>'</script>", "<style>p{}</style>", "<img src=a alt=words>"]
)
PHRASES = st.recursive(
    WORDS | HIDDEN,
    lambda inner: st.tuples(
        st.sampled_from(["b", "i", "span", "code", "a", "u", "del", "small"]), st.lists(inner)
    ).map(lambda pair: f"<{pair[0]} title='x > y'>{''.join(pair[1])}</{pair[0]}>"),
    max_leaves=6,
)
PHRASE = st.lists(PHRASES, max_size=4).map("".join)
LEAVES = st.tuples(st.sampled_from(["p", "h2", "div", "article"]), PHRASE).map(
    lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"
)
FLOW = st.recursive(
    LEAVES | PHRASE | st.just("<hr>"),
    lambda inner: st.tuples(
        st.sampled_from(["div", "blockquote", "ul><li", "ol><li", "section", "center", "dl><dd"]),
        st.lists(inner, max_size=4).map("".join),
    ).map(
        lambda pair: (
            f"<{pair[0]}>{pair[1]}"
            + "".join(f"</{name}>" for name in reversed(pair[0].split("><")))
        )
    ),
    max_leaves=10,
)
PAGES = st.lists(FLOW, max_size=5).map("".join)


@settings(max_examples=300, deadline=None)
@given(page=PAGES)
def test_a_page_reads_as_the_independent_reader_does(page: str) -> None:
    assert read_text(page, Format.HTML).text == visible_text(page)


@settings(max_examples=200, deadline=None)
@given(page=PAGES)
def test_raw_html_in_markdown_keeps_every_word(page: str) -> None:
    page = re.sub(r"\s+", " ", page)
    body = f"Before.\n\n<div>{page}</div>\n\nAfter *it*."
    shown = visible_text(f"<p>Before.</p><div>{page}</div><p>After <em>it</em>.</p>")
    assert read_text(body, Format.MARKDOWN).text == shown
