"""Changes to the codebook."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

from csreader.annotations.disk.storage import LOCK_TIMEOUT
from csreader.annotations.errors import BrokenFileError, RefusedError, StoreError
from csreader.annotations.model import Change, ChangeKind, Tag
from csreader.annotations.tags.codebook import Codebook, clean_color, clean_tag_name
from csreader.annotations.views import StoreView, refusal
from csreader.text.characters import replace_controls


def new_uuid() -> str:
    """A new random UUID."""
    return str(uuid.uuid4())


class CodebookStore(StoreView):
    """The annotations of a collection as one coder sees them, and a codebook to change.

    Args:
        root: The collection's root.
        coder: Who marks.
        new_id: Gives the id of a new tag.
        lock_timeout: How many seconds to wait for another process's save.
    """

    def __init__(
        self,
        root: Path,
        coder: str,
        *,
        new_id: Callable[[], str] = new_uuid,
        lock_timeout: float = LOCK_TIMEOUT,
    ) -> None:
        super().__init__(root, coder, lock_timeout=lock_timeout)
        self._new_id = new_id

    def add_tag(self, name: str, *, color: str = "", description: str = "") -> Change:
        """Adds a tag to the codebook, in the palette's next colour unless one is given.

        A name that means a tag already, whatever the case or as a former name, adds none.

        Raises:
            StoreError: If the name or colour is no good, or it cannot be saved.
        """
        name = clean_tag_name(name)
        color = clean_color(color) if color else ""
        made: list[Tag] = []

        def edit(book: Codebook) -> Codebook:
            made[:] = self._new_tags(book, [name], color, clean_note(description))
            return Codebook((*book.tags, *made))

        try:
            with self._files.journal.change(lambda: (ChangeKind.TAG, _new(name))):
                self._edit_codebook(edit)
        except RefusedError:
            raise
        except StoreError as error:
            edit(self.codebook())
            error.unsaved = _added(made)
            raise
        if not made:
            return Change(ChangeKind.NOTHING, f'the tag "{name}" is in the codebook already')
        return _added(made)[0]

    def _new_tags(
        self, book: Codebook, names: Sequence[str], color: str = "", description: str = ""
    ) -> list[Tag]:
        """Entries for those names that the codebook lacks."""
        made: list[Tag] = []
        for name in names:
            if book.get(name) is None:
                tag = Tag(self._new_id(), name, color or book.next_color(), description)
                made.append(tag)
                book = Codebook((*book.tags, tag))
        return made

    def _listed(self, post_id: str, tags: Sequence[str]) -> list[str]:
        """The codebook's names of tags; what it lacks, and the post has not, is added to it."""
        cleaned = [clean_tag_name(tag) for tag in tags]
        try:
            book = self._files.codebook()
        except StoreError:
            # One broken file stops no other: the tag waits unlisted.
            return list(dict.fromkeys(cleaned))
        missing = [name for name in dict.fromkeys(cleaned) if book.get(name) is None]
        if missing:
            missing = self._unused(post_id, missing)
            for at, name in enumerate(missing):
                try:
                    self.add_tag(name)
                except StoreError as error:
                    if error.unsaved:
                        error.unsaved = _added(self._new_tags(self.codebook(), missing[at:]))
                    raise
            if missing:
                book = self._files.codebook()
        return list(dict.fromkeys(book.resolve(name) for name in cleaned))

    def _unused(self, post_id: str, names: Sequence[str]) -> list[str]:
        path = self._files.path(self.coder, post_id)
        try:
            sheet = self._files.read(path, self.coder, post_id)
        except BrokenFileError as error:
            raise RefusedError(refusal(self._files.problem(error)), path) from error
        used = {tag for one in sheet.annotations for tag in one.tags}
        return [name for name in names if name not in used]

    def _edit_codebook(self, edit: Callable[[Codebook], Codebook]) -> None:
        try:
            self._files.edit_codebook(edit)
        except BrokenFileError as error:
            message = (
                f"{error.message}. No tag can be added or changed until that file is repaired."
            )
            raise RefusedError(message, error.path) from error

    def _replay_tag(self, tag: Tag, *, back: bool) -> tuple[str, ...]:
        if back and self.overview().tags.get(tag.name):
            return (f'the tag "{tag.name}" is in use and stays',)
        kept: list[str] = []

        def edit(book: Codebook) -> Codebook:
            disk = next((one for one in book.tags if one.id == tag.id), None)
            if back and disk == tag:
                return Codebook(tuple(one for one in book.tags if one.id != tag.id))
            if back:
                kept.append("it was changed since and stays" if disk else "it was removed since")
            elif disk is None and book.get(tag.name) is None:
                return Codebook((*book.tags, tag))
            return book

        self._edit_codebook(edit)
        return tuple(kept)


def _added(tags: Sequence[Tag]) -> tuple[Change, ...]:
    return tuple(Change(ChangeKind.TAG, _new(tag.name), tag=tag) for tag in tags)


def _new(name: str) -> str:
    return f'new tag "{name}"'


def clean_note(note: str) -> str:
    """A note or description as it is kept: LF line ends, controls as U+FFFD, no outer blanks."""
    return replace_controls(note.replace("\r\n", "\n").replace("\r", "\n")).strip()
