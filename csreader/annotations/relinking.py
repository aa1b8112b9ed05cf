"""Finds posts that were renamed or moved by their text's hash, and moves their marks along.

A post's marks are kept under its id, which is its path. Where the file has another path
now, its text is the same; only where exactly one post has that text, and no other lost
post had it, is it offered. Nothing is moved until someone asks.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from csreader.annotations.disk.files import AnnotationFiles
from csreader.annotations.disk.jsonfile import Tables, dumped, read_tables
from csreader.annotations.disk.sheet import Sheet, meta_row
from csreader.annotations.disk.storage import LOCK_TIMEOUT, AnnotationsFolder
from csreader.annotations.errors import RefusedError, StoreError
from csreader.annotations.journal.recording import Recorder
from csreader.annotations.merge.filemerge import merge_files
from csreader.annotations.model import TextVersion
from csreader.annotations.views import StoreView
from csreader.collection import Collection
from csreader.text.characters import one_line


@dataclass(frozen=True, slots=True)
class LostPost:
    """One coder's marks of a post that is not among the posts any more."""

    coder: str
    post: str
    """The id that the post had."""
    path: Path
    """The annotation file."""
    annotations: int
    fits: tuple[str, ...] = ()
    """The ids of the posts whose text is the one that the marks were made in."""
    rivals: tuple[str, ...] = ()
    """The ids of the coder's other lost posts that had this text."""

    @property
    def likely(self) -> str:
        """The id that the post has now; empty where none fits, or several could be meant."""
        return self.fits[0] if len(self.fits) == 1 and not self.rivals else ""


@dataclass(frozen=True, slots=True)
class Relinked:
    """What was moved."""

    annotations: int
    path: Path
    """Where they are now."""


def lost_posts(collection: Collection, store: StoreView) -> tuple[LostPost, ...]:
    """All marks whose post is not there, over all coders, by the post's former id.

    All posts are read where there are any, and else none. A file that cannot be read is
    passed over; so is one without marks that is not done.
    """
    known = {post.id for post in collection.posts}
    files = AnnotationFiles(AnnotationsFolder(store.root))
    sheets = [
        sheet
        for post in sorted(store.overview().posts.keys() - known)
        for sheet in sorted(store.sheets(post), key=lambda sheet: sheet.coder)
        if sheet.annotations or sheet.done
    ]
    texts = _texts(collection) if sheets else {}
    alike = Counter((sheet.coder, _text(sheet)) for sheet in sheets)
    found = []
    for sheet in sheets:
        text = _text(sheet)
        rivals = (
            other.post
            for other in sheets
            if text.sha256
            and alike[sheet.coder, text] > 1
            and (other.coder, _text(other)) == (sheet.coder, text)
            and other.post != sheet.post
        )
        found.append(
            LostPost(
                sheet.coder,
                sheet.post,
                files.path(sheet.coder, sheet.post),
                len(sheet.annotations),
                texts.get(text, ()),
                tuple(rivals),
            )
        )
    return tuple(found)


def relink(
    root: Path,
    coder: str,
    old: str,
    new: str,
    *,
    lock_timeout: float = LOCK_TIMEOUT,
    journal: Recorder | None = None,
) -> Relinked:
    """Moves one coder's marks of a post to another post.

    What is there already stays; after a crash both files are there, and moving again
    doubles nothing. Nothing is placed anew: the text that the offsets count in stays said.

    Args:
        root: The collection's root.
        coder: Whose marks.
        old: The id that the post had.
        new: The id that it has.
        lock_timeout: How many seconds to wait for another process's save.
        journal: The coder's journal.

    Raises:
        RefusedError: If either file cannot be read.
        StoreError: If there are no marks to move, or it cannot be saved.
    """
    folder = AnnotationsFolder(root, lock_timeout=lock_timeout)
    files = AnnotationFiles(folder)
    source, target = files.path(coder, old), files.path(coder, new)
    if source == target:
        raise StoreError(f"{one_line(old)} is that post already.", source)
    if not source.exists():
        raise StoreError(f"{one_line(coder)} has no marks of {one_line(old)}.", source)
    with folder.locked():
        sheet = _readable(files, source, coder, old)
        moved = _named(read_tables(source, root) or {}, replace(sheet, post=new))
        # A file system may take two names that differ in case for one.
        one_file = target.exists() and target.samefile(source)
        there = None
        if not one_file:
            _readable(files, target, coder, new)
            there = read_tables(target, root)
        message = f"marks of {one_line(old)} moved to {one_line(new)}"
        journal = journal or Recorder()
        with journal.change(lambda: ("relink", message)), journal.moved(new, old):
            folder.replace(target, dumped(merge_files(None, moved, there).tables))
        if not one_file:
            _remove(source, folder)
    return Relinked(len(sheet.annotations), target)


def _readable(files: AnnotationFiles, path: Path, coder: str, post: str) -> Sheet:
    try:
        return files.read(path, coder, post)
    except StoreError as error:
        message = f"{error.message.rstrip('.')}. Nothing was moved."
        raise RefusedError(message, path) from error


def _named(tables: Tables, sheet: Sheet) -> Tables:
    """A sheet's tables under its post's id."""
    row: dict[str, Any] = next(iter(tables.get("meta", {}).values()), {})
    kept = {name: value for name, value in row.items() if name != "post_encoded"}
    number = next(iter(tables.get("meta", {})), "1")
    return {**tables, "meta": {number: {**kept, **meta_row(sheet)}}}


def _remove(path: Path, folder: AnnotationsFolder) -> None:
    try:
        path.unlink()
    except OSError as error:
        shown = folder.shown(path)
        message = f"{shown} was copied, and cannot be removed: {error.strerror or error}."
        raise StoreError(message, path) from error
    with contextlib.suppress(OSError):  # a folder that is not empty stays
        for parent in path.parents:
            if parent.parent in (folder.path, parent):
                break
            parent.rmdir()


def _texts(collection: Collection) -> Mapping[TextVersion, tuple[str, ...]]:
    """The ids of the posts that have a text, by it."""
    found: dict[TextVersion, list[str]] = {}
    for post in collection.posts:
        reading = post.read()
        found.setdefault(TextVersion(reading.sha256, reading.rules), []).append(post.id)
    return {text: tuple(sorted(ids)) for text, ids in found.items()}


def _text(sheet: Sheet) -> TextVersion:
    # Files of earlier versions lack the length.
    return TextVersion(sheet.text.sha256, sheet.text.rules)
