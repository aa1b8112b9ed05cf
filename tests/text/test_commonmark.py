"""The CommonMark specification's examples, against their reference HTML."""

from __future__ import annotations

import json

import pytest
from support import shared_path
from visible import visible_text

from csreader.text.model import Format
from csreader.text.reader import read_text

UNKNOWN_TAG = "what names no element of HTML, SVG or MathML is text as typed"
NAMED_DIFFERENCES = {
    150: UNKNOWN_TAG,
    163: UNKNOWN_TAG,
    201: UNKNOWN_TAG,
    491: UNKNOWN_TAG,
    524: UNKNOWN_TAG,
    536: UNKNOWN_TAG,
    613: UNKNOWN_TAG,
    614: UNKNOWN_TAG,
    615: UNKNOWN_TAG,
    623: UNKNOWN_TAG,
    173: "an element that would swallow the page is ended with its piece of source",
    184: "indented HTML inside an open element is prose, not code",
    191: "indented HTML inside an open element is prose, not code",
}


def test_the_examples_read_as_the_reference_html_does() -> None:
    examples = json.loads(shared_path("data/commonmark.json").read_text(encoding="utf-8"))
    different = {
        example["example"]
        for example in examples
        if read_text(example["markdown"], Format.MARKDOWN).text != visible_text(example["html"])
    }
    assert different == set(NAMED_DIFFERENCES)
    assert len(examples) == 652


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a <b>b</b></p><p>c</p>", "a b\n\nc"),
        ("<p>a<br>b<br><br>c</p>", "a\nb\n\nc"),
        ("<pre><code>\n x\n\n y\n</code></pre>", "\n x\n\n y"),
    ],
)
def test_the_reference_reader_itself(html: str, expected: str) -> None:
    assert visible_text(html) == expected
    assert read_text(html, Format.HTML).text == expected
