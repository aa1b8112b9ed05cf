"""Passages that grow and shrink by unit."""

from __future__ import annotations

from csreader.text.cursor.units import grown, shrunk
from csreader.text.model import Format, ReadingText
from csreader.text.reader import read_text

BODY = """\
Before it.

> One came. Two left.
>
> Three stayed.

After it.
"""


def reading() -> ReadingText:
    return read_text(BODY, Format.MARKDOWN)


def passage(text: ReadingText, words: str) -> tuple[int, int]:
    start = text.text.index(words)
    return start, start + len(words)


def test_a_passage_grows_from_the_word_to_all() -> None:
    text = reading()
    now = passage(text, "Two")
    steps = []
    for _ in range(6):
        now = grown(text, now)
        steps.append(text.text[slice(*now)])
    assert steps == [
        "Two left.",
        "One came. Two left.",
        "One came. Two left.\n\nThree stayed.",
        text.text,
        text.text,
        text.text,
    ]


def test_nothing_selected_grows_to_the_word() -> None:
    text = reading()
    start = text.text.index("came")
    assert grown(text, (start + 1, start + 1)) == (start, start + 4)


def test_a_passage_over_two_sentences_grows_to_both() -> None:
    text = reading()
    assert text.text[slice(*grown(text, passage(text, "came. Two")))] == "One came. Two left."


def test_a_passage_shrinks_to_where_the_cursor_is() -> None:
    text = reading()
    now: tuple[int, int] | None = (0, len(text.text))
    cursor = text.text.index("left")
    steps = []
    while now is not None:
        steps.append(text.text[slice(*now)])
        now = shrunk(text, now, cursor)
    assert steps == [
        text.text,
        "One came. Two left.\n\nThree stayed.",
        "One came. Two left.",
        "Two left.",
        "left",
    ]


def test_nested_items_grow_outwards() -> None:
    text = read_text("- a\n  - b one\n\n    b two\n  - c\n- d\n", Format.MARKDOWN)
    now = passage(text, "one")
    steps = []
    for _ in range(4):
        now = grown(text, now)
        steps.append(text.text[slice(*now)])
    assert steps == ["b one", "b one\n\nb two", "a\n\nb one\n\nb two\n\nc", text.text]
