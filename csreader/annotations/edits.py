"""What a command makes of a sheet: pure functions from a sheet to a sheet and a change.

Every sheet here counts in today's text (`anchoring.brought_up_to`). The rules: an
annotation has a tag or a note; the same tag on the same passage twice is one; a new tag
on a passage that the coder has annotated already joins that annotation, unless it comes
with another note.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from csreader.annotations.disk.sheet import Sheet, ordered
from csreader.annotations.errors import UnknownAnnotationError
from csreader.annotations.merging import merge, named
from csreader.annotations.model import Annotation, Change, ChangeKind
from csreader.annotations.selectors import Selector, at_passage
from csreader.text.characters import one_line

Result = tuple[Sheet, Change]

_QUOTED = 30
"""Code points of a quote that a message shows."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What makes new annotations: the time, and new ids."""

    now: str
    new_id: Callable[[], str]


def add(sheet: Sheet, where: Selector, tags: Sequence[str], note: str, stamp: Stamp) -> Result:
    """Adds tags or a note, or both, to a passage."""
    same = [one for one in sheet.annotations if _is_at(one, where)]
    there = {tag for one in same for tag in one.tags}
    fresh = tuple(tag for tag in dict.fromkeys(tags) if tag not in there)
    doubled = [tag for tag in dict.fromkeys(tags) if tag in there]
    host = next((one for one in same if not note or one.note in ("", note)), None)
    if host is not None:
        after = replace(host, tags=(*host.tags, *fresh), note=note or host.note)
        if after == host:
            return sheet, _nothing(sheet, f"{_there(doubled)} on {short(where.quote)} already")
        return _changed(sheet, host, replace(after, modified=stamp.now), doubled)
    new = Annotation(
        stamp.new_id(),
        where.start,
        where.end,
        where.quote,
        where.prefix,
        where.suffix,
        fresh,
        note,
        where.line,
        stamp.now,
        stamp.now,
    )
    return _changed(sheet, None, new, doubled)


def toggle(sheet: Sheet, where: Selector, tag: str, stamp: Stamp) -> Result:
    """Takes a tag off a passage that has it, else puts it on."""
    for one in sheet.annotations:
        if _is_at(one, where) and tag in one.tags:
            tags = tuple(other for other in one.tags if other != tag)
            return update(sheet, one, replace(one, tags=tags), None, stamp)
    return add(sheet, where, [tag], "", stamp)


def update(
    sheet: Sheet, base: Annotation, wanted: Annotation, where: Selector | None, stamp: Stamp
) -> Result:
    """Makes of an annotation what is wanted.

    Args:
        sheet: The sheet as it is on disk.
        base: The annotation as whoever wants it saw it; what differs on disk is another
            window's and stays.
        wanted: What it shall be; without tags and note it goes.
        where: Where its passage shall be; None leaves it.
        stamp: The time.

    Raises:
        UnknownAnnotationError: If it is not there.
    """
    disk = own(sheet, base.id)
    merged = merge(disk, base, wanted, join_notes=True)
    after = merged.annotation
    if after is not None and where is not None:
        after = at_passage(after, where)
    after, doubled = _settled(sheet, after)
    if after == disk:
        phrase = f"{_there(doubled)} on {short(disk.quote)} already" if doubled else "no change"
        return sheet, _nothing(sheet, phrase)
    if after is not None:
        after = replace(after, modified=stamp.now)
    return _changed(sheet, disk, after, doubled)


def remove(sheet: Sheet, annotation_id: str, base: Annotation | None, stamp: Stamp) -> Result:
    """Removes an annotation; with a base, what another window added since stays.

    Raises:
        UnknownAnnotationError: If it is not there.
    """
    disk = own(sheet, annotation_id)
    left = merge(disk, base or disk, None).annotation
    if left is not None:
        left = replace(left, modified=stamp.now)
    return _changed(sheet, disk, left, [])


def accept(sheet: Sheet, annotation_id: str, stamp: Stamp) -> Result:
    """Takes the words that a passage has today for those that were marked.

    Raises:
        UnknownAnnotationError: If the annotation is not there.
    """
    disk = own(sheet, annotation_id)
    if not disk.quote_was:
        return sheet, _nothing(sheet, f"the words of {short(disk.quote)} are those marked")
    return _changed(sheet, disk, replace(disk, quote_was="", modified=stamp.now), [])


def set_done(sheet: Sheet, done: bool) -> Result:
    """Marks a post done, or no longer done."""
    if sheet.done == done:
        return sheet, _nothing(sheet, f"{_done(done)} already: {one_line(sheet.post)}")
    change = Change(
        ChangeKind.DONE,
        f"{_done(done)}: {one_line(sheet.post)}",
        sheet.post,
        done_before=sheet.done,
        done_after=done,
        text=sheet.text,
    )
    return replace(sheet, done=done), change


def replay(sheet: Sheet, change: Change, stamp: Stamp, *, back: bool) -> tuple[Sheet, list[str]]:
    """Applies a change, or its inverse, to a sheet as it is on disk, by id and field.

    Args:
        sheet: The sheet as it is on disk.
        change: A change to annotations or to done.
        stamp: The time.
        back: Whether to apply the inverse.

    Returns:
        The sheet after, and phrases that say what another has changed since.
    """
    if change.kind is ChangeKind.DONE:
        old, new = change.done_before, change.done_after
        old, new = (new, old) if back else (old, new)
        kept = [] if sheet.done == old else ["it was changed since"]
        return replace(sheet, done=new), kept
    before, after = change.before, change.after
    start, goal = (after, before) if back else (before, after)
    known = start or goal
    if known is None:
        return sheet, []
    disk = sheet.get(known.id)
    merged = merge(disk, start, goal)
    kept = list(merged.kept)
    wanted, doubled = _settled(sheet, merged.annotation)
    if doubled:
        kept.append(f"{_there(doubled)} there by another annotation")
    if wanted is not None and wanted != disk:
        same_again = goal is not None and replace(wanted, modified=goal.modified) == goal
        wanted = goal if same_again else replace(wanted, modified=stamp.now)
    if disk is None and start is not None and goal is None:
        kept.append("it was removed since")
    return _with(sheet, known.id, wanted), kept


def own(sheet: Sheet, annotation_id: str) -> Annotation:
    """An annotation of a sheet.

    Raises:
        UnknownAnnotationError: If it is not there.
    """
    found = sheet.get(annotation_id)
    if found is None:
        raise UnknownAnnotationError(
            f"{one_line(sheet.coder)} has no annotation {one_line(annotation_id)} "
            f"on {one_line(sheet.post)}.",
            annotation_id,
        )
    return found


def short(quote: str) -> str:
    """A quote's first words in quotation marks, for a message."""
    line = " ".join(one_line(quote).split())
    if len(line) > _QUOTED:
        cut = line[: _QUOTED + 1].rpartition(" ")[0] or line[:_QUOTED]
        line = f"{cut}…"
    return f'"{line}"'


def _is_at(one: Annotation, where: Selector) -> bool:
    # The quote too: an orphan's offsets count in a former text.
    return (one.start, one.end, one.quote) == (where.start, where.end, where.quote)


def _settled(sheet: Sheet, one: Annotation | None) -> tuple[Annotation | None, list[str]]:
    """An annotation without the tags that the same passage has from another, and those."""
    if one is None:
        return None, []
    there = {
        tag
        for other in sheet.annotations
        if other.id != one.id
        and (other.start, other.end, other.quote) == (one.start, one.end, one.quote)
        for tag in other.tags
    }
    doubled = [tag for tag in one.tags if tag in there]
    if not doubled:
        return one, []
    left = tuple(tag for tag in one.tags if tag not in there)
    return (replace(one, tags=left) if left or one.note else None), doubled


def _with(sheet: Sheet, annotation_id: str, one: Annotation | None) -> Sheet:
    others = [other for other in sheet.annotations if other.id != annotation_id]
    return replace(sheet, annotations=ordered(others if one is None else [*others, one]))


def _changed(
    sheet: Sheet, before: Annotation | None, after: Annotation | None, doubled: list[str]
) -> Result:
    known = after or before
    assert known is not None
    phrase = _phrase(before, after)
    if doubled:
        phrase += f"; {_there(doubled)} there already"
    kind = ChangeKind.UPDATE if after else ChangeKind.REMOVE
    if before is None:
        kind = ChangeKind.ADD
    change = Change(kind, phrase, sheet.post, before, after, text=sheet.text)
    return _with(sheet, known.id, after), change


def _nothing(sheet: Sheet, phrase: str) -> Change:
    return Change(ChangeKind.NOTHING, phrase, sheet.post, text=sheet.text)


def _there(tags: list[str]) -> str:
    return f"{named(tags)} {'is' if len(tags) == 1 else 'are'}" if tags else "that note is"


def _done(done: bool) -> str:
    return "done" if done else "no longer done"


def _phrase(before: Annotation | None, after: Annotation | None) -> str:
    if after is None:
        assert before is not None
        what = named(before.tags) if before.tags else "note"
        return f"removal of {what} on {short(before.quote)}"
    old = before or replace(after, tags=(), note="")
    on = short(after.quote)
    come = [tag for tag in after.tags if tag not in old.tags]
    gone = [tag for tag in old.tags if tag not in after.tags]
    parts = []
    if come:
        parts.append(f"{named(come)} on {on}")
    if gone:
        parts.append(f"{named(gone)} off {on}")
    if after.note != old.note:
        done = (
            "note"
            if not old.note
            else "change of the note"
            if after.note
            else "removal of the note"
        )
        parts.append(f"{done} on {on}")
    if old.quote_was and not after.quote_was:
        parts.append(f"new words accepted: {on}")
    if (after.start, after.end) != (old.start, old.end):
        parts.append(f"new bounds of {on}")
    return "; ".join(parts) or f"annotation of {on}"
