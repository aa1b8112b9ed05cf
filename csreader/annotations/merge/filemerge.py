"""Merges two versions of an annotation file or a codebook: three-way, by id and field.

Pure: tables in, tables out. The result is the same from both sides, byte for byte, and
laid out as the store lays it out; the same merge once more changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from csreader.annotations.disk.jsonfile import Tables
from csreader.annotations.disk.outlines import OUTLINES, outline_rows
from csreader.annotations.disk.rows import row_number
from csreader.annotations.disk.sheet import read_sheet
from csreader.annotations.merge.codebook_merge import merge_codebooks
from csreader.annotations.merge.outline_merge import merged_outlines
from csreader.annotations.merge.sheet_merge import merge_sheets
from csreader.annotations.merge.threeway import (
    ABSENT,
    CLASH,
    Row,
    UnmergeableError,
    canonical,
    merged_row,
    merged_value,
    same,
)
from csreader.annotations.tags.codebook import read_codebook, unnamed_id

__all__ = ["Merged", "UnmergeableError", "merge_files", "read_file"]

_ANNOTATIONS, _TAGS = "annotations", "tags"


@dataclass(frozen=True, slots=True)
class Merged:
    """What two versions of a file become."""

    tables: Tables
    kept: tuple[str, ...] = ()
    """Phrases that say what both had changed, and what became of it."""


def read_file(tables: Tables | None) -> None:
    """Makes sure that tables are those of an annotation file or a codebook.

    Raises:
        NewerFormatError: If a later version wrote them.
        ShapeError: If anything in them is not what the format says.
    """
    if tables is not None and is_codebook(tables):
        read_codebook(tables)
    else:
        read_sheet(tables, "", "")


def merge_files(base: Tables | None, ours: Tables | None, theirs: Tables | None) -> Merged:
    """Merges two versions of a file of tables.

    Args:
        base: The version both came from; None where there was none.
        ours: One side's; None for an empty file, which says nothing.
        theirs: The other side's.

    Returns:
        The merged tables; tables and fields that csreader does not know are merged too.

    Raises:
        UnmergeableError: If the two are not versions of one file.
        ShapeError: If one is no annotation file or codebook.
    """
    for tables in (base, ours, theirs):
        read_file(tables)
    before, left, right = base or {}, ours or {}, theirs or {}
    if not (left and right):
        return Merged(left or right)
    if same_tables(left, right):
        return Merged(min(left, right, key=json.dumps))
    if same_tables(right, before):
        return Merged(left)
    if same_tables(left, before):
        return Merged(right)
    if is_codebook(left) != is_codebook(right):
        raise UnmergeableError("one version is a codebook, and the other is none")
    merged: dict[str, dict[str, Any]] = {}
    known = _TAGS if is_codebook(left) else _ANNOTATIONS
    if known == _TAGS:
        merged["meta"] = _merged_table(*(side.get("meta", {}) for side in (before, left, right)))
        rows, kept = merge_codebooks(before, left, right)
    else:
        meta, rows, kept = merge_sheets(before, left, right)
        merged["meta"] = {_meta_number(left, right): meta}
    merged[known] = _numbered(rows, known, before, left, right)
    for name in {*left, *right} - {"meta", known}:
        sides = [side.get(name, ABSENT) for side in (before, left, right)]
        if ABSENT in sides[1:] and merged_value(*sides) is ABSENT:
            continue
        merged[name] = _merged_table(*(side.get(name, {}) for side in (before, left, right)))
    if known == _ANNOTATIONS:
        outlines = merged_outlines(rows, left, right)
        merged[OUTLINES] = outline_rows(outlines, merged.get(OUTLINES, {}))
        if not merged[OUTLINES]:
            del merged[OUTLINES]
    tables = {
        name: merged[name] for name in sorted(merged, key=lambda name: (name != "meta", name))
    }
    read_file(tables)
    return Merged(tables, tuple(kept))


def is_codebook(tables: Tables) -> bool:
    """Whether tables are a codebook's."""
    return _TAGS in tables and _ANNOTATIONS not in tables


def same_tables(one: Tables, other: Tables) -> bool:
    """Whether two files say the same, whatever the layout; the order of rows counts."""
    return list(map(list, one.values())) == list(map(list, other.values())) and same(one, other)


def _meta_number(ours: Tables, theirs: Tables) -> str:
    return min([*ours.get("meta", {}), *theirs.get("meta", {}), "1"])


def _merged_table(
    base: Mapping[str, Row], ours: Mapping[str, Row], theirs: Mapping[str, Row]
) -> dict[str, Any]:
    """Merges rows that mean nothing to csreader, by their numbers."""
    rows = {}
    for number in sorted({*ours, *theirs}, key=lambda number: (len(number), number)):
        sides = [table.get(number, ABSENT) for table in (base, ours, theirs)]
        value = merged_value(*sides)
        if value is CLASH:
            there = [side for side in sides[1:] if side is not ABSENT]
            value = (
                there[0]
                if len(there) == 1
                else _merged_fields(base.get(number, {}), ours[number], theirs[number])
            )
        if value is not ABSENT:
            rows[number] = dict(value)
    return rows


def _merged_fields(base: Row, ours: Row, theirs: Row) -> dict[str, Any]:
    def prefer(_name: str, one: Any, other: Any) -> Any:
        return max(one, other, key=canonical)

    return merged_row(base, ours, theirs, special={}, prefer=prefer)


def _numbered(rows: Iterable[Mapping[str, Any]], table: str, *sides: Tables) -> dict[str, Any]:
    """Rows under the numbers they had, or those that follow from their ids."""
    numbers = [
        {row.get("id") or unnamed_id(number): number for number, row in side.get(table, {}).items()}
        for side in sides
    ]
    wanted: dict[str, str] = {}
    listed = {row.get("id", ""): row for row in rows}
    for identity in sorted(listed):
        found = merged_value(*(known.get(identity, ABSENT) for known in numbers))
        if found is CLASH or found is ABSENT:
            had = [known[identity] for known in numbers[1:] if identity in known]
            found = min(had, default=str(row_number(identity)), key=lambda one: (len(one), one))
        wanted[identity] = found
    taken: dict[str, str] = {}
    for identity, number in sorted(wanted.items(), key=lambda pair: (pair[1], pair[0])):
        while number in taken:
            number = str(int(number) + 1)
        taken[number] = identity
    by_identity = {identity: number for number, identity in taken.items()}
    return {by_identity[identity]: dict(row) for identity, row in listed.items()}
