"""What a post's marks are in a format that holds each tag on each passage once."""

from __future__ import annotations

from csreader.exchange.brought import BroughtDocument
from csreader.exchange.snapshot import PostSnapshot

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
