"""Twenty given passages are marked with the keys that docs/keystrokes.md says."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from keystrokes import (
    ACROSS,
    DOCUMENT,
    PARAGRAPH,
    PASSAGES,
    PHRASE,
    ROWS,
    SENTENCE,
    STORY,
    TAGS,
    document,
    keys_of,
    places,
    reading_of_story,
    seconds_of,
)
from playing import on_disk, playing

from csreader.annotations import Store


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "stories"
    (folder / "posts").mkdir(parents=True)
    shutil.copy(STORY, folder / "posts")
    store = Store(folder, "tester")
    for tag in TAGS:
        store.add_tag(tag)
    return folder


_NAMES = {")": "right_parenthesis", "}": "right_curly_bracket", ".": "full_stop"}


async def _play(root: Path, steps: Iterable[list[str]]) -> None:
    """Types the keys of each step in one go, as a practised hand does."""
    async with playing(root) as (pilot, _):
        await pilot.press("enter")
        for keys in steps:
            for key in keys:
                pilot.app.simulate_key(_NAMES.get(key, key))
            await pilot.pause()


async def test_the_keys_mark_exactly_the_twenty_passages(root: Path) -> None:
    await _play(root, (one.keys for one in PASSAGES))
    wanted = [
        (start, end, (TAGS[one.tag - 1],))
        for one, (start, end) in zip(PASSAGES, places(reading_of_story()), strict=True)
    ]
    marks = on_disk(root, STORY.name)
    assert [(m.start, m.end, m.annotation.tags) for m in marks] == wanted


async def test_the_last_tag_again_is_one_key(root: Path) -> None:
    await _play(root, (["s", "1"], [")", "."], [")", "."]))
    marks = on_disk(root, STORY.name)
    assert [(m.start, m.end) for m in marks] == list(reading_of_story().sentences[:3])
    assert {m.annotation.tags for m in marks} == {(TAGS[0],)}


def test_the_passages_are_of_the_kinds_that_they_are_said_to_be() -> None:
    reading = reading_of_story()
    sentences = set(reading.sentences)
    blocks = {(block.start, block.end) for block in reading.blocks}
    counts = dict.fromkeys(ROWS, 0)
    for one, (start, end) in zip(PASSAGES, places(reading), strict=True):
        counts[one.kind] += 1
        whole = [(b, e) for b, e in sentences if b < end and e > start]
        assert (one.kind == SENTENCE) == ((start, end) in sentences)
        assert (one.kind == PARAGRAPH) == ((start, end) in blocks)
        crossed = [b for b in reading.block_starts if start < b < end]
        assert (one.kind == ACROSS) == bool(crossed)
        if one.kind == PHRASE:
            assert len(whole) == 1
    assert list(counts.values()) == [10, 5, 3, 2]
    assert 650 <= len(reading.text.split()) <= 750


def test_a_sentence_takes_two_keys_and_four_with_the_way_to_it() -> None:
    sentences = [one for one in PASSAGES if one.kind == SENTENCE]
    assert all(len(keys_of(one.marking)) == 2 for one in sentences)
    keys = sum(len(one.keys) for one in sentences)
    assert keys <= 4 * len(sentences)


def test_csreader_is_ahead_on_every_row() -> None:
    for row, seconds in seconds_of(reading_of_story()).items():
        best = min(taken for tool, taken in seconds.items() if tool != "csreader")
        assert seconds["csreader"] < best, row
        if row in (SENTENCE, PARAGRAPH):
            assert seconds["csreader"] <= best / 2, row


def test_the_document_is_up_to_date() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(reading_of_story()), (
        "run `.venv/bin/python tests/keystrokes.py`"
    )
