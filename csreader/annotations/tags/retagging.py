"""What a change of the codebook makes of a sheet: pure functions.

Passages stay where they are, and count in the text they counted in. A tag under another
name is the same tag, so `modified` stays; a tag that is taken off is a change.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from csreader.annotations.disk.sheet import Sheet, ordered
from csreader.annotations.merging import merge
from csreader.annotations.model import Annotation, MarkChange
from csreader.annotations.tags.codebook import Codebook
from csreader.annotations.views import renamed

Result = tuple[Sheet, list[MarkChange]]


def rewritten(sheet: Sheet, before: Codebook, after: Codebook) -> Result:
    """A sheet by the names of today, and what that changed for its annotations.

    Args:
        sheet: As it is on disk.
        before: The codebook before the change.
        after: The codebook since.
    """
    old = renamed(sheet, before)
    new = renamed(sheet, after)
    pairs = zip(old.annotations, new.annotations, strict=True)
    touched = {was.id for was, now in pairs if was.tags != now.tags}
    new = _settled(new, touched)
    return new, _differences(old, new)


def without_tag(sheet: Sheet, book: Codebook, name: str, now: str) -> Result:
    """A sheet without a tag; an annotation that has nothing else goes.

    Args:
        sheet: As it is on disk.
        book: The codebook, by which former names are read.
        name: The tag's name of today.
        now: The time of the change.
    """
    old = renamed(sheet, book)
    if not any(name in one.tags for one in old.annotations):
        return sheet, []
    left = []
    for one in old.annotations:
        if name not in one.tags:
            left.append(one)
            continue
        tags = tuple(tag for tag in one.tags if tag != name)
        if tags or one.note:
            left.append(replace(one, tags=tags, modified=now))
    new = replace(old, annotations=tuple(left))
    return new, _differences(old, new)


def replayed(
    sheet: Sheet, changes: Sequence[MarkChange], now: str, *, back: bool
) -> tuple[Sheet, int]:
    """Applies changes, or their inverse, to a sheet as it is on disk, by id and field.

    Args:
        sheet: The sheet; the changes count in the same text.
        changes: What was done to its annotations.
        now: The time.
        back: Whether to apply the inverse.

    Returns:
        The sheet after, and on how many annotations something that was changed since stays.
    """
    found = {one.id: one for one in sheet.annotations}
    kept = 0
    for change in changes:
        start, goal = (change.after, change.before) if back else (change.before, change.after)
        identity = change.before.id
        disk = found.get(identity)
        if disk == start:
            wanted = goal
        else:
            merged = merge(disk, start, goal)
            wanted = merged.annotation
            kept += bool(merged.kept)
            if wanted is not None and wanted != disk:
                same = goal is not None and replace(wanted, modified=goal.modified) == goal
                wanted = goal if same else replace(wanted, modified=now)
        if wanted is None:
            found.pop(identity, None)
        else:
            found[identity] = wanted
    after = replace(sheet, annotations=ordered(found.values()))
    return _settled(after, {change.before.id for change in changes}), kept


def _settled(sheet: Sheet, touched: Iterable[str]) -> Sheet:
    """A sheet in which no touched annotation repeats a tag that its passage has already."""
    ids = set(touched)
    if not ids:
        return sheet
    there: dict[tuple[int, int, str], set[str]] = {}
    for one in sheet.annotations:
        if one.id not in ids:
            there.setdefault(_place(one), set()).update(one.tags)
    settled = []
    for one in sheet.annotations:
        if one.id not in ids:
            settled.append(one)
            continue
        known = there.setdefault(_place(one), set())
        tags = tuple(tag for tag in one.tags if tag not in known)
        known.update(tags)
        if tags == one.tags:
            settled.append(one)
        elif tags or one.note:
            settled.append(replace(one, tags=tags))
    return replace(sheet, annotations=tuple(settled))


def _place(one: Annotation) -> tuple[int, int, str]:
    return one.start, one.end, one.quote


def _differences(old: Sheet, new: Sheet) -> list[MarkChange]:
    left = {one.id: one for one in new.annotations}
    return [
        MarkChange(old.post, one, left.get(one.id), old.text)
        for one in old.annotations
        if left.get(one.id) != one
    ]
