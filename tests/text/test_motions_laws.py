"""What holds for every motion and text object, whatever the text."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from readings import readings

from csreader.text.clusters import cluster_starts
from csreader.text.cursor import motions, objects
from csreader.text.layout import lay_out
from csreader.text.model import ReadingText
from csreader.text.stops import is_stop, nearest_stop, next_stop, previous_stop

laws = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=100)

FORWARD = [
    motions.right,
    motions.word_next,
    motions.word_end,
    motions.sentence_next,
    motions.paragraph_next,
]
BACKWARD = [
    motions.left,
    motions.word_previous,
    motions.sentence_previous,
    motions.paragraph_previous,
]


def stops_of(reading: ReadingText) -> list[int]:
    bounds = [*cluster_starts(reading.text), len(reading.text)]
    return [start for start, end in pairwise(bounds) if is_stop(reading, start, end)]


@laws
@given(readings())
def test_right_visits_every_character_once_and_left_goes_back(reading: ReadingText) -> None:
    stops = stops_of(reading)
    offset = motions.text_start(reading)
    visited = [offset]
    while (after := motions.right(reading, offset)) != offset:
        assert motions.left(reading, after) == offset
        offset = after
        visited.append(offset)
    assert visited == (stops or [0])
    assert offset == motions.text_end(reading)
    assert motions.left(reading, visited[0]) == visited[0]
    assert motions.right(reading, visited[0], len(visited) + 3) == offset


@pytest.mark.parametrize("motion", FORWARD)
@laws
@given(readings(), st.data())
def test_forward_motions_get_on_until_the_end(
    motion: Callable[..., int], reading: ReadingText, data: st.DataObject
) -> None:
    stops = stops_of(reading) or [0]
    offset = data.draw(st.integers(0, len(reading.text)))
    count = data.draw(st.integers(1, 4))
    at = offset
    for _ in range(count):
        before, at = at, motion(reading, at)
        assert at in stops
        assert at > before or at == stops[-1]
    assert motion(reading, offset, count) == at


@pytest.mark.parametrize("motion", BACKWARD)
@laws
@given(readings(), st.data())
def test_backward_motions_get_on_until_the_start(
    motion: Callable[..., int], reading: ReadingText, data: st.DataObject
) -> None:
    stops = stops_of(reading) or [0]
    offset = data.draw(st.integers(0, len(reading.text)))
    count = data.draw(st.integers(1, 4))
    at = offset
    for _ in range(count):
        before, at = at, motion(reading, at)
        assert at in stops
        # From a place where no cursor rests, the one after it counts.
        assert at < nearest_stop(reading, before) or at == stops[0]
    assert motion(reading, offset, count) == at


@laws
@given(readings(), st.integers(1, 80), st.data())
def test_motions_by_painted_lines_stay_on_characters(
    reading: ReadingText, width: int, data: st.DataObject
) -> None:
    layout = lay_out(reading, width)
    stops = stops_of(reading) or [0]
    offset = data.draw(st.sampled_from(stops))
    goal = data.draw(st.one_of(st.none(), st.integers(0, 90)))
    step = data.draw(st.integers(-30, 30))
    moved = motions.line_down(reading, layout, offset, step, goal)
    assert moved in stops
    here, there = layout.line_of(offset), layout.line_of(moved)
    assert (there >= here) if step >= 0 else (there <= here)
    first = motions.line_start(reading, layout, offset)
    last = motions.line_end(reading, layout, offset)
    assert first in stops
    assert last in stops
    assert first <= motions.line_first(reading, layout, offset) <= last
    assert {layout.line_of(first), layout.line_of(last)} == {here}


@laws
@given(readings(), st.integers(1, 80))
def test_down_reaches_every_line_with_text_and_up_comes_back(
    reading: ReadingText, width: int
) -> None:
    layout = lay_out(reading, width)
    offset = motions.text_start(reading)
    down = [layout.line_of(offset)]
    while (after := motions.line_down(reading, layout, offset, goal=0)) != offset:
        offset = after
        down.append(layout.line_of(offset))
    if not stops_of(reading):
        return
    assert down == sorted({layout.line_of(stop) for stop in stops_of(reading)})
    up = [layout.line_of(offset)]
    while (after := motions.line_down(reading, layout, offset, -1, goal=0)) != offset:
        offset = after
        up.append(layout.line_of(offset))
    assert up == down[::-1]


@laws
@given(readings(), st.data())
def test_objects_hold_the_offset_or_lie_beside_it(
    reading: ReadingText, data: st.DataObject
) -> None:
    text = reading.text
    bounds = {*cluster_starts(text), len(text)}
    offset = data.draw(st.integers(0, len(text)))
    layout = lay_out(reading, 20)
    for found in (
        objects.word_at(reading, offset),
        objects.sentence_at(reading, offset),
        objects.paragraph_at(reading, offset),
        objects.line_at(reading, layout, offset),
    ):
        if found is not None:
            assert 0 <= found[0] < found[1] <= len(text)
            assert set(found) <= bounds
    word = objects.word_at(reading, offset)
    if word is not None:
        assert word[0] <= offset < word[1]
        inside = [stop for stop in stops_of(reading) if word[0] <= stop < word[1]]
        assert {objects.word_at(reading, stop) for stop in inside} == {word}


@laws
@given(readings(), st.data())
def test_a_selection_covers_the_characters_at_both_ends(
    reading: ReadingText, data: st.DataObject
) -> None:
    stops = stops_of(reading)
    if not stops:
        return
    anchor = data.draw(st.sampled_from(stops))
    cursor = data.draw(st.sampled_from(stops))
    start, end = objects.inclusive_range(reading, anchor, cursor)
    assert start == min(anchor, cursor)
    assert end in {*cluster_starts(reading.text), len(reading.text)}
    after = next_stop(reading, max(anchor, cursor))
    assert end > max(anchor, cursor)
    assert after is None or end <= after
    assert objects.inclusive_range(reading, cursor, anchor) == (start, end)


@laws
@given(readings(), st.data())
def test_stops_are_the_seen_clusters(reading: ReadingText, data: st.DataObject) -> None:
    stops = stops_of(reading)
    offset = data.draw(st.integers(0, len(reading.text)))
    starts = cluster_starts(reading.text)
    start = max((each for each in starts if each <= offset), default=0)
    if offset == len(reading.text):
        start = offset
    assert next_stop(reading, offset) == min((each for each in stops if each > start), default=None)
    assert previous_stop(reading, offset) == max(
        (each for each in stops if each < start), default=None
    )
    expected = [each for each in stops if each >= start][:1] or stops[-1:] or [0]
    assert nearest_stop(reading, offset) == expected[0]
