"""What a session does to the marks; knows nothing of widgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from csreader.annotations import History, Mark, Store, StoreError, acting_coder
from csreader.annotations.history import Undone
from csreader.annotations.model import Change, ChangeKind
from csreader.annotations.pending import Pending, Retried
from csreader.collection import Collection
from csreader.text.characters import one_line
from csreader.text.model import ReadingText
from csreader.text.sentences import Range
from csreader.tui.session_view import SessionView

_MOST_RECENT = 20
_LOCK_SECONDS = 0.5
"""How long a change waits for another process's save: the screen stands still meanwhile."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was done."""

    message: str
    saved: bool = True
    """False where it could not be saved: it is kept, shows, and waits to be."""


@dataclass
class Session(SessionView):
    """One coder at one collection: what is open, and every change of it."""

    history: History = field(init=False)
    pending: Pending = field(init=False)
    """What could not be saved yet; the marks and counts here have it already."""
    last_tags: tuple[str, ...] = ()
    """What was put on a passage last."""
    recent_tags: tuple[str, ...] = ()
    """The tags used in this session, the last one first."""

    def __post_init__(self) -> None:
        self.pending = Pending(self.store, self._reading_of)
        self.history = History(self.store, self._reading_of, self.pending.withdraw)
        super().__post_init__()

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

    def reload(self) -> None:
        """Reads all counts and the codebook again."""
        super().reload()
        # A post's first mark may wait: there is no file of it yet.
        for post_id in {change.post for change in self.pending.changes if change.post}:
            self.overview = self.overview.with_post(post_id, self.store.summary(post_id))

    # Changes; each is on disk when its method returns, or else is kept

    def toggle(self, passage: Range, tag: str) -> Done:
        """Puts a tag on a passage, or takes it off."""
        post, had = self._post, self.own_mark_on(passage)
        done = self.change(lambda: self.store.toggle(post, self.reading, *passage, tag))
        if had is None or tag not in had.annotation.tags:
            self._used([tag])
        return done

    def put(self, passage: Range, tags: Sequence[str]) -> Done:
        """Puts tags on a passage, beside those that it has."""
        post = self._post
        self._used(tags)
        return self.change(lambda: self.store.add(post, self.reading, *passage, tags))

    def set_bounds(self, mark: Mark, passage: Range) -> Done:
        """Gives a mark another passage."""
        post, one = self._post, mark.annotation
        start, end = passage
        return self.change(
            lambda: self.store.update(post, self.reading, one.id, start=start, end=end, base=one)
        )

    def _used(self, tags: Sequence[str]) -> None:
        """Remembers which tags were used last."""
        self.last_tags = tuple(tags)
        self.recent_tags = tuple(dict.fromkeys((*tags, *self.recent_tags)))[:_MOST_RECENT]

    def set_tags(self, passage: Range | None, mark: Mark | None, tags: Sequence[str]) -> Done:
        """Gives a mark, or a passage without one, these tags and no other."""
        had = mark.annotation.tags if mark is not None else ()
        if fresh := [tag for tag in tags if tag not in had]:
            self._used(fresh)
        made: list[Change] = []

        def change() -> Change:
            for tag in tags:
                if self.store.codebook().get(tag) is None:
                    try:
                        made.append(self.store.add_tag(tag))
                    except StoreError as error:
                        if not error.unsaved:
                            raise
                        # The mark needs it, and will wait with it.
            return self._written(passage, mark, tags=tags)

        return self.change(change, made)

    def set_note(self, passage: Range | None, mark: Mark | None, note: str) -> Done:
        """Writes the note of a mark, or of a passage without one."""
        return self.change(lambda: self._written(passage, mark, note=note))

    def _written(
        self,
        passage: Range | None,
        mark: Mark | None,
        *,
        tags: Sequence[str] | None = None,
        note: str | None = None,
    ) -> Change:
        """Makes a mark on a passage, or gives one other tags or another note."""
        if mark is not None:
            one = mark.annotation
            return self.store.update(
                self._post, self.reading, one.id, tags=tags, note=note, base=one
            )
        assert passage is not None
        return self.store.add(self._post, self.reading, *passage, tags or (), note or "")

    def delete(self, mark: Mark) -> Done:
        """Removes a mark."""
        post, one = self._post, mark.annotation
        return self.change(lambda: self.store.remove(post, self.reading, one.id, base=one))

    def accept(self, mark: Mark) -> Done:
        """Takes the words that a mark has now for those that were marked."""
        post, one = self._post, mark.annotation
        return self.change(lambda: self.store.accept(post, self.reading, one.id))

    def set_done(self, done: bool) -> Done:
        """Marks the open post done, or no longer done."""
        assert self.post is not None
        post = self.post

        def change() -> Change:
            made = self.store.set_done(post.id, self.reading, done)
            told = made.message.partition(":")[0]
            return replace(made, message=f"{told}: {one_line(post.title)}")

        return self.change(change)

    def set_aside(self) -> Done:
        """Renames the open post's annotation file, or the codebook, that cannot be read."""
        path = self.marks.refused_path
        if path is None and self.codebook_problem is not None:
            path = self.codebook_problem.path
        if path is None:
            return Done("there is no file to set aside")
        kept = self.store.set_aside(path)
        self.reload()
        ending = kept.name.rpartition(".broken-")[2]
        return Done(f"set aside beside it as …broken-{ending}; now mark again")

    @property
    def _post(self) -> str:
        """The open post's id."""
        assert self.post is not None
        return self.post.id

    def change(self, make: Callable[[], Change], made: Sequence[Change] = ()) -> Done:
        """Makes a change; what waits is tried before it, and it waits where it cannot be saved.

        Args:
            make: Makes it.
            made: Takes changes that are undone with it.
        """
        before = self.save_waiting()
        try:
            change = make()
        except StoreError as error:
            if not error.unsaved:
                raise
            return self.keep(error, made)
        message = self._done(*made, change)
        if before.saved and before.error is None:
            message += "; what waited is saved, too"
        return Done(message)

    # What could not be saved

    def keep(self, error: StoreError, made: Sequence[Change] = ()) -> Done:
        """Keeps what an error says could not be saved, with what was saved together with it."""
        kept = self.pending.keep(error)
        self.history.record(*made, *kept)
        if self.collection.root.is_dir():
            # Else what was read last stays in sight.
            self._recount(kept[-1].post)
        return Done(f"not saved yet: {kept[-1].message}", saved=False)

    def save_waiting(self) -> Retried:
        """Tries to save what waits."""
        if not len(self.pending) or self.at_work:
            return Retried(())
        retried = self.pending.retry()
        for post_id in {change.post for change in retried.saved}:
            self._recount(post_id)
        return retried

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
        """Counts all posts anew where many may have changed."""
        if any(change.kind is ChangeKind.IMPORT for change in changes):
            self.reload()
            return
        books = [change.book for change in changes if change.book is not None]
        if any(book.files or book.renames for book in books):
            self.reload()
        else:
            self.reload_marks()

    def _recount(self, post_id: str) -> None:
        """Counts one post anew: not all, which takes a while in a large collection."""
        if post_id:
            self.overview = self.overview.with_post(post_id, self.store.summary(post_id))
        self.reload_marks()

    def take_back(self, change: Change) -> None:
        """Takes back what was never in the history: an import that was broken off.

        Raises:
            StoreError: If it cannot be saved.
        """
        self.store.replay(change, self._reading_of, back=True)

    def _reading_of(self, post_id: str) -> ReadingText | None:
        if self.post is not None and self.post.id == post_id:
            return self.reading
        post = self.collection.by_id(post_id)
        return post.reading if post is not None else None
