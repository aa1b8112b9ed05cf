"""What annotations are made of.

Offsets count code points of the reading text, start inclusive, end exclusive. An
annotation is what a coder's file holds; a mark is an annotation placed in today's text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from csreader.annotations.outline import outline_of
from csreader.text.model import ReadingText

NOWHERE = 1_000_000_000
"""The start of an annotation whose offset nobody said: beyond any text's end."""


@dataclass(frozen=True, slots=True)
class TextVersion:
    """Which reading text offsets were counted in."""

    sha256: str = ""
    """Hexadecimal SHA-256 of the text in UTF-8; empty when unknown."""
    rules: int = 0
    """The `text_rules` it was made by."""
    length: int | None = None
    """Its length in code points; tells how far an edit moved what stands behind it."""
    outline: str = field(default="", compare=False)
    """Its outline, which tells which sentences an edit left (see `outline`)."""

    @classmethod
    def of(cls, reading: ReadingText) -> TextVersion:
        """The version of a reading text."""
        outline = outline_of(reading.text)
        written = outline.written if outline is not None else ""
        return cls(reading.sha256, reading.rules, len(reading.text), written)


@dataclass(frozen=True, slots=True)
class Annotation:
    """A passage with tags and a note, by one coder, as stored.

    The selectors are those of the W3C Web Annotation Data Model: TextPositionSelector
    (start, end) and TextQuoteSelector (quote as `exact`, prefix, suffix).
    """

    id: str
    """A UUID; the identity of the annotation everywhere."""
    start: int
    end: int
    quote: str
    prefix: str = ""
    suffix: str = ""
    tags: tuple[str, ...] = ()
    """Names of tags, without repetition; may be empty while there is a note."""
    note: str = ""
    line: int = 1
    """The line of the source file, from 1, of the block the passage begins in."""
    created: str = ""
    """UTC, ISO 8601, to the second."""
    modified: str = ""
    text: TextVersion | None = None
    """The text its offsets count in, where that is another than its file's: a merge of two
    branches that knew different texts leaves it, and an orphan has it."""
    quote_was: str = ""
    """The words that were marked, where those of `quote` are others since and the coder has
    not accepted them."""


@dataclass(frozen=True, slots=True)
class Tag:
    """An entry of the codebook."""

    id: str
    name: str
    """The full path, `/` between levels."""
    color: str
    """#rrggbb"""
    description: str = ""
    shortcut: str = ""
    """A digit from 1 to 9 that is this tag's key whatever its place in the list, or a letter,
    which is its key behind the leader key; or empty."""
    was: tuple[str, ...] = ()
    """Former names, which keep their meaning in other coders' files."""
    listed: bool = True
    """False for a tag that is used but stands in no codebook; its colour is derived."""

    @property
    def parent(self) -> str:
        """The path of the tag above; empty at the top."""
        return self.name.rpartition("/")[0]


class State(StrEnum):
    """How an annotation lies in today's text."""

    ANCHORED = "anchored"
    """At its place."""
    MOVED = "moved"
    """The same words elsewhere, or with other white space or normal form."""
    CHANGED = "changed"
    """Words that come close to the quote."""
    ORPHAN = "orphan"
    """Nowhere."""


class Status(StrEnum):
    """How far a coder is with a post."""

    DONE = "done"
    IN_PROGRESS = "in-progress"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Mark:
    """An annotation placed in today's reading text."""

    annotation: Annotation
    coder: str
    state: State
    start: int | None
    """None for an orphan."""
    end: int | None
    quote: str
    """The text between start and end now; the stored quote for an orphan."""
    line: int | None
    """The source line, from 1, where it stands now; None for an orphan."""

    @property
    def quote_was(self) -> str:
        """The words that were marked where the state is `changed`, else empty."""
        one = self.annotation
        return (one.quote_was or one.quote) if self.state is State.CHANGED else ""


@dataclass(frozen=True, slots=True)
class FileProblem:
    """Something wrong with a file of the annotations folder."""

    path: Path
    line: int | None
    column: int | None
    kind: str
    """`broken`, `newer`, `foreign` or `unreadable`."""
    message: str
    """One sentence that begins with the file's path from the root."""


@dataclass(frozen=True, slots=True)
class Marks:
    """All marks of a post."""

    own: tuple[Mark, ...] = ()
    """The acting coder's: by start, end and id, orphans last."""
    others: tuple[Mark, ...] = ()
    """The other coders', ordered likewise; read-only."""
    problems: tuple[FileProblem, ...] = ()
    status: Status = Status.UNREAD
    """The acting coder's."""
    refused: str | None = None
    """Why this post cannot be tagged, naming the file; None when it can."""
    refused_path: Path | None = None
    """The file to hand to `Store.set_aside`; None when it can be tagged."""


@dataclass(frozen=True, slots=True)
class Summary:
    """One post's annotations over all coders, counted."""

    annotations: int = 0
    tags: Mapping[str, int] = field(default_factory=dict)
    """How many annotations have the tag."""
    statuses: Mapping[str, Status] = field(default_factory=dict)
    """From coder to status."""


@dataclass(frozen=True, slots=True)
class Overview:
    """All posts' annotations, counted."""

    posts: Mapping[str, Summary]
    """From a post's id; posts without any annotation file are absent."""
    tags: Mapping[str, int]
    """Over all posts."""
    problems: tuple[FileProblem, ...] = ()

    def post(self, post_id: str) -> Summary:
        """The summary of a post; an empty one for a post without annotations."""
        return self.posts.get(post_id, Summary())

    def with_post(self, post_id: str, summary: Summary) -> Overview:
        """This overview with other counts of one post."""
        tags = Counter(self.tags)
        tags.subtract(self.post(post_id).tags)
        tags.update(summary.tags)
        return replace(
            self,
            posts={**self.posts, post_id: summary},
            tags={tag: count for tag, count in tags.items() if count > 0},
        )


class ChangeKind(StrEnum):
    """What a change did."""

    ADD = "add"
    UPDATE = "update"
    REMOVE = "remove"
    DONE = "done"
    TAG = "tag"
    BOOK = "book"
    """Tags were renamed, merged, deleted, described, or put in another order."""
    IMPORT = "import"
    """Marks, tags and posts came from a file; its record tells which."""
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class MarkChange:
    """What a change of the codebook did to one annotation of the acting coder."""

    post: str
    before: Annotation
    after: Annotation | None
    """None where nothing was left of it."""
    text: TextVersion
    """The text that both count in."""


@dataclass(frozen=True, slots=True)
class BookChange:
    """What a change did to the codebook, and to the coder's annotations with it."""

    tags: tuple[tuple[Tag | None, Tag | None], ...]
    """Each entry before and after; None where there was none."""
    order_before: tuple[str, ...]
    """The ids of all entries in their order."""
    order_after: tuple[str, ...]
    marks: tuple[MarkChange, ...] = ()
    files: int = 0
    """How many of the coder's files were written: undoing takes as long."""

    @property
    def renames(self) -> bool:
        """Whether a name came, went or became another."""
        return any(not old or not new or old.name != new.name for old, new in self.tags)


@dataclass(frozen=True, slots=True)
class Change:
    """What one command did to what is on disk; what undo turns back."""

    kind: ChangeKind
    message: str
    """What was done, as a phrase such as `tag "refund" on "They sent…"`, or why nothing was."""
    post: str = ""
    before: Annotation | None = None
    after: Annotation | None = None
    done_before: bool = False
    done_after: bool = False
    tag: Tag | None = None
    book: BookChange | None = None
    text: TextVersion = field(default_factory=TextVersion)
    """The text that `before` and `after` count in."""
    record: Path | None = None
    """Where it is written down what an import did (see `imports.record`)."""

    @property
    def annotation(self) -> Annotation | None:
        """The annotation as it is now; for a removed one, as it was."""
        return self.after or self.before
