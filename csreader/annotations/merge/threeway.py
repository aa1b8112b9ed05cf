"""Three-way merges of values, sets and orders: what two versions made of a common one.

Every function gives the same whichever side is called ours, so that two people who merge
each other's branches get one result; and a side that changed nothing changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

Row = Mapping[str, Any]


class UnmergeableError(ValueError):
    """Versions that are not of one file; the text is a clause that says why."""


class _Absent:
    """The value of a field that is not there."""


class _Clash:
    """What comes of two changes that differ."""


ABSENT: Final = _Absent()
CLASH: Final = _Clash()


def canonical(value: object) -> str:
    """A text that two JSON values share if and only if they are the same."""
    return "" if value is ABSENT else json.dumps(value, sort_keys=True)


def same(one: object, other: object) -> bool:
    """Whether two JSON values are the same; `true` is not 1, nor 1 the number 1.0."""
    return canonical(one) == canonical(other)


def merged_value(base: Any, ours: Any, theirs: Any) -> Any:
    """The changed one of two values; `CLASH` where both changed, to different ones."""
    if same(ours, theirs) or same(theirs, base):
        return ours
    return theirs if same(ours, base) else CLASH


def merged_row(
    base: Row,
    ours: Row,
    theirs: Row,
    *,
    special: Mapping[str, Callable[[Any, Any, Any], Any]],
    prefer: Callable[[str, Any, Any], Any],
) -> dict[str, Any]:
    """Merges two rows field by field.

    Args:
        base: The row both came from; empty where there was none.
        ours: One side's.
        theirs: The other side's.
        special: How some fields are merged; `ABSENT` stands for one that is not there.
        prefer: Chooses, by the field's name, between two values that clash.
    """
    row = {}
    for name in merged_order(list(base), list(ours), list(theirs)):
        values = [side.get(name, ABSENT) for side in (base, ours, theirs)]
        value = special.get(name, merged_value)(*values)
        if value is CLASH:
            left = [one for one in values[1:] if one is not ABSENT]
            value = left[0] if len(left) == 1 else prefer(name, *left)
        if value is not ABSENT:
            row[name] = value
    return row


def merged_set(base: Iterable[str], ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """What either side added, and what neither took away, in both orders merged."""
    before, left, right = set(base), set(ours), set(theirs)
    wanted = (left & right) | (left - before) | (right - before)
    order = merged_order(list(base), ours, theirs)
    return [one for one in order if one in wanted]


def merged_order(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """All of two lists, each once: in the order of the side that changed it.

    Where both changed it, or neither, the list that sorts first decides. What only the
    other side has stands behind what it stood behind there.
    """
    first, second = sorted((list(ours), list(theirs)))
    shared = set(ours) & set(theirs)
    if _only(ours, shared) != _only(theirs, shared):
        known = shared & set(base)
        changed = [_only(side, known) != _only(base, known) for side in (ours, theirs)]
        if changed == [True, False]:
            first, second = list(ours), list(theirs)
        elif changed == [False, True]:
            first, second = list(theirs), list(ours)
    merged = list(dict.fromkeys(first))
    there = set(merged)
    place = 0
    for one in dict.fromkeys(second):
        if one in there:
            place = merged.index(one) + 1
        else:
            merged.insert(place, one)
            place += 1
    return merged


def merged_prose(mark: str) -> Callable[[Any, Any, Any], Any]:
    """How texts that a person wrote are merged: of two that clash, both are kept.

    Args:
        mark: The paragraph that stands between the two.

    Returns:
        A function of the base's, our and their text. Each is taken as the set of the texts
        between marks, so that one more merge of the same doubles nothing.
    """
    between = f"\n\n{mark}\n\n"

    def merge(base: Any, ours: Any, theirs: Any) -> Any:
        value = merged_value(base, ours, theirs)
        if value is not CLASH:
            return value
        before, left, right = (_parts(one, between) for one in (base, ours, theirs))
        return between.join(sorted(merged_set(before, left, right) or {*left, *right}))

    return merge


def _parts(text: object, between: str) -> list[str]:
    return text.split(between) if isinstance(text, str) and text else []


def _only(items: Iterable[str], wanted: set[str]) -> list[str]:
    return [one for one in items if one in wanted]
