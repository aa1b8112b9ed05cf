"""Where a cursor can rest: on the clusters that are seen.

Neither on a newline, a table's separator between cells, the blank line between blocks,
nor on a cluster that takes no cells. Offsets are those of the reading text.
"""

from __future__ import annotations

from bisect import bisect_right

from csreader.text.characters import screen_text
from csreader.text.cluster_walks import clusters_before, clusters_from
from csreader.text.clusters import cell_width, snap
from csreader.text.model import BlockKind, ReadingText


def is_stop(reading: ReadingText, start: int, end: int) -> bool:
    """Whether the cursor can rest on the cluster between two offsets."""
    cluster = reading.text[start:end]
    if cluster == "\t":
        block = bisect_right(reading.block_starts, start) - 1
        return block < 0 or reading.blocks[block].kind is not BlockKind.TABLE
    return cluster != "\n" and cell_width(screen_text(cluster)) > 0


def next_stop(reading: ReadingText, offset: int) -> int | None:
    """The first stop after the cluster at an offset, or None."""
    following = clusters_from(reading.text, snap(reading.text, offset, offset + 1)[1])
    return next((start for start, end in following if is_stop(reading, start, end)), None)


def previous_stop(reading: ReadingText, offset: int) -> int | None:
    """The last stop before the cluster at an offset, or None."""
    before = clusters_before(reading.text, snap(reading.text, offset, offset)[0])
    return next((start for start, end in before if is_stop(reading, start, end)), None)


def nearest_stop(reading: ReadingText, offset: int) -> int:
    """The stop at an offset or the first after it, else the last before it, else 0."""
    text = reading.text
    offset = snap(text, offset, offset)[0]
    for start, end in clusters_from(text, offset):
        if is_stop(reading, start, end):
            return start
    before = previous_stop(reading, offset)
    return 0 if before is None else before
