"""Undo and redo of what a session did, applied to what is on disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from csreader.annotations.model import Change, ChangeKind
from csreader.annotations.store import Store
from csreader.annotations.tags.tag_files import Progress
from csreader.text.model import ReadingText

_MANY = 1000
"""As how many files an import counts, which may have brought any number."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo or redo did."""

    message: str
    """A phrase such as `undid: tag "refund" on "They sent…"`."""
    post: str = ""
    """The post it was done in; empty for the codebook, or where there was nothing to do."""
    changes: tuple[Change, ...] = ()


class History:
    """The changes of a session, in order.

    Args:
        store: What the changes were made with.
        reading_of: Gives the reading text of a post by its id; None for a post that is gone.
        withdraw: Takes a change back that waits to be saved; tells whether it did wait.
    """

    def __init__(
        self,
        store: Store,
        reading_of: Callable[[str], ReadingText | None],
        withdraw: Callable[[Change], bool] = lambda _: False,
    ) -> None:
        self._store = store
        self._reading_of = reading_of
        self._withdraw = withdraw
        self._done: list[tuple[Change, ...]] = []
        self._undone: list[tuple[Change, ...]] = []

    def record(self, *changes: Change) -> None:
        """Remember changes that are undone together; those that did nothing do not count."""
        real = tuple(change for change in changes if change.kind is not ChangeKind.NOTHING)
        if real:
            self._done.append(real)
            self._undone.clear()

    def bring_up(self, change: Change) -> None:
        """Make a change the next to be undone: one of an earlier session, or an older one."""
        self._done = [step for step in self._done if step != (change,)]
        self._done.append((change,))

    def files(self, *, back: bool) -> int:
        """How many files the step to be undone, or done again, may write: it takes as long."""
        steps = self._done if back else self._undone
        return sum(map(_files, steps[-1])) if steps else 0

    def undo(self, progress: Progress = lambda _done, _of: None) -> Undone:
        """Turn the last step back.

        Raises:
            StoreError: If it cannot be saved; the step stays to be undone.
        """
        return self._step(self._done, self._undone, "undid", back=True, progress=progress)

    def redo(self, progress: Progress = lambda _done, _of: None) -> Undone:
        """Do the step again that was turned back last.

        Raises:
            StoreError: If it cannot be saved; the step stays to be done again.
        """
        return self._step(self._undone, self._done, "did again", back=False, progress=progress)

    def _step(
        self,
        source: list[tuple[Change, ...]],
        target: list[tuple[Change, ...]],
        verb: str,
        *,
        back: bool,
        progress: Progress,
    ) -> Undone:
        if not source:
            return Undone(f"nothing to {'undo' if back else 'redo'}")
        changes = source[-1]
        kept: list[str] = []
        for change in reversed(changes) if back else changes:
            if back and self._withdraw(change):
                continue
            kept.extend(self._store.replay(change, self._reading_of, back=back, progress=progress))
        source.pop()
        target.append(changes)
        message = f"{verb}: {'; '.join(change.message for change in changes)}"
        if kept:
            message += f" ({'; '.join(kept)})"
        post = next((change.post for change in changes if change.post), "")
        return Undone(message, post, changes)


def _files(change: Change) -> int:
    if change.kind is ChangeKind.IMPORT:
        return _MANY
    return change.book.files if change.book else 1
