"""The names that other tools have for tags, as csreader has them."""

from __future__ import annotations

from csreader.annotations.errors import TagNameError
from csreader.annotations.tags.codebook import clean_tag_name
from csreader.exchange.brought import SLASH


def own_tag(path: str) -> str:
    """A tag's name as csreader has it; empty where there is none.

    Levels are whatever the other tool's user takes for such (Taguette filters by what a
    path begins with; what csreader wrote has them): a / stands between levels where there
    is something on both sides, else it is ∕ (U+2215).
    """
    try:
        return clean_tag_name(path)
    except TagNameError:
        path = path.strip().replace("/", SLASH)
        return clean_tag_name(path) if path else ""
