"""Writes the journal, change by change.

The line is written first, within the lock and just before the file is replaced; where that
fails it is taken back. So a kill between the two leaves a line whose change is not on
disk, never a change without its line. Readers bear that: what a mark was at a time is read
from the line that changed it next, whose `before` was read from the disk.

A journal that cannot be written stops no change: that is saved, and told once.
"""

from __future__ import annotations

import contextlib
import datetime
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

from csreader.annotations.disk.replacing import UnsyncedError
from csreader.annotations.disk.sheet import Sheet
from csreader.annotations.errors import StoreError
from csreader.annotations.journal.files import OFF, STATE, append, folder_of, take_back
from csreader.annotations.journal.lines import Label, Line, dumped, line_of_book, line_of_sheet
from csreader.annotations.tags.codebook import Codebook
from csreader.text.characters import one_line

SET_ASIDE = "set-aside"
"""The kind of a line that says that a broken file was renamed."""

Said = Callable[[], tuple[str, str]]
"""Gives a change's kind and message, once it is known what it does."""


class Recorder:
    """What hears of every change; this one keeps nothing."""

    @contextlib.contextmanager
    def change(self, _said: Said) -> Iterator[None]:
        """What is saved within is one change; within another one it is a part of that."""
        yield

    @contextlib.contextmanager
    def sheet(self, _before: Sheet, _after: Sheet) -> Iterator[None]:
        """A post's marks are saved within; the lock is held."""
        yield

    @contextlib.contextmanager
    def codebook(self, _before: Codebook, _after: Codebook) -> Iterator[None]:
        """The codebook is saved within; the lock is held."""
        yield

    @contextlib.contextmanager
    def moved(self, _post: str, _was_post: str = "") -> Iterator[None]:
        """A file becomes another post's, or is set aside or repaired; the lock is held."""
        yield

    def take_warning(self) -> str:
        """Why a change is not in the journal: once, then it is empty."""
        return ""


class Journal(Recorder):
    """A coder's journal of a collection. Making one touches nothing.

    Args:
        root: The collection's root.
        coder: Who marks.
        place: Where it is kept; see `files`.
        clock: Gives the time of a change.
    """

    def __init__(
        self,
        root: Path,
        coder: str,
        place: str = STATE,
        clock: Callable[[], datetime.datetime] = lambda: datetime.datetime.now(datetime.UTC),
    ) -> None:
        self._root = root
        self._coder = coder
        self._place = place
        self._clock = clock
        self._said: Said | None = None
        self._change = ""
        self._warning: str | None = None

    @contextlib.contextmanager
    def change(self, said: Said) -> Iterator[None]:
        """See `Recorder`."""
        if self._said is not None:
            yield
            return
        self._said, self._change = said, uuid.uuid4().hex[:12]
        try:
            yield
        finally:
            self._said = None

    @contextlib.contextmanager
    def sheet(self, before: Sheet, after: Sheet) -> Iterator[None]:
        """See `Recorder`."""
        with self._noting(lambda label: line_of_sheet(label, before, after)):
            yield

    @contextlib.contextmanager
    def codebook(self, before: Codebook, after: Codebook) -> Iterator[None]:
        """See `Recorder`."""
        with self._noting(lambda label: line_of_book(label, before, after)):
            yield

    @contextlib.contextmanager
    def moved(self, post: str, was_post: str = "") -> Iterator[None]:
        """See `Recorder`."""
        with self._noting(lambda label: Line(label, post, was_post=was_post)):
            yield

    def take_warning(self) -> str:
        """See `Recorder`."""
        warning, self._warning = self._warning, "" if self._warning else self._warning
        return warning or ""

    @contextlib.contextmanager
    def _noting(self, line: Callable[[Label], Line]) -> Iterator[None]:
        if self._place == OFF:
            yield
            return
        appended = None
        try:
            folder = folder_of(self._root, self._coder, self._place)
            appended = append(folder, dumped(line(self._label())), private=self._place == STATE)
        except OSError as error:
            self._warn(error)
        try:
            yield
        except (StoreError, OSError) as error:
            if appended is not None and not isinstance(error.__cause__, UnsyncedError):
                with contextlib.suppress(OSError):
                    take_back(appended)
            raise

    def _label(self) -> Label:
        kind, message = self._said() if self._said is not None else ("", "a change")
        change = self._change if self._said is not None else uuid.uuid4().hex[:12]
        return Label(change, self._clock(), self._coder, kind, message)

    def _warn(self, error: OSError) -> None:
        if self._warning is None:
            reason = one_line(error.strerror or str(error))
            folder = one_line(str(folder_of(self._root, self._coder, self._place)))
            self._warning = (
                f"The change is saved, but not in the journal ({folder}: {reason}); "
                "until that is put right, csreader restore cannot turn back what is done."
            )
