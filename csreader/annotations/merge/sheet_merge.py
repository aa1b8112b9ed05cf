"""Merges two versions of a coder's annotations of one post, by id and field.

No mark is lost: what either side added stays, and what one side removed goes only where
the other left it as it was. What both changed, to different ends, is kept as both: notes
one below the other with `NOTE_MARK` between them, bounds as two annotations, the second
of which begins its note with `BOUNDS_MARK`.

Offsets of two texts are never mixed. A row whose text is not the file's says so itself
(see `sheet`), so each is placed by what was known of it when it was counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from csreader.annotations.disk.jsonfile import Tables
from csreader.annotations.disk.paths import same_name
from csreader.annotations.disk.sheet import OWN_TEXT, read_meta, read_text_version, text_fields
from csreader.annotations.edits import short
from csreader.annotations.merge.passage_merge import (
    UNIT,
    age,
    moved,
    passage_of,
    passages,
    place,
    time_of,
)
from csreader.annotations.merge.threeway import (
    ABSENT,
    CLASH,
    Row,
    UnmergeableError,
    canonical,
    merged_prose,
    merged_row,
    merged_set,
    merged_value,
    same,
)
from csreader.annotations.model import TextVersion

NOTE_MARK = "[merged: the other note]"
"""The paragraph between two notes that were one before both were changed."""
BOUNDS_MARK = "[merged: the other bounds]"
"""What the note of an annotation begins with whose original has other bounds."""

_SAID = ("id", "tags", "note", "created", "modified", *UNIT)
_merge_notes = merged_prose(NOTE_MARK)


@dataclass(frozen=True, slots=True)
class _Side:
    meta: Row
    rows: Mapping[str, Row]
    """By id; each names the text it counts in."""


def merge_sheets(
    base: Tables, ours: Tables, theirs: Tables
) -> tuple[dict[str, Any], list[dict[str, Any]], list[str]]:
    """Merges annotation files that can be read.

    Args:
        base: The tables both came from; empty where there were none.
        ours: One side's.
        theirs: The other side's.

    Returns:
        The row of `meta`, the annotations' rows in their order, and phrases that say what
        was kept twice.

    Raises:
        UnmergeableError: If the two are of different coders or posts.
    """
    sides = [_side(tables) for tables in (base, ours, theirs)]
    meta = _merged_meta(*sides)
    text = read_text_version(meta, "meta")
    kept: list[str] = []
    rows: dict[str, Row] = {}
    before, left, right = (side.rows for side in sides)
    for identity in {**before, **left, **right}:
        versions = before.get(identity), left.get(identity), right.get(identity)
        for row in _merged(*versions, text, kept):
            if row["id"] == identity or not (row["id"] in left or row["id"] in right):
                rows[row["id"]] = row
    once = _each_tag_once(rows.values(), (left, right))
    ordered = sorted(once, key=lambda row: (row["start"], row["end"], row["id"]))
    return meta, [_without_text(row, text) for row in ordered], sorted(kept)


def _side(tables: Tables) -> _Side:
    meta = read_meta(tables)
    rows = {}
    for row in tables.get("annotations", {}).values():
        text = read_text_version(row if "text_sha256" in row else meta, "meta")
        said = {name: value for name, value in row.items() if name not in OWN_TEXT}
        rows[row["id"]] = said | text_fields(replace(text, outline=""))
    return _Side(meta, rows)


def _without_text(row: Row, text: TextVersion) -> dict[str, Any]:
    if read_text_version(row, "") != text:
        return dict(row)
    return {name: value for name, value in row.items() if name not in OWN_TEXT}


def _merged_meta(base: _Side, ours: _Side, theirs: _Side) -> dict[str, Any]:
    def age(side: _Side, value: object) -> tuple[int, str, str]:
        newest = max((row.get("modified", "") for row in side.rows.values()), default="")
        return side.meta.get("text_rules", 0), newest, canonical(value)

    def prefer(name: str, one: Any, other: Any) -> Any:
        if name in ("coder", "post", "post_encoded"):
            if same_name(one, other):
                return min(one, other)
            raise UnmergeableError(f"the two versions are of different {name.partition('_')[0]}s")
        return one if age(ours, one) > age(theirs, other) else other

    def done(base: Any, ours: Any, theirs: Any) -> Any:
        value = merged_value(base, ours, theirs)
        return True in (ours, theirs) if value is CLASH else value

    plain = [
        {name: value for name, value in side.meta.items() if name not in OWN_TEXT}
        for side in (base, ours, theirs)
    ]
    meta = merged_row(*plain, special={"done": done}, prefer=prefer)
    texts = [text_fields(read_text_version(side.meta, "meta")) for side in (base, ours, theirs)]
    text = merged_value(*texts)
    if text is CLASH:
        text = texts[1] if age(ours, texts[1]) > age(theirs, texts[2]) else texts[2]
    # In the order that the store writes.
    flag = {"done": meta.pop("done")} if "done" in meta else {}
    known = {
        name: meta.pop(name) for name in ("format", "coder", "post", "post_encoded") if name in meta
    }
    return {**known, **text, **flag, **meta}


def _merged(
    base: Row | None, ours: Row | None, theirs: Row | None, text: TextVersion, kept: list[str]
) -> list[dict[str, Any]]:
    """What becomes of one annotation: nothing, itself, or itself and one with other bounds."""
    if ours is None or theirs is None:
        there = theirs if ours is None else ours
        if there is None:
            return []
        if base is None:
            return [dict(there)]
        if not _changed(base, there):
            return []
        kept.append(f"{short(there['quote'])}, removed on one side and changed on the other, stays")
        return [dict(there)]
    if base is not None and (same(base, ours) or same(base, theirs)):
        return [dict(theirs if same(base, ours) else ours)]
    late, early = sorted((ours, theirs), key=age, reverse=True)

    def prefer(name: str, one: Any, other: Any) -> Any:
        if name not in UNIT:
            kept.append(f"of two values of {name} for {short(late['quote'])}, the later stays")
        first, second = ((time_of(ours), canonical(one)), (time_of(theirs), canonical(other)))
        return one if first > second else other

    special = {"tags": _tags, "note": _merge_notes, "created": _earlier, "modified": _later}
    row = merged_row(base or {}, ours, theirs, special=special, prefer=prefer)
    if not row.get("tags") and not row.get("note"):
        row["tags"] = merged_set((), ours.get("tags", []), theirs.get("tags", []))
    if NOTE_MARK in row.get("note", "") and row["note"] not in (
        ours.get("note"),
        theirs.get("note"),
    ):
        kept.append(f"both notes on {short(late['quote'])} are kept, one below the other")
    first, second = passages(base, late, early, text)
    merged = [_placed(row, first)]
    if second is not None:
        kept.append(f"both bounds of {short(first['quote'])} are kept, as two marks")
        merged.append(_other_bounds(row, second))
    return merged


def _changed(base: Row, row: Row) -> bool:
    rest = [{k: v for k, v in one.items() if k not in _SAID} for one in (base, row)]
    return (
        set(base.get("tags", [])) != set(row.get("tags", []))
        or base.get("note", "") != row.get("note", "")
        or not same(*rest)
        or moved(base, row)
    )


def _tags(base: Any, ours: Any, theirs: Any) -> list[str]:
    return merged_set(*([] if side is ABSENT else side for side in (base, ours, theirs)))


def _earlier(base: Any, ours: Any, theirs: Any) -> Any:
    value = merged_value(base, ours, theirs)
    return min(_times(ours, theirs), default="") if value is CLASH else value


def _later(_base: Any, ours: Any, theirs: Any) -> Any:
    unknown = ABSENT if ours is ABSENT and theirs is ABSENT else ""
    return max(_times(ours, theirs), default=unknown)


def _times(*times: Any) -> list[Any]:
    return [time for time in times if time is not ABSENT and time]


def _placed(row: Row, unit: Row) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if name not in UNIT or name in unit}
    return {**kept, **passage_of(unit)}


def _other_bounds(row: Row, unit: Row) -> dict[str, Any]:
    # The id follows from the content: one more merge of the same gives the same annotation.
    identity = str(uuid5(NAMESPACE_OID, canonical([row["id"], *place(unit)])))
    note = f"{BOUNDS_MARK}\n\n{row.get('note', '')}".strip()
    return _placed({**row, "id": identity, "note": note}, unit)


def _each_tag_once(rows: Iterable[Row], sides: Iterable[Mapping[str, Row]]) -> list[Row]:
    """Rows in which no passage has a tag twice because both sides put it there.

    An annotation with a note keeps the tag before one without, then the older; the other
    keeps what it has besides. What stood twice on one side stays as it was.
    """
    doubled = set()
    for side in sides:
        count = Counter(at for row in side.values() for at in _tagged(row))
        doubled |= {at for at, times in count.items() if times > 1}
    there: set[tuple[object, str]] = set()
    left: list[Row] = []
    for row in sorted(rows, key=_first_to_keep):
        gone = {at[1] for at in _tagged(row) if at in there and at not in doubled}
        there.update(_tagged(row))
        tags = [tag for tag in row.get("tags", []) if tag not in gone]
        if not gone:
            left.append(row)
        elif tags or row.get("note"):
            left.append({**row, "tags": tags})
    return left


def _first_to_keep(row: Row) -> tuple[bool, str, str]:
    return not row.get("note"), row.get("created", ""), row["id"]


def _tagged(row: Row) -> list[tuple[object, str]]:
    at = place(row)
    return [(at, tag) for tag in dict.fromkeys(row.get("tags", []))]
