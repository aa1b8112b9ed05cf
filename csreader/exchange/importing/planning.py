"""What an import would do: worked out whole before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass, field, replace

from csreader.annotations import Annotation, Status
from csreader.annotations.coder import clean_coder
from csreader.annotations.disk.paths import same_name
from csreader.annotations.imports.importer import Importer, Incoming
from csreader.annotations.imports.joining import Wishes
from csreader.annotations.tags.tag_files import Progress, no_progress
from csreader.collection import Collection, Post
from csreader.exchange.brought import Brought, BroughtDocument, BroughtMark
from csreader.exchange.importing.codebook import JoinedBook, joined_book
from csreader.exchange.importing.identity import clean_mark, derived, mark_id, one_for_each_passage
from csreader.exchange.importing.locating import Source, as_annotation, located
from csreader.exchange.importing.matching import Match, Matcher
from csreader.exchange.importing.new_posts import NewPost, Writer
from csreader.exchange.interface import FormatError
from csreader.text.characters import one_line
from csreader.text.model import ReadingText

MOST_MARKS = 1_000_000
"""The most marks that one import takes."""
MOST_DOCUMENTS = 100_000
"""The most documents."""
NOT_FOUND = "its words are not found"
"""Why a mark is kept without a place."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of an import."""

    coder: str = ""
    """Whose all marks shall be; empty leaves each to whom the file names."""
    posts: Mapping[str, str] = field(default_factory=dict)
    """From documents' names to ids of posts, said by hand."""
    write_posts: bool = False
    """Whether documents that are no post are written as new ones."""
    wishes: Wishes = Wishes()  # noqa: RUF009 - frozen


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A document that is no post."""

    name: str
    marks: int
    rivals: tuple[str, ...] = ()
    """The posts that it could be."""
    has_text: bool = False
    """Whether it could be written as a post."""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A mark that is kept without a place, or left out."""

    post: str
    quote: str
    why: str
    is_left_out: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do."""

    book: JoinedBook
    sheets: tuple[Incoming, ...]
    matches: tuple[tuple[str, str, str], ...] = ()
    """Of each document that is a post: its name, the post's id, and how that was found."""
    unmatched: tuple[Unmatched, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    new_posts: tuple[NewPost, ...] = ()
    remarks: tuple[str, ...] = ()


def plan_import(
    brought: Brought,
    format_name: str,
    collection: Collection,
    store: Importer,
    wanted: Wanted,
    *,
    progress: Progress = no_progress,
) -> Plan:
    """Works out what an import would do; writes nothing.

    Args:
        brought: What the file brings.
        format_name: The format's name, of which ids are made.
        collection: The posts.
        store: The acting coder's.
        wanted: What is asked for.
        progress: Is told how many documents are done, of how many, or of 0 where the file
            does not tell that beforehand.

    Raises:
        FormatError: If the file is broken, or brings too much.
    """
    planner = _Planner(format_name, collection, store, wanted)
    of = len(brought.documents) if isinstance(brought.documents, Sized) else 0
    for done, document in enumerate(_bounded(brought.documents)):
        progress(done, of)
        planner.take(document)
    used = dict.fromkeys(tag for one in planner.marks() for tag in one.tags)
    book = joined_book(store.codebook(), brought.codebook, used, store.new_id)
    return planner.plan(book, brought.remarks)


def _bounded(documents: Iterable[BroughtDocument]) -> Iterator[BroughtDocument]:
    marks = 0
    for count, document in enumerate(documents, 1):
        marks += len(document.marks)
        if count > MOST_DOCUMENTS or marks > MOST_MARKS:
            raise FormatError(
                f"The file brings more than {MOST_MARKS:,} marks or {MOST_DOCUMENTS:,} documents; "
                "import it in parts."
            )
        yield document


@dataclass(slots=True)
class _Sheet:
    """A planned sheet while it is gathered."""

    coder: str
    post: str
    reading: ReadingText
    marks: dict[str, Annotation] = field(default_factory=dict)
    done: bool = False


class _Planner:
    def __init__(
        self, format_name: str, collection: Collection, store: Importer, wanted: Wanted
    ) -> None:
        self._format = format_name
        self._store = store
        self._wanted = wanted
        self._matcher = Matcher(collection, wanted.posts)
        self._writer = Writer(collection)
        self._now = store.now()
        self._sheets: dict[tuple[str, str], _Sheet] = {}
        self._names: list[str] = []
        self._matches: list[tuple[str, str, str]] = []
        self._unmatched: list[Unmatched] = []
        self._unplaced: list[Unplaced] = []
        self._new_posts: list[NewPost] = []
        self._unfit: dict[str, None] = {}
        self._empty = 0
        self._known: Mapping[str, Sequence[_There]] = {}

    def take(self, document: BroughtDocument) -> None:
        """Plans what comes of a document."""
        self._names.append(document.name)
        match = self._matcher.match(document)
        if match.post is not None:
            self._matches.append((document.name, match.post.id, match.how))
            self._place(document, match.post.id, match.post.read(), match.post)
        elif self._wanted.write_posts and document.text is not None and not match.rivals:
            new = self._writer.post(document)
            self._new_posts.append(new)
            self._place(document, new.id, new.reading, None)
        elif document.marks or document.text is not None:
            self._unmatched.append(_unmatched(document, match))

    def marks(self) -> Iterator[Annotation]:
        """The marks planned so far."""
        for sheet in self._sheets.values():
            yield from sheet.marks.values()

    def plan(self, book: JoinedBook, remarks: Sequence[str]) -> Plan:
        """The whole plan."""
        said = [*remarks, *book.remarks]
        if self._unfit:
            shown = ", ".join(f'"{one_line(name)}"' for name in self._unfit)
            said.append(f"No tag can be named {shown}; marks come without it.")
        if self._empty:
            count = "1 mark" if self._empty == 1 else f"{self._empty:,} marks"
            said.append(f"{count} without a tag and a note left out.")
        unknown = [name for name in self._wanted.posts if name not in self._names]
        said.extend(f"The file has no document {one_line(name)}." for name in unknown)
        sheets = tuple(
            Incoming(
                sheet.coder,
                sheet.post,
                sheet.reading,
                tuple(replace(one, tags=book.names_here(one.tags)) for one in sheet.marks.values()),
                sheet.done,
            )
            for sheet in self._sheets.values()
        )
        return Plan(
            book,
            sheets,
            tuple(self._matches),
            tuple(self._unmatched),
            tuple(self._unplaced),
            tuple(self._new_posts),
            tuple(said),
        )

    def _place(
        self, document: BroughtDocument, post: str, reading: ReadingText, known: Post | None
    ) -> None:
        source = Source.of(document, reading)
        by_coder: dict[str, dict[str, Annotation]] = {}
        for mark in one_for_each_passage(document.marks):
            self._take_mark(document, post, reading, source, mark, by_coder)
        for coder, found in by_coder.items():
            sheet = self._sheet(coder, post, reading)
            placed = located(found.values(), source, reading)
            for identity in found:
                one = placed[identity]
                sheet.marks.setdefault(identity, one)
                if one.text is not None:
                    self._unplaced.append(Unplaced(post, one.quote, NOT_FOUND))
        if known is not None or document.status:
            self._take_status(document, post, reading)

    def _take_mark(
        self,
        document: BroughtDocument,
        post: str,
        reading: ReadingText,
        source: Source,
        mark: BroughtMark,
        by_coder: dict[str, dict[str, Annotation]],
    ) -> None:
        mark, unfit = clean_mark(mark, self._now)
        self._unfit.update(dict.fromkeys(unfit))
        if not mark.tags and not mark.note:
            self._empty += 1
            return
        coder = self._coder(mark.coder)
        identity = self._identity(document, post, mark, coder)
        one = as_annotation(mark, identity, source, reading)
        if one is None:
            why = (
                "it has no words" if mark.quote or mark.start is not None else "it says no passage"
            )
            self._unplaced.append(Unplaced(post, mark.quote, why, is_left_out=True))
            return
        by_coder.setdefault(coder, {}).setdefault(identity, one)

    def _identity(self, document: BroughtDocument, post: str, mark: BroughtMark, coder: str) -> str:
        """A mark's id; another one where only somebody else has that already on the post."""
        identity = mark_id(self._format, document, mark)
        having = [sheet.coder for sheet in self._there(post) if identity in sheet.ids]
        if having and not any(same_name(one, coder) for one in having):
            return derived(identity, coder)
        return identity

    def _there(self, post: str) -> Sequence[_There]:
        known = self._known.get(post)
        if known is None:
            known = [
                _There(sheet.coder, frozenset(one.id for one in sheet.annotations))
                for sheet in self._store.sheets(post)
            ]
            self._known = {post: known}  # documents come one after the other
        return known

    def _take_status(self, document: BroughtDocument, post: str, reading: ReadingText) -> None:
        for name, status in document.status.items():
            if status is Status.DONE:
                self._sheet(self._coder(name), post, reading).done = True

    def _coder(self, named: str) -> str:
        return self._wanted.coder or clean_coder(named) or self._store.coder

    def _sheet(self, coder: str, post: str, reading: ReadingText) -> _Sheet:
        return self._sheets.setdefault((coder, post), _Sheet(coder, post, reading))


@dataclass(frozen=True, slots=True)
class _There:
    """The marks that a coder has on a post."""

    coder: str
    ids: frozenset[str]


def _unmatched(document: BroughtDocument, match: Match) -> Unmatched:
    name = document.name or document.title
    return Unmatched(name, len(document.marks), match.rivals, document.text is not None)
