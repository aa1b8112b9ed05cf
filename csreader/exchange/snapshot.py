"""A collection and its annotations at one moment, as pure data that writers take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from csreader.annotations import Annotation, Mark, State, Status, Store, Tag
from csreader.annotations.disk.paths import CODEBOOK
from csreader.annotations.model import FileProblem, Marks
from csreader.annotations.selectors import describe
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


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What an export is made of."""

    exported: str
    """The moment, UTC, ISO 8601."""
    codebook: tuple[Tag, ...]
    posts: tuple[PostSnapshot, ...]
    """In the collection's order."""
    problems: tuple[FileProblem, ...] = ()
    """Annotation files that could not be read, whose marks are missing."""
    left_out: tuple[str, ...] = field(default=())
    """Ids of posts that have annotations and are not in the collection."""


def take_snapshot(
    collection: Collection,
    store: Store,
    *,
    exported: str,
    with_text: bool = False,
    posts: Iterable[Post] | None = None,
) -> Snapshot:
    """Reads all that an export holds; writes nothing.

    Args:
        collection: The posts.
        store: Their annotations.
        exported: The moment to put down, UTC, ISO 8601.
        with_text: Whether to keep each post's reading text.
        posts: Which posts, in their order; None for all.
    """
    overview = store.overview()
    taken = []
    problems: dict[FileProblem, None] = {}
    for post in collection.posts if posts is None else posts:
        reading = post.read()
        marks = store.marks(post.id, reading)
        problems.update(dict.fromkeys(marks.problems))
        statuses = overview.post(post.id).statuses
        taken.append(
            PostSnapshot(
                post.id,
                post.relative_path,
                post.title,
                post.date,
                post.format,
                reading.sha256,
                reading.rules,
                {coder: statuses[coder] for coder in sorted(statuses)},
                placed_marks(marks, reading),
                reading.text if with_text else None,
            )
        )
    whole = len(taken) == len(collection.posts)
    for problem in overview.problems:
        if whole or problem.path.name == CODEBOOK:
            problems.setdefault(problem)
    known = {post.id for post in collection.posts}
    left_out = sorted(
        post
        for post, counted in overview.posts.items()
        if counted.annotations and post not in known
    )
    return Snapshot(
        exported,
        store.codebook().tags,
        tuple(taken),
        tuple(problems),
        tuple(left_out) if whole else (),
    )


def placed_marks(marks: Marks, reading: ReadingText) -> tuple[PlacedMark, ...]:
    """The marks of all coders on a post, by start, end, coder and id, orphans last."""
    everyone = sorted((*marks.own, *marks.others), key=_order)
    return tuple(placed_mark(mark, reading) for mark in everyone)


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


def _order(mark: Mark) -> tuple[bool, int, int, str, str]:
    one = mark.annotation
    start = one.start if mark.start is None else mark.start
    end = one.end if mark.end is None else mark.end
    return mark.start is None, start, end, mark.coder, one.id
