"""A collection and its annotations at one moment, as pure data that writers take."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from csreader.annotations import Annotation, Codebook, Mark, State, Status, Tag
from csreader.annotations.model import FileProblem, Marks
from csreader.annotations.selectors import describe
from csreader.annotations.views import StoreView
from csreader.collection import Collection, Post
from csreader.text.model import Format, ReadingText


@dataclass(frozen=True, slots=True)
class PlacedMark:
    """An annotation as it stands in today's text."""

    id: str
    coder: str
    tags: tuple[str, ...]
    note: str
    start: int | None
    """In code points; None for an orphan."""
    end: int | None
    quote: str
    """The text from start to end; the stored quote of an orphan."""
    prefix: str
    """Before the passage, in today's text; the stored one of an orphan."""
    suffix: str
    state: State
    quote_was: str | None
    """The stored quote where the state is `changed`."""
    line: int | None
    """The source file's line, from 1; None for an orphan."""
    created: str
    """UTC, ISO 8601."""
    modified: str


@dataclass(frozen=True, slots=True)
class PostSnapshot:
    """A post with the marks of all coders."""

    id: str
    path: str
    """From the root, with / between parts."""
    title: str
    date: str | None
    """ISO 8601."""
    format: Format
    text_sha256: str
    """Of the reading text in UTF-8."""
    text_rules: int
    status: Mapping[str, Status]
    """From coder to status, for each coder who has a file for the post, by name."""
    marks: tuple[PlacedMark, ...]
    """By start, end, coder and id, orphans last."""
    text: str | None = None
    """The reading text; None where it was not asked for."""
    reading: ReadingText | None = field(default=None, compare=False, repr=False)
    """The reading text with its blocks and styles; None where it was not asked for."""
    language: str = ""
    """Its ISO 639 code; empty where it is not known."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What an export is made of.

    Its posts are read one after another while they are gone through, so that it takes the
    memory of one; what could not be read is known when they are through.
    """

    exported: str
    """The moment, UTC, ISO 8601."""
    codebook: tuple[Tag, ...]
    posts: Iterable[PostSnapshot]
    """In the collection's order. Each time that they are gone through, they are read."""
    problems: Sequence[FileProblem] = ()
    """Annotation files that could not be read, whose marks are missing."""
    left_out: Sequence[str] = ()
    """Ids of posts that have annotations and are not in the collection."""


Chosen = Callable[[Mark], bool]
"""Whether a mark is wanted."""


def take_snapshot(
    collection: Collection,
    store: StoreView,
    *,
    exported: str,
    with_text: bool = False,
    posts: Iterable[Post] | None = None,
    chosen: Chosen | None = None,
) -> Snapshot:
    """All that an export holds, read when it is gone through; writes nothing.

    Args:
        collection: The posts.
        store: Their annotations.
        exported: The moment to put down, UTC, ISO 8601.
        with_text: Whether to have each post's reading text.
        posts: Which posts, in their order; None for all.
        chosen: Which marks; None for all.
    """
    book = store.codebook()
    problems: list[FileProblem] = []
    left_out: list[str] = []
    source = _Posts(collection, store, book, posts, with_text, chosen, problems, left_out)
    return Snapshot(exported, book.tags, source, problems, left_out)


@dataclass(frozen=True, slots=True)
class _Posts:
    """Reads posts with their marks, one after another."""

    collection: Collection
    store: StoreView
    book: Codebook
    only: Iterable[Post] | None
    with_text: bool
    chosen: Chosen | None
    problems: list[FileProblem]
    """Those found are put there."""
    left_out: list[str]

    def __iter__(self) -> Iterator[PostSnapshot]:
        self.problems.clear()
        self.left_out.clear()
        if (problem := self.store.codebook_problem()) is not None:
            self.problems.append(problem)
        everything = self.collection.posts
        count = 0
        for post in everything if self.only is None else self.only:
            yield self._taken(post)
            count += 1
        if count == len(everything):
            posts, problems = self.store.elsewhere(post.id for post in everything)
            self.left_out.extend(posts)
            self.problems.extend(one for one in problems if one not in self.problems)

    def _taken(self, post: Post) -> PostSnapshot:
        reading = post.read()
        everyone = self.store.everyone(post.id, reading, self.book)
        self.problems.extend(everyone.problems)
        wanted = everyone.marks
        if self.chosen is not None:
            wanted = tuple(mark for mark in wanted if self.chosen(mark))
        return PostSnapshot(
            post.id,
            post.relative_path,
            post.title,
            post.date,
            post.format,
            reading.sha256,
            reading.rules,
            everyone.statuses,
            _placed(wanted, reading),
            reading.text if self.with_text else None,
            reading if self.with_text else None,
            post.language,
        )


def placed_marks(marks: Marks, reading: ReadingText) -> tuple[PlacedMark, ...]:
    """The marks of all coders on a post, by start, end, coder and id, orphans last."""
    return _placed((*marks.own, *marks.others), reading)


def placed_mark(mark: Mark, reading: ReadingText) -> PlacedMark:
    """A mark with the words around it as they are now."""
    one: Annotation = mark.annotation
    prefix, suffix = one.prefix, one.suffix
    if mark.start is not None and mark.end is not None:
        where = describe(reading, mark.start, mark.end)
        if (where.start, where.end) == (mark.start, mark.end):
            prefix, suffix = where.prefix, where.suffix
    return PlacedMark(
        one.id,
        mark.coder,
        one.tags,
        one.note,
        mark.start,
        mark.end,
        mark.quote,
        prefix,
        suffix,
        mark.state,
        mark.quote_was if mark.state is State.CHANGED else None,
        mark.line,
        one.created,
        one.modified,
    )


def _placed(marks: Iterable[Mark], reading: ReadingText) -> tuple[PlacedMark, ...]:
    return tuple(placed_mark(mark, reading) for mark in sorted(marks, key=_order))


def _order(mark: Mark) -> tuple[bool, int, int, str, str]:
    one = mark.annotation
    start = one.start if mark.start is None else mark.start
    end = one.end if mark.end is None else mark.end
    return mark.start is None, start, end, mark.coder, one.id
