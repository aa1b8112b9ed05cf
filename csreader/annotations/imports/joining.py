"""How marks from a file join a coder's sheet: pure functions from a sheet to a sheet.

What is here stays. A mark whose id is here is the same mark, whatever became of it since;
where the file says something else of it, that is told, and taken only when asked for. The
same tag on the same passage twice is one, as everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from enum import StrEnum

from csreader.annotations.disk.sheet import Sheet, ordered
from csreader.annotations.model import Annotation

Passage = tuple[int, int, str] | tuple[str, str, str]
"""What tells a passage from another: its place and words, or the words around them."""


class Fate(StrEnum):
    """What becomes of a mark of a file."""

    NEW = "new"
    ORPHAN = "orphan"
    """New, and kept without a place."""
    HERE = "here"
    """It is here already, by its id or by its passage and tags."""
    DIFFERENT = "different"
    """It is here with other tags or another note, which stay."""
    UPDATED = "updated"
    """It was here, and has the file's tags and note since."""
    REMOVED = "removed"
    """It was here and was removed; it stays so."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is asked for where a mark is here, or was."""

    update: bool = False
    """Whether a mark that is here takes the file's tags and note."""
    again: bool = False
    """Whether one that was removed here comes back."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A sheet with the marks of a file."""

    sheet: Sheet
    fates: tuple[Fate, ...]
    """Of each mark, in the order given."""
    rows: tuple[tuple[Annotation | None, Annotation], ...] = field(default=())
    """Each mark that is another since, before and after; None where there was none."""


def joined(
    sheet: Sheet,
    marks: Sequence[Annotation],
    *,
    removed: AbstractSet[str] = frozenset(),
    wishes: Wishes = Wishes(),
    now: str = "",
) -> Joined:
    """Adds marks to a sheet.

    Args:
        sheet: A coder's, in today's text and by today's names of tags.
        marks: A file's for the same coder and post, likewise; orphans have a text of
            their own.
        removed: Ids of marks that were here and were removed.
        wishes: What is asked for.
        now: The time of a change, UTC, ISO 8601.
    """
    here = {one.id: one for one in sheet.annotations}
    at_passage: dict[Passage, list[Annotation]] = {}
    for one in sheet.annotations:
        at_passage.setdefault(_passage(one), []).append(one)
    fates, rows = [], []
    for mark in marks:
        there = here.get(mark.id)
        if there is not None:
            others = [one for one in at_passage.get(_passage(there), []) if one is not there]
            fate, after = _same(there, mark, others, wishes, now)
        elif mark.id in removed and not wishes.again:
            fate, after = Fate.REMOVED, None
        else:
            fate, after = _new(mark, at_passage.get(_passage(mark), []))
        fates.append(fate)
        if after is not None:
            rows.append((there, after))
            here[after.id] = after
            same = [one for one in at_passage.get(_passage(after), []) if one.id != after.id]
            at_passage[_passage(after)] = [*same, after]
    if not rows:
        return Joined(sheet, tuple(fates))
    return Joined(replace(sheet, annotations=ordered(here.values())), tuple(fates), tuple(rows))


def _same(
    there: Annotation, mark: Annotation, others: Sequence[Annotation], wishes: Wishes, now: str
) -> tuple[Fate, Annotation | None]:
    """A mark that is here by its id; others of its passage may have some of its tags."""
    taken = {tag for one in others for tag in one.tags} - set(there.tags)
    tags = tuple(tag for tag in mark.tags if tag not in taken)
    if set(there.tags) == set(tags) and there.note == mark.note:
        return Fate.HERE, None
    if not wishes.update or not (tags or mark.note):
        return Fate.DIFFERENT, None
    return Fate.UPDATED, replace(there, tags=tags, note=mark.note, modified=now)


def _new(mark: Annotation, same: Sequence[Annotation]) -> tuple[Fate, Annotation | None]:
    """A mark that is not here by its id, less what its passage has already."""
    there = {tag for one in same for tag in one.tags}
    fresh = tuple(tag for tag in mark.tags if tag not in there)
    noted = any(one.note == mark.note for one in same)
    if not fresh and (not mark.note or noted):
        return Fate.HERE, None
    fate = Fate.NEW if mark.text is None else Fate.ORPHAN
    return fate, mark if fresh == mark.tags else replace(mark, tags=fresh)


def _passage(one: Annotation) -> Passage:
    if one.text is None:
        return one.start, one.end, one.quote
    # An orphan's offsets count in a text that may be another one's, or nobody's.
    return one.prefix, one.suffix, one.quote
