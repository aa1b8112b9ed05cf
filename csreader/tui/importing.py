"""What the import dialog shows and does; knows nothing of widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from csreader.annotations import StoreError
from csreader.annotations.imports.importer import Importer
from csreader.annotations.imports.joining import Fate, Wishes
from csreader.annotations.imports.records import last_import
from csreader.annotations.tags.tag_files import no_progress
from csreader.exchange.importing import Plan, Saved, Wanted, plan_import, preview, save_import
from csreader.exchange.importing.opening import Opened, open_file
from csreader.exchange.importing.reporting import Report, Ways, report
from csreader.exchange.interface import FormatError, UnfitError
from csreader.exchange.registry import readers
from csreader.text.characters import one_line
from csreader.tui.screens.working import Progress, StoppedError
from csreader.tui.session import Session

_MOST_MARKS = 200
"""How many marks of a file are shown before it is imported."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of an import."""

    format: str = ""
    """The format's name; empty where the file itself tells."""
    write_posts: bool = False
    """Whether documents that are no post are written as new ones."""
    update: bool = False
    """Whether marks that are here get the file's tags and notes."""
    again: bool = False
    """Whether marks that were removed here are brought back."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A mark that a file brings."""

    post: str
    quote: str
    tags: tuple[str, ...]
    note: str
    is_placed: bool


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What an import would do."""

    opened: Opened
    wanted: Wanted
    plan: Plan
    saved: Saved
    report: Report
    marks: tuple[Coming, ...]
    """The first of them."""
    offers: frozenset[str]
    """The fields of `Asked` that would make a difference, or do."""

    @property
    def is_something(self) -> bool:
        """Whether anything would be done."""
        saved, plan = self.saved, self.plan
        return bool(saved.posts or saved.tags or plan.new_posts)


@dataclass(frozen=True, slots=True)
class Brought:
    """What an import did."""

    message: str
    saved: Saved | None = None
    """None where it could not be done."""
    has_posts: bool = False
    """Whether it wrote posts."""


@dataclass
class Importing:
    """Imports into a session's collection."""

    session: Session
    ways: Ways
    """What a person is told to do."""
    _endings: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self._endings = frozenset(ending for one in readers().values() for ending in one.endings)

    def is_readable(self, name: str) -> bool:
        """Whether a file may be of a format that is read, by its name."""
        return name.lower().endswith(tuple(self._endings))

    @property
    def formats(self) -> Sequence[str]:
        """The names of the formats that are read."""
        return list(readers())

    @cached_property
    def _store(self) -> Importer:
        collection = self.session.collection
        return Importer(
            collection.root, self.session.store.coder, journal=collection.config.journal
        )

    def foresee(self, path: Path, asked: Asked, progress: Progress = no_progress) -> Foreseen:
        """Reads a file and works out what it would bring; writes nothing. For a thread.

        Args:
            path: The file.
            asked: What is asked for.
            progress: Is told how many documents are placed, or files compared, of how many;
                what it raises ends the work.

        Raises:
            FormatError: If it is of no format that is read, or broken.
            StoreError: If what is here cannot be read.
            OSError: If it cannot be read.
        """
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise UnfitError(f"{one_line(str(path))} is neither a file nor a folder.")
        opened = open_file(path, asked.format or None, self.ways.format)
        store = self._store
        wanted = Wanted(write_posts=asked.write_posts, wishes=Wishes(asked.update, asked.again))
        plan = plan_import(
            opened.brought,
            opened.format.name,
            self.session.collection,
            store,
            wanted,
            progress=progress,
        )
        saved = preview(plan, store, wanted, progress)
        told = report(path.name, plan, saved, dry_run=True, ways=self.ways)
        return Foreseen(
            opened, wanted, plan, saved, told, _coming(plan), _offers(asked, plan, saved)
        )

    def do(self, foreseen: Foreseen, progress: Progress) -> Brought:
        """Imports; for a thread."""
        opened, plan = foreseen.opened, foreseen.plan
        try:
            saved = save_import(
                plan,
                opened.brought,
                self._store,
                foreseen.wanted,
                name=opened.path.name,
                sha256=opened.sha256,
                progress=progress,
            )
        except StoppedError:
            return self._take_back(opened.path.name, bool(plan.new_posts))
        except (FormatError, StoreError) as error:
            return Brought(one_line(str(error)))
        except OSError as error:
            return Brought(one_line(f"{opened.path}: {error.strerror or error}"))
        told = report(opened.path.name, plan, saved, dry_run=False, ways=self.ways)
        parts = [told.done[-1].rstrip("."), *saved.refused[:1]]
        lost = sum(not one.is_left_out for one in saved.unplaced)
        if lost:
            parts.append(f"{lost:,} have no place; R lists them")
        return Brought("; ".join(parts), saved, bool(plan.new_posts))

    def _take_back(self, name: str, has_posts: bool) -> Brought:
        """Takes back what there is of an import that was stopped."""
        session = self.session
        change = last_import(session.collection.root)
        if change is not None:
            try:
                session.take_back(change)
            except StoreError as error:
                told = f"{name} is imported in part; U takes it back: {error}"
                return Brought(one_line(told), has_posts=has_posts)
        told = f"the import of {name} was stopped; nothing of it is left"
        return Brought(one_line(told), has_posts=has_posts)


def _coming(plan: Plan) -> tuple[Coming, ...]:
    found: list[Coming] = []
    for sheet in plan.sheets:
        for mark in sheet.marks:
            if len(found) == _MOST_MARKS:
                return tuple(found)
            placed = mark.text is None
            found.append(Coming(sheet.post, mark.quote, mark.tags, mark.note, placed))
    return tuple(found)


def _offers(asked: Asked, plan: Plan, saved: Saved) -> frozenset[str]:
    offers = set()
    if plan.new_posts or any(not one.rivals for one in plan.unmatched):
        offers.add("write_posts")
    if asked.update or saved.fates[Fate.DIFFERENT]:
        offers.add("update")
    if asked.again or saved.fates[Fate.REMOVED]:
        offers.add("again")
    return frozenset(offers)
