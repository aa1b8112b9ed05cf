"""What the walk over a parsed page relies on the parser to write."""

from __future__ import annotations

import pytest

from csreader.text.html.tree import LAYOUT, attributes_of, read_events, text_of


def texts(html: str) -> list[str]:
    return [text_of(text) for text in read_events(html)[::2] if text.strip()]


def test_texts_and_tags_take_turns() -> None:
    events = read_events("<p>a <b>b</b>")
    assert all(tag.startswith("<") and tag.endswith(">") for tag in events[1::2])
    assert texts("<p>a <b>b</b>") == ["a ", "b"]


@pytest.mark.parametrize(
    "html",
    [
        """<p title="a>b" alt='"<i>'>shown</p>""",
        "<p a'\"=1 <b>shown</p>",
        '<x"y>shown</x"y>',
        "<!-- <b>--> -->shown".replace("--> -->", "-->"),
        "<!-->shown<!--x--->",
        "<?php echo '--' ?>shown",
        "<script><!--<script>a</script>b--></script>shown",
        "<template><p>a</p></template>shown",
        "<iframe><!-- </iframe>shown<!-- a -->",
        "<svg><style>a</style><title>b</title></svg>shown",
    ],
)
def test_nothing_but_text_is_text(html: str) -> None:
    assert "".join(texts(html)) == "shown"


def test_text_that_is_no_markup_in_its_element_is_none_outside_either() -> None:
    assert "".join(texts("<xmp><b>a</b></xmp>c<textarea><i>d</textarea>")) == "<b>a</b>c<i>d"


def test_attributes_are_decoded() -> None:
    (tag,) = (
        each
        for each in read_events("<a title='x > &quot;y&quot;' href=b?c&amp;d>e</a>")[1::2]
        if "href" in each
    )
    assert attributes_of(tag) == {"title": 'x > "y"', "href": "b?c&d"}


def test_tables_that_lay_out_a_page_are_marked() -> None:
    html = "<table><tr><td><table><tr><td>a</table></table><table><tr><td><p>b<p>c</table>"
    marked = [LAYOUT in tag for tag in read_events(html)[1::2] if tag.startswith("<table")]
    assert marked == [True, False, True]
