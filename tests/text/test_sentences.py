"""Sentences within blocks."""

from __future__ import annotations

from hypothesis import given
from readings import reading as made
from readings import readings

from csreader.text.clusters import snap
from csreader.text.model import ReadingText
from csreader.text.sentences import find_sentences


def sentences(text: str, kind: str = "paragraph", language: str = "en") -> list[str]:
    found = find_sentences(text, [(0, len(text), kind)], language)
    return [text[start:end] for start, end in found]


def test_sentences_are_trimmed() -> None:
    assert sentences("  The lid broke.  Dr. Lund sent another!  ") == [
        "The lid broke.",
        "Dr. Lund sent another!",
    ]


def test_quoted_sentences_stay_whole() -> None:
    assert sentences("She wrote “Keep it. Please.” We did.") == [
        "She wrote “Keep it. Please.”",
        "We did.",
    ]


def test_no_sentence_crosses_a_break() -> None:
    assert sentences("Kind regards,\nMaud at the desk. Thanks") == [
        "Kind regards,",
        "Maud at the desk.",
        "Thanks",
    ]


def test_no_sentence_crosses_a_block() -> None:
    reading = made("It came", "late. Then not")
    found = [reading.text[start:end] for start, end in reading.sentences]
    assert found == ["It came", "late.", "Then not"]


def test_each_cell_of_a_table_is_one() -> None:
    assert sentences("item\tsum. paid\na lid\t\n\t3", "table") == [
        "item",
        "sum. paid",
        "a lid",
        "3",
    ]


def test_each_line_of_code_is_one() -> None:
    assert sentences("a. b. c\n\n    d", "code") == ["a. b. c", "d"]


def test_japanese() -> None:
    assert sentences("返金は翌日でした。とても親切だった。", language="ja") == [
        "返金は翌日でした。",
        "とても親切だった。",
    ]


def test_an_unknown_language_is_read_all_the_same() -> None:
    assert sentences("One. Two.", language="no such language") == ["One.", "Two."]


def test_a_line_without_end_keeps_its_sentences() -> None:
    text = "They wrote back at once. " * 4000
    assert sentences(text) == ["They wrote back at once."] * 4000


def test_a_sentence_longer_than_is_searched_loses_nothing() -> None:
    text = "x" * 50_000
    assert "".join(sentences(text)) == text


@given(readings())
def test_sentences_lie_in_blocks_in_order(reading: ReadingText) -> None:
    end = 0
    for start, stop in reading.sentences:
        assert end <= start < stop
        assert snap(reading.text, start, stop) == (start, stop)
        assert any(each.start <= start and stop <= each.end for each in reading.blocks)
        end = stop


@given(readings())
def test_every_word_is_in_a_sentence(reading: ReadingText) -> None:
    inside = "".join(reading.text[start:end] for start, end in reading.sentences)
    assert "".join(inside.split()) == "".join(reading.text.split())
