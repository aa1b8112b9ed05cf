"""Changes to tags that go through the coder's files: rename, merge, delete; and their undo.

Renaming and merging write the codebook first: files not written yet read right by the
former names. Other coders' files are left alone, and read by them too. Deleting writes
the files first, so that one that was broken off can be done again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from csreader.annotations.anchoring import brought_up_to
from csreader.annotations.disk.sheet import Sheet
from csreader.annotations.errors import StoreError
from csreader.annotations.model import BookChange, Change, ChangeKind, MarkChange
from csreader.annotations.tags import codebook_edits as edits
from csreader.annotations.tags import codebook_replay, retagging
from csreader.annotations.tags.codebook import Codebook, clean_tag_name
from csreader.annotations.tags.entry_store import EntryStore, there
from csreader.annotations.tags.tag_files import Progress, no_progress, unfinished
from csreader.annotations.views import renamed
from csreader.text.model import ReadingText

ReadingOf = Callable[[str], ReadingText | None]
"""Gives the reading text of a post by its id; None for a post that is gone."""


class TagStore(EntryStore):
    """The annotations of a collection as one coder sees them, and tags to change.

    Args: as `TagFiles`.
    """

    def rename_tag(self, name: str, new: str, progress: Progress = no_progress) -> Change:
        """Gives a tag another path; the tags below it follow.

        Raises:
            UnfinishedError: If some files could not be written; it holds what was done.
            StoreError: If the tag is not there, the name is no good, or it cannot be saved.
        """
        new = clean_tag_name(new)
        message = f'"{name}" renamed "{new}"'
        with self._files.journal.change(lambda: (ChangeKind.BOOK, message)):
            return self._rewrite(
                name, lambda book: edits.rename(book, name, new, self._new_id), message, progress
            )

    def merge_tags(self, name: str, into: str, progress: Progress = no_progress) -> Change:
        """Makes one tag of two: what has the one has the other from now on.

        Raises:
            StoreError: As `rename_tag`.
        """
        message = f'"{name}" merged into "{into}"'

        def edit(book: Codebook) -> Codebook:
            return edits.merge(book, name, there(book, into), self._new_id)

        with self._files.journal.change(lambda: (ChangeKind.BOOK, message)):
            return self._rewrite(name, edit, message, progress, keep_marks=True)

    def delete_tag(self, name: str, progress: Progress = no_progress) -> Change:
        """Takes a tag out of the codebook and off the coder's own annotations.

        An annotation that has no other tag and no note goes. Other coders' marks keep the
        name, which no codebook lists then; the tags below it stay.

        Raises:
            StoreError: As `rename_tag`.
        """
        message = f'tag "{name}" deleted'
        with self._files.journal.change(lambda: (ChangeKind.BOOK, message)):
            return self._delete(name, message, progress)

    def _delete(self, name: str, message: str, progress: Progress) -> Change:
        # Files first: so whether the codebook can be written is asked before.
        self._edit_codebook(lambda book: book)
        now, marks = self._now(), list[MarkChange]()
        made = BookChange((), (), ())
        known = self.codebook(self.overview().tags)
        there(known, name)

        def strip(sheet: Sheet) -> retagging.Result:
            return retagging.without_tag(sheet, known, name, now)

        def edit(book: Codebook) -> Codebook:
            nonlocal made
            after = Codebook(tuple(tag for tag in book.tags if tag.name != name))
            made = edits.difference(book, after)
            return after

        def change(files: int) -> Change:
            done = replace(made, marks=tuple(marks), files=files)
            return Change(ChangeKind.BOOK, message, book=done)

        files = self._each_file(strip, marks, progress, change)
        try:
            self._edit_codebook(edit)
        except StoreError as error:
            raise unfinished(error, change(files)) from error
        # Another window may have put it on something meanwhile.
        files += self._each_file(strip, marks, no_progress, change)
        return change(files)

    # Undo

    def _replay_book(
        self, change: BookChange, reading_of: ReadingOf, *, back: bool, progress: Progress
    ) -> tuple[str, ...]:
        """See `Store.replay`."""
        now, kept_marks = self._now(), 0
        book, _ = codebook_replay.replay(self._files.codebook(), change, back=back)
        by_post: dict[str, list[MarkChange]] = {}
        for one in change.marks:
            by_post.setdefault(one.post, []).append(one)

        def write(post: str, marks: list[MarkChange]) -> None:
            def apply(sheet: Sheet) -> Sheet:
                nonlocal kept_marks
                current, fitting = _together(sheet, marks, reading_of)
                # By the names of after: what is given back means another tag till then.
                current = renamed(current, book)
                after, kept = retagging.replayed(current, fitting, now, back=back)
                kept_marks += kept
                return sheet if after == current else after

            self._files.edit(self._files.path(self.coder, post), self.coder, post, apply)

        def write_all() -> None:
            for number, (post, marks) in enumerate(by_post.items()):
                progress(number, len(by_post))
                write(post, marks)

        kept: list[str] = []

        def edit(disk: Codebook) -> Codebook:
            after, phrases = codebook_replay.replay(disk, change, back=back)
            kept[:] = phrases
            return after

        # Forwards a merge is the codebook's first; all else, the files'.
        if back:
            write_all()
        before = self._files.codebook()
        self._edit_codebook(edit)
        after = self._files.codebook()
        self._each_file(lambda sheet: retagging.rewritten(sheet, before, after), [], progress, None)
        if not back:
            write_all()
        elif codebook_replay.left_over(change, ()) and (
            free := codebook_replay.left_over(change, self._names_in_files())
        ):
            # Under the lock nobody writes one of them.
            self._edit_codebook(
                lambda disk: codebook_replay.forget(disk, free - self._names_in_files())
            )
        if kept_marks:
            passages = "passage" if kept_marks == 1 else "passages"
            kept.append(f"{kept_marks} {passages}, changed since, kept what is new")
        return tuple(kept)

    # Files

    def _rewrite(
        self,
        name: str,
        edit: Callable[[Codebook], Codebook],
        message: str,
        progress: Progress,
        *,
        keep_marks: bool = False,
    ) -> Change:
        """Changes names: the codebook, then the coder's files."""
        used = self.overview().tags
        before, after, made = Codebook(), Codebook(), BookChange((), (), ())

        def apply(book: Codebook) -> Codebook:
            nonlocal before, after, made
            known = book.with_used(used)
            there(known, name)
            before, after = book, edit(known)
            made = edits.difference(book, after)
            return after

        self._edit_codebook(apply)
        if not made.tags:
            return Change(ChangeKind.NOTHING, "no change")
        marks: list[MarkChange] = []

        def change(files: int) -> Change:
            kept = tuple(marks) if keep_marks else ()
            return Change(ChangeKind.BOOK, message, book=replace(made, marks=kept, files=files))

        files = self._each_file(
            lambda sheet: retagging.rewritten(sheet, before, after), marks, progress, change
        )
        return change(files)


def _together(
    sheet: Sheet, marks: list[MarkChange], reading_of: ReadingOf
) -> tuple[Sheet, list[MarkChange]]:
    """A sheet and changes of it that count in one text, as far as that can be had."""
    if all(one.text == sheet.text for one in marks):
        return sheet, marks
    reading = reading_of(sheet.post)
    if reading is None:
        return sheet, marks

    def today(one: MarkChange) -> MarkChange:
        pair = [one.before] if one.after is None else [one.before, one.after]
        found = [
            brought_up_to(Sheet("", one.post, one.text, annotations=(each,)), reading).annotations[
                0
            ]
            for each in pair
        ]
        return replace(one, before=found[0], after=found[1] if one.after is not None else None)

    return brought_up_to(sheet, reading), [today(one) for one in marks]
