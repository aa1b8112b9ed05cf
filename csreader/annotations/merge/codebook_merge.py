"""Merges two versions of a codebook, by id and field.

No name loses its meaning: where a tag was renamed on both sides, merged into another on
one, or made on both, one entry stays and all the other names are its former ones, by
which the annotation files are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from csreader.annotations.disk.jsonfile import Tables
from csreader.annotations.merge.threeway import (
    ABSENT,
    CLASH,
    Row,
    UnmergeableError,
    canonical,
    merged_order,
    merged_prose,
    merged_row,
    merged_set,
    merged_value,
    same,
)
from csreader.annotations.tags.codebook import folded, unnamed_id
from csreader.text.characters import one_line

DESCRIPTION_MARK = "[merged: the other description]"
"""The paragraph between two descriptions that were one before both were changed."""

_Rows = dict[str, Row]
_merge_descriptions = merged_prose(DESCRIPTION_MARK)


@dataclass(slots=True)
class _Merge:
    base: _Rows
    ours: _Rows
    theirs: _Rows
    kept: list[str] = field(default_factory=list)

    @property
    def sides(self) -> tuple[_Rows, _Rows]:
        return self.ours, self.theirs


def merge_codebooks(
    base: Tables, ours: Tables, theirs: Tables
) -> tuple[list[dict[str, Any]], list[str]]:
    """Merges codebooks that can be read.

    Args:
        base: The tables both came from; empty where there were none.
        ours: One side's.
        theirs: The other side's.

    Returns:
        The tags' rows in their order, and phrases that say what clashed.

    Raises:
        UnmergeableError: If a tag stands twice in one of them.
    """
    merge = _Merge(_by_identity(base), _by_identity(ours), _by_identity(theirs))
    _tell_unnamed_apart(merge)
    order = merged_order(*(list(side) for side in (merge.base, merge.ours, merge.theirs)))
    tags = {one: row for one in order if (row := _merged(merge, one)) is not None}
    _follow_merged_tags(merge, tags)
    _join_same_names(merge, tags)
    _give_each_key_once(merge, tags)
    return list(tags.values()), sorted(merge.kept)


def _by_identity(tables: Tables) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for number, row in tables.get("tags", {}).items():
        identity = row.get("id") or unnamed_id(number)
        if identity in found:
            raise UnmergeableError(f"the tag {one_line(identity)} stands twice")
        found[identity] = {**row, "id": identity}
    return found


def _tell_unnamed_apart(merge: _Merge) -> None:
    """Two rows written by hand, on different sides, are not one for having one number."""
    for one in merge.ours.keys() & merge.theirs.keys() - merge.base.keys():
        rows = [side[one] for side in merge.sides]
        if one.startswith(unnamed_id("")) and folded(rows[0]["name"]) != folded(rows[1]["name"]):
            for side, row in zip(merge.sides, rows, strict=True):
                del side[one]
                identity = str(uuid5(NAMESPACE_OID, f"{one} {row['name']}"))
                side[identity] = {**row, "id": identity}


def _merged(merge: _Merge, identity: str) -> dict[str, Any] | None:
    base, ours, theirs = (side.get(identity) for side in (merge.base, *merge.sides))
    if ours is None or theirs is None:
        there = theirs if ours is None else ours
        if there is None:
            return None
        # A key alone, which another tag may get, keeps no deleted tag.
        if base is not None and same({**base, "shortcut": ""}, {**there, "shortcut": ""}):
            return None
        return dict(there)

    def prefer(name: str, one: Any, other: Any) -> Any:
        tag = min(ours["name"], theirs["name"])
        merge.kept.append(f'of two values of {name} for the tag "{tag}", one stays')
        return min(one, other, key=canonical)

    def name(base: Any, ours: Any, theirs: Any) -> Any:
        value = merged_value(base, ours, theirs)
        if value is not CLASH:
            return value
        first, second = sorted((ours, theirs))
        merge.kept.append(f'the tag "{first}", renamed "{second}" on one side, has both names')
        return first

    special: dict[str, Callable[[Any, Any, Any], Any]] = {
        "name": name,
        "was": lambda *sides: merged_set(*([] if side is ABSENT else side for side in sides)),
        "description": _merge_descriptions,
    }
    row = merged_row(base or {}, ours, theirs, special=special, prefer=prefer)
    return _also_called(row, [ours["name"], theirs["name"]])


def _follow_merged_tags(merge: _Merge, tags: dict[str, dict[str, Any]]) -> None:
    """Where one side made one tag of two, all that the other side called the one follows."""
    into: dict[str, str] = {}
    for side, other in (merge.sides, merge.sides[::-1]):
        for gone in (merge.base.keys() | other.keys()) - side.keys():
            names = {known[gone]["name"] for known in (merge.base, other) if gone in known}
            heirs = [
                one
                for one, row in side.items()
                if names & ({*row.get("was", [])} - {*merge.base.get(one, {}).get("was", [])})
            ]
            if heirs:
                into[gone] = min(into.get(gone, heirs[0]), *heirs)
    for gone in sorted(into):
        heir, seen = into[gone], {gone}
        while heir in into and heir not in seen:
            seen.add(heir)
            heir = into[heir]
        if heir in seen and gone == min(seen):
            continue  # each side merged them the other way round: the first stays
        if heir in seen:
            heir = min(seen)
        if heir in tags and gone in tags:
            tags[heir] = _also_called(tags[heir], _names(tags.pop(gone)))


def _join_same_names(merge: _Merge, tags: dict[str, dict[str, Any]]) -> None:
    """Makes one of entries that got the same name on different sides."""
    by_name: dict[str, list[str]] = {}
    for one, row in tags.items():
        by_name.setdefault(folded(row["name"]), []).append(one)
    for ids in by_name.values():
        if len(ids) < 2 or _on_one_side(merge, ids, lambda row: folded(row["name"])):
            continue
        first, *others = sorted(ids, key=lambda one: (one not in merge.base, one))
        for other in others:
            row = tags.pop(other)
            tags[first] = _also_called(tags[first], _names(row))
            merge.kept.append(f'two tags "{tags[first]["name"]}" are one now')


def _give_each_key_once(merge: _Merge, tags: dict[str, dict[str, Any]]) -> None:
    """Takes a key from all but one of the tags that got it on different sides."""
    by_key: dict[str, list[str]] = {}
    for one, row in tags.items():
        if row.get("shortcut"):
            by_key.setdefault(row["shortcut"], []).append(one)
    for key, ids in by_key.items():
        if len(ids) < 2 or _on_one_side(merge, ids, lambda row: row.get("shortcut", "")):
            continue
        had = [one for one in ids if merge.base.get(one, {}).get("shortcut") == key]
        first = (had or ids)[0]
        for other in ids:
            if other != first:
                tags[other] = {**tags[other], "shortcut": ""}
        merge.kept.append(f'the key {key} stays with the tag "{tags[first]["name"]}"')


def _on_one_side(merge: _Merge, ids: Sequence[str], value: Callable[[Row], str]) -> bool:
    """Whether two of some entries shared a value on one side already, and so it is meant."""
    for side in merge.sides:
        values = [value(side[one]) for one in ids if one in side]
        if len(set(values)) < len(values):
            return True
    return False


def _names(row: Row) -> list[str]:
    return [row["name"], *row.get("was", [])]


def _also_called(row: Row, names: Iterable[str]) -> dict[str, Any]:
    """An entry that also has some former names."""
    was = [name for name in row.get("was", []) if name != row["name"]]
    more = sorted({*names} - {row["name"], *was})
    return {**row, "was": [*was, *more]}
