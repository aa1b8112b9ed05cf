"""What a session has open, and what it does to the marks; knows nothing of widgets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from csreader.annotations import (
    Codebook,
    History,
    Mark,
    Marks,
    Status,
    Store,
    acting_coder,
    checking,
)
from csreader.annotations.history import Undone
from csreader.annotations.model import Change, FileProblem, Overview
from csreader.annotations.paths import CODEBOOK
from csreader.annotations.views import Version
from csreader.collection import Collection, Post, Problem
from csreader.text.model import ReadingText
from csreader.text.sentences import Range
from csreader.tui.highlights import Highlight

_MOST_RECENT = 20
_LOCK_SECONDS = 0.5
"""How long a change waits for another process's save: the screen stands still meanwhile."""


@dataclass(frozen=True, slots=True)
class FolderChange:
    """What became of a collection's posts on disk."""

    added: tuple[Post, ...] = ()
    changed: tuple[Post, ...] = ()
    """As they are now."""
    removed: tuple[Post, ...] = ()
    returned: tuple[Post, ...] = ()
    """Those that were gone and are back as they were."""

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.returned)

    def __str__(self) -> str:
        """For a message, such as `2 posts added, 1 changed`; empty where nothing happened."""
        parts = [
            (f"{len(posts)} post{'s' if len(posts) > 1 else ''}", what)
            for posts, what in (
                (self.added, "added"),
                (self.changed, "changed"),
                (self.removed, "gone"),
                (self.returned, "back"),
            )
            if posts
        ]
        return ", ".join(f"{count} {what}" for count, what in parts)


@dataclass
class Session:
    """One coder at one collection, with one post open."""

    collection: Collection
    store: Store
    history: History = field(init=False)
    post: Post | None = None
    reading: ReadingText = field(default_factory=lambda: ReadingText(""))
    marks: Marks = field(default_factory=Marks)
    overview: Overview = field(default_factory=lambda: Overview({}, {}))
    codebook: Codebook = field(default_factory=Codebook)

    all_marks: list[Mark] = field(default_factory=list)
    """The open post's marks over all coders: by place, orphans last."""
    key_problems: tuple[Problem, ...] = ()
    """What is wrong with the keys that the configuration gives to commands."""
    gone: dict[str, Post] = field(default_factory=dict)
    """Posts that were there in this session and are not any more, by id."""
    last_tags: tuple[str, ...] = ()
    """What was put on a passage last."""
    recent_tags: tuple[str, ...] = ()
    """The tags used in this session, the last one first."""
    at_work: bool = False
    """Whether a change of many files is being made in a thread."""
    _seen: Version | None = None
    """The files of the open post's marks and the codebook as they were read last."""

    def __post_init__(self) -> None:
        self.history = History(self.store, self._reading_of)
        self.reload()

    @classmethod
    def open(cls, path: Path, coder: str) -> Session:
        """Opens the collection that a path belongs to.

        Raises:
            CollectionError: If it cannot be read.
        """
        collection = Collection.open(path)
        collection.load()
        name = acting_coder(collection.root, coder, collection.config.coder)
        return cls(collection, Store(collection.root, name, lock_timeout=_LOCK_SECONDS))

    # What is open

    def show(self, post: Post) -> None:
        """Opens a post; its reading text is made here where it is not yet."""
        self.post = post
        self.reading = post.reading
        self.reload_marks()

    def close_post(self) -> None:
        """Leaves the open post; until the next is read, nothing can be marked."""
        self.post = None
        self.reading = ReadingText("")
        self.marks = Marks()
        self.all_marks = []

    @property
    def posts(self) -> Sequence[Post]:
        """All posts in order, those that are gone among them."""
        if not self.gone:
            return self.collection.posts
        return sorted((*self.collection.posts, *self.gone.values()), key=lambda post: post.order)

    def is_gone(self, post: Post) -> bool:
        """Whether a post's file is not there any more."""
        return post.id in self.gone

    def read_again(self) -> Collection:
        """The collection as it is on disk now, for `take_in`. Changes nothing; for a thread."""
        fresh = self.collection.reread()
        post = fresh.by_id(self.post.id) if self.post is not None else None
        if post is not None:
            # The open post, where it changed: reading a long one takes a while.
            _ = post.reading
        return fresh

    def take_in(self, fresh: Collection) -> FolderChange:
        """Goes on with a collection that was read again; tells what became of the posts."""
        before = {post.id: post for post in self.collection.posts}
        now = {post.id: post for post in fresh.posts}
        added = [post for name, post in now.items() if name not in before and name not in self.gone]
        back = [post for name, post in now.items() if name in self.gone]
        returned = [post for post in back if post == self.gone[post.id]]
        changed = [
            post
            for name, post in now.items()
            if (name in before and before[name] is not post)
            or (post in back and post not in returned)
        ]
        removed = [post for name, post in before.items() if name not in now]
        self.gone = {name: post for name, post in self.gone.items() if name not in now}
        self.gone.update((post.id, post) for post in removed)
        self.collection = fresh
        return FolderChange(tuple(added), tuple(changed), tuple(removed), tuple(returned))

    def changed_on_disk(self, paths: set[Path] | None) -> bool:
        """Takes in what changed below the annotations folder, unless it was seen already.

        Args:
            paths: The files that changed; None where any may have.

        Returns:
            Whether anything is to be painted anew.
        """
        if self.at_work:
            # The session's own change, which is counted once it is done.
            return False
        if not self.collection.root.is_dir():
            # Moved away, or a drive that was taken out: what was read last stays in sight.
            return False
        if paths is not None and self.post is not None:
            version = self.store.version(self.post.id)
            if version == self._seen and paths <= {Path(path) for path, _ in version}:
                # The session's own change.
                return False
        self.reload()
        return True

    @property
    def codebook_problem(self) -> FileProblem | None:
        """What is wrong with the codebook's file."""
        return next((one for one in self.overview.problems if one.path.name == CODEBOOK), None)

    def problems(self) -> Iterator[Problem]:
        """What is wrong with the files; of marks not found any more, the open post's."""
        yield from self.key_problems
        yield from self.collection.all_problems
        yield from (checking.of_file(self.collection.root, one) for one in self.overview.problems)
        yield from checking.left_behind(self.collection, self.overview)
        if self.post is not None:
            yield from checking.orphans(self.post, self.marks)

    def reload(self) -> None:
        """Reads all counts and the codebook again."""
        self.overview = self.store.overview()
        self.reload_marks()

    def reload_marks(self) -> None:
        """Reads the open post's marks and the codebook again."""
        self.codebook = self.store.codebook().with_used(self.overview.tags)
        if self.post is None:
            return
        self._seen = self.store.version(self.post.id)
        self.marks = self.store.marks(self.post.id, self.reading)
        self.all_marks = sorted(
            (*self.marks.own, *self.marks.others),
            key=lambda mark: (mark.start is None, mark.start or 0, mark.end or 0),
        )

    def status_of(self, post: Post) -> Status:
        """How far the acting coder is with a post."""
        return self.overview.post(post.id).statuses.get(self.store.coder, Status.UNREAD)

    def with_source(self, text: str, offset: int) -> str:
        """A passage's text in quotation marks, and below it where it is from."""
        assert self.post is not None
        line = self.reading.line_at(offset)
        day = f", {self.post.date}" if self.post.date else ""
        return f"“{text}”\n{self.post.title}{day} ({self.post.relative_path}:{line})\n"

    # Marks

    def highlights(self) -> list[Highlight]:
        """The open post's marks as they are painted."""
        return [
            Highlight(
                mark.annotation.id,
                mark.start,
                mark.end,
                tuple(self.codebook.entry(tag).color for tag in mark.annotation.tags),
                own=mark.coder == self.store.coder,
            )
            for mark in self.all_marks
            if mark.start is not None and mark.end is not None
        ]

    def marks_at(self, offset: int) -> list[Mark]:
        """The marks that cover an offset: the own ones first, then the shortest."""
        found = [
            mark
            for mark in self.all_marks
            if mark.start is not None and mark.end is not None and mark.start <= offset < mark.end
        ]
        return sorted(
            found,
            key=lambda mark: (
                mark.coder != self.store.coder,
                (mark.end or 0) - (mark.start or 0),
                -(mark.start or 0),
            ),
        )

    def own_marks_at(self, offset: int) -> list[Mark]:
        """The acting coder's marks that cover an offset, the shortest first."""
        return [mark for mark in self.marks_at(offset) if self.is_own(mark)]

    def own_mark_on(self, passage: Range) -> Mark | None:
        """The acting coder's mark on exactly this passage."""
        return next((mark for mark in self.marks.own if (mark.start, mark.end) == passage), None)

    def is_own(self, mark: Mark) -> bool:
        """Whether a mark is the acting coder's."""
        return mark.coder == self.store.coder

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
        return self._done(self.store.set_done(self.post.id, self.reading, done))

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
        return change.message

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
        return changes[-1].message

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
