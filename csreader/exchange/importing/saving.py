"""Saves what an import brings: posts, codebook, marks, each file once, as one step.

Tags come before marks, so that no mark has one that the codebook lacks; each file is
replaced whole. What a crash has left undone, the same import does when it is run again.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from csreader.annotations import Change, Codebook, StoreError, Tag
from csreader.annotations.disk.replacing import create_file, remove_trace
from csreader.annotations.imports.importer import Importer, Incoming
from csreader.annotations.imports.joining import Fate
from csreader.annotations.imports.record import Record
from csreader.annotations.imports.records import begun
from csreader.annotations.model import ChangeKind
from csreader.annotations.tags.tag_files import Progress, no_progress
from csreader.exchange.brought import Brought
from csreader.exchange.importing.codebook import joined_book
from csreader.exchange.importing.new_posts import NewPost
from csreader.exchange.importing.planning import NOT_FOUND, Plan, Unplaced, Wanted
from csreader.text.characters import one_line


@dataclass(slots=True)
class Saved:
    """What an import did, or would do."""

    tags: tuple[Tag, ...] = ()
    """Those that are new."""
    fates: Counter[Fate] = field(default_factory=Counter)
    """What became of the marks, counted."""
    posts: Counter[str] = field(default_factory=Counter)
    """From a post's id to how many marks are new or others there."""
    unplaced: list[Unplaced] = field(default_factory=list)
    """Those that are left out, and those that are new here and have no place."""
    refused: list[str] = field(default_factory=list)
    """Why files were not changed, in sentences; the others were."""
    change: Change | None = None
    """What undo takes back; None where nothing was done."""

    def count(self, incoming: Incoming, fates: Sequence[Fate]) -> None:
        """Counts what became of a sheet's marks."""
        self.fates.update(fates)
        for mark, fate in zip(incoming.marks, fates, strict=True):
            if fate is Fate.ORPHAN:
                self.unplaced.append(Unplaced(incoming.post, mark.quote, NOT_FOUND))
        if new := sum(fate in (Fate.NEW, Fate.ORPHAN, Fate.UPDATED) for fate in fates):
            self.posts[incoming.post] += new


def preview(plan: Plan, store: Importer, wanted: Wanted, progress: Progress = no_progress) -> Saved:
    """What an import would do; writes nothing. Progress counts the coders' files."""
    saved = Saved(tags=plan.book.added, unplaced=_left_out(plan))
    removed = _removed(plan, store)
    for done, incoming in enumerate(plan.sheets):
        progress(done, len(plan.sheets))
        try:
            found = store.preview(incoming, removed[incoming.coder], wanted.wishes)
        except StoreError as error:
            saved.refused.append(error.message)
        else:
            saved.count(incoming, found.fates)
    return saved


def save_import(
    plan: Plan,
    brought: Brought,
    store: Importer,
    wanted: Wanted,
    *,
    name: str,
    sha256: str,
    progress: Progress = no_progress,
) -> Saved:
    """Does an import.

    Args:
        plan: What was worked out.
        brought: What the file brings, of which only the codebook is needed again.
        store: The acting coder's.
        wanted: What was asked for.
        name: The file's, for messages.
        sha256: Of its content: the same import goes on where it was broken off.
        progress: Is told how many of the coders' files are done.

    Raises:
        StoreError: If the codebook, or a post, cannot be saved; what was saved before stays,
            and the same import again does the rest.
    """
    message = f"import of {one_line(name)}"
    record = begun(store.root, message, sha256)
    for step in record.steps():
        if step.after is not None:  # this one was broken off before
            remove_trace(step.path)
    saved = Saved(unplaced=_left_out(plan))
    removed = _removed(plan, store)
    used = list(
        dict.fromkeys(tag for one in plan.sheets for mark in one.marks for tag in mark.tags)
    )

    def with_tags(book: Codebook) -> tuple[Codebook, Sequence[Tag]]:
        found = joined_book(book, brought.codebook, used, store.new_id)
        return found.book, found.added

    try:
        with store.one_step(message, [one.coder for one in plan.sheets]):
            for new in plan.new_posts:
                _write_post(new, record)
            saved.tags = store.bring_tags(with_tags, record)
            for done, incoming in enumerate(plan.sheets):
                progress(done, len(plan.sheets))
                try:
                    found = store.bring(incoming, removed[incoming.coder], wanted.wishes, record)
                except StoreError as error:
                    saved.refused.append(error.message)
                else:
                    saved.count(incoming, found.fates)
            progress(len(plan.sheets), len(plan.sheets))
        record.end()
    finally:
        did = bool(record.steps())
        if not did:
            record.drop()
    if did:
        saved.change = Change(ChangeKind.IMPORT, message, record=record.path)
    return saved


def _left_out(plan: Plan) -> list[Unplaced]:
    return [one for one in plan.unplaced if one.is_left_out]


def _removed(plan: Plan, store: Importer) -> dict[str, frozenset[str]]:
    return {coder: store.removed(coder) for coder in {one.coder for one in plan.sheets}}


def _write_post(new: NewPost, record: Record) -> None:
    try:
        new.path.parent.mkdir(parents=True, exist_ok=True)
        if os.path.lexists(new.path):
            raise FileExistsError
        record.post(new.path, new.content)
        create_file(new.path, new.content)
    except FileExistsError as error:
        raise StoreError(
            f"{one_line(str(new.path))} is there since a moment ago; import again.", new.path
        ) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(
            f"{one_line(str(new.path))} cannot be written: {reason}.", new.path
        ) from error
