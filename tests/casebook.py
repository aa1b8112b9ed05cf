"""What the tests of the shared cases of reading have in common."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from csreader.collection import Post
from csreader.text.model import ContainerKind, ReadingText

Read = Callable[[str, str, str], Post]
"""Reads the file of a case, or a text of our own in a file of that name."""

both = pytest.mark.parametrize("given", [True, False], ids=["given", "own"])
HEADER = "---\ntitle: A case of ours\n---\n"


def texts(reading: ReadingText) -> list[str]:
    """The text of each block."""
    return [reading.text[block.start : block.end] for block in reading.blocks]


def styled(reading: ReadingText, words: str) -> set[str]:
    """How the first such words look, which one span must cover and nothing else."""
    start = reading.text.index(words)
    (span,) = (s for s in reading.spans if (s.start, s.end) == (start, start + len(words)))
    return {name for name in span.style.__slots__ if getattr(span.style, name)}


def depths(reading: ReadingText) -> list[int]:
    """How many quotations each block stands in."""
    return [
        sum(each.kind is ContainerKind.QUOTE for each in block.containers)
        for block in reading.blocks
    ]
