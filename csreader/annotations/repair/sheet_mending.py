"""Makes a sound annotation file of what is left of a damaged one.

Where one annotation has two forms (a merge left open, a row that stands twice), they are
joined: all tags, both notes, the passage that was changed last. Where two have nothing in
common but the id, the second gets one of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from csreader.annotations.disk.jsonfile import Tables
from csreader.annotations.disk.outlines import OUTLINES, read_outline_row
from csreader.annotations.disk.rows import ShapeError
from csreader.annotations.disk.sheet import OWN_TEXT, annotation_row, read_annotation, read_sheet
from csreader.annotations.model import Annotation
from csreader.annotations.repair.mending import (
    Mended,
    is_meta,
    numbered,
    reason,
    rows_of,
    sound_fields,
)
from csreader.annotations.repair.salvage import Row
from csreader.text.characters import one_line

_PASSAGE = {"id": "x", "start": 0, "end": 1, "quote": "x"}

Found = dict[str, tuple[Annotation, Row]]
"""Annotations by id, each with the row it was read from."""


def mend_sheet(data: bytes, new_id: Callable[[], str]) -> Mended:
    """What is left of a damaged annotation file.

    Args:
        data: The file's bytes.
        new_id: Gives an id to an annotation that has lost its own.

    Returns:
        Tables whose `meta` holds what was found of it: coder and post may be missing.

    Raises:
        NewerFormatError: If a later version wrote the file.
    """
    mended = Mended()
    found: Found = {}
    metas: list[dict[str, Any]] = []
    others: Tables = {}
    for text, row in rows_of(data, mended):
        if is_meta(row):
            fields, wrong = sound_fields(row.fields, _expect_meta, {})
            mended.lose_fields(text, row, wrong)
            metas.append(fields)
        elif row.table in ("", "annotations", "_default") or "quote" in row.fields:
            one = _annotation(text, row, mended, new_id)
            if one is not None:
                _take(found, one, row, mended, new_id)
        elif row.table == OUTLINES and (wrong_with := _outline_problem(row)):
            mended.lose(text, row, wrong_with)
        elif row.name.isdecimal() and not row.torn:
            others.setdefault(row.table, {})[row.name] = dict(row.fields)
        else:
            mended.lose(text, row, "it belongs to no table")
    if metas:
        mended.tables["meta"] = {"1": _meta(metas, mended)}
    if found:
        mended.tables["annotations"] = numbered(
            (row, annotation_row(one)) for one, row in sorted(found.values(), key=_place)
        )
    mended.tables.update(others)
    mended.rows = len(found)
    return mended


def _annotation(
    text: str, row: Row, mended: Mended, new_id: Callable[[], str]
) -> Annotation | None:
    fields, wrong = sound_fields(row.fields, read_annotation, _PASSAGE)
    unnamed = "quote" in fields and fields.get("id", "") == ""
    if unnamed:
        fields["id"] = new_id()
    try:
        one = read_annotation(row.name, fields)
    except ShapeError as error:
        mended.lose(text, row, reason(error))
        return None
    if not one.tags and not one.note:
        mended.lose(text, row, "neither a tag nor a note is left of it")
        return None
    mended.lose_fields(text, row, wrong)
    if unnamed:
        mended.notes.append("an annotation without an id given one")
    return one


def _take(
    found: Found, one: Annotation, row: Row, mended: Mended, new_id: Callable[[], str]
) -> None:
    known = found.get(one.id)
    if known is None:
        found[one.id] = one, row
        return
    if known[0] == one:
        return
    if max(known[0].start, one.start) < min(known[0].end, one.end):
        found[one.id] = _joined(known[0], one), known[1]
        mended.notes.append(f"two forms of the annotation {one_line(one.id)} joined")
        return
    given = new_id()
    found[given] = replace(one, id=given), replace(row, name="")
    mended.notes.append(f"of two annotations with the id {one_line(one.id)} one given another")


def _outline_problem(row: Row) -> str:
    """What is wrong with a former text's outline; empty where nothing is."""
    if row.torn:
        return "it breaks off"
    try:
        read_outline_row(row.name, row.fields)
    except ShapeError as error:
        return reason(error)
    return ""


def _place(found: tuple[Annotation, Row]) -> tuple[int, int, str]:
    return found[0].start, found[0].end, found[0].id


def _joined(one: Annotation, two: Annotation) -> Annotation:
    newer = two if two.modified > one.modified else one
    return replace(
        newer,
        tags=tuple(dict.fromkeys((*one.tags, *two.tags))),
        note="\n\n".join(note for note in dict.fromkeys((one.note, two.note)) if note),
        created=min(one.created, two.created),
    )


def _meta(metas: list[dict[str, Any]], mended: Mended) -> dict[str, Any]:
    """One description of a file from those that were found; the first one's word counts."""
    merged: dict[str, Any] = {}
    for meta in metas:
        merged = {**meta, **merged}
    if len({tuple(meta.get(name) for name in OWN_TEXT) for meta in metas}) > 1:
        # No one text is known that all the places count in: words tell where they are.
        for name in OWN_TEXT:
            merged.pop(name, None)
    if len({meta.get("done", False) for meta in metas}) > 1:
        merged["done"] = True
        mended.notes.append("the post taken for done, as one of two has it")
    return merged


def _expect_meta(_number: str, fields: Mapping[str, Any]) -> None:
    read_sheet({"meta": {"1": dict(fields)}}, "", "")
