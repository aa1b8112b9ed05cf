"""What holds for any text and any annotation: contexts, places, saving and loading."""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from pathlib import Path

from anchors import again, annotate
from hypothesis import given, settings
from hypothesis import strategies as st
from readings import readings

from csreader.annotations import Store
from csreader.annotations.model import State
from csreader.annotations.selectors import describe
from csreader.text.clusters import snap
from csreader.text.model import ReadingText

AWKWARD = st.text(
    st.one_of(
        st.sampled_from('\x00\x1b\n\r\t\x7f\x85\u2028\u202e\ufeff\ud800\udcff\\"/%é\U0001f600'),
        st.characters(),
    ),
    max_size=12,
)
NAMES = st.text(st.characters(exclude_characters="/"), min_size=1, max_size=8).filter(str.strip)
# As names come from a file system: a surrogate stands for a byte that is not UTF-8 (PEP 383).
PARTS = (
    AWKWARD.map(
        lambda name: re.sub("[/\0\ud800-\udc7f\udd00-\udfff]", "", name).encode(
            "utf-8", "surrogateescape"
        )
    )
    .map(lambda name: name.decode("utf-8", "surrogateescape"))
    .filter(bool)
)
POSTS = st.lists(PARTS, min_size=1, max_size=3).map("/".join)


@st.composite
def passages(draw: st.DrawFn) -> tuple[ReadingText, list[tuple[int, int]]]:
    """A reading text with words in it, and some ranges of it."""
    reading = draw(readings().filter(lambda made: bool(made.text.strip())))
    bound = st.integers(0, len(reading.text) - 1)
    pairs = draw(st.lists(st.tuples(bound, bound), min_size=1, max_size=6))
    return reading, [(min(pair), max(pair) + 1) for pair in pairs]


@settings(deadline=None)
@given(passages())
def test_selectors_are_pieces_of_the_text_in_whole_clusters(
    drawn: tuple[ReadingText, list[tuple[int, int]]],
) -> None:
    reading, ranges = drawn
    text = reading.text
    for start, end in ranges:
        one = describe(reading, start, end)
        assert (one.start, one.end) == snap(text, start, end)
        assert text[one.start : one.end] == one.quote
        left, right = one.start - len(one.prefix), one.end + len(one.suffix)
        assert text[left:right] == one.prefix + one.quote + one.suffix
        assert max(len(one.prefix), len(one.suffix)) <= 32
        assert snap(text, left, right) == (left, right)


@settings(deadline=None)
@given(passages(), readings())
def test_other_words_than_the_quotes_are_said_to_be_changed(
    drawn: tuple[ReadingText, list[tuple[int, int]]], new: ReadingText
) -> None:
    old, ranges = drawn
    marks = [annotate(old, *pair, number) for number, pair in enumerate(ranges)]
    for one in again(marks, old, new):
        if one.start is None or one.end is None:
            assert one.state is State.ORPHAN
            continue
        words, quote = new.text[one.start : one.end], one.annotation.quote
        assert snap(new.text, one.start, one.end) == (one.start, one.end)
        assert (one.state is State.CHANGED) == (_folded(words) != _folded(quote))
        assert words == quote or words.strip() == words


@settings(max_examples=20, deadline=None)
@given(passages(), st.lists(NAMES, max_size=3), AWKWARD, POSTS, AWKWARD)
def test_what_was_saved_is_read_again(
    drawn: tuple[ReadingText, list[tuple[int, int]]],
    tags: list[str],
    note: str,
    post: str,
    coder: str,
) -> None:
    reading, ranges = drawn
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        store = Store(root, coder)
        for start, end in ranges:
            if reading.text[start:end].strip():
                store.add(post, reading, start, end, [*tags, "tag"], note)
        kept = store.marks(post, reading)
        assert store.version(post) == store.version(post)
        assert Store(root, coder).marks(post, reading) == kept
        assert not kept.problems
        for mark in kept.own:
            assert reading.text[mark.start : mark.end] == mark.annotation.quote
        for path in root.rglob("*.json"):
            data = path.read_bytes().decode("utf-8")
            # No lone surrogate, not even as an escape.
            json.dumps(json.loads(data), ensure_ascii=False).encode("utf-8")
            assert data.endswith("}\n")
            assert not set(data) & set(map(chr, [*range(10), *range(11, 32), *range(127, 160)]))
        counted = Store(root, "another").overview()
        assert not counted.problems
        assert sum(one.annotations for one in counted.posts.values()) == len(kept.own)


def _folded(words: str) -> list[str]:
    return unicodedata.normalize("NFC", words).split()
