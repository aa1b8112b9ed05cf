"""What the store shows: the marks of a post, the counts of all, the codebook.

Nothing here writes; a file that cannot be read is a problem in the answer, not an error.
"""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from csreader.annotations.anchoring import marks_of
from csreader.annotations.coder import clean_coder
from csreader.annotations.disk.files import AnnotationFiles, fingerprint
from csreader.annotations.disk.paths import same_name
from csreader.annotations.disk.sheet import Sheet
from csreader.annotations.disk.storage import LOCK_TIMEOUT, AnnotationsFolder
from csreader.annotations.errors import StoreError
from csreader.annotations.model import FileProblem, Mark, Marks, Overview, Status, Summary
from csreader.annotations.tags.codebook import Codebook
from csreader.text.model import ReadingText

Version = tuple[tuple[str, tuple[int, ...]], ...]
"""What files' names and statuses say; equal as long as nothing changed."""

_REMEDIES = {
    "newer": "This post cannot be tagged until csreader is updated.",
    "foreign": "This post cannot be tagged while that file has its name; rename it or the post.",
    "unreadable": "This post cannot be tagged until that file can be read.",
}
_SET_ASIDE = "This post cannot be tagged until that file is repaired or set aside."


@dataclass(frozen=True, slots=True)
class Everyone:
    """What all coders made of a post."""

    marks: tuple[Mark, ...] = ()
    """File by file."""
    statuses: Mapping[str, Status] = field(default_factory=dict)
    """From coder to status, for each who has a file for the post, by name."""
    problems: tuple[FileProblem, ...] = ()


class StoreView:
    """The annotations of a collection, as one coder sees them.

    Args:
        root: The collection's root.
        coder: Who marks.
        lock_timeout: How many seconds a change waits for another process's save.
    """

    def __init__(self, root: Path, coder: str, *, lock_timeout: float = LOCK_TIMEOUT) -> None:
        self.root = root
        self.coder = clean_coder(coder) or "coder"
        self._folder = AnnotationsFolder(root, lock_timeout=lock_timeout)
        self._files = AnnotationFiles(self._folder)
        self._counts: dict[Path, tuple[Sheet, Codebook, Counter[str]]] = {}

    def codebook(self, used: Iterable[str] = ()) -> Codebook:
        """The codebook on disk; one that cannot be read counts as empty (see `overview`).

        Args:
            used: Names of tags in use: those that the codebook lacks are shown behind its
                own, with a colour derived from the name.
        """
        try:
            return self._files.codebook().with_used(used)
        except StoreError:
            return Codebook().with_used(used)

    def marks(self, post_id: str, reading: ReadingText) -> Marks:
        """All annotations of a post, placed in its text as it is now."""
        book = self.codebook()
        mine = self._files.path(self.coder, post_id)
        problems: list[FileProblem] = []
        others: list[Mark] = []
        for path in self._files.others(self.coder, post_id):
            try:
                others.extend(marks_of(renamed(self._files.read_any(path), book), reading))
            except StoreError as error:
                problems.append(self._files.problem(error))
        try:
            sheet = self._files.read(mine, self.coder, post_id)
        except StoreError as error:
            problem = self._files.problem(error)
            return Marks(
                (),
                tuple(others),
                (problem, *problems),
                Status.UNREAD,
                refusal(problem),
                mine if problem.kind == "broken" else None,
            )
        own = marks_of(renamed(sheet, book), reading)
        return Marks(own, tuple(others), tuple(problems), sheet.status)

    def everyone(self, post_id: str, reading: ReadingText, book: Codebook) -> Everyone:
        """All coders' marks of a post; no file is kept, for going through many posts once.

        Args:
            post_id: The post's id.
            reading: Its text.
            book: The codebook, which is read once for all posts.
        """
        marks: list[Mark] = []
        statuses: dict[str, Status] = {}
        problems: list[FileProblem] = []
        for path in self._files.of_post(post_id):
            try:
                sheet = self._files.read_once(path)
            except StoreError as error:
                problems.append(self._files.problem(error))
                continue
            statuses[sheet.coder] = sheet.status
            marks.extend(marks_of(renamed(sheet, book), reading))
        return Everyone(tuple(marks), dict(sorted(statuses.items())), tuple(problems))

    def elsewhere(self, posts: Iterable[str]) -> tuple[tuple[str, ...], tuple[FileProblem, ...]]:
        """The other posts that have marks, by id in order, and what of theirs cannot be read.

        Args:
            posts: The ids of the posts that are there.
        """
        known = set(posts)
        found: set[str] = set()
        problems = []
        for path in self._files.of_other_posts(known):
            try:
                sheet = self._files.read_once(path)
            except StoreError as error:
                problems.append(self._files.problem(error))
                continue
            if sheet.annotations and sheet.post not in known:
                found.add(sheet.post)
        return tuple(sorted(found)), tuple(problems)

    def codebook_problem(self) -> FileProblem | None:
        """Why the codebook cannot be read; None where it can."""
        try:
            self._files.codebook()
        except StoreError as error:
            return self._files.problem(error)
        return None

    def overview(self) -> Overview:
        """How many annotations and tags each post has, over all coders."""
        problems: list[FileProblem] = []
        try:
            book = self._files.codebook()
        except StoreError as error:
            book = Codebook()
            problems.append(self._files.problem(error))
        annotations: Counter[str] = Counter()
        tags: dict[str, Counter[str]] = {}
        statuses: dict[str, dict[str, Status]] = {}
        total: Counter[str] = Counter()
        for path in self._files.sheet_paths():
            try:
                sheet = self._files.read_any(path)
            except StoreError as error:
                problems.append(self._files.problem(error))
                continue
            counted = self._counted(path, sheet, book)
            tags.setdefault(sheet.post, Counter()).update(counted)
            total.update(counted)
            annotations[sheet.post] += len(sheet.annotations)
            statuses.setdefault(sheet.post, {})[sheet.coder] = sheet.status
        posts = {
            post: Summary(annotations[post], dict(tags[post]), statuses[post]) for post in statuses
        }
        return Overview(posts, dict(total), tuple(problems))

    def summary(self, post_id: str) -> Summary:
        """The counts of one post, which cost the same in a collection of any size."""
        book = self.codebook()
        sheets = [renamed(sheet, book) for sheet in self.sheets(post_id)]
        annotations = [one for sheet in sheets for one in sheet.annotations]
        tags = Counter(tag for one in annotations for tag in one.tags)
        statuses = {sheet.coder: sheet.status for sheet in sheets}
        return Summary(len(annotations), dict(tags), statuses)

    def _counted(self, path: Path, sheet: Sheet, book: Codebook) -> Counter[str]:
        known = self._counts.get(path)
        if known is None or known[0] is not sheet or known[1].names != book.names:
            annotations = renamed(sheet, book).annotations
            known = sheet, book, Counter(tag for one in annotations for tag in one.tags)
            self._counts[path] = known
        return known[2]

    def sheets(self, post_id: str) -> tuple[Sheet, ...]:
        """The readable annotation files of a post, the acting coder's first."""
        found = []
        mine = self._files.path(self.coder, post_id)
        with contextlib.suppress(StoreError):
            found.append(self._files.read(mine, self.coder, post_id))
        for path in self._files.others(self.coder, post_id):
            with contextlib.suppress(StoreError):
                found.append(self._files.read_any(path))
        return tuple(found)

    def version(self, post_id: str) -> Version:
        """What tells whether a post's annotations or the codebook changed on disk."""
        return tuple((os.fspath(path), fingerprint(path)) for path in self.paths(post_id))

    def paths(self, post_id: str) -> tuple[Path, ...]:
        """The files that a post's marks and their tags are read from; the first two may lack."""
        return (
            self._files.codebook_path,
            self._files.path(self.coder, post_id),
            *self._files.others(self.coder, post_id),
        )

    def owner(self, post_id: str, annotation_id: str) -> str | None:
        """The other coder who has an annotation on a post; None where none has it."""
        for sheet in self.sheets(post_id):
            if sheet.get(annotation_id) and not same_name(sheet.coder, self.coder):
                return sheet.coder
        return None


def refusal(problem: FileProblem) -> str:
    """Why a post cannot be tagged, and what to do."""
    remedy = _REMEDIES.get(problem.kind, _SET_ASIDE)
    return f"{problem.message.rstrip('.')}. {remedy}"


def renamed(sheet: Sheet, book: Codebook) -> Sheet:
    """A sheet with its tags by their names of today."""
    annotations = []
    for one in sheet.annotations:
        tags = book.resolved(one.tags)
        annotations.append(one if tags == one.tags else replace(one, tags=tags))
    return replace(sheet, annotations=tuple(annotations))
