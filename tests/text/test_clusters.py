"""Clusters against uniseg over the whole text, and the cells they take."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from readings import SAMPLES
from uniseg.graphemecluster import grapheme_cluster_boundaries

from csreader.text.clusters import cell_width, cluster_starts, clusters, is_narrow, snap

texts = st.lists(st.one_of(st.sampled_from(SAMPLES), st.characters()), max_size=16).map("".join)


def boundaries(text: str) -> list[int]:
    return list(grapheme_cluster_boundaries(text)) if text else [0]


@given(texts)
@example("a\u0600b")
@example("ᄀ각")
@example("👩\u200d🚀🏽")
@example("\u200d漢")
@example("\n\u0301")
def test_clusters_are_those_of_the_whole_text(text: str) -> None:
    assert [*cluster_starts(text), len(text)] == boundaries(text)
    assert "".join(clusters(text)) == text


@given(texts, st.data())
def test_snapping_widens_to_the_nearest_boundaries(text: str, data: st.DataObject) -> None:
    bounds = boundaries(text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    expected = (max(at for at in bounds if at <= start), min(at for at in bounds if at >= end))
    assert snap(text, start, end) == expected


def test_a_part_of_a_text_is_cut_by_itself() -> None:
    assert cluster_starts("xe\u0301y🇫🇮z", 1, 6) == [1, 3, 4]


def test_snapping_keeps_within_the_text() -> None:
    assert snap("kettle", -3, 99) == (0, 6)
    assert snap("kettle", 4, 2) == (4, 4)


@pytest.mark.parametrize(
    ("cluster", "cells"),
    [
        ("a", 1),
        ("é", 1),
        ("e\u0301", 1),
        ("漢", 2),
        ("ｶ", 1),
        ("👩\u200d🚀", 2),
        ("🇫🇮", 2),
        ("\u200b", 0),
    ],
)
def test_cells_of_a_cluster(cluster: str, cells: int) -> None:
    assert cell_width(cluster) == cells


@given(texts)
def test_what_is_called_narrow_takes_a_cell_for_each_character(text: str) -> None:
    if is_narrow(text):
        assert [cell_width(each) for each in clusters(text)] == [1] * len(text)


def test_the_letters_and_signs_of_english_prose_are_narrow() -> None:
    assert is_narrow("“It’s fine” – they said… 50 % off, naïve café")
    assert not is_narrow("漢")
    assert not is_narrow("e\u0301")
