"""Long runs that join: their clusters, and that they cost no more than their length."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readings import reading
from uniseg.graphemecluster import grapheme_cluster_boundaries

from csreader.text import cluster_rules
from csreader.text.clusters import cluster_starts, snap
from csreader.text.cursor import motions

# Marks, joiners, viramas, letters of flags, pictures, Hangul parts, and what they join to.
JOINING = list(
    "\u0301\u0308\u200d\ufe0f\u094d\u0903\u06dd🏽🇫🇮각각क👩❤🟢ก\u0e33က\u103bខ\u17d2a\u200b"
)
RUNS = [
    "🟢",
    "❤️",
    "🇫🇮",
    "👩\u200d",
    "\u0301",
    "\u0301\u200d",
    "क्",
    "ကျွ",
    "ខ្ញុំ",
    "ᄀ",
    "\u06dd",
    "\u200b",
]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(JOINING), min_size=1, max_size=3), st.data())
def test_clusters_of_a_long_run_are_those_of_the_whole_text(
    few: list[str], data: st.DataObject
) -> None:
    text = "".join(data.draw(st.lists(st.sampled_from(few), min_size=60, max_size=90)))
    bounds = list(grapheme_cluster_boundaries(text))
    assert [*cluster_starts(text), len(text)] == bounds
    at = data.draw(st.integers(0, len(text)))
    around = (
        max(each for each in bounds if each <= at),
        min(each for each in bounds if each >= at),
    )
    assert snap(text, at, at) == around


@pytest.mark.parametrize("run", RUNS)
def test_a_motion_in_a_long_run_does_not_look_at_it_again_and_again(
    run: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at = 0
    by_uniseg = cluster_rules._by_uniseg

    def counted(text: str) -> tuple[int, ...]:
        nonlocal looked_at
        looked_at += len(text)
        return by_uniseg(text)

    text = reading(run * 2000)
    monkeypatch.setattr(cluster_rules, "_by_uniseg", counted)
    middle = len(text.text) // 2
    for motion in (motions.left, motions.right, motions.word_previous, motions.word_next):
        motion(text, middle)
    motions.text_end(text)
    assert looked_at <= 4 * len(text.text)


def test_of_a_run_of_marks_uniseg_is_given_but_a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    given_texts: list[str] = []
    by_uniseg = cluster_rules._by_uniseg

    def noted(text: str) -> tuple[int, ...]:
        given_texts.append(text)
        return by_uniseg(text)

    monkeypatch.setattr(cluster_rules, "_by_uniseg", noted)
    assert cluster_starts("a" + "\u0302\u200d" * 3000 + "b") == [0, 6001]
    assert max(map(len, given_texts)) < 10
