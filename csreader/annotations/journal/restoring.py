"""Brings marks back as they were at a time.

What was is made again in today's text and by today's names of tags, as a change like any
other: under the lock, to what is on the disk at that moment, and with a line of its own in
the journal. A mark whose words are the same as then keeps the place that it has.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from csreader.annotations.anchoring import brought_up_to
from csreader.annotations.disk.sheet import Sheet, ordered
from csreader.annotations.errors import BrokenFileError, RefusedError, StoreError
from csreader.annotations.journal.files import read_lines
from csreader.annotations.journal.lines import Line
from csreader.annotations.journal.past import cut_at, ids, last_change, lines_of, sheet_before
from csreader.annotations.model import Annotation, Tag, TextVersion
from csreader.annotations.store import Store
from csreader.annotations.tags.codebook import Codebook
from csreader.annotations.views import refusal, renamed
from csreader.text.characters import one_line
from csreader.text.model import ReadingText

RESTORE = "restore"
"""The kind of the lines of a restore."""

_SHORTEST = 4
"""The fewest characters of an id that stand for it."""

Then = Callable[[Sequence[Line], Sheet], Sheet]
"""Gives a post's sheet of a time, from its lines and what is on the disk."""


class BeforeJournalError(StoreError):
    """A time that the journal does not reach back to."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore of marks does, or did."""

    back: tuple[Annotation, ...] = ()
    """Those that were gone."""
    changed: tuple[tuple[Annotation, Annotation], ...] = ()
    """Those that were others: before and since."""
    gone: tuple[Annotation, ...] = ()
    """Those that were not there at the time."""
    done: bool | None = None
    """Whether the post is done since; None where that stays as it was."""
    orphans: frozenset[str] = frozenset()
    """The ids of those whose passage is not found in today's text; they are kept as orphans."""
    tags: tuple[Tag, ...] = ()
    """The entries of the codebook that come back with the marks."""

    def __bool__(self) -> bool:
        return bool(self.back or self.changed or self.gone or self.done is not None)

    @property
    def phrase(self) -> str:
        """What it does, as a phrase."""
        counted = (
            (len(self.back), "back"),
            (len(self.changed), "as it was" if len(self.changed) == 1 else "as they were"),
            (len(self.gone), "gone"),
        )
        parts = [f"{count} {what}" for count, what in counted if count]
        if self.done is not None:
            parts.append("done" if self.done else "no longer done")
        return ", ".join(parts) or "nothing"


class Restorer(Store):
    """The annotations of a collection as one coder sees them, and what they were.

    Args: as `Store`.
    """

    def lines(self) -> tuple[Line, ...]:
        """The coder's journal.

        Raises:
            StoreError: If it cannot be read.
        """
        try:
            return read_lines(self.root, self.coder)
        except OSError as error:
            reason = one_line(error.strerror or str(error))
            name = one_line(str(error.filename))
            raise StoreError(f"The journal {name} cannot be read: {reason}.") from error

    def restore_post(
        self, post_id: str, reading: ReadingText, at: datetime.datetime, *, dry_run: bool = False
    ) -> Restored:
        """Makes a post's marks, all of them, what they were at a time, and whether it is done.

        Args:
            post_id: The post's id.
            reading: The post's text.
            at: The time.
            dry_run: Whether to only say what would be done.

        Raises:
            BeforeJournalError: If the journal does not reach back so far.
            StoreError: If it cannot be saved.
        """
        expect_reached(self.lines(), at)

        def then(lines: Sequence[Line], disk: Sheet) -> Sheet:
            return sheet_before(lines, disk, cut_at(lines, at))

        return self._restore(post_id, reading, then, f"as at {said(at)}", dry_run=dry_run)

    def restore_mark(
        self,
        post_id: str,
        reading: ReadingText,
        identity: str,
        at: datetime.datetime | None = None,
        *,
        dry_run: bool = False,
    ) -> Restored:
        """Makes a mark what it was at a time, or before its last change or removal.

        Args:
            post_id: The post's id.
            reading: The post's text.
            identity: The mark's id.
            at: The time; None for the moment before its last change.
            dry_run: Whether to only say what would be done.

        Raises:
            BeforeJournalError: If the journal does not reach back so far.
            StoreError: If the mark was not there then, or it cannot be saved.
        """
        if at is not None:
            expect_reached(self.lines(), at)

        def then(lines: Sequence[Line], disk: Sheet) -> Sheet:
            cut = last_change(lines, identity) if at is None else cut_at(lines, at)
            if cut is None:
                raise StoreError(f"The journal tells of no change of {one_line(identity)}.")
            was = sheet_before(lines, disk, cut)
            mark = was.get(identity)
            if mark is None:
                when = f"at {said(at)}" if at is not None else "then, as far as the journal tells"
                raise StoreError(f"There was no mark {one_line(identity)} {when}.")
            return was

        what = f"{identity[:8]} as at {said(at)}" if at else f"{identity[:8]} as it was"
        return self._restore(post_id, reading, then, what, only=identity, dry_run=dry_run)

    def full_id(self, post_id: str, beginning: str) -> str:
        """The id of a mark, of which the beginning is given; the beginning where none fits.

        Raises:
            StoreError: If several marks' ids begin so.
        """
        known = ids(lines_of(self.lines(), post_id), self._sheet(post_id))
        if beginning in known or len(beginning) < _SHORTEST:
            return beginning
        found = sorted(one for one in known if one.startswith(beginning))
        if len(found) > 1:
            raise StoreError(f"{one_line(beginning)} begins {len(found)} ids; write more of it.")
        return found[0] if found else beginning

    def _restore(
        self,
        post_id: str,
        reading: ReadingText,
        then: Then,
        what: str,
        *,
        only: str | None = None,
        dry_run: bool,
    ) -> Restored:
        made: list[Restored] = []
        book = self.codebook()

        def apply(disk: Sheet) -> Sheet:
            was = then(lines_of(self.lines(), post_id), disk)
            now = brought_up_to(renamed(disk, book), reading)
            then_today = brought_up_to(renamed(was, book), reading)
            # Once more: of two marks of one passage that are brought together, each tag once.
            after = brought_up_to(_merged(now, disk, then_today, was, only), reading)
            made[:] = [_compared(now, after)]
            return after if made[0] else disk

        apply(self._sheet(post_id))
        tags = tuple(self._unlisted(made[0], book))
        if made[0] and not dry_run:
            change = self._files.journal.change
            with change(lambda: (RESTORE, f"restored {what}: {made[0].phrase}")):
                self._list_again(tags)
                self._write(post_id, apply)
        return replace(made[0], tags=tags)

    def _sheet(self, post_id: str) -> Sheet:
        path = self._files.path(self.coder, post_id)
        try:
            return self._files.read(path, self.coder, post_id)
        except BrokenFileError as error:
            raise RefusedError(refusal(self._files.problem(error)), path) from error

    def _unlisted(self, restored: Restored, book: Codebook) -> Iterable[Tag]:
        """The entries that marks which come back need, as the journal knows them."""
        marks = (*restored.back, *(after for _, after in restored.changed))
        needed = {tag for one in marks for tag in one.tags if book.get(tag) is None}
        known: dict[str, Tag] = {}
        for line in self.lines() if needed else ():
            for entry in line.tags:
                for tag in (entry.before, entry.after):
                    if tag is not None and tag.name in needed:
                        known[tag.name] = tag
        there = {tag.id for tag in book.tags}
        return [tag for tag in known.values() if tag.id not in there]

    def _list_again(self, tags: Sequence[Tag]) -> None:
        def edit(book: Codebook) -> Codebook:
            missing = [tag for tag in tags if book.get(tag.name) is None]
            keys = {tag.shortcut for tag in book.tags}
            fresh = (replace(tag, shortcut="") if tag.shortcut in keys else tag for tag in missing)
            return Codebook((*book.tags, *fresh))

        if tags:
            self._edit_codebook(edit)


def expect_reached(lines: Sequence[Line], at: datetime.datetime) -> None:
    """Makes sure that a journal reaches back to a time.

    Raises:
        BeforeJournalError: If it does not.
    """
    if not lines:
        raise BeforeJournalError("There is no journal of changes, so nothing can be brought back.")
    first = lines[0].label.time
    if at < first:
        raise BeforeJournalError(
            f"The journal begins at {said(first)}; what was at {said(at)} is not known."
        )


def said(at: datetime.datetime) -> str:
    """A time for a message: local, to the second."""
    return at.astimezone().strftime("%Y-%m-%d %H:%M:%S")


def _merged(now: Sheet, disk: Sheet, then: Sheet, was: Sheet, only: str | None) -> Sheet:
    """Today's sheet with the marks of a time, or one of them.

    Args:
        now: What is on the disk, in today's text.
        disk: What is on the disk.
        then: The sheet of the time, in today's text.
        was: The sheet of the time.
        only: The id of the one mark; None for all.
    """
    in_today = was.text == now.text
    wanted = [_put_back(now, disk, one, in_today=in_today) for one in then.annotations]
    if only is None:
        return replace(now, done=then.done, annotations=ordered(wanted))
    others = [one for one in now.annotations if one.id != only]
    found = [one for one in wanted if one.id == only]
    return replace(now, annotations=ordered([*others, *found]))


def _put_back(now: Sheet, disk: Sheet, one: Annotation, *, in_today: bool) -> Annotation:
    there = now.get(one.id)
    if there is None or (in_today and one.text is None and disk.text == now.text):
        return one
    if (there.quote_was or there.quote) != (one.quote_was or one.quote):
        return one
    # The same words: where they are was found step by step, or said by the coder.
    if (there.tags, there.note) == (one.tags, one.note):
        return there
    return replace(there, tags=one.tags, note=one.note, modified=one.modified)


def _compared(now: Sheet, after: Sheet) -> Restored:
    before = {one.id: one for one in now.annotations}
    since = {one.id: one for one in after.annotations}
    today = after.text
    marks = [one for one in after.annotations if before.get(one.id) != one]
    return Restored(
        tuple(one for one in marks if one.id not in before),
        tuple((before[one.id], one) for one in marks if one.id in before),
        tuple(one for one in now.annotations if one.id not in since),
        after.done if after.done != now.done else None,
        frozenset(one.id for one in marks if _is_elsewhere(one.text, today)),
    )


def _is_elsewhere(text: TextVersion | None, today: TextVersion) -> bool:
    return text is not None and text != today
