"""Positions in code points, UTF-16 units, bytes of UTF-8 and grapheme clusters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_snapshots import AWKWARD

from csreader.exchange.units import Unit, differ, positions

_STORY = "Tea 💡 is e\u0301 ready, 👩\u200d🔬 said.\n"
_texts = st.text(
    st.one_of(st.sampled_from(AWKWARD), st.characters(exclude_categories=["Cs"])), max_size=30
)


def _encoded(text: str, unit: Unit) -> int:
    """How long a text is, as Python's own encoders have it."""
    if unit is Unit.UTF_16:
        return len(text.encode("utf-16-le")) // 2
    return len(text.encode("utf-8"))


@pytest.mark.parametrize("unit", [Unit.UTF_16, Unit.UTF_8])
@given(text=_texts)
def test_a_position_is_as_long_as_what_stands_before_it(unit: Unit, text: str) -> None:
    places = positions(text, unit)
    for at in range(len(text) + 1):
        there = _encoded(text[:at], unit)
        assert places.in_unit(at) == there
        assert places.in_code_points(there) == at
        assert places.in_code_points(there, end=True) == at
    assert differ(text, unit) == (_encoded(text, unit) != len(text))


@pytest.mark.parametrize("unit", [Unit.UTF_16, Unit.UTF_8])
@given(text=_texts)
def test_a_position_within_a_character_is_before_it_or_behind_it(unit: Unit, text: str) -> None:
    places = positions(text, unit)
    for at in range(len(text)):
        for within in range(places.in_unit(at) + 1, places.in_unit(at + 1)):
            assert places.in_code_points(within) == at
            assert places.in_code_points(within, end=True) == at + 1


def test_known_positions() -> None:
    # As JavaScript's String.prototype.indexOf, Buffer.byteLength and Intl.Segmenter have them.
    at = _STORY.index("said")
    assert (at, positions(_STORY, Unit.UTF_16).in_unit(at)) == (23, 26)
    assert positions(_STORY, Unit.UTF_8).in_unit(at) == 35
    assert positions(_STORY, Unit.CLUSTER).in_unit(at) == 20
    assert positions(_STORY, Unit.CODE_POINT).in_unit(at) == at


@given(text=_texts)
def test_clusters_come_back(text: str) -> None:
    places = positions(text, Unit.CLUSTER)
    count = places.in_unit(len(text))
    starts = [places.in_code_points(number) for number in range(count + 1)]
    assert starts == sorted(set(starts))
    assert starts[-1] == len(text)
    assert [places.in_unit(start) for start in starts] == list(range(count + 1))
    assert differ(text, Unit.CLUSTER) == (count != len(text))


@pytest.mark.parametrize("unit", list(Unit))
def test_beyond_the_text_each_one_counts_as_one(unit: Unit) -> None:
    places = positions(_STORY, unit)
    end = places.in_unit(len(_STORY))
    assert places.in_code_points(end + 7) == len(_STORY) + 7
