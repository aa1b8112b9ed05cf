"""What a session does to the marks; knows nothing of widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from csreader.annotations import History, Mark, Store, acting_coder
from csreader.annotations.history import Undone
from csreader.annotations.model import Change
from csreader.collection import Collection
from csreader.text.characters import one_line
from csreader.text.model import ReadingText
from csreader.text.sentences import Range
from csreader.tui.session_view import SessionView

_MOST_RECENT = 20
_LOCK_SECONDS = 0.5
"""How long a change waits for another process's save: the screen stands still meanwhile."""


@dataclass
class Session(SessionView):
    """One coder at one collection: what is open, and every change of it."""

    history: History = field(init=False)
    last_tags: tuple[str, ...] = ()
    """What was put on a passage last."""
    recent_tags: tuple[str, ...] = ()
    """The tags used in this session, the last one first."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.history = History(self.store, self._reading_of)

    @classmethod
    def open(cls, path: Path, coder: str) -> Session:
        """Opens the collection that a path belongs to.

        Raises:
            CollectionError: If it cannot be read.
        """
        collection = Collection.open(path)
        collection.load()
        name = acting_coder(collection.root, coder, collection.config.coder)
        journal = collection.config.journal
        return cls(
            collection, Store(collection.root, name, lock_timeout=_LOCK_SECONDS, journal=journal)
        )

    # Changes; each is on disk when its method returns

    def toggle(self, passage: Range, tag: str) -> str:
        """Puts a tag on a passage, or takes it off; returns what was done."""
        assert self.post is not None
        had = self.own_mark_on(passage)
        message = self._done(self.store.toggle(self.post.id, self.reading, *passage, tag))
        if had is None or tag not in had.annotation.tags:
            self._used([tag])
        return message

    def put(self, passage: Range, tags: Sequence[str]) -> str:
        """Puts tags on a passage, beside those that it has."""
        assert self.post is not None
        self._used(tags)
        return self._done(self.store.add(self.post.id, self.reading, *passage, tags))

    def set_bounds(self, mark: Mark, passage: Range) -> str:
        """Gives a mark another passage."""
        assert self.post is not None
        start, end = passage
        one = mark.annotation
        change = self.store.update(
            self.post.id, self.reading, one.id, start=start, end=end, base=one
        )
        return self._done(change)

    def _used(self, tags: Sequence[str]) -> None:
        """Remembers which tags were used last."""
        self.last_tags = tuple(tags)
        self.recent_tags = tuple(dict.fromkeys((*tags, *self.recent_tags)))[:_MOST_RECENT]

    def set_tags(self, passage: Range | None, mark: Mark | None, tags: Sequence[str]) -> str:
        """Gives a mark, or a passage without one, these tags and no other."""
        assert self.post is not None
        had = mark.annotation.tags if mark is not None else ()
        if fresh := [tag for tag in tags if tag not in had]:
            self._used(fresh)
        new = [tag for tag in tags if self.store.codebook().get(tag) is None]
        made = [self.store.add_tag(tag) for tag in new]
        if mark is not None:
            change = self.store.update(
                self.post.id, self.reading, mark.annotation.id, tags=tags, base=mark.annotation
            )
        else:
            assert passage is not None
            change = self.store.add(self.post.id, self.reading, *passage, tags)
        return self._done(*made, change)

    def set_note(self, passage: Range | None, mark: Mark | None, note: str) -> str:
        """Writes the note of a mark, or of a passage without one."""
        assert self.post is not None
        if mark is not None:
            change = self.store.update(
                self.post.id, self.reading, mark.annotation.id, note=note, base=mark.annotation
            )
        else:
            assert passage is not None
            change = self.store.add(self.post.id, self.reading, *passage, (), note)
        return self._done(change)

    def delete(self, mark: Mark) -> str:
        """Removes a mark."""
        assert self.post is not None
        return self._done(
            self.store.remove(self.post.id, self.reading, mark.annotation.id, base=mark.annotation)
        )

    def set_done(self, done: bool) -> str:
        """Marks the open post done, or no longer done."""
        assert self.post is not None
        change = self.store.set_done(self.post.id, self.reading, done)
        told = change.message.partition(":")[0]
        return self._done(replace(change, message=f"{told}: {one_line(self.post.title)}"))

    def set_aside(self) -> str:
        """Renames the open post's annotation file, or the codebook, that cannot be read."""
        path = self.marks.refused_path
        if path is None and self.codebook_problem is not None:
            path = self.codebook_problem.path
        if path is None:
            return "there is no file to set aside"
        kept = self.store.set_aside(path)
        self.reload()
        ending = kept.name.rpartition(".broken-")[2]
        return f"set aside beside it as …broken-{ending}; now mark again"

    def undo(self) -> tuple[str, str]:
        """Turns the last change back; returns what was undone, and the post's title if another."""
        return self.turned(self.history.undo())

    def redo(self) -> tuple[str, str]:
        """Does again what was undone; returns what, and the post's title if another."""
        return self.turned(self.history.redo())

    def take(self, change: Change) -> str:
        """Takes in a change of the codebook that the store has made; returns what was done."""
        self.history.record(change)
        self._recount_tags([change])
        return self._warned(change.message)

    def turned(self, undone: Undone) -> tuple[str, str]:
        """Takes in what was undone; returns what, and the post's title if another."""
        self._recount(undone.post)
        self._recount_tags(undone.changes)
        if not undone.post or (self.post is not None and self.post.id == undone.post):
            return undone.message, ""
        post = self.collection.by_id(undone.post)
        return undone.message, post.title if post is not None else undone.post

    def _done(self, *changes: Change) -> str:
        self.history.record(*changes)
        self._recount(changes[-1].post)
        return self._warned(changes[-1].message)

    def _warned(self, message: str) -> str:
        """What was done, and once, behind it, that it is not in the journal."""
        warning = self.store.journal.take_warning()
        return f"{message}. {warning}" if warning else message

    def _recount_tags(self, changes: Sequence[Change]) -> None:
        """Counts all posts anew where tags got other names."""
        books = [change.book for change in changes if change.book is not None]
        if any(book.files or book.renames for book in books):
            self.overview = self.store.overview()
        self.reload_marks()

    def _recount(self, post_id: str) -> None:
        """Counts one post anew: not all, which takes a while in a large collection."""
        if post_id:
            self.overview = self.overview.with_post(post_id, self.store.summary(post_id))
        self.reload_marks()

    def _reading_of(self, post_id: str) -> ReadingText | None:
        if self.post is not None and self.post.id == post_id:
            return self.reading
        post = self.collection.by_id(post_id)
        return post.reading if post is not None else None
