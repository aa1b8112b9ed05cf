"""The cells that texts and tabs take."""

from __future__ import annotations

from functools import lru_cache

from rich.cells import cell_len

from csreader.text.clusters import cell_width, clusters, is_narrow

TAB_CELLS = 4
"""A tab reaches to the next multiple of so many cells from the text's left edge."""


def cells_of(text: str) -> int:
    """The cells that a text without tabs takes, cluster by cluster."""
    return len(text) if is_narrow(text) else sum(map(cell_width, clusters(text)))


def room_of(text: str) -> int:
    """The cells to keep free for a text without tabs.

    At least `cells_of`, and at least what the terminal library counts for the text
    within any longer one: the two differ for some clusters.
    """
    if is_narrow(text):
        return len(text)
    if "\u200d" not in text and "\ufe0f" not in text:
        return cell_len(text)
    return sum(map(room_of_cluster, clusters(text)))


@lru_cache(maxsize=4096)
def room_of_cluster(cluster: str) -> int:
    """The cells to keep free for one cluster."""
    # An emoji presentation selector without a base widens whatever stands before it.
    return max(cell_width(cluster), cell_len(cluster), int("\ufe0f" in cluster))


def tab_cells(column: int, width: int) -> int:
    """The cells of a tab at a column of the text, on lines of a width."""
    return min(TAB_CELLS - column % TAB_CELLS, max(1, width))
