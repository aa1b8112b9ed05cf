"""Makes a sound codebook of what is left of a damaged one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from csreader.annotations.disk.rows import ShapeError
from csreader.annotations.disk.sheet import FORMAT
from csreader.annotations.model import Tag
from csreader.annotations.repair.mending import (
    Mended,
    is_meta,
    numbered,
    reason,
    rows_of,
    sound_fields,
)
from csreader.annotations.repair.salvage import Row
from csreader.annotations.tags.codebook import read_tag, tag_row


def mend_codebook(data: bytes) -> Mended:
    """What is left of a damaged codebook, the tags in their order.

    Two entries with one id or one name are joined: the first one's colour, all former names.

    Args:
        data: The file's bytes.

    Raises:
        NewerFormatError: If a later version wrote the file.
    """
    mended = Mended()
    found: list[tuple[Tag, Row]] = []
    meta: dict[str, Any] = {}
    for text, row in rows_of(data, mended):
        if is_meta(row):
            meta = {**row.fields, **meta}
            continue
        fields, wrong = sound_fields(row.fields, read_tag, {"name": "x"})
        try:
            tag = read_tag(row.name or "0", fields)
        except ShapeError as error:
            mended.lose(text, row, reason(error))
            continue
        mended.lose_fields(text, row, wrong)
        _take(found, tag, row, mended)
    mended.tables["meta"] = {"1": {**meta, "format": FORMAT}}
    if found:
        mended.tables["tags"] = numbered((row, tag_row(tag)) for tag, row in found)
    mended.rows = len(found)
    return mended


def _take(found: list[tuple[Tag, Row]], tag: Tag, row: Row, mended: Mended) -> None:
    for at, (known, first) in enumerate(found):
        if tag.id != known.id and tag.name != known.name:
            continue
        if tag != known:
            found[at] = _joined(known, tag), first
            mended.notes.append(f'two forms of the tag "{known.name}" joined')
        return
    found.append((tag, row))


def _joined(one: Tag, two: Tag) -> Tag:
    names = dict.fromkeys((*one.was, *two.was, two.name))
    return replace(
        one,
        description=one.description or two.description,
        shortcut=one.shortcut or two.shortcut,
        was=tuple(name for name in names if name != one.name),
    )
