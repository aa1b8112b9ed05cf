"""Passages that overlap, and passages of more than plain letters (cases 43 and 49)."""

from __future__ import annotations

from pathlib import Path

import pytest
from annotating import POST, mark, markdown, own, passage, stored
from support import shared_case

from csreader.annotations import State, Store
from csreader.annotations.model import ChangeKind
from csreader.collection import Collection

# Case 49: overlapping, nested and identical passages.


def _overlaps(root: Path, post: str, source: str, spans: list[tuple[str, str]]) -> None:
    reading = markdown(source)
    store = Store(root, "ann")
    for words, tag in spans:
        mark(store, reading, words, tag, post=post)
    change = store.add(post, reading, *passage(reading, spans[2][0]), [spans[2][1]])
    assert change.kind is ChangeKind.NOTHING
    found = own(root, reading, post)
    pairs = sorted((one.quote, tag) for one in found for tag in one.annotation.tags)
    assert pairs == sorted(spans)
    for number, (words, tag) in enumerate(spans):  # each can be taken off by itself
        store.toggle(post, reading, *passage(reading, words), tag)
        left = own(root, reading, post)
        assert sorted((one.quote, name) for one in left for name in one.annotation.tags) == sorted(
            spans[number + 1 :]
        )


def test_case_49_overlaps_are_kept_apart(tmp_path: Path) -> None:
    source = (shared_case("49-overlap-and-duplicates") / "o.md").read_text(encoding="utf-8")
    _overlaps(
        tmp_path,
        "o.md",
        source,
        [
            ("a refund and a sincere apology", "A"),
            ("sincere apology the next day", "B"),
            ("refund", "C"),
            ("refund", "D"),
        ],
    )


def test_overlaps_of_our_own_are_kept_apart(tmp_path: Path) -> None:
    _overlaps(
        tmp_path,
        "lamp.md",
        "The clerk offered a new lamp and free postage for the old one.\n",
        [
            ("offered a new lamp and free postage", "offer"),
            ("free postage for the old one", "return"),
            ("lamp", "goods"),
            ("lamp", "light"),
        ],
    )


# Case 43: positions are code points and split no grapheme cluster.


def _every_sorry(root: Path, post: str) -> None:
    reading = Collection.open(root).get(post).reading
    store = Store(root, "ann")
    times = reading.text.count("sorry")
    assert times == 3
    for nth in range(1, times + 1):
        mark(store, reading, "sorry", "apology", nth=nth, post=post)
    found = own(root, reading, post)
    assert [one.state for one in found] == [State.ANCHORED] * times
    assert all(reading.text[one.start : one.end] == "sorry" for one in found)
    assert len({one.start for one in found}) == times
    assert len({(one.annotation.prefix, one.annotation.suffix) for one in found}) == times
    rows = stored(root / "annotations" / "ann" / f"{post}.json")
    assert [reading.text[row["start"] : row["end"]] for row in rows] == ["sorry"] * times


def test_case_43_offsets_count_code_points(tmp_path: Path) -> None:
    source = shared_case("43-offsets-astral") / "a.md"
    (tmp_path / "a.md").write_bytes(source.read_bytes())
    _every_sorry(tmp_path, "a.md")


def test_offsets_of_our_own_count_code_points(tmp_path: Path) -> None:
    source = "🧵 We are sorry, they wrote. 👨‍👩‍👧‍👦 Very sorry 🇳🇿!\n\nSo sorry.\n"
    (tmp_path / "thread.md").write_text(source, encoding="utf-8")
    _every_sorry(tmp_path, "thread.md")


@pytest.mark.parametrize(
    "cluster", ["👩‍🚀", "🇳🇿", "👍🏽", "e\u0301", "각", "नि", "\U0001f468‍👩‍👧‍👦"]
)
def test_a_cluster_is_never_split(tmp_path: Path, cluster: str) -> None:
    reading = markdown(f"One {cluster} two {cluster}, they said.\n")
    first = reading.text.index(cluster)
    store = Store(tmp_path, "ann")
    for start in range(first, first + len(cluster)):
        for end in range(start + 1, first + len(cluster) + 1):
            change = store.toggle(POST, reading, start, end, "whole")
            one = change.after or change.before
            assert one is not None
            assert (one.start, one.end, one.quote) == (first, first + len(cluster), cluster)
    change = store.add(POST, reading, first - 3, first + 1, ["widened"])
    assert change.after is not None
    assert change.after.quote == f"ne {cluster}"


def test_a_context_splits_no_cluster(tmp_path: Path) -> None:
    family = "👨‍👩‍👧‍👦"
    reading = markdown(f"{family * 9}x{family * 9}\n")
    made = mark(Store(tmp_path, "ann"), reading, "x", "a")
    assert made.prefix == family * (32 // len(family))
    assert made.suffix == family * (32 // len(family))
