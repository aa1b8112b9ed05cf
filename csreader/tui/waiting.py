"""What the reader does with changes that could not be saved: tries again, copies them out."""

from __future__ import annotations

import datetime
import io
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from csreader.annotations.coder import state_folder
from csreader.annotations.errors import StoreError
from csreader.annotations.model import Change
from csreader.text.characters import one_line
from csreader.tui.exporting import now
from csreader.tui.session import Session
from csreader.tui.widgets.wait_bar import told_of_waiting

RETRY_SECONDS = 15.0
"""How often it is tried to save what waits."""


class Host(Protocol):
    """The screen that is told."""

    def say(self, message: str, *, warning: bool = False) -> None:
        """Show a message."""

    def marks_changed(self) -> None:
        """Paint lists, counts and marks anew, and what waits."""

    def may_change(self) -> bool:
        """Whether the marks may change now: no dialog is at work on one."""


class Waiting:
    """The changes of a session that wait to be saved.

    Args:
        session: Has them.
        host: The screen.
        to_clipboard: Hands a text to the terminal's clipboard.
    """

    def __init__(self, session: Session, host: Host, to_clipboard: Callable[[str], None]) -> None:
        self._session = session
        self._host = host
        self._to_clipboard = to_clipboard
        self._copied: tuple[tuple[Change, ...], str] = ((), "")
        """What was copied out last, and where to."""

    def __len__(self) -> int:
        return len(self._session.pending)

    @property
    def told(self) -> str:
        """Why they wait; or where they are, once they are copied out."""
        changes, said = self._copied
        return said if said and changes == self._session.pending.changes else self.reason

    @property
    def reason(self) -> str:
        """Why they wait."""
        return self._session.pending.reason

    def try_again(self) -> None:
        """Save what waits, if that can be now; says so only then."""
        if len(self) and self._host.may_change():
            self._retry()

    def save(self) -> None:
        """Save what waits, and say what became of it."""
        if not len(self):
            self._host.say("everything is saved")
        elif (error := self._retry()) is not None:
            self._host.say(f"tried again: {error.message}", warning=True)

    def _retry(self) -> StoreError | None:
        retried = self._session.save_waiting()
        self._host.marks_changed()
        if retried.saved and retried.error is None:
            kept = f" ({'; '.join(retried.kept)})" if retried.kept else ""
            self._host.say(f"saved: {told_of_waiting(len(retried.saved))} that waited{kept}")
        return retried.error

    def copy_out(self) -> str:
        """Write what waits to a file and to the clipboard, and say so.

        Returns:
            Where the file is, as a sentence; empty if there is none.
        """
        pending, count = self._session.pending, told_of_waiting(len(self))
        if not len(self):
            self._host.say("nothing waits to be saved, so there is nothing to copy out")
            return ""
        text = pending.as_text()
        self._to_clipboard(text)
        path = write_out(self._session.collection.root, self._as_export(), text)
        if path is None:
            self._host.say(f"no file could be written; {count} in the clipboard", warning=True)
            return ""
        said = f"{count} copied to {_shown(path)} (csreader import takes it in)"
        self._copied = pending.changes, said
        self._host.marks_changed()
        self._host.say(f"{count} copied out, also to the clipboard as text")
        return said

    def _as_export(self) -> bytes:
        # Formats are loaded when they are asked for, not at the start.
        from csreader.exchange.formats.csreader_json import document
        from csreader.exchange.strict_json import write_json
        from csreader.exchange.unsaved import snapshot_of

        session, written = self._session, io.BytesIO()
        made = snapshot_of(
            session.pending.changes,
            session.store.coder,
            session.codebook.tags,
            session.collection.posts,
            exported=now(),
        )
        write_json(document(made), written)
        return written.getvalue()


def write_out(root: Path, data: bytes, text: str) -> Path | None:
    """Writes new files that only the user may read; None where no folder takes them.

    Args:
        root: The collection's root: they go into the user's state folder for that, or,
            where that cannot be written, among the temporary files.
        data: The content of the one that is returned, in JSON.
        text: The content of the one beside it, which ends in .txt.
    """
    stamp = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")
    for folder in (state_folder(root), Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(".json", f"unsaved-{stamp}-", folder)
        except OSError:
            continue
        path = Path(name)
        beside = path.with_suffix(".txt")
        try:
            _fill(descriptor, data)
            private = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            _fill(private, text.encode("utf-8", "replace"))
        except OSError:
            path.unlink(missing_ok=True)
            beside.unlink(missing_ok=True)
        else:
            return path
    return None


def _fill(descriptor: int, data: bytes) -> None:
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _shown(path: Path) -> str:
    """A path as short as a shell understands it."""
    home = Path.home()
    return one_line(f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path))
