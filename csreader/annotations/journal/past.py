"""What a post's marks were at an earlier moment: pure functions of lines and of what is there.

The way back begins with what is on the disk, and each line since, the newest first, puts
back what it found (`before`, which was read from the disk). A mark that is neither on the
disk nor in any of those lines went in some other way, such as with its file; it is as the
last line before the moment left it.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from csreader.annotations.disk.sheet import (
    OWN_TEXT,
    Sheet,
    annotation_row,
    ordered,
    read_annotation,
    text_fields,
)
from csreader.annotations.journal.lines import Line, MarkEntry, Row, is_whole
from csreader.annotations.journal.recording import SET_ASIDE
from csreader.annotations.model import TextVersion

_Rows = dict[str, Row | None]
"""Marks by id; None for one that is known not to be there."""


def cut_at(lines: Sequence[Line], at: datetime.datetime) -> int:
    """How many lines are of a time or before."""
    return bisect_right(lines, at, key=lambda line: line.label.time)


def lines_of(lines: Iterable[Line], post: str) -> tuple[Line, ...]:
    """The lines about a post's marks, also those under the names that it had."""
    found = []
    for line in reversed(tuple(lines)):
        if line.post == post:
            found.append(line)
            post = line.was_post or post
    return tuple(reversed(found))


def sheet_before(lines: Sequence[Line], disk: Sheet, cut: int) -> Sheet:
    """A post's sheet as it was before some lines.

    Args:
        lines: All of the post's, in order.
        disk: As it is on the disk.
        cut: How many of the lines are of the time that is asked for, or before.

    Returns:
        The sheet, whose annotations count in the text of that time.
    """
    rows: _Rows = {one.id: _row(one.id, disk) for one in disk.annotations}
    text, done = disk.text, disk.done
    for line in reversed(lines[cut:]):
        if line.label.kind == SET_ASIDE:
            rows.clear()
            continue
        text = line.text_was or line.text or text
        done = line.done[0] if line.done is not None else done
        for entry in line.marks:
            _turn_back(rows, entry)
    left, known_done = _forwards(lines[:cut])
    blank = not disk.annotations and not disk.text.sha256
    if blank and not lines[cut:]:
        done = known_done
        text = next((line.text for line in reversed(lines) if line.text is not None), text)
    for identity, (row, counted) in left.items():
        if identity not in rows:
            own = {} if counted == text or OWN_TEXT[0] in row else text_fields(counted)
            rows[identity] = {**row, **own}
    outlines = _outlines(lines, disk)
    annotations = []
    for identity, known in rows.items():
        if known is None:
            continue
        one = read_annotation(identity, {**known, "id": identity})
        own_text = one.text and _with_outline(one.text, outlines)
        annotations.append(replace(one, text=None if own_text == text else own_text))
    return Sheet(disk.coder, disk.post, _with_outline(text, outlines), done, ordered(annotations))


def last_change(lines: Sequence[Line], identity: str) -> int | None:
    """Where the last line is that changed a mark, or removed it; None where none did.

    That its passage was found anew, in a text that had changed, is no change of it.
    """
    for at in range(len(lines) - 1, -1, -1):
        for one in lines[at].marks:
            if one.id == identity and one.before is not None and _is_changed(lines[at], one):
                return at
    return None


def ids(lines: Iterable[Line], disk: Sheet) -> set[str]:
    """The ids of all marks that are there or that lines tell of."""
    return {one.id for line in lines for one in line.marks} | {one.id for one in disk.annotations}


def _is_changed(line: Line, one: MarkEntry) -> bool:
    if one.before is None or one.after is None or {"tags", "note"} & set(one.after):
        return True
    return line.text_was is None and bool({"start", "end", "quote", "quote_was"} & set(one.after))


def _row(identity: str, sheet: Sheet) -> Row:
    one = sheet.get(identity)
    assert one is not None
    return annotation_row(one)


def _turn_back(rows: _Rows, entry: MarkEntry) -> None:
    before = entry.before
    now = rows.get(entry.id)
    if before is None or is_whole(before):
        rows[entry.id] = before
    elif now is not None:
        rows[entry.id] = _changed(now, before)
    else:
        # It went in some other way since: lines before may tell the rest of it.
        rows.pop(entry.id, None)


def _forwards(lines: Iterable[Line]) -> tuple[dict[str, tuple[Row, TextVersion]], bool]:
    """What lines say is there after them, with the text it counts in; and whether it is done."""
    known: dict[str, tuple[Row, TextVersion]] = {}
    done = False
    for line in lines:
        if line.label.kind == SET_ASIDE:
            known.clear()
        done = line.done[1] if line.done is not None else done
        text = line.text or TextVersion()
        for one in line.marks:
            if one.after is None:
                known.pop(one.id, None)
                continue
            start = one.before if is_whole(one.before) else known.get(one.id, ({}, text))[0]
            row = _changed(start or {}, one.after)
            if is_whole(row):
                known[one.id] = row, text
    return known, done


def _changed(row: Row, fields: Row) -> Row:
    together = {**row, **fields}
    return {name: value for name, value in together.items() if value is not None}


def _outlines(lines: Iterable[Line], disk: Sheet) -> Mapping[TextVersion, TextVersion]:
    """The texts whose outline is known, by themselves."""
    found = [text for line in lines for text in (line.text_was, line.text) if text is not None]
    own = [one.text for one in disk.annotations if one.text is not None]
    return {text: text for text in (*found, *own, disk.text) if text.outline}


def _with_outline(text: TextVersion, known: Mapping[TextVersion, TextVersion]) -> TextVersion:
    return text if text.outline else known.get(text, text)
