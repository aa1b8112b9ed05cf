"""What a session has open, as it is read from the disk; knows nothing of widgets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from csreader.annotations import Codebook, Mark, Marks, Status, Store, checking
from csreader.annotations.disk.paths import CODEBOOK
from csreader.annotations.model import FileProblem, Overview
from csreader.annotations.views import Version
from csreader.collection import Collection, Post, Problem
from csreader.text.model import ReadingText
from csreader.text.sentences import Range
from csreader.tui.folder_change import FolderChange, compared
from csreader.tui.highlights import Highlight


@dataclass
class SessionView:
    """One coder at one collection, with one post open."""

    collection: Collection
    store: Store
    post: Post | None = None
    reading: ReadingText = field(default_factory=lambda: ReadingText(""))
    marks: Marks = field(default_factory=Marks)
    overview: Overview = field(default_factory=lambda: Overview({}, {}))
    codebook: Codebook = field(default_factory=Codebook)

    all_marks: list[Mark] = field(default_factory=list)
    """The open post's marks over all coders that show: by place, orphans last."""
    key_problems: tuple[Problem, ...] = ()
    """What is wrong with the keys that the configuration gives to commands."""
    gone: dict[str, Post] = field(default_factory=dict)
    """Posts that were there in this session and are not any more, by id."""
    others_hidden: bool = False
    """Whether only the acting coder's marks show."""
    at_work: bool = False
    """Whether a change of many files is being made in a thread."""
    _told: bool = False
    """Whether it was told that the configuration is wrong."""
    _seen: Version | None = None
    """The files of the open post's marks and the codebook as they were read last."""

    def __post_init__(self) -> None:
        self.reload()

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

    # The folder

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
        change = compared(self.collection, self.gone, fresh)
        there = {post.id for post in fresh.posts}
        self.gone = {name: post for name, post in self.gone.items() if name not in there}
        self.gone.update((post.id, post) for post in change.removed)
        self.collection = fresh
        return change

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

    def told_at_start(self) -> str:
        """What is wrong with the configuration, once; the rest is in the list of problems."""
        found = [*self.key_problems, *self.collection.config.problems]
        if not found or self._told:
            return ""
        self._told = True
        rest = "; ! lists all" if len(found) > 1 else ""
        return f"{found[0].message.rstrip('.')}{rest}"

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
        others = () if self.others_hidden else self.marks.others
        self.all_marks = sorted(
            (*self.marks.own, *others),
            key=lambda mark: (mark.start is None, mark.start or 0, mark.end or 0),
        )

    def hide_others(self, hidden: bool) -> None:
        """Hides the marks of other coders, or shows them."""
        self.others_hidden = hidden
        self.reload_marks()

    def marks_left_behind(self) -> int:
        """How many posts are gone that the acting coder has marked."""
        there = {post.id for post in self.collection.posts}
        return sum(
            one.annotations > 0 and self.store.coder in one.statuses
            for post_id, one in self.overview.posts.items()
            if post_id not in there
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
