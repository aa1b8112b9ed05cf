"""The store: every change of an annotation goes through it to the disk.

Making a store and reading from it writes nothing. Each change is one atomic replace of
one file, made to what is on disk at that moment, and is saved when its method returns.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from csreader.annotations import edits
from csreader.annotations.disk.files import AnnotationFiles
from csreader.annotations.disk.sheet import Sheet
from csreader.annotations.errors import PassageError, StoreError
from csreader.annotations.model import Annotation, Change, ChangeKind
from csreader.annotations.replaying import by_names_of, counting_in
from csreader.annotations.selectors import Selector, describe
from csreader.annotations.sheet_store import SheetStore
from csreader.annotations.tags.codebook_store import clean_note
from csreader.annotations.tags.tag_files import Progress
from csreader.annotations.tags.tag_store import ReadingOf
from csreader.text.model import ReadingText


class Store(SheetStore):
    """The annotations of a collection, as one coder sees and changes them.

    Args: as `SheetStore`.
    """

    def add(
        self,
        post_id: str,
        reading: ReadingText,
        start: int,
        end: int,
        tags: Sequence[str] = (),
        note: str = "",
    ) -> Change:
        """Puts tags and a note on a passage; see `edits` for what joins what.

        Args:
            post_id: The post's id.
            reading: The post's text.
            start: The first code point; blanks at either end are left out.
            end: The code point after the last.
            tags: Names; those that the codebook lacks are added to it.
            note: The note.

        Raises:
            StoreError: If the passage or a name is no good, or it cannot be saved.
        """
        where, note = _selector(reading, start, end), clean_note(note)
        if not tags and not note:
            raise PassageError("An annotation needs a tag or a note.")
        return self._edit_with_tags(
            post_id,
            reading,
            tags,
            lambda names, sheet, stamp: edits.add(sheet, where, names, note, stamp),
        )

    def toggle(self, post_id: str, reading: ReadingText, start: int, end: int, tag: str) -> Change:
        """Takes a tag off a passage that has it, else puts it on.

        Raises:
            StoreError: As `add`.
        """
        where = _selector(reading, start, end)
        return self._edit_with_tags(
            post_id,
            reading,
            [tag],
            lambda names, sheet, stamp: edits.toggle(sheet, where, names[0], stamp),
        )

    def update(
        self,
        post_id: str,
        reading: ReadingText,
        annotation_id: str,
        *,
        tags: Sequence[str] | None = None,
        note: str | None = None,
        start: int | None = None,
        end: int | None = None,
        base: Annotation | None = None,
    ) -> Change:
        """Gives an annotation of the acting coder other tags, another note or other bounds.

        Args:
            post_id: The post's id.
            reading: The post's text.
            annotation_id: Which annotation.
            tags: All its tags from now on; None leaves them.
            note: Its note from now on; None leaves it.
            start: Where its passage begins from now on, with `end`; None leaves it. This
                also puts an orphan back into the text.
            end: The code point after the passage's last.
            base: The annotation as it was shown; what another window has changed since stays.

        Raises:
            StoreError: As `add`, and if the annotation is not there.
        """
        where = None if start is None or end is None else _selector(reading, start, end)

        def edit(names: list[str], sheet: Sheet, stamp: edits.Stamp) -> edits.Result:
            seen = base or edits.own(sheet, annotation_id)
            wanted = replace(
                seen,
                tags=seen.tags if tags is None else tuple(names),
                note=seen.note if note is None else clean_note(note),
            )
            return edits.update(sheet, seen, wanted, where, stamp)

        return self._edit_with_tags(post_id, reading, tags or (), edit)

    def remove(
        self,
        post_id: str,
        reading: ReadingText,
        annotation_id: str,
        *,
        base: Annotation | None = None,
    ) -> Change:
        """Removes an annotation of the acting coder.

        Args:
            post_id: The post's id.
            reading: The post's text.
            annotation_id: Which annotation.
            base: The annotation as it was shown; tags and a note that another window has
                added since stay. None removes it whatever it holds.

        Raises:
            StoreError: If the annotation is not there, or it cannot be saved.
        """
        return self._edit(
            post_id,
            reading,
            lambda sheet, stamp: edits.remove(sheet, annotation_id, base, stamp),
        )

    def accept(self, post_id: str, reading: ReadingText, annotation_id: str) -> Change:
        """Takes the words that a passage has today for those that were marked.

        Args:
            post_id: The post's id.
            reading: The post's text.
            annotation_id: Which annotation of the acting coder.

        Raises:
            StoreError: If the annotation is not there, or it cannot be saved.
        """
        return self._edit(
            post_id, reading, lambda sheet, stamp: edits.accept(sheet, annotation_id, stamp)
        )

    def set_done(self, post_id: str, reading: ReadingText, done: bool) -> Change:
        """Marks a post done for the acting coder, or no longer done.

        Raises:
            StoreError: If it cannot be saved.
        """
        return self._edit(post_id, reading, lambda sheet, _: edits.set_done(sheet, done))

    def replay(
        self,
        change: Change,
        reading_of: ReadingOf,
        *,
        back: bool,
        progress: Progress = lambda _done, _of: None,
    ) -> tuple[str, ...]:
        """Applies a change again, or its inverse, to what is on disk, by id and field.

        Args:
            change: What a method of a store gave.
            reading_of: Gives the reading text of a post; None where there is none.
            back: Whether to apply the inverse.
            progress: Is told, where many files are written.

        Returns:
            Phrases that say what another has changed since, and stays so.

        Raises:
            StoreError: If it cannot be saved.
        """
        kind = "undo" if back else "redo"
        message = f"undid: {change.message}" if back else change.message
        with self._files.journal.change(lambda: (kind, message)):
            return self._replay(change, reading_of, back=back, progress=progress)

    def _replay(
        self, change: Change, reading_of: ReadingOf, *, back: bool, progress: Progress
    ) -> tuple[str, ...]:
        if change.kind is ChangeKind.TAG and change.tag is not None:
            return self._replay_tag(change.tag, back=back)
        if change.kind is ChangeKind.BOOK and change.book is not None:
            return self._replay_book(change.book, reading_of, back=back, progress=progress)
        if change.kind is ChangeKind.IMPORT and change.record is not None:
            return self._replay_import(change.record, reading_of, back=back, progress=progress)
        if change.kind is ChangeKind.NOTHING:
            return ()
        kept: list[str] = []
        reading = reading_of(change.post)
        if reading is not None:
            change = counting_in(change, reading)
        change = by_names_of(change, self.codebook())

        def edit(sheet: Sheet, stamp: edits.Stamp) -> edits.Result:
            after, phrases = edits.replay(sheet, change, stamp, back=back)
            kept.extend(phrases)
            return after, change

        try:
            self._edit(change.post, reading, edit)
        except StoreError as error:
            error.unsaved = ()  # whoever replays has the change
            raise
        return tuple(kept)

    def _replay_import(
        self, path: Path, reading_of: ReadingOf, *, back: bool, progress: Progress
    ) -> tuple[str, ...]:
        # Deferred: most commands replay no import.
        from csreader.annotations.imports.records import opened
        from csreader.annotations.imports.replaying import Replayer

        kind = "undo" if back else "redo"
        with contextlib.ExitStack() as stack:

            def files_of(coder: str) -> AnnotationFiles:
                files = self.of_coder(coder)._files
                stack.enter_context(files.journal.change(lambda: (kind, "an import")))
                return files

            replayer = Replayer(
                files_of,
                self.coder,
                reading_of,
                edits.Stamp(self._now(), self._new_id),
                lambda: frozenset(self.overview().tags),
            )
            record = opened(path, self.root)
            work = replayer.take_back if back else replayer.do_again
            return work(record, progress)


def _selector(reading: ReadingText, start: int, end: int) -> Selector:
    if not 0 <= start <= end <= len(reading.text):
        raise PassageError(
            f"{start} to {end} is no passage: the text has {len(reading.text)} characters."
        )
    while start < end and reading.text[start].isspace():
        start += 1
    while end > start and reading.text[end - 1].isspace():
        end -= 1
    if start == end:
        raise PassageError("There is nothing to mark: the passage has no words.")
    return describe(reading, start, end)
