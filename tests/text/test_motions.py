"""Motions and text objects on small texts, seen as the text from the cursor on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from readings import block, reading

from csreader.text.cursor import motions, objects
from csreader.text.layout import lay_out
from csreader.text.model import ReadingText

STORY = reading(
    "They didn't ask. A cheque came (by post!) next day.",
    "Was it fast?  Yes.",
    block("part\tprice\nlid\t3", "table"),
)


def visits(
    motion: Callable[[ReadingText, int], int], text: ReadingText, offset: int = 0
) -> list[str]:
    """The word or sign at each place that a motion comes to, until it stays."""
    found = []
    while (after := motion(text, offset)) != offset:
        offset = after
        found.append(text.text[offset:].split()[0])
    return found


def test_right_and_left_cross_the_ends_of_lines_and_blocks() -> None:
    text = reading("ab", "c\nd", block("e\tf", "table"))
    seen = [0]
    while (after := motions.right(text, seen[-1])) != seen[-1]:
        seen.append(after)
    assert [text.text[offset] for offset in seen] == list("abcdef")
    assert motions.left(text, seen[-1], 3) == seen[2]
    assert motions.left(text, 0) == 0


def test_one_step_passes_a_whole_cluster() -> None:
    text = reading("👩‍👩‍👧‍👦🇫🇮é\u200b각x")
    seen = [0]
    while (after := motions.right(text, seen[-1])) != seen[-1]:
        seen.append(after)
    clusters = [text.text[start:end] for start, end in zip(seen, [*seen[1:], None], strict=True)]
    assert clusters == ["👩‍👩‍👧‍👦", "🇫🇮", "é\u200b", "각", "x"]


def test_words_are_vims_but_for_the_apostrophe() -> None:
    assert (
        visits(motions.word_next, STORY)
        == (
            "didn't ask. . A cheque came (by by post!) !) next day. . Was it fast? ? Yes. . "
            "part price lid 3"
        ).split()
    )
    backwards = visits(motions.word_previous, STORY, len(STORY.text) - 1)
    assert backwards[:4] == ["lid", "price", "part", "."]
    assert len(backwards) == len(visits(motions.word_next, STORY))


def test_word_ends() -> None:
    text = reading("so fast, he said")
    ends = []
    offset = 0
    while (after := motions.word_end(text, offset)) != offset:
        offset = after
        ends.append(text.text[: offset + 1])
    assert ends == ["so", "so fast", "so fast,", "so fast, he", "so fast, he said"]
    assert motions.word_end(text, 0, 2) == 6


def test_ideographs_and_katakana_are_words_apart() -> None:
    text = reading("返金カードの")
    assert [motions.word_next(text, 0, count) for count in (1, 2)] == [2, 5]


def test_sentences_and_paragraphs() -> None:
    assert visits(motions.sentence_next, STORY)[:3] == ["A", "Was", "Yes."]
    text = STORY.text
    inside = text.index("cheque")
    assert motions.sentence_previous(STORY, inside) == text.index("A cheque")
    assert motions.sentence_previous(STORY, text.index("A cheque")) == 0
    assert motions.sentence_next(STORY, 0, 2) == text.index("Was")
    assert motions.paragraph_next(STORY, 0) == text.index("Was")
    assert motions.paragraph_next(STORY, 0, 2) == text.index("part")
    assert motions.paragraph_next(STORY, 0, 9) == len(text) - 1
    assert motions.paragraph_previous(STORY, text.index("Yes")) == text.index("Was")
    assert motions.paragraph_previous(STORY, text.index("Was")) == 0


def test_first_and_last_character() -> None:
    text = reading("\u200bab\u200b")
    assert motions.text_start(text) == 1
    assert motions.text_end(text) == 2
    assert motions.text_start(ReadingText("")) == motions.text_end(ReadingText("")) == 0
    assert motions.right(ReadingText(""), 0) == 0


def test_the_start_and_the_end_of_a_painted_line() -> None:
    text = reading("  one two three")
    layout = lay_out(text, 9)
    two = text.text.index("two")
    assert motions.line_start(text, layout, two) == 0
    assert motions.line_first(text, layout, two) == 2
    # The blank that hangs over the end is not gone to.
    assert motions.line_end(text, layout, 0) == text.text.index("two") + 2
    assert motions.line_end(text, layout, len(text.text)) == len(text.text) - 1


def test_down_and_up_aim_for_a_cell() -> None:
    text = reading("abcdefgh", "xy", "123456")
    layout = lay_out(text, 20)
    goal = layout.position(5)[1]
    down = [5]
    for _ in range(3):
        down.append(motions.line_down(text, layout, down[-1], 1, goal))
    assert [text.text[offset] for offset in down] == ["f", "y", "6", "6"]
    assert motions.line_down(text, layout, down[2], -1, goal) == down[1]
    assert motions.line_down(text, layout, down[1], -1, goal) == 5


def test_pages_are_counted_in_painted_lines() -> None:
    text = reading(*(f"line {number}" for number in range(10)))
    layout = lay_out(text, 20)
    assert text.text[motions.line_down(text, layout, 0, 4) :].startswith("line 2")
    # A blank line is passed over in the direction of the motion.
    assert text.text[motions.line_down(text, layout, 0, 5) :].startswith("line 3")
    last = motions.line_down(text, layout, 0, 99)
    assert text.text[last:] == "line 9"
    assert motions.line_down(text, layout, last, -99) == 0


def test_down_does_not_stop_on_a_blank_that_hangs_over_the_edge() -> None:
    text = reading("12345678", "abcd fgh x")
    layout = lay_out(text, 8)
    assert motions.line_down(text, layout, 7, 1, 8) == text.text.index("h")


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        ("didn't", "They didn't ask."),
        (" A ch", "They didn't ask."),
        ("cheque", "A cheque came (by post!) next day."),
        ("?  ", "Was it fast?"),
        ("Yes", "Yes."),
        ("price", "price"),
    ],
)
def test_the_sentence_at_the_cursor(at: str, sentence: str) -> None:
    found = objects.sentence_at(STORY, STORY.text.index(at))
    assert found is not None
    assert STORY.text[slice(*found)] == sentence


def test_the_next_sentence_and_paragraph() -> None:
    first = objects.sentence_at(STORY, 0)
    assert first is not None
    second = objects.next_sentence(STORY, first[1])
    assert second is not None
    assert STORY.text[slice(*second)] == "A cheque came (by post!) next day."
    assert objects.next_sentence(STORY, len(STORY.text)) is None
    third = objects.next_paragraph(STORY, second[1])
    assert third is not None
    assert STORY.text[slice(*third)] == "Was it fast?  Yes."
    assert objects.next_paragraph(STORY, len(STORY.text)) is None


def test_a_paragraph_is_trimmed() -> None:
    text = reading("  one\n  two ", "three")
    assert objects.paragraph_at(text, 4) == (2, 11)
    assert objects.paragraph_at(text, 13) == (2, 11)
    assert objects.paragraph_at(ReadingText(""), 0) is None


@pytest.mark.parametrize(
    ("at", "word"), [("idn", "didn't"), ("heq", "cheque"), ("!)", "!)"), ("id\t", "lid")]
)
def test_the_word_at_the_cursor(at: str, word: str) -> None:
    found = objects.word_at(STORY, STORY.text.index(at))
    assert found is not None
    assert STORY.text[slice(*found)] == word


def test_there_is_no_word_at_a_blank() -> None:
    assert objects.word_at(STORY, STORY.text.index(" ")) is None
    assert objects.word_at(STORY, len(STORY.text)) is None


def test_a_painted_line_as_a_passage() -> None:
    text = reading("one two three")
    assert objects.line_at(text, lay_out(text, 8), 5) == (0, 7)
    assert objects.line_at(ReadingText(""), lay_out(ReadingText(""), 8), 0) is None


def test_a_selection_includes_the_character_under_the_cursor() -> None:
    text = reading("a👩‍🚀b漢")
    assert objects.inclusive_range(text, 0, 1) == (0, 4)
    assert objects.inclusive_range(text, 5, 1) == (1, 6)
    assert objects.inclusive_range(text, 2, 2) == (1, 4)


def test_trimming_leaves_a_blank_that_carries_a_mark() -> None:
    assert objects.trim("  ab \n", 0, 6) == (2, 4)
    assert objects.trim("  \u0301ab ", 0, 6) == (1, 5)
    assert objects.trim("a   b", 1, 4) == (1, 4)
