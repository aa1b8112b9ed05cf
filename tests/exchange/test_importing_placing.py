"""Where a file's marks are in today's text: by offsets where these count in it, else by words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bringing import bring, collection_of, marks, one_document

from csreader.exchange.brought import BroughtMark

STORY = """# The kettle

It broke 😀 in its first week. Thank you.

They sent another, e\u0301 voilà. Thank you.

The end of it, and no more.
"""
TEXT = (
    "The kettle\n\nIt broke 😀 in its first week. Thank you.\n\n"
    "They sent another, e\u0301 voilà. Thank you.\n\nThe end of it, and no more."
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    collection_of(tmp_path, kettle__md=STORY)
    return tmp_path


def _at(words: str, nth: int = 1, text: str = TEXT) -> tuple[int, int]:
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return start, start + len(words)


def _mark(**said: Any) -> BroughtMark:
    return BroughtMark("m1", ("a",), **said)


def _brought(root: Path, mark: BroughtMark, **document: Any) -> tuple[Any, ...]:
    """State, place and words of a mark that was brought in."""
    plan, _ = bring(root, one_document(mark, **document))
    (one,) = marks(root)
    assert len(plan.unplaced) == (one["state"] == "orphan")
    return one["state"], one["start"], one["end"], one["quote"]


def test_offsets_count_in_the_text_that_the_file_has(root: Path) -> None:
    start, end = _at("😀 in its")
    mark = _mark(start=start, end=end)
    assert _brought(root, mark, text=TEXT) == ("anchored", start, end, "😀 in its")


def test_offsets_count_where_the_hash_is_that_of_today_s_text(root: Path) -> None:
    start, end = _at("Thank you.", 2)
    sha256 = collection_of(root).get("kettle.md").read().sha256
    mark = _mark(start=start, end=end, quote="Thank you.")
    assert _brought(root, mark, text_sha256=sha256) == ("anchored", start, end, "Thank you.")


def test_a_passage_takes_no_blanks_and_no_half_cluster(root: Path) -> None:
    start, _ = _at(" e\u0301")
    # It begins with a blank, and ends between a letter and its accent.
    mark = _mark(start=start, end=start + 2)
    assert _brought(root, mark, text=TEXT)[3] == "e\u0301"


@pytest.mark.parametrize(
    "document",
    [
        # Line ends and blanks of another program.
        {"text": TEXT.replace("\n\n", "\n")},
        {"text": f"Another title\n\n\n{TEXT}\n"},
        {"text": TEXT.replace("e\u0301", "é")},
        # Words in front of it that the post has no more.
        {"text": f"An introduction of some length. {TEXT}"},
    ],
)
def test_offsets_of_a_differing_text_find_the_same_words(
    root: Path, document: dict[str, str]
) -> None:
    start, end = _at("Thank you.", 2, document["text"])
    found = _brought(root, _mark(start=start, end=end), **document)
    assert found == ("anchored", *_at("Thank you.", 2), "Thank you.")


def test_words_of_another_normal_form_are_found(root: Path) -> None:
    assert _brought(root, _mark(quote="another, é voilà"))[1:3] == _at("another, e\u0301 voilà")


def test_words_that_stand_once_need_nothing_more(root: Path) -> None:
    assert _brought(root, _mark(quote="sent another"))[:3] == ("anchored", *_at("sent another"))


@pytest.mark.parametrize("nth", [1, 2])
def test_words_that_stand_twice_are_found_by_what_is_around(root: Path, nth: int) -> None:
    start, end = _at("Thank you.", nth)
    around = {"prefix": TEXT[start - 9 : start], "suffix": TEXT[end : end + 9]}
    assert _brought(root, _mark(quote="Thank you.", **around))[1:3] == (start, end)


def test_offsets_of_an_unknown_text_count_where_all_that_is_said_stands(
    tmp_path: Path,
) -> None:
    line = "Thank you, and thank you again, and once more.\n\n"
    collection_of(tmp_path, kettle__md=line * 9)
    text = (line * 9).rstrip()
    start, end = _at("thank you again", 5, text)
    around = {"prefix": text[start - 32 : start], "suffix": text[end : end + 32]}
    mark = _mark(quote="thank you again", start=start, end=end, **around)
    assert _brought(tmp_path, mark)[:3] == ("anchored", start, end)


def test_a_line_is_that_line_also_where_others_are_the_same(tmp_path: Path) -> None:
    collection_of(tmp_path, kettle__md="Thank you.\n\n" * 9)
    assert _brought(tmp_path, _mark(line=9))[1:3] == (48, 58)


@pytest.mark.parametrize(
    ("mark", "document"),
    [
        ({"quote": "Thank you."}, {}),
        ({"quote": "words that nobody wrote"}, {}),
        # The file's own text does not have the words where it says.
        ({"quote": "words that nobody wrote", "start": 0, "end": 10}, {"text": TEXT}),
        ({"quote": "Thank you.", "start": 0, "end": 10}, {"text": TEXT}),
        # A text that is not known, and words that are not here.
        ({"quote": "It burnt 😀 at once", "start": 12, "end": 31}, {}),
    ],
)
def test_what_is_not_clear_is_kept_without_a_place(
    root: Path, mark: dict[str, Any], document: dict[str, Any]
) -> None:
    assert _brought(root, _mark(**mark), **document) == ("orphan", None, None, mark["quote"])


def test_a_sentence_that_was_changed_is_found_by_the_sentences_around_it(root: Path) -> None:
    text = TEXT.replace("in its first week", "during its first week")
    start, end = _at("It broke 😀 during its first week.", 1, text)
    _, start, end, quote = _brought(root, _mark(start=start, end=end), text=text)
    assert (start, end) == _at("It broke 😀 in its first week.")
    assert quote == TEXT[start:end]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (1, "The kettle"),
        (3, "It broke 😀 in its first week. Thank you."),
        (6, "They sent another, e\u0301 voilà. Thank you."),
    ],
)
def test_a_line_of_the_post_s_file_is_its_block(root: Path, line: int, words: str) -> None:
    assert _brought(root, _mark(line=line))[3] == words


def test_a_line_of_the_document_s_text_is_that_line(root: Path) -> None:
    text = TEXT.replace("\n\n", "\n")
    assert (
        _brought(root, _mark(line=2), text=text)[3] == "It broke 😀 in its first week. Thank you."
    )


@pytest.mark.parametrize(
    ("mark", "document"),
    [
        ({}, {}),
        ({"quote": "  \n"}, {}),
        ({"line": 99}, {"text": TEXT}),
        ({"start": 10, "end": 12}, {"text": TEXT}),
        ({"start": 30, "end": 20}, {"text": TEXT}),
        ({"start": 5, "end": 10**15}, {"text": TEXT}),
        ({"start": 5, "end": 8}, {}),
    ],
)
def test_a_mark_of_no_words_is_left_out_and_told(
    root: Path, mark: dict[str, Any], document: dict[str, Any]
) -> None:
    plan, saved = bring(root, one_document(_mark(**mark), **document))
    assert [lost.is_left_out for lost in plan.unplaced] == [True]
    assert marks(root) == []
    assert saved.change is None or not saved.posts


def test_orphans_of_the_same_words_stay_apart(root: Path) -> None:
    found = [
        BroughtMark("1", ("a",), quote="It is gone.", prefix="once "),
        BroughtMark("2", ("a",), quote="It is gone.", prefix="again "),
        BroughtMark("3", ("a",), quote="It is gone.", prefix="again "),
    ]
    bring(root, one_document(*found))
    assert [one["prefix"].strip() for one in marks(root)] in (["once", "again"], ["again", "once"])


def test_what_a_file_says_to_be_lost_takes_no_other_words(root: Path) -> None:
    sha256 = collection_of(root).get("kettle.md").read().sha256
    around = {"prefix": "They sent a third one. ", "suffix": "\n\nThe end"}
    lost = _mark(quote="Thank you.", is_lost=True, **around)
    assert _brought(root, lost, text_sha256=sha256)[0] == "orphan"
    # Nor does it when the story goes on, until its words are back.
    (root / "posts" / "kettle.md").write_text(f"{STORY}\nOne more thing.\n", encoding="utf-8")
    assert marks(root)[0]["state"] == "orphan"
    story = STORY.replace("The end", "They sent a third one. Thank you.\n\nThe end")
    (root / "posts" / "kettle.md").write_text(story, encoding="utf-8")
    (one,) = marks(root)
    start = collection_of(root).get("kettle.md").read().text.index("third one. ") + 11
    assert (one["state"], one["start"]) == ("moved", start)


def test_an_orphan_finds_its_place_when_its_words_come_back(root: Path) -> None:
    bring(root, one_document(_mark(quote="They were gone for good.", prefix="no more. ")))
    story = f"{STORY}\nThey were gone for good.\n"
    (root / "posts" / "kettle.md").write_text(story, encoding="utf-8")
    (one,) = marks(root)
    assert (one["state"], one["quote"]) == ("moved", "They were gone for good.")
