"""Where a place of a text is after the text was edited: for a cursor, not for marks.

A mark is found by `csreader.annotations.anchoring`, which would rather lose it than put it
in a wrong place; a cursor has to be somewhere.
"""

from __future__ import annotations

from csreader.text.clusters import snap

_CONTEXT = (48, 16, 6)
"""Code points before and after a place that are looked for, the most first."""


def followed(old: str, new: str, offset: int) -> int:
    """The offset in a new text of what stands at an offset of the old one.

    What is the same at the beginning and the end of both stays; within what was edited,
    the surroundings of the place are looked for, nearest first; else it keeps its share of
    the way through.
    """
    if old == new:
        return offset
    before = _common_prefix(old, new)
    if offset < before:
        return offset
    behind = min(_common_suffix(old, new), min(len(old), len(new)) - before)
    if offset >= len(old) - behind:
        return _whole(new, offset + len(new) - len(old))
    last = len(new) - behind
    expected = before + (offset - before) * (last - before) // max(1, len(old) - behind - before)
    for size in _CONTEXT:
        start = max(0, offset - size)
        found = _nearest(new, old[start : offset + size], expected - (offset - start))
        if found is not None:
            return _whole(new, found + offset - start)
    return _whole(new, expected)


def found_again(text: str, offset: int, length: int, before: str, after: str) -> int:
    """The offset in a text of a place that is known by the words around it only.

    Args:
        text: The text as it is now.
        offset: Where the place was.
        length: How long the text was then, in code points.
        before: What stood before the place.
        after: What stood from the place on.
    """
    if not text:
        return 0
    if text.startswith(before + after, offset - len(before)) and offset >= len(before):
        return offset
    around = [(size, size) for size in _CONTEXT]
    # Where one side was edited, the other tells.
    for back, ahead in (*around, (0, _CONTEXT[1]), (_CONTEXT[1], 0), (0, _CONTEXT[2])):
        first = before[max(0, len(before) - back) :] if back else ""
        found = _nearest(text, first + after[:ahead], offset - len(first))
        if found is not None:
            return _whole(text, found + len(first))
    return _whole(text, offset * len(text) // max(1, length))


def _common_prefix(one: str, other: str) -> int:
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _common_suffix(one: str, other: str) -> int:
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[len(one) - middle : len(one) - low] == other[len(other) - middle : len(other) - low]:
            low = middle
        else:
            high = middle - 1
    return low


def _nearest(text: str, wanted: str, place: int) -> int | None:
    """The occurrence that begins nearest to a place."""
    if not wanted.strip():
        return None
    place = max(0, place)
    ahead = text.find(wanted, place)
    back = text.rfind(wanted, 0, place + len(wanted))
    found = [one for one in (back, ahead) if one >= 0]
    return min(found, key=lambda one: abs(one - place)) if found else None


def _whole(text: str, offset: int) -> int:
    """The start of the cluster at an offset, the last one's where it is behind the text."""
    offset = max(0, min(offset, len(text) - 1))
    return snap(text, offset, offset + 1)[0] if text else 0
