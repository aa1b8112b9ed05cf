"""Marks on disk after the post they stand in was changed."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from annotating import POST, mark, markdown, own, passage
from hypothesis import given, settings
from hypothesis import strategies as st

from csreader.annotations import Mark, State, Store
from csreader.annotations.anchoring import place
from csreader.annotations.model import Annotation
from csreader.annotations.selectors import describe
from csreader.text.clusters import snap
from csreader.text.model import TEXT_RULES, Block, BlockKind, ReadingText


def _marked(root: Path, source: str, *words: str, nth: int = 1) -> list[Annotation]:
    reading = markdown(source)
    return [mark(Store(root, "ann"), reading, each, f"tag {each}", nth=nth) for each in words]


def _one(root: Path, source: str) -> Mark:
    (found,) = own(root, markdown(source))
    return found


# Edits of all kinds, on inputs of our own.

SENTENCES = "It rained. The parcel was late, they said. Nobody came to the door. It rained on."


@pytest.mark.parametrize(
    "edit",
    [
        "New first words. " + SENTENCES,
        SENTENCES + " New last words.",
        SENTENCES.replace("It rained. ", "It poured down. "),
        SENTENCES.replace("Nobody came", "Somebody came"),
        SENTENCES.replace("It rained. ", ""),
        SENTENCES[: SENTENCES.index(" Nobody")],
        "# A heading\n\n" + SENTENCES,
        "> " + SENTENCES,
        SENTENCES.replace("The parcel", "**The** parcel"),
        SENTENCES.replace(". ", ".\n"),
        SENTENCES.replace(". ", ".\r\n"),
        SENTENCES.replace(". The", ".\n\nThe").replace("said. ", "said.\n\n"),
    ],
)
def test_an_edit_around_it_leaves_a_mark(tmp_path: Path, edit: str) -> None:
    words = "The parcel was late, they said."
    _marked(tmp_path, SENTENCES, words)
    found = _one(tmp_path, edit)
    assert found.state in (State.ANCHORED, State.MOVED)
    assert found.quote == words
    assert markdown(edit).text[found.start : found.end] == words


def test_words_put_inside_never_move_a_mark_elsewhere(tmp_path: Path) -> None:
    _marked(tmp_path, SENTENCES, "The parcel was late, they said.")
    new = SENTENCES.replace("was late", "was very late")
    found = _one(tmp_path, new)
    if found.start is None:
        assert found.state is State.ORPHAN
    else:
        assert (found.state, found.quote) == (
            State.CHANGED,
            "The parcel was very late, they said.",
        )
    assert _one(tmp_path, SENTENCES).state is State.ANCHORED


def test_line_ends_make_no_difference(tmp_path: Path) -> None:
    source = "One line\nand another.\n\n```\ncode here\nand there\n```\n"
    made = _marked(tmp_path, source.replace("\n", "\r\n"), "another", "here\nand there")
    for ends in ("\n", "\r\n", "\r"):
        found = own(tmp_path, markdown(source.replace("\n", ends)))
        assert [one.annotation for one in found] == made
        assert {one.state for one in found} == {State.ANCHORED}


def test_overlapping_hits_stay_apart(tmp_path: Path) -> None:
    reading = markdown("They sold bananas.\n")
    store = Store(tmp_path, "ann")
    for nth in (1, 2):
        mark(store, reading, "ana", f"number {nth}", nth=nth)
    new = markdown("So they sold bananas.\n")
    assert [(one.start, one.annotation.tags) for one in own(tmp_path, new)] == [
        (passage(new, "ana", nth)[0], (f"number {nth}",)) for nth in (1, 2)
    ]


def test_a_doubled_quote_stays_with_its_half(tmp_path: Path) -> None:
    (tmp_path / "first").mkdir()
    (tmp_path / "second").mkdir()
    old, new = "Sorry. Sorry.\n", "Well: Sorry. Sorry.\n"
    for nth, root in ((1, tmp_path / "first"), (2, tmp_path / "second")):
        _marked(root, old, "Sorry.", nth=nth)
        assert _one(root, new).start == passage(markdown(new), "Sorry.", nth)[0]
        assert _one(root, old).start == passage(markdown(old), "Sorry.", nth)[0]
    both = Store(tmp_path, "ann")
    for nth in (1, 2):
        mark(both, markdown(old), "Sorry.", str(nth), nth=nth)
    found = [(one.start, one.annotation.tags) for one in own(tmp_path, markdown(new))]
    assert found == [(6, ("1",)), (13, ("2",))]


@pytest.mark.parametrize("words", ["It rained.", "It", "I", "on.", "rained on.", "."])
def test_first_and_last_characters(tmp_path: Path, words: str) -> None:
    reading = markdown(SENTENCES)
    nth = 1 if words.startswith("I") else reading.text.count(words)
    made = mark(Store(tmp_path, "ann"), reading, words, "a", nth=nth)
    assert 0 in (made.start, len(reading.text) - made.end)
    for edit in (f"A new line.\n\n{SENTENCES}", f"{SENTENCES}\n\nA new line."):
        new = markdown(edit)
        shift = new.text.index(SENTENCES)
        assert _one(tmp_path, edit).start == made.start + shift


def test_the_whole_text_can_be_marked_and_found(tmp_path: Path) -> None:
    _marked(tmp_path, SENTENCES, SENTENCES)
    assert _one(tmp_path, f"Top.\n\n{SENTENCES}\n\nBottom.").quote == SENTENCES


def test_an_empty_text_holds_orphans_only(tmp_path: Path) -> None:
    _marked(tmp_path, SENTENCES, "It rained.", "parcel")
    assert {one.state for one in own(tmp_path, markdown(""))} == {State.ORPHAN}


def test_other_text_rules_do_not_lose_marks(tmp_path: Path) -> None:
    (made,) = _marked(tmp_path, SENTENCES, "Nobody came")
    path = tmp_path / "annotations" / "ann" / f"{POST}.json"
    older = path.read_text("utf-8").replace(f'"text_rules": {TEXT_RULES}', '"text_rules": 0')
    assert '"text_rules": 0' in older
    path.write_text(older, "utf-8")
    found = _one(tmp_path, SENTENCES)
    assert (found.start, found.state) == (made.start, State.ANCHORED)


def test_a_passage_is_found_by_its_line_too(tmp_path: Path) -> None:
    source = "One.\n\nTwo.\n\nThree comes.\n"
    (made,) = _marked(tmp_path, source, "Three")
    assert made.line == 5
    assert _one(tmp_path, f"Zero.\n\n{source}").line == 7


# Laws.

words = st.sampled_from(
    ["sorry", "they said", "é", "e\u0301", "値", "👨‍👩‍👧", "a", "ana", "anana", "\t", "No."]
)
parts = st.lists(st.lists(words, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=5)


def _reading(paragraphs: list[str]) -> ReadingText:
    paragraphs = [stripped for each in paragraphs if (stripped := each.strip())] or ["x"]
    blocks, at = [], 0
    for number, each in enumerate(paragraphs, 1):
        blocks.append(Block(BlockKind.PARAGRAPH, at, at + len(each), number))
        at += len(each) + 2
    return ReadingText("\n\n".join(paragraphs), tuple(blocks))


@settings(max_examples=150, deadline=None)
@given(parts, parts, st.data())
def test_a_place_holds_the_quote_or_is_said_to_be_changed(
    old_parts: list[str], new_parts: list[str], data: st.DataObject
) -> None:
    old, new = _reading(old_parts), _reading(data.draw(st.permutations([*old_parts, *new_parts])))
    annotations = []
    for number in range(data.draw(st.integers(1, 5))):
        start = data.draw(st.integers(0, len(old.text) - 1))
        end = data.draw(st.integers(start + 1, len(old.text)))
        where = describe(old, start, end)
        annotations.append(
            Annotation(str(number), where.start, where.end, where.quote, where.prefix, where.suffix)
        )
    same = place(annotations, old, sha256=old.sha256, rules=old.rules, length=len(old.text))
    for one, placed in zip(annotations, same, strict=True):
        assert (placed.state, placed.start, placed.end) == (State.ANCHORED, one.start, one.end)
    length = data.draw(st.sampled_from([len(old.text), None]))
    moved = place(annotations, new, sha256=old.sha256, rules=old.rules, length=length)
    assert [placed.annotation for placed in moved] == annotations
    for one, placed in zip(annotations, moved, strict=True):
        if placed.start is None or placed.end is None:
            assert (placed.start, placed.end, placed.state) == (None, None, State.ORPHAN)
            continue
        same = _folded(new.text[placed.start : placed.end]) == _folded(one.quote)
        assert (placed.state is State.CHANGED) == (not same)
        assert snap(new.text, placed.start, placed.end) == (placed.start, placed.end)


long_parts = st.lists(
    st.lists(words, min_size=12, max_size=20).map(" ".join), min_size=1, max_size=4
)


@settings(max_examples=100, deadline=None)
@given(long_parts, st.data())
def test_paragraphs_put_in_move_marks_by_their_length(
    old_parts: list[str], data: st.DataObject
) -> None:
    old = _reading(old_parts)
    paragraphs = old.text.split("\n\n")
    twins_or_new = st.lists(st.sampled_from([*paragraphs, "New words."]), min_size=1, max_size=2)
    put_in = data.draw(twins_or_new)
    at = data.draw(st.integers(0, len(paragraphs)))
    new = _reading([*paragraphs[:at], *put_in, *paragraphs[at:]])
    block = data.draw(st.sampled_from(old.blocks))
    start = data.draw(st.integers(block.start, block.end - 1))
    end = data.draw(st.integers(start + 1, block.end))
    where = describe(old, start, end)
    one = Annotation("1", where.start, where.end, where.quote, where.prefix, where.suffix)
    (placed,) = place([one], new, sha256=old.sha256, rules=old.rules, length=len(old.text))
    # Beside a twin, several places of the insertion give the same text; any of them will do.
    grown = len(new.text) - len(old.text)
    could_be = set()
    for number in range(len(paragraphs) + 1):
        rest = new.text.split("\n\n")
        if rest[:number] + rest[number + len(put_in) :] == paragraphs:
            first = len("\n\n".join([*paragraphs[:number], ""])) if number else 0
            could_be.add(where.start + (grown if where.start >= first else 0))
    assert placed.start in could_be
    assert placed.end == placed.start + len(where.quote)


def _folded(text: str) -> list[str]:
    return unicodedata.normalize("NFC", text).split()
