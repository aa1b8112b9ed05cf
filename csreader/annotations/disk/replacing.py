"""Replaces a file whole: after a crash at any moment there is the old one or the new one."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

TEMPORARY = ".csreader-tmp"
"""The ending of files being written; anything so called is the trace of an interrupted save."""

_NAME_MAX = 255


class UnsyncedError(OSError):
    """A file was replaced, and the disk could not say that this would outlast a power cut."""


def replace_file(path: Path, data: bytes, *, like: Path | None = None) -> None:
    """Writes a file by way of a temporary one in the same folder and a rename.

    The data are on the disk when this returns: file and folder are fsynced. A symbolic
    link stays and what it points to is replaced; permissions, owner and group stay. The
    temporary file's name follows from the file's, so that a save also removes what an
    interrupted one of the same file left; callers hold the folder's lock.

    Args:
        path: The file; its folder exists.
        data: The whole new content.
        like: The file whose permissions and owner it gets; by default the one it replaces.

    Raises:
        UnsyncedError: If the new content is in place, and neither could it be made to last
            through a power cut nor the old one be put back.
        OSError: If anything else fails; then the old file is there and no temporary file
            is left.
    """
    target = path.resolve() if path.is_symlink() else path
    _refuse_read_only(target)
    temporary = target.with_name(_temporary_name(target.name))
    with _open_folder(target.parent) as folder, _open_old(target) as old:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
        try:
            _write_new(temporary, data, like=like or target)
            temporary.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        try:
            _sync_folder(folder)
        except OSError as error:
            _put_back(target, old, temporary, error)
            raise


def create_file(path: Path, data: bytes) -> None:
    """Writes a file that is not there yet: whole or not at all, and never over another.

    Args:
        path: The file; its folder exists.
        data: The whole content.

    Raises:
        FileExistsError: If there is a file, or there was one before this one was whole.
        OSError: If anything else fails; then there is none, and no temporary file is left.
    """
    temporary = path.with_name(_temporary_name(path.name))
    with _open_folder(path.parent) as folder:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
        try:
            _write_new(temporary, data, like=path)
            _take_free_place(temporary, path)
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink()
        _sync_folder(folder)


def remove_trace(path: Path) -> None:
    """Removes what an interrupted save of a file left beside it, which nobody is saving now."""
    with contextlib.suppress(OSError):
        path.with_name(_temporary_name(path.name)).unlink()


def sweep(folder: Path) -> None:
    """Removes what interrupted saves left in a folder; callers hold the lock."""
    with contextlib.suppress(OSError):
        for name in os.listdir(folder):  # noqa: PTH208 - names only: a folder may hold thousands
            if name.startswith(".") and name.endswith(TEMPORARY):
                with contextlib.suppress(OSError):
                    (folder / name).unlink()


def make_folders(folder: Path, root: Path) -> list[Path]:
    """Makes a folder and what is missing above it, each lasting through a power cut.

    Args:
        folder: A folder below `root`.
        root: A folder that has to exist.

    Returns:
        The folders that were made, the uppermost first.

    Raises:
        OSError: If one cannot be made, or `root` is gone.
    """
    missing = []
    while folder != root and not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    missing.reverse()
    for made in missing:
        with contextlib.suppress(FileExistsError):
            made.mkdir()
        with _open_folder(made.parent) as parent:
            _sync_folder(parent)
    return missing


def remove_empty(folders: list[Path]) -> None:
    """Removes folders made for a save that failed, as far as they are empty."""
    for folder in reversed(folders):
        with contextlib.suppress(OSError):
            folder.rmdir()


def _put_back(target: Path, old: int | None, temporary: Path, error: OSError) -> None:
    """Undoes a replacement that may not last; so what is told to have failed has failed."""
    try:
        if old is None:
            target.unlink()
            return
        data = b""
        while part := os.read(old, 1 << 20):
            data += part
        _write_new(temporary, data, like=target)
        temporary.replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise UnsyncedError(error.errno, error.strerror, str(target)) from error


def _take_free_place(temporary: Path, path: Path) -> None:
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        temporary.replace(path)


def _write_new(path: Path, data: bytes, *, like: Path) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o666)
    try:
        _keep_permissions(descriptor, like)
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _keep_permissions(descriptor: int, like: Path) -> None:
    try:
        old = like.stat()
    except FileNotFoundError:
        return
    if hasattr(os, "fchown"):
        new = os.fstat(descriptor)
        if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
            with contextlib.suppress(OSError):  # only root may give files away
                os.fchown(descriptor, old.st_uid, old.st_gid)
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, stat.S_IMODE(old.st_mode))


def _refuse_read_only(target: Path) -> None:
    # A rename would replace a write-protected file; whoever protected it meant it.
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))


def _temporary_name(name: str) -> str:
    temporary = f".{name}{TEMPORARY}"
    if len(os.fsencode(temporary)) > _NAME_MAX:
        temporary = f".{hashlib.sha256(os.fsencode(name)).hexdigest()}{TEMPORARY}"
    return temporary


@contextlib.contextmanager
def _open_old(target: Path) -> Iterator[int | None]:
    """A descriptor of the file that is replaced, by which it outlives that; None for a new one.

    Where folders cannot be synced it is not needed, and an open file could not be replaced.
    """
    if not hasattr(os, "O_DIRECTORY"):  # Windows
        yield None
        return
    try:
        descriptor = os.open(target, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        yield None
        return
    try:
        yield descriptor
    finally:
        with contextlib.suppress(OSError):
            os.close(descriptor)


@contextlib.contextmanager
def _open_folder(folder: Path) -> Iterator[int | None]:
    """A descriptor of a folder for fsync; None where the system has no such thing."""
    if not hasattr(os, "O_DIRECTORY"):  # Windows
        yield None
        return
    try:
        descriptor: int | None = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except PermissionError:  # a folder may be writable and not readable
        descriptor = None
    try:
        yield descriptor
    finally:
        if descriptor is not None:
            with contextlib.suppress(OSError):  # nothing was written by it
                os.close(descriptor)


def _sync_folder(descriptor: int | None) -> None:
    if descriptor is None:
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network and FUSE file systems cannot sync a folder and need not.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.ENOSYS):
            raise
