"""Marks on texts, and what they are in a format that holds each tag on each passage once."""

from __future__ import annotations

from collections.abc import Sequence

from made_snapshots import placed

from csreader.exchange.brought import BroughtDocument
from csreader.exchange.snapshot import PlacedMark, PostSnapshot

Told = dict[tuple[int | None, int | None], tuple[str, frozenset[str]]]


def expected_marks(post: PostSnapshot) -> Told:
    """From each passage with tags to its words and the tags that anyone gave it."""
    found: Told = {}
    for mark in post.marks:
        if mark.start is not None and mark.tags:
            _, there = found.get((mark.start, mark.end), ("", frozenset()))
            found[mark.start, mark.end] = (mark.quote, there | set(mark.tags))
    return found


def told(document: BroughtDocument) -> Told:
    """The same of what a file brings; each passage once, and its words where it says."""
    found: Told = {}
    for mark in document.marks:
        assert document.text is not None
        assert document.text[mark.start : mark.end] == mark.quote
        assert (mark.start, mark.end) not in found
        found[mark.start, mark.end] = (mark.quote, frozenset(mark.tags))
    return found


def marks_on(text: str, words: Sequence[str], number: int) -> list[PlacedMark]:
    """Marks on the first of each of some words, with tags by turns; ids are of this number."""
    found = []
    for at, one in enumerate(words):
        start = text.index(one)
        identity = f"00000000-0000-4000-8000-{number:06d}{at:06d}"
        tags = ("apology", "service/fast ≤ 1 день") if at % 2 else ("a",)
        found.append(placed(text, start, start + len(one), identity, tags))
    return found
