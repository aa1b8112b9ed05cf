"""Changes to tags that go through the coder's files: rename, merge, delete; and their undo.

Renaming and merging write the codebook first: files not written yet read right by the
former names. Other coders' files are left alone, and read by them too. Deleting writes
the files first, so that one that was broken off can be done again.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from csreader.annotations import codebook_edits as edits
from csreader.annotations import codebook_replay, codebook_tree, retagging
from csreader.annotations.anchoring import brought_up_to
from csreader.annotations.codebook import Codebook, clean_color, clean_tag_name
from csreader.annotations.codebook_store import CodebookStore, clean_note, new_uuid
from csreader.annotations.errors import StoreError, TagNameError, UnfinishedError
from csreader.annotations.model import BookChange, Change, ChangeKind, MarkChange
from csreader.annotations.paths import coder_folder, same_name
from csreader.annotations.sheet import Sheet
from csreader.annotations.storage import LOCK_TIMEOUT
from csreader.annotations.views import renamed
from csreader.text.model import ReadingText

Progress = Callable[[int, int], None]
"""Is told how many files are done, of how many."""
ReadingOf = Callable[[str], ReadingText | None]
"""Gives the reading text of a post by its id; None for a post that is gone."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How many passages have some tags."""

    own: int = 0
    """The acting coder's."""
    others: int = 0
    alone: int = 0
    """Those of the coder's own that have nothing but these tags, not even a note."""
    posts: int = 0
    """In how many posts."""

    @property
    def all(self) -> int:
        """Over all coders."""
        return self.own + self.others


def _no_progress(_done: int, _of: int) -> None:
    pass


class TagStore(CodebookStore):
    """The annotations of a collection as one coder sees them, and tags to change.

    Args:
        root: The collection's root.
        coder: Who marks.
        clock: Gives the time of a change.
        new_id: Gives the id of a new tag.
        lock_timeout: How many seconds to wait for another process's save.
    """

    def __init__(
        self,
        root: Path,
        coder: str,
        *,
        clock: Callable[[], datetime.datetime],
        new_id: Callable[[], str] = new_uuid,
        lock_timeout: float = LOCK_TIMEOUT,
    ) -> None:
        super().__init__(root, coder, new_id=new_id, lock_timeout=lock_timeout)
        self._clock = clock

    def reach(self, name: str, *, below: bool = False) -> Reach:
        """How many passages have a tag, or also one below it. For a thread where there are many."""
        book = self.codebook()
        own = others = alone = 0
        posts: set[str] = set()
        for path, sheet in self._sheets():
            counted = self._counted(path, sheet, book)
            names = {one for one in counted if one == name}
            if below:
                names.update(codebook_tree.below(name, counted))
            if not names:
                continue
            having = [one for one in renamed(sheet, book).annotations if names & set(one.tags)]
            posts.add(sheet.post)
            if not same_name(sheet.coder, self.coder):
                others += len(having)
                continue
            own += len(having)
            alone += sum(names.issuperset(one.tags) and not one.note for one in having)
        return Reach(own, others, alone, len(posts))

    def rename_tag(self, name: str, new: str, progress: Progress = _no_progress) -> Change:
        """Gives a tag another path; the tags below it follow.

        Raises:
            UnfinishedError: If some files could not be written; it holds what was done.
            StoreError: If the tag is not there, the name is no good, or it cannot be saved.
        """
        new = clean_tag_name(new)
        message = f'"{name}" renamed "{new}"'
        return self._rewrite(
            name, lambda book: edits.rename(book, name, new, self._new_id), message, progress
        )

    def merge_tags(self, name: str, into: str, progress: Progress = _no_progress) -> Change:
        """Makes one tag of two: what has the one has the other from now on.

        Raises:
            StoreError: As `rename_tag`.
        """
        message = f'"{name}" merged into "{into}"'

        def edit(book: Codebook) -> Codebook:
            return edits.merge(book, name, _there(book, into), self._new_id)

        return self._rewrite(name, edit, message, progress, keep_marks=True)

    def delete_tag(self, name: str, progress: Progress = _no_progress) -> Change:
        """Takes a tag out of the codebook and off the coder's own annotations.

        An annotation that has no other tag and no note goes. Other coders' marks keep the
        name, which no codebook lists then; the tags below it stay.

        Raises:
            StoreError: As `rename_tag`.
        """
        # Files first: so whether the codebook can be written is asked before.
        self._edit_codebook(lambda book: book)
        now, marks = self._now(), list[MarkChange]()
        made = BookChange((), (), ())
        known = self.codebook(self.overview().tags)
        _there(known, name)

        def strip(sheet: Sheet) -> retagging.Result:
            return retagging.without_tag(sheet, known, name, now)

        def edit(book: Codebook) -> Codebook:
            nonlocal made
            after = Codebook(tuple(tag for tag in book.tags if tag.name != name))
            made = edits.difference(book, after)
            return after

        def change(files: int) -> Change:
            done = replace(made, marks=tuple(marks), files=files)
            return Change(ChangeKind.BOOK, f'tag "{name}" deleted', book=done)

        files = self._each_file(strip, marks, progress, change)
        try:
            self._edit_codebook(edit)
        except StoreError as error:
            raise _unfinished(error, change(files)) from error
        # Another window may have put it on something meanwhile.
        files += self._each_file(strip, marks, _no_progress, change)
        return change(files)

    def change_tag(
        self, name: str, *, color: str | None = None, description: str | None = None
    ) -> Change:
        """Gives a tag another colour or description.

        Raises:
            StoreError: If the tag is not there, the colour is none, or it cannot be saved.
        """
        fields, what = dict[str, str](), list[str]()
        if color is not None:
            fields["color"] = clean_color(color)
            what.append("new colour")
        if description is not None:
            fields["description"] = clean_note(description)
            what.append("new description")
        message = f'{" and ".join(what)} for "{name}"'
        return self._change_book(
            name, lambda book: edits.changed(book, name, self._new_id, **fields), message
        )

    def set_shortcut(self, name: str, sign: str) -> Change:
        """Gives a tag a digit from 1 to 9 or a letter from a to z; an empty sign takes it away.

        Raises:
            StoreError: If the tag is not there, the sign is none, or it cannot be saved.
        """
        if sign and sign not in edits.SIGNS:
            raise TagNameError("A tag's key is a digit from 1 to 9 or a letter from a to z.")
        had = edits.holder(self.codebook(), sign) if sign else None
        message = f'key {sign} for "{name}"' if sign else f'no key of its own for "{name}"'
        if had is not None and had.name != name:
            message += f'; "{had.name}" had it'
        return self._change_book(
            name, lambda book: edits.with_shortcut(book, name, sign, self._new_id), message
        )

    def move_tag(self, name: str, step: int) -> Change:
        """Moves a tag, with those below it, before (-1) or behind (1) its neighbour of one level.

        Raises:
            StoreError: If it is not there, or it cannot be saved.
        """
        made: list[BookChange] = []

        def edit(book: Codebook) -> Codebook:
            after = Codebook(codebook_tree.moved(book.tags, name, step))
            made.append(edits.difference(book, after))
            return after

        self._edit_codebook(edit)
        if made[0].order_before == made[0].order_after:
            ending = "first" if step < 0 else "last"
            return Change(ChangeKind.NOTHING, f'"{name}" is the {ending} of its level')
        where = "up" if step < 0 else "down"
        return Change(ChangeKind.BOOK, f'"{name}" moved {where}', book=made[0])

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

    def _change_book(self, name: str, edit: Callable[[Codebook], Codebook], message: str) -> Change:
        """Changes the codebook alone."""
        used = self.overview().tags if self.codebook().get(name) is None else {}
        made: list[BookChange] = []

        def apply(book: Codebook) -> Codebook:
            known = book.with_used(used)
            _there(known, name)
            after = edit(known)
            made.append(edits.difference(book, after))
            return after

        self._edit_codebook(apply)
        if not made[0].tags and made[0].order_before == made[0].order_after:
            return Change(ChangeKind.NOTHING, "no change")
        return Change(ChangeKind.BOOK, message, book=made[0])

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
            _there(known, name)
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

    def _each_file(
        self,
        edit: Callable[[Sheet], retagging.Result],
        marks: list[MarkChange],
        progress: Progress,
        change: Callable[[int], Change] | None,
    ) -> int:
        """Changes those of the coder's own files that an edit changes; how many they were.

        Args:
            edit: What it makes of a sheet.
            marks: Takes what was done to annotations.
            progress: Is told.
            change: Makes the change so far of how many files were written, for an error.

        Raises:
            UnfinishedError: If one cannot be saved, where `change` is given.
            StoreError: If one cannot be saved.
        """
        todo = [(path, sheet) for path, sheet in self._sheets(own=True) if edit(sheet)[0] != sheet]
        for number, (path, sheet) in enumerate(todo):
            progress(number, len(todo))
            done: list[MarkChange] = []

            def apply(disk: Sheet, done: list[MarkChange] = done) -> Sheet:
                after, found = edit(disk)
                done[:] = found
                return after

            try:
                self._files.edit(path, sheet.coder, sheet.post, apply)
            except StoreError as error:
                if change is None:
                    raise
                raise _unfinished(error, change(number)) from error
            marks.extend(done)
        if todo:
            progress(len(todo), len(todo))
        return len(todo)

    def _sheets(self, *, own: bool = False) -> Iterator[tuple[Path, Sheet]]:
        """All files that can be read; with `own`, the acting coder's."""
        mine = coder_folder(self._folder.path, self.coder)
        for path in self._files.sheet_paths():
            if own and not same_name(path.relative_to(self._folder.path).parts[0], mine.name):
                continue
            try:
                sheet = self._files.read_any(path)
            except StoreError:
                continue
            if not own or same_name(sheet.coder, self.coder):
                yield path, sheet

    def _names_in_files(self) -> set[str]:
        """All names of tags as the files hold them."""
        return {tag for _, sheet in self._sheets() for one in sheet.annotations for tag in one.tags}

    def _now(self) -> str:
        return self._clock().astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _there(book: Codebook, name: str) -> str:
    """The name, which has to be a tag's.

    Raises:
        TagNameError: If it is none, or none any more.
    """
    if not any(tag.name == name for tag in book.tags):
        now = book.get(name)
        since = f', it is "{now.name}" now' if now is not None else ""
        raise TagNameError(f'There is no tag "{name}" in the codebook{since}.')
    return name


def _unfinished(error: StoreError, change: Change) -> StoreError:
    """The error with what was done, if anything was."""
    book = change.book
    if book is None or not (book.tags or book.marks or book.files):
        return error
    return UnfinishedError(error, change)


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
