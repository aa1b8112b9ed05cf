"""What can go wrong with annotations, said in one plain sentence each."""

from __future__ import annotations

import contextlib
import errno
from pathlib import Path
from typing import TYPE_CHECKING

from csreader.text.characters import one_line

if TYPE_CHECKING:
    from csreader.annotations.model import Change


class StoreError(Exception):
    """A change or a reading that could not be done; what was saved before is untouched.

    Attributes:
        message: One or two plain sentences, naming the file and what to do.
        path: The file or folder it is about, if any.
        unsaved: The changes that were made and could not be saved, in order: `Pending`
            keeps them. Empty where the wish itself was no good.
    """

    def __init__(self, message: str, path: Path | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.unsaved: tuple[Change, ...] = ()


class PassageError(StoreError):
    """A range that cannot be annotated, such as an empty one."""


class TagNameError(StoreError):
    """A name that cannot be a tag's."""


class UnknownAnnotationError(StoreError):
    """No annotation of the acting coder has the id that was asked for.

    Attributes:
        annotation_id: The id.
    """

    def __init__(self, message: str, annotation_id: str) -> None:
        super().__init__(message)
        self.annotation_id = annotation_id


class RefusedError(StoreError):
    """A change to a file that cannot be read, which is never overwritten."""


class BusyError(StoreError):
    """Another process kept the annotations locked for too long."""


class UnfinishedError(StoreError):
    """A change of many files that could not be brought to its end.

    Attributes:
        change: What was done, for undo; what is on disk reads right all the same.
    """

    def __init__(self, error: StoreError, change: Change) -> None:
        super().__init__(f"{error.message} Not all is done; u undoes what is.", error.path)
        self.change = change


class BrokenFileError(StoreError):
    """A file that cannot be read as what it should be; it is never overwritten.

    Attributes:
        line: The line of the file, from 1, where known.
        column: The column, from 1, in characters, where known.
        kind: `broken`, `newer` (written by a later csreader) or `foreign` (its content
            names another post or coder).
        reason: What is wrong, as a clause without the file's name.
    """

    def __init__(
        self,
        reason: str,
        path: Path,
        shown: str,
        *,
        kind: str = "broken",
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        self.reason = reason
        self.kind = kind
        self.line = line
        self.column = column
        where = f"line {line}, column {column}: " if line is not None else ""
        super().__init__(f"{shown}: {where}{reason}", path)


def shown_path(path: Path, root: Path) -> str:
    """A path for a message: from the root where it lies below it, safe to print."""
    with contextlib.suppress(ValueError):
        path = path.relative_to(root)
    return one_line(str(path))


_REMEDIES = {
    errno.ENOSPC: "the disk is full; free some space and try again",
    errno.EDQUOT: "your disk quota is used up; free some space and try again",
    errno.EFBIG: "it grew larger than you may write files (ulimit -f); raise that and try again",
    errno.EACCES: "you may not write there; change its permissions or work on a copy of the folder",
    errno.EPERM: "you may not write there; change its permissions or work on a copy of the folder",
    errno.EROFS: "the disk is read-only; work on a copy of the folder elsewhere",
    errno.ENOENT: "its folder is gone; put it back and try again",
    errno.ENOTDIR: "a file stands where its folder should be; move it away and try again",
    errno.EISDIR: "a folder stands in its place; move it away and try again",
    errno.ENAMETOOLONG: "its path is too long for this disk; move the collection higher up",
    errno.ENOSYS: "this disk cannot lock files; work on a copy of the folder elsewhere",
    errno.ENOLCK: "this disk cannot lock files; work on a copy of the folder elsewhere",
    errno.EIO: "the disk reported a fault; check it, or work on a copy of the folder elsewhere",
}


def saving_failed(error: OSError, path: Path, root: Path) -> StoreError:
    """Turns an operating system's error while saving into a sentence with a remedy."""
    remedy = _REMEDIES.get(error.errno or 0) or one_line(error.strerror or str(error))
    return StoreError(f"{shown_path(path, root)} was not saved: {remedy}.", path)


_HINDRANCES = {
    errno.EACCES: "you may not read it; change its permissions",
    errno.EPERM: "you may not read it; change its permissions",
    errno.ENOTDIR: "a file stands where its folder should be; move it away",
    errno.EISDIR: "a folder stands in its place; move it away",
    errno.EIO: "the disk reported a fault; check it",
}


def reading_failed(error: OSError, path: Path, root: Path) -> StoreError:
    """Turns an operating system's error while reading into a sentence with a remedy."""
    reason = _HINDRANCES.get(error.errno or 0) or one_line(error.strerror or str(error))
    return StoreError(f"{shown_path(path, root)} cannot be read: {reason}.", path)


def not_synced(error: OSError, path: Path, root: Path) -> StoreError:
    """Says that a file was saved, and that a power cut now might undo that."""
    reason = one_line(error.strerror or str(error))
    return StoreError(
        f"{shown_path(path, root)} was saved, but the disk does not say that it would outlast "
        f"a power cut ({reason}); check the disk.",
        path,
    )
