"""The TinyDB storage that every table of csreader is kept in.

TinyDB's own JSONStorage rewrites its file in place, so a crash can leave half of it.
This one writes only within a transaction: the folder's lock is taken, the file is read
again, changes are collected, and one atomic replace ends it.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from tinydb.storages import Storage

from csreader.annotations.disk.jsonfile import Tables, dumped, read_tables
from csreader.annotations.disk.paths import FOLDER
from csreader.annotations.disk.replacing import (
    TEMPORARY,
    UnsyncedError,
    make_folders,
    remove_empty,
    replace_file,
    sweep,
)
from csreader.annotations.errors import (
    BusyError,
    not_synced,
    reading_failed,
    saving_failed,
    shown_path,
)

LOCK = ".lock"
LOCK_TIMEOUT = 5.0
"""Seconds to wait for another process's save, which takes milliseconds."""

_ATTEMPTS = 20
"""How often a folder is made that another process removes at once."""

_GITIGNORE = f"# csreader's lock and the traces of interrupted saves\n{LOCK}\n*{TEMPORARY}\n"


class AnnotationsFolder:
    """The annotations folder of a collection and its one lock.

    Making one touches nothing; the folder itself is made by the first save.

    Args:
        root: The collection's root.
        lock_timeout: How many seconds to wait for the lock.
    """

    def __init__(self, root: Path, *, lock_timeout: float = LOCK_TIMEOUT) -> None:
        self.root = root
        self.path = root / FOLDER
        self._lock_timeout = lock_timeout
        self._swept: set[Path] = set()

    def shown(self, path: Path) -> str:
        """A path below the root as messages show it."""
        return shown_path(path, self.root)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Holds the lock, which ends with the process that holds it, even a killed one.

        Raises:
            BusyError: If another process holds it for too long.
            StoreError: If the folder cannot be made or locked.
        """
        lock, made = self._lock()
        try:
            yield
        finally:
            if made:
                self._remove_lock_alone()
            # What is saved is saved; and the lock ends with the process at the latest.
            with contextlib.suppress(OSError):
                lock.release()
            remove_empty(made)

    def _lock(self) -> tuple[FileLock, list[Path]]:
        """The lock, held, and the folders that were made for it."""
        for attempts_left in reversed(range(_ATTEMPTS)):
            made: list[Path] = []
            try:
                made = make_folders(self.path, self.root)
                # Never the soft kind, which a killed process would leave behind.
                lock = FileLock(
                    self.path / LOCK,
                    timeout=self._lock_timeout,
                    poll_interval=0.01,
                    fallback_to_soft=False,
                )
                lock.acquire()
                break
            except Timeout:
                remove_empty(made)
                raise BusyError(
                    f"{self.shown(self.path)} is locked by another csreader for over "
                    f"{self._lock_timeout:g} seconds; wait for it or end it, then try again.",
                    self.path,
                ) from None
            except OSError as error:
                remove_empty(made)
                # Another process may have made the folder, and removed it, unused.
                if not isinstance(error, FileNotFoundError) or not attempts_left:
                    raise saving_failed(error, self.path, self.root) from error
        return lock, made

    def _remove_lock_alone(self) -> None:
        """Removes the lock's file where it is all there is: nothing was saved.

        Whoever waits for it finds that the file is another one, and takes that (filelock
        compares the two).
        """
        with contextlib.suppress(OSError):
            if [one.name for one in self.path.iterdir()] == [LOCK]:
                (self.path / LOCK).unlink()

    def replace(self, path: Path, data: bytes, *, like: Path | None = None) -> None:
        """Replaces a file of the folder; the lock is held.

        Args:
            path: The file.
            data: The whole new content.
            like: The file whose permissions it gets; by default the one it replaces.

        Raises:
            StoreError: If it cannot be done; the old file is whole then.
        """
        made: list[Path] = []
        try:
            made = make_folders(path.parent, self.root)
            for folder in {self.path, path.parent} - self._swept:
                sweep(folder)
                self._swept.add(folder)
            replace_file(path, data, like=like)
        except UnsyncedError as error:
            raise not_synced(error, path, self.root) from error
        except OSError as error:
            remove_empty(made)
            raise saving_failed(error, path, self.root) from error
        self._ignore_lock()

    def _ignore_lock(self) -> None:
        path = self.path / ".gitignore"
        # A convenience: a save does not fail for it.
        with contextlib.suppress(OSError):
            if not os.path.lexists(path):
                replace_file(path, _GITIGNORE.encode())


class AtomicStorage(Storage):
    """A TinyDB storage whose writes happen in transactions only.

    Use it as `TinyDB(path, folder=…, storage=AtomicStorage)` and write within
    `with db.storage.transaction():`.

    Args:
        path: The file; it and its folders need not exist.
        folder: The annotations folder it lies in.
        arrange: Puts the tables in the order in which they are to be stored.
        upgrade: Makes what a transaction reads into tables of today's format.
    """

    def __init__(
        self,
        path: Path,
        folder: AnnotationsFolder,
        arrange: Callable[[Tables], Mapping[str, Mapping[str, Any]]] = dict,
        upgrade: Callable[[Tables], Tables] = dict,
    ) -> None:
        super().__init__()
        self.path = path
        self._folder = folder
        self._arrange = arrange
        self._upgrade = upgrade
        self._tables: Tables | None = None
        self._changed = False
        self.noting: AbstractContextManager[None] = contextlib.nullcontext()
        """What notes the change while it is saved, within the lock."""

    def read(self) -> Tables | None:
        """What TinyDB calls to read: the transaction's tables, else those on disk.

        Raises:
            BrokenFileError: If the file is no valid file of tables.
            StoreError: If it cannot be read.
        """
        return self._load() if self._tables is None else self._tables

    def write(self, data: Tables) -> None:
        """What TinyDB calls to write: noted until the transaction ends.

        Raises:
            RuntimeError: Outside of a transaction, where another process's change
                between reading and writing would be lost.
        """
        if self._tables is None:
            raise RuntimeError("tables are written within a transaction only")
        self._tables = data
        self._changed = True

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Makes what is written within one atomic change to the file as it is on disk.

        An exception within leaves the file untouched; so does writing nothing.

        Raises:
            BrokenFileError: If the file is no valid file of tables.
            BusyError: If another process keeps the lock.
            StoreError: If it cannot be read or saved; the old file is whole then.
        """
        with self._folder.locked():
            self._tables, self._changed = self._upgrade(self._load() or {}), False
            try:
                yield
                if self._changed:
                    data = dumped(self._arrange(self._tables))
                    with self.noting:
                        self._folder.replace(self.path, data)
            finally:
                self._tables = None

    def _load(self) -> Tables | None:
        try:
            return read_tables(self.path, self._folder.root)
        except OSError as error:
            raise reading_failed(error, self.path, self._folder.root) from error
