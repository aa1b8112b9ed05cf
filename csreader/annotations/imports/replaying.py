"""Takes an import back, or does it again, from its record.

A file that is as the import left it becomes, byte for byte, what it was. In one that was
changed since, each mark is taken back by id and field, as undo does, and what is new stays.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from csreader.annotations import edits
from csreader.annotations.anchoring import brought_up_to
from csreader.annotations.disk.files import AnnotationFiles
from csreader.annotations.disk.replacing import create_file, remove_trace
from csreader.annotations.disk.sheet import Sheet
from csreader.annotations.errors import StoreError, saving_failed
from csreader.annotations.imports.record import Record, Step, hashed
from csreader.annotations.model import Annotation, BookChange, Change, ChangeKind, TextVersion
from csreader.annotations.tags import codebook_replay
from csreader.annotations.tags.codebook import Codebook
from csreader.annotations.tags.tag_files import Progress
from csreader.annotations.tags.tag_store import ReadingOf
from csreader.annotations.views import renamed
from csreader.text.characters import one_line


@dataclass(frozen=True, slots=True)
class Replayer:
    """What turns an import back, or does it again.

    Args:
        files_of: Gives a coder's files, whose journal hears of what is done.
        coder: Who imported.
        reading_of: Gives the reading text of a post; None where there is none.
        stamp: The time.
        used: Gives the names of the tags in use.
    """

    files_of: Callable[[str], AnnotationFiles]
    coder: str
    reading_of: ReadingOf
    stamp: edits.Stamp
    used: Callable[[], frozenset[str]]

    def take_back(self, record: Record, progress: Progress) -> tuple[str, ...]:
        """Takes an import back; phrases that say what was changed since and stays.

        Raises:
            StoreError: If a file cannot be saved; those before it are done, and doing it
                again does the rest.
        """
        steps = record.steps()
        kept: list[str] = []
        # Marks before tags, and those before posts.
        for done, step in enumerate(reversed(steps)):
            progress(done, len(steps))
            kept.extend(self._back(step))
        record.set_undone(True)
        return tuple(kept)

    def do_again(self, record: Record, progress: Progress) -> tuple[str, ...]:
        """Does an import again that was taken back; phrases as for `take_back`.

        Raises:
            StoreError: As `take_back`.
        """
        steps = record.steps()
        kept: list[str] = []
        for done, step in enumerate(steps):
            progress(done, len(steps))
            if step.after is not None:
                self._write_post(step.path, step.after)
            elif step.tags:
                kept.extend(self._edit_book(step, back=False))
            else:
                kept.extend(self._edit_sheet(step, back=False))
        record.set_undone(False)
        return tuple(kept)

    def _back(self, step: Step) -> list[str]:
        if step.after is not None:
            return self._remove_post(step)
        folder = self.files_of(step.coder or self.coder).folder
        with folder.locked():
            remove_trace(step.path)
        if step.tags:
            return self._edit_book(step, back=True)
        if self._restored(step):
            return []
        return self._edit_sheet(step, back=True)

    def _restored(self, step: Step) -> bool:
        """Puts a file back byte for byte, where it is as it was left; whether that was so."""
        files = self.files_of(step.coder or self.coder)
        folder = files.folder
        with folder.locked():
            if not step.sha256 or hashed(step.path) != step.sha256:
                return False
            now = files.read(step.path, step.coder, step.post)
            noted = files.journal.sheet(now, self._was(now, step))
            with noted:
                self._put(files, step)
        return True

    def _put(self, files: AnnotationFiles, step: Step) -> None:
        if step.before is not None:
            files.folder.replace(step.path, step.before)
            return
        try:
            step.path.unlink()
        except OSError as error:
            raise saving_failed(error, step.path, files.folder.root) from error
        with contextlib.suppress(OSError):  # a folder that is not empty stays
            for parent in step.path.parents:
                if parent in (files.folder.path, parent.parent):
                    break
                parent.rmdir()

    def _was(self, now: Sheet, step: Step) -> Sheet:
        """A sheet without what the import did, for the journal."""
        back = {new.id: old for old, new in step.rows}
        annotations = [back.get(one.id, one) for one in now.annotations]
        left = tuple(one for one in annotations if one is not None)
        return replace(now, annotations=left, done=now.done and not step.done)

    def _edit_sheet(self, step: Step, *, back: bool) -> list[str]:
        kept: list[str] = []
        files = self.files_of(step.coder)
        reading = self.reading_of(step.post)
        book = self._book(files)

        def today(one: Annotation | None) -> Annotation | None:
            if one is None or reading is None:
                return one
            sheet = Sheet("", step.post, step.text, annotations=(one,))
            return brought_up_to(renamed(sheet, book), reading).annotations[0]

        def apply(disk: Sheet) -> Sheet:
            current = renamed(disk, book)
            if reading is not None:
                current = brought_up_to(current, reading)
            after = current
            for old, new in step.rows:
                kind = ChangeKind.UPDATE if old else ChangeKind.ADD
                text = step.text if reading is None else TextVersion.of(reading)
                change = Change(kind, "", step.post, today(old), today(new), text=text)
                after, phrases = edits.replay(after, change, self.stamp, back=back)
                kept.extend(f"{phrase} ({edits.short(new.quote)})" for phrase in phrases)
            if step.done:
                change = Change(ChangeKind.DONE, "", step.post, done_after=True)
                after, phrases = edits.replay(after, change, self.stamp, back=back)
                kept.extend(phrases)
            return disk if after == current else after

        files.edit(step.path, step.coder, step.post, apply)
        if back and step.before is None:
            self._remove_empty(files, step, lambda: _is_empty(files, step))
        return kept

    def _edit_book(self, step: Step, *, back: bool) -> list[str]:
        files = self.files_of(self.coder)
        used = self.used() if back else frozenset()
        tags = [tag for tag in step.tags if tag.name not in used]
        kept = [
            f'the tag "{tag.name}" is in use and stays' for tag in step.tags if tag.name in used
        ]
        book = self._book(files)
        if back and not kept and hashed(files.codebook_path) == step.sha256:
            with files.folder.locked():
                gone = {tag.id for tag in tags}
                left = Codebook(tuple(tag for tag in book.tags if tag.id not in gone))
                with files.journal.codebook(book, left):
                    self._put(files, step)
            return kept
        change = BookChange(tuple((None, tag) for tag in tags), (), ())

        def edit(disk: Codebook) -> Codebook:
            after, phrases = codebook_replay.replay(disk, change, back=back)
            kept.extend(phrases)
            return after

        files.edit_codebook(edit)
        if back and step.before is None:
            self._remove_empty(files, step, lambda: not files.codebook().tags)
        return kept

    def _remove_empty(
        self, files: AnnotationFiles, step: Step, is_empty: Callable[[], bool]
    ) -> None:
        """Removes a file that was not there before, where nothing is left in it."""
        with files.folder.locked():
            if os.path.lexists(step.path) and is_empty():
                self._put(files, step)

    def _book(self, files: AnnotationFiles) -> Codebook:
        try:
            return files.codebook()
        except StoreError:
            return Codebook()

    def _remove_post(self, step: Step) -> list[str]:
        remove_trace(step.path)
        try:
            if step.path.read_bytes() != step.after:
                return [f"{one_line(step.path.name)} was changed since and stays"]
            step.path.unlink()
        except FileNotFoundError:
            return []
        except OSError as error:
            shown = one_line(str(step.path))
            raise StoreError(f"{shown} cannot be removed: {error.strerror}.", step.path) from error
        return []

    def _write_post(self, path: Path, content: bytes) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileExistsError):  # it is there again, or another one is
                create_file(path, content)
        except OSError as error:
            shown = one_line(str(path))
            raise StoreError(f"{shown} cannot be written: {error.strerror}.", path) from error


def _is_empty(files: AnnotationFiles, step: Step) -> bool:
    sheet = files.read(step.path, step.coder, step.post)
    return not sheet.annotations and not sheet.done
