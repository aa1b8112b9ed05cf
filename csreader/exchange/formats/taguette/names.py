"""Taguette's tags and rows as csreader has them."""

from __future__ import annotations

from csreader.annotations.errors import TagNameError
from csreader.annotations.tags.codebook import clean_tag_name

UNTAGGED = "highlighted without a tag"
"""The note of a highlight without tags, so that it is kept."""


def own_tag(path: str) -> str:
    """A tag's path as csreader has it; empty where there is none.

    Levels are whatever its user takes for such (Taguette filters by what a path begins
    with): a / stands between levels where there is something on both sides, else it is ∕.
    """
    try:
        return clean_tag_name(path)
    except TagNameError:
        path = path.strip().replace("/", "\u2215")
        return clean_tag_name(path) if path else ""
