"""Brings an entry of the codebook back as it was at a time, and its use on the coder's marks.

All changes of the tag since then are taken as one, from what the first of them found to
what the last one left, and the inverse of that is applied to what is on the disk, by id
and field, as undo does it. So what another has changed since stays, and is told.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from csreader.annotations.disk.sheet import Sheet, read_annotation
from csreader.annotations.errors import TagNameError
from csreader.annotations.journal.lines import Line, MarkEntry, Row, is_whole
from csreader.annotations.journal.past import cut_at
from csreader.annotations.journal.restoring import RESTORE, Restorer, expect_reached, said
from csreader.annotations.model import Annotation, BookChange, ChangeKind, MarkChange, Tag
from csreader.annotations.model import TextVersion as Text
from csreader.annotations.tags.codebook import Codebook
from csreader.annotations.tags.tag_store import ReadingOf

SheetOf = Callable[[str], Sheet]
"""Gives a post's sheet as it is on the disk."""


@dataclass(frozen=True, slots=True)
class RestoredTag:
    """What a restore of a tag does, or did."""

    entry: Tag | None
    """The entry as it was; None for a tag that the codebook did not list."""
    changed: bool
    """Whether the codebook changes."""
    marks: int
    """How many of the coder's marks have it again, or by its former name."""
    posts: int
    """In how many posts these are."""
    removed: int
    """How many of its marks were removed one by one since, and stay so."""
    kept: tuple[str, ...] = ()
    """Phrases that say what another has changed since, and stays so."""


class TagRestorer(Restorer):
    """The annotations of a collection as one coder sees them, and what its tags were.

    Args: as `Store`.
    """

    def restore_tag(
        self,
        name: str,
        reading_of: ReadingOf,
        at: datetime.datetime | None = None,
        *,
        dry_run: bool = False,
    ) -> RestoredTag:
        """Makes a tag what it was at a time, or before its last change or removal.

        Args:
            name: The tag's name, of that time or of today.
            reading_of: Gives the reading text of a post; None where there is none.
            at: The time; None for the moment before its last change.
            dry_run: Whether to only say what would be done.

        Raises:
            BeforeJournalError: If the journal does not reach back so far.
            StoreError: If there was no such tag, or it cannot be saved.
        """
        lines = self.lines()
        if at is not None:
            expect_reached(lines, at)
        touching = _touching(lines, name)
        since = _before_last(touching, name) if at is None else _after(touching, lines, at)
        book = self._files.codebook()
        pair = _pair(since, name)
        if pair is None and at is None:
            raise TagNameError(f'The journal tells of no change of a tag "{name}".')
        lacking = book.get(name) is None if pair is None else pair[0] is None
        if lacking and not _has(since, name):
            when = f"at {said(at)}" if at is not None else "before its last change"
            raise TagNameError(f'There was no tag "{name}" {when}.')
        change, removed = _composed(since, name, book, self._sheet)
        entry = pair[0] if pair is not None else book.get(name)
        moves = bool(change.tags)
        posts = len({one.post for one in change.marks})
        result = RestoredTag(entry, moves, len(change.marks), posts, removed)
        if dry_run or not (moves or change.marks):
            return result
        when = f"as at {said(at)}" if at is not None else "as it was"
        message = f'restored the tag "{name}" {when}'
        with self._files.journal.change(lambda: (RESTORE, message)):
            kept = self._replay_book(change, reading_of, back=True, progress=lambda _, __: None)
        return replace(result, kept=kept)


def _touching(lines: Sequence[Line], name: str) -> list[list[Line]]:
    """The changes that did something to a tag, each with its lines, in order."""
    changes: dict[str, list[Line]] = {}
    for line in lines:
        changes.setdefault(line.label.change, []).append(line)
    known = {
        tag.id
        for line in lines
        for entry in line.tags
        for tag in (entry.before, entry.after)
        if tag is not None and tag.name == name
    }
    return [one for one in changes.values() if _touches(one, known, name)]


def _touches(change: Sequence[Line], known: set[str], name: str) -> bool:
    if any(tag is not None and tag.id in known for line in change for tag in _tags_of(line)):
        return True
    # A tag that no codebook lists is deleted from the marks alone.
    return change[0].label.kind == ChangeKind.BOOK and any(
        name in _names(one.before) and name not in _names_after(one)
        for line in change
        for one in line.marks
    )


def _tags_of(line: Line) -> Iterable[Tag | None]:
    return (tag for entry in line.tags for tag in (entry.before, entry.after))


def _before_last(touching: list[list[Line]], name: str) -> list[list[Line]]:
    """The changes from the last one on that found the tag there."""
    for at in range(len(touching) - 1, -1, -1):
        pair = _pair(touching[at:], name)
        if pair is None or pair[0] is not None:
            return touching[at:]
    return touching


def _after(
    touching: list[list[Line]], lines: Sequence[Line], at: datetime.datetime
) -> list[list[Line]]:
    later = {line.label.change for line in lines[cut_at(lines, at) :]}
    return [one for one in touching if one[0].label.change in later]


def _pair(changes: Sequence[Sequence[Line]], name: str) -> tuple[Tag | None, Tag | None] | None:
    """A tag's entry before some changes and since; None where they left the codebook alone."""
    pairs = _pairs(changes)
    for before, after in pairs.values():
        if any(tag is not None and tag.name == name for tag in (before, after)):
            return before, after
    for change in changes:
        for line in change:
            for tag in _tags_of(line):
                if tag is not None and tag.name == name:
                    return pairs[tag.id]
    return None


def _pairs(changes: Sequence[Sequence[Line]]) -> dict[str, tuple[Tag | None, Tag | None]]:
    found: dict[str, tuple[Tag | None, Tag | None]] = {}
    for change in changes:
        for line in change:
            for entry in line.tags:
                tag = entry.before or entry.after
                if tag is not None:
                    first = found.get(tag.id, (entry.before, None))[0]
                    found[tag.id] = first, entry.after
    return found


def _has(changes: Sequence[Sequence[Line]], name: str) -> bool:
    """Whether a mark had a tag before some changes."""
    return any(
        name in _names(one.before) for change in changes for line in change for one in line.marks
    )


def _composed(
    changes: Sequence[Sequence[Line]], name: str, book: Codebook, sheet_of: SheetOf
) -> tuple[BookChange, int]:
    """Some changes as one, and how many marks of theirs were removed otherwise since."""
    pairs = tuple(pair for pair in _pairs(changes).values() if pair[0] != pair[1])
    names = {name} | {tag.name for pair in pairs for tag in pair if tag is not None}
    marks: list[MarkChange] = []
    removed = 0
    for post, entries in _entries(changes, names).items():
        sheet = sheet_of(post)
        for first, last, text in entries.values():
            disk = sheet.get(first.id)
            one = _mark_change(post, first, last, disk, sheet.text if disk else text)
            removed += one is None and disk is None and last.after is not None
            if one is not None and one.before != one.after:
                marks.append(one)
    order = tuple(tag.id for tag in book.tags)
    return BookChange(pairs, _order(changes, order), order, tuple(marks)), removed


def _entries(
    changes: Sequence[Sequence[Line]], names: set[str]
) -> dict[str, dict[str, tuple[MarkEntry, MarkEntry, Text]]]:
    """What changes of some tags did to marks, by post and id: the first, the last, the text."""
    found: dict[str, dict[str, tuple[MarkEntry, MarkEntry, Text]]] = {}
    for change in changes:
        for line in change:
            text = line.text_was or line.text or Text()
            for one in line.marks:
                if names & (_names(one.before) ^ _names_after(one)):
                    of_post = found.setdefault(line.post, {})
                    first, _, known = of_post.get(one.id, (one, one, text))
                    of_post[one.id] = first, one, known
    return found


def _mark_change(
    post: str, first: MarkEntry, last: MarkEntry, disk: Annotation | None, text: Text
) -> MarkChange | None:
    """What became of a mark's tags; None where it was not there, or is gone for another reason."""
    if first.before is None:
        return None
    if disk is not None:
        before = _with_tags(disk, first.before)
        return MarkChange(post, before, _with_tags(disk, last.after or {}), text)
    if last.after is not None or not is_whole(first.before):
        return None
    return MarkChange(post, read_annotation("", {**first.before, "id": first.id}), None, text)


def _with_tags(one: Annotation, row: Row) -> Annotation:
    modified = row.get("modified", one.modified)
    return replace(one, tags=tuple(row.get("tags", ())), modified=modified)


def _names(row: Row | None) -> set[str]:
    return set(row.get("tags", ())) if row is not None else set()


def _names_after(one: MarkEntry) -> set[str]:
    # A change that leaves the tags does not name them.
    if one.after is None or "tags" in one.after:
        return _names(one.after)
    return _names(one.before)


def _order(changes: Sequence[Sequence[Line]], order: Sequence[str]) -> tuple[str, ...]:
    """The order of the codebook before some changes, as far as the entries that went tell."""
    ids = list(order)
    for change in reversed(changes):
        for line in reversed(change):
            for entry in line.tags:
                if entry.before is not None and entry.before.id not in ids:
                    ids.insert(entry.at, entry.before.id)
    return tuple(ids)
