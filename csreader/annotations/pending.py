"""Changes that could not be saved: kept in memory, tried again in order, or copied out.

A change is kept as what it made of the marks at that moment (`StoreError.unsaved`), and
made anew to what is on disk when it is tried again, by id and field, as redo does. So
another window's changes meanwhile stay, and trying twice does nothing twice. Until then
the store counts what waits as if it were on disk.
"""

from __future__ import annotations

from dataclasses import dataclass

from csreader.annotations import edits
from csreader.annotations.anchoring import brought_up_to
from csreader.annotations.disk.paths import same_name
from csreader.annotations.disk.sheet import Sheet
from csreader.annotations.disk.waiting import Waiting
from csreader.annotations.errors import BusyError, StoreError
from csreader.annotations.model import Change, ChangeKind
from csreader.annotations.replaying import by_names_of, counting_in
from csreader.annotations.store import Store
from csreader.annotations.tags.codebook import Codebook
from csreader.annotations.tags.codebook_replay import replay as replay_book
from csreader.annotations.tags.tag_store import ReadingOf
from csreader.text.characters import one_line


@dataclass(frozen=True, slots=True)
class Retried:
    """What became of the changes that waited."""

    saved: tuple[Change, ...]
    """Those that are on disk now, in order: to be recorded for undo."""
    kept: tuple[str, ...] = ()
    """Phrases that say what another has changed since, and stays so."""
    error: StoreError | None = None
    """Why the first of those that wait still could not be saved."""


class Pending(Waiting):
    """The changes of a session that wait to be saved, the first one first.

    Args:
        store: What saves them, and from now on counts them as if they were on disk.
        reading_of: Gives the reading text of a post by its id; None for a post that is gone.
    """

    def __init__(self, store: Store, reading_of: ReadingOf) -> None:
        self._store = store
        self._reading_of = reading_of
        self._waiting: list[Change] = []
        self._error = StoreError("")
        self._retrying = False
        store.hold(self)

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes that wait, in order."""
        return tuple(self._waiting)

    @property
    def reason(self) -> str:
        """Why the last of them could not be saved, in a sentence or two; empty if none waits."""
        return self._error.message if self._waiting else ""

    def keep(self, error: StoreError) -> tuple[Change, ...]:
        """Adds the changes that an error says could not be saved, and gives them."""
        self._waiting.extend(error.unsaved)
        self._error = error
        return error.unsaved

    def retry(self) -> Retried:
        """Saves what waits, in order; behind one that cannot be saved yet, its post's wait on."""
        saved: list[Change] = []
        kept: list[str] = []
        first: StoreError | None = None
        held: set[str] = set()
        self._retrying = True
        try:
            for change in tuple(self._waiting):
                if change.post in held:
                    continue
                try:
                    kept.extend(self._store.replay(change, self._reading_of, back=False))
                except StoreError as error:
                    first = first or error
                    held.add(change.post)
                    if isinstance(error, BusyError):
                        # The lock is one for all posts, and each waits for it.
                        break
                else:
                    self.withdraw(change)
                    saved.append(change)
        finally:
            self._retrying = False
        if first is not None:
            self._error = first
        return Retried(tuple(saved), tuple(kept), first)

    def withdraw(self, change: Change) -> bool:
        """Takes a change out of those that wait; tells whether it was among them."""
        for number, one in enumerate(self._waiting):
            if one is change:
                del self._waiting[number]
                return True
        return False

    def drop(self) -> tuple[Change, ...]:
        """Forgets all that waits, which is given back."""
        dropped, self._waiting = tuple(self._waiting), []
        return dropped

    # What the store asks

    def on_sheet(self, sheet: Sheet) -> Sheet:
        """See `Waiting`."""
        changes = self._on_post(sheet.post)
        if not changes or not same_name(sheet.coder, self._store.coder):
            return sheet
        reading = self._reading_of(sheet.post)
        book = self._store.codebook()
        if reading is not None:
            sheet = brought_up_to(sheet, reading)
        for change in changes:
            if reading is not None:
                change = counting_in(change, reading)
            stamp = edits.Stamp(change.annotation.modified if change.annotation else "", str)
            sheet, _ = edits.replay(sheet, by_names_of(change, book), stamp, back=False)
        return sheet

    def on_codebook(self, book: Codebook) -> Codebook:
        """See `Waiting`."""
        for change in self._on_tags():
            if change.book is not None:
                book, _ = replay_book(book, change.book, back=False)
            elif change.tag is not None and book.get(change.tag.name) is None:
                book = Codebook((*book.tags, change.tag))
        return book

    def before_sheet(self, post_id: str) -> StoreError | None:
        """See `Waiting`."""
        return self._again() if self._on_post(post_id) else None

    def before_codebook(self) -> StoreError | None:
        """See `Waiting`."""
        return self._again() if self._on_tags() else None

    def _again(self) -> StoreError:
        return StoreError(self._error.message, self._error.path)

    def _on_post(self, post_id: str) -> list[Change]:
        found = [one for one in self._waiting if one.post and same_name(one.post, post_id)]
        return [] if self._retrying else found

    def _on_tags(self) -> list[Change]:
        found = [one for one in self._waiting if one.kind in (ChangeKind.TAG, ChangeKind.BOOK)]
        return [] if self._retrying else found

    # Copied out

    def as_text(self) -> str:
        """The changes for a person to keep: what was done, the passage, the tags, the note."""
        return "".join(_paragraph(change) for change in self._waiting)


def _paragraph(change: Change) -> str:
    lines = [change.message]
    if change.post:
        lines.append(f"  post: {one_line(change.post)}")
    one = change.after or change.before
    if one is not None:
        lines.append(f"  passage ({one.start} to {one.end}, line {one.line}): {one.quote}")
        if change.after is not None:
            lines.append(f"  tags: {', '.join(one.tags)}")
            lines.append(f"  note: {one.note}")
    return "\n".join(line.rstrip() for line in lines) + "\n\n"
