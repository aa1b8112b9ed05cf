"""The store: every change of an annotation goes through it to the disk.

Making a store and reading from it writes nothing. Each change is one atomic replace of
one file, made to what is on disk at that moment, and is saved when its method returns.
"""

from __future__ import annotations

import datetime
import os
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from csreader.annotations import edits
from csreader.annotations.anchoring import brought_up_to, marks_of
from csreader.annotations.codebook import Codebook, clean_color, clean_tag_name
from csreader.annotations.coder import remember_coder
from csreader.annotations.errors import PassageError, StoreError
from csreader.annotations.files import AnnotationFiles
from csreader.annotations.model import (
    Annotation,
    Change,
    ChangeKind,
    FileProblem,
    Mark,
    Marks,
    Overview,
    Status,
    Summary,
    Tag,
)
from csreader.annotations.paths import coder_folder, post_file
from csreader.annotations.selectors import Selector, describe
from csreader.annotations.sheet import Sheet
from csreader.annotations.storage import LOCK_TIMEOUT, AnnotationsFolder
from csreader.text.characters import replace_controls
from csreader.text.model import ReadingText

Fingerprint = tuple[tuple[str, int, int], ...]
"""What files' names, times and sizes say; equal as long as nothing changed."""


class Store:
    """The annotations of a collection, as one coder sees and changes them.

    Args:
        root: The collection's root.
        coder: Who marks.
        clock: Gives the time of a change.
        new_id: Gives the id of a new annotation or tag.
        lock_timeout: How many seconds to wait for another process's save.
    """

    def __init__(
        self,
        root: Path,
        coder: str,
        *,
        clock: Callable[[], datetime.datetime] = lambda: datetime.datetime.now(datetime.UTC),
        new_id: Callable[[], str] = lambda: str(uuid.uuid4()),
        lock_timeout: float = LOCK_TIMEOUT,
    ) -> None:
        self.root = root
        self.coder = coder
        self._clock = clock
        self._new_id = new_id
        self._folder = AnnotationsFolder(root, lock_timeout=lock_timeout)
        self._files = AnnotationFiles(self._folder)

    # Reading

    def codebook(self) -> Codebook:
        """The codebook on disk; one that cannot be read counts as empty (see `overview`)."""
        try:
            return self._files.codebook()
        except StoreError:
            return Codebook()

    def marks(self, post_id: str, reading: ReadingText) -> Marks:
        """All annotations of a post, placed in its text as it is now."""
        book = self.codebook()
        own: tuple[Mark, ...] = ()
        others: list[Mark] = []
        problems: list[FileProblem] = []
        status = Status.UNREAD
        refused: str | None = None
        refused_path: Path | None = None
        mine = self._files.path(self.coder, post_id)
        for path in dict.fromkeys((mine, *self._others(post_id))):
            try:
                sheet = (
                    self._files.read(path, self.coder, post_id)
                    if path == mine
                    else self._files.read_any(path)
                )
            except StoreError as error:
                problem = self._files.problem(error)
                problems.append(problem)
                if path == mine:
                    refused, refused_path = self._refusal(problem), path
                continue
            placed = marks_of(_renamed(sheet, book), reading)
            if path == mine:
                own, status = placed, sheet.status
            else:
                others.extend(placed)
        return Marks(own, tuple(others), tuple(problems), status, refused, refused_path)

    def overview(self) -> Overview:
        """How many annotations and tags each post has, over all coders."""
        problems: list[FileProblem] = []
        try:
            book = self._files.codebook()
        except StoreError as error:
            book = Codebook()
            problems.append(self._files.problem(error))
        annotations: Counter[str] = Counter()
        tags: dict[str, Counter[str]] = {}
        statuses: dict[str, dict[str, Status]] = {}
        total: Counter[str] = Counter()
        for path in self._sheet_paths():
            try:
                sheet = _renamed(self._files.read_any(path), book)
            except StoreError as error:
                problems.append(self._files.problem(error))
                continue
            counted = Counter(tag for one in sheet.annotations for tag in one.tags)
            annotations[sheet.post] += len(sheet.annotations)
            tags.setdefault(sheet.post, Counter()).update(counted)
            statuses.setdefault(sheet.post, {})[sheet.coder] = sheet.status
            total.update(counted)
        posts = {
            post: Summary(annotations[post], dict(tags[post]), statuses[post]) for post in statuses
        }
        return Overview(posts, dict(total), tuple(problems))

    def sheets(self, post_id: str) -> tuple[Sheet, ...]:
        """The readable annotation files of a post, the acting coder's first."""
        found = []
        for path in dict.fromkeys((self._files.path(self.coder, post_id), *self._others(post_id))):
            try:
                found.append(self._files.read_any(path))
            except StoreError:
                continue
        return tuple(found)

    def version(self, post_id: str) -> Fingerprint:
        """What tells whether a post's annotations or the codebook changed on disk."""
        paths = [self._files.codebook_path, self._files.path(self.coder, post_id)]
        seen = []
        for path in dict.fromkeys((*paths, *self._others(post_id))):
            try:
                status = path.stat()
            except OSError:
                continue
            seen.append((os.fspath(path), status.st_mtime_ns, status.st_size))
        return tuple(seen)

    # Changing

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

        Raises:
            StoreError: If the passage or a name is no good, or it cannot be saved.
        """
        where = _selector(reading, start, end)
        names = [self._listed(name).name for name in tags]
        return self._edit(
            post_id, reading, lambda sheet, stamp: edits.add(sheet, where, names, note, stamp)
        )

    def toggle(self, post_id: str, reading: ReadingText, start: int, end: int, tag: str) -> Change:
        """Takes a tag off a passage that has it, else puts it on.

        Raises:
            StoreError: As `add`.
        """
        where = _selector(reading, start, end)
        name = self._listed(tag).name
        return self._edit(
            post_id, reading, lambda sheet, stamp: edits.toggle(sheet, where, name, stamp)
        )

    def update(
        self,
        post_id: str,
        reading: ReadingText,
        annotation_id: str,
        *,
        tags: Sequence[str] | None = None,
        note: str | None = None,
        base: Annotation | None = None,
    ) -> Change:
        """Gives an annotation of the acting coder other tags or another note.

        Args:
            post_id: The post's id.
            reading: The post's text.
            annotation_id: Which annotation.
            tags: All its tags from now on; None leaves them.
            note: Its note from now on; None leaves it.
            base: The annotation as it was shown; what another window has changed since stays.

        Raises:
            StoreError: As `add`, and if the annotation is not there.
        """
        names = None if tags is None else tuple(self._listed(name).name for name in tags)

        def edit(sheet: Sheet, stamp: edits.Stamp) -> edits.Result:
            seen = base or sheet.get(annotation_id)
            if seen is None:
                return edits.remove(sheet, annotation_id, None, stamp)
            wanted = replace(
                seen,
                tags=seen.tags if names is None else tuple(dict.fromkeys(names)),
                note=seen.note if note is None else note,
            )
            return edits.update(sheet, annotation_id, base, wanted, stamp)

        return self._edit(post_id, reading, edit)

    def remove(
        self,
        post_id: str,
        reading: ReadingText,
        annotation_id: str,
        *,
        base: Annotation | None = None,
    ) -> Change:
        """Removes an annotation of the acting coder.

        Raises:
            StoreError: If the annotation is not there, or it cannot be saved.
        """
        return self._edit(
            post_id,
            reading,
            lambda sheet, stamp: edits.remove(sheet, annotation_id, base, stamp),
        )

    def set_done(self, post_id: str, reading: ReadingText, done: bool) -> Change:
        """Marks a post done for the acting coder, or no longer done.

        Raises:
            StoreError: If it cannot be saved.
        """
        return self._edit(post_id, reading, lambda sheet, _: edits.set_done(sheet, done))

    def add_tag(self, name: str, *, color: str = "", description: str = "") -> Change:
        """Adds a tag to the codebook, in the palette's next colour unless one is given.

        Raises:
            StoreError: If the name or colour is no good, or it cannot be saved.
        """
        name = clean_tag_name(name)
        color = clean_color(color) if color else ""
        change = Change(ChangeKind.NOTHING, f'the tag "{name}" is in the codebook already')

        def edit(book: Codebook) -> Codebook:
            nonlocal change
            if book.get(name) is not None:
                return book
            tag = Tag(
                self._new_id(), name, color or book.next_color(), replace_controls(description)
            )
            change = Change(ChangeKind.TAG, f'new tag "{name}"', tag=tag)
            return Codebook((*book.tags, tag))

        self._files.edit_codebook(edit)
        return change

    def replay(self, change: Change, reading: ReadingText | None, *, back: bool) -> tuple[str, ...]:
        """Applies a change again, or its inverse, to what is on disk.

        Args:
            change: What a method of a store gave.
            reading: The text of the change's post; None for a change of the codebook.
            back: Whether to apply the inverse.

        Returns:
            Phrases that say what another has changed since, and stays so.

        Raises:
            StoreError: If it cannot be saved.
        """
        if change.kind is ChangeKind.TAG and change.tag is not None:
            return self._replay_tag(change.tag, back=back)
        if change.kind is ChangeKind.NOTHING or reading is None:
            return ()
        kept: list[str] = []

        def edit(sheet: Sheet, stamp: edits.Stamp) -> edits.Result:
            after, phrases = edits.replay(sheet, change, stamp, back=back)
            kept.extend(phrases)
            return after, change

        self._edit(change.post, reading, edit)
        return tuple(kept)

    def set_aside(self, path: Path) -> Path:
        """Renames a file that cannot be read, so that a new one can be begun.

        Returns:
            Its new path, `*.broken-<time>` beside it.

        Raises:
            StoreError: If it cannot be renamed.
        """
        stamp = self._clock().strftime("%Y%m%dT%H%M%S")
        target = path.with_name(f"{path.name}.broken-{stamp}")
        with self._folder.locked():
            number = 1
            while target.exists():
                number += 1
                target = path.with_name(f"{path.name}.broken-{stamp}-{number}")
            try:
                path.rename(target)
            except OSError as error:
                shown = self._folder.shown(path)
                reason = error.strerror or str(error)
                raise StoreError(f"{shown} cannot be set aside: {reason}.", path) from error
        return target

    # Inside

    def _edit(
        self,
        post_id: str,
        reading: ReadingText,
        edit: Callable[[Sheet, edits.Stamp], edits.Result],
    ) -> Change:
        now = self._clock().astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        stamp = edits.Stamp(now, self._new_id)
        made: list[Change] = []

        def apply(sheet: Sheet) -> Sheet:
            current = brought_up_to(_renamed(sheet, book), reading)
            after, change = edit(current, stamp)
            made.append(change)
            # Nothing done, nothing written: not even places found anew.
            return sheet if after == current else after

        book = self.codebook()
        self._files.edit(self._files.path(self.coder, post_id), self.coder, post_id, apply)
        remember_coder(self.root, self.coder)
        return made[0]

    def _listed(self, name: str) -> Tag:
        """The codebook's tag of a name; one that it lacks is added."""
        name = clean_tag_name(name)
        tag = self._files.codebook().get(name)
        if tag is None:
            self.add_tag(name)
            tag = self._files.codebook().entry(name)
        return tag

    def _replay_tag(self, tag: Tag, *, back: bool) -> tuple[str, ...]:
        if back and self.overview().tags.get(tag.name):
            return (f'the tag "{tag.name}" is in use and stays',)

        def edit(book: Codebook) -> Codebook:
            others = tuple(one for one in book.tags if one.id != tag.id)
            return Codebook(others if back else (*others, tag))

        self._files.edit_codebook(edit)
        return ()

    def _others(self, post_id: str) -> Iterable[Path]:
        mine = coder_folder(self._folder.path, self.coder)
        for folder in self._files.coder_folders():
            path = folder / post_file(post_id)
            if folder != mine and path.is_file():
                yield path

    def _sheet_paths(self) -> Iterable[Path]:
        for folder in self._files.coder_folders():
            yield from self._files.sheet_paths(folder)

    def _refusal(self, problem: FileProblem) -> str:
        return (
            f"{problem.message.rstrip('.')}. This post cannot be tagged until that file is "
            "repaired or set aside."
        )


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


def _renamed(sheet: Sheet, book: Codebook) -> Sheet:
    """A sheet with its tags by their names of today."""
    annotations = tuple(
        replace(one, tags=tuple(dict.fromkeys(book.resolve(tag) for tag in one.tags)))
        for one in sheet.annotations
    )
    return replace(sheet, annotations=annotations)
