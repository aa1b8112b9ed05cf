"""Changes that could not be saved: kept in memory, tried again in order, or copied out.

A change is kept as what it made of the marks at that moment (`StoreError.unsaved`), and
made anew to what is on disk when it is tried again, by id and field, as redo does. So
another window's changes meanwhile stay, and trying twice does nothing twice.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from csreader.annotations.disk.sheet import annotation_row, shown_post
from csreader.annotations.errors import StoreError
from csreader.annotations.model import Annotation, Change, Tag
from csreader.annotations.store import Store
from csreader.annotations.tags.codebook import tag_row
from csreader.annotations.tags.tag_store import ReadingOf
from csreader.text.characters import one_line


@dataclass(frozen=True, slots=True)
class Retried:
    """What became of the changes that waited."""

    saved: tuple[Change, ...]
    """Those that are on disk now, in order: to be recorded for undo."""
    kept: tuple[str, ...] = ()
    """Phrases that say what another has changed since, and stays so."""
    error: StoreError | None = None
    """Why the first of those that wait still could not be saved."""


class Pending:
    """The changes of a session that wait to be saved, the first one first.

    Args:
        store: What saves them.
        reading_of: Gives the reading text of a post by its id; None for a post that is gone.
    """

    def __init__(self, store: Store, reading_of: ReadingOf) -> None:
        self._store = store
        self._reading_of = reading_of
        self._waiting: list[Change] = []

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes that wait, in order."""
        return tuple(self._waiting)

    def keep(self, changes: Sequence[Change]) -> None:
        """Adds changes that could not be saved.

        Args:
            changes: A `StoreError.unsaved`.
        """
        self._waiting.extend(changes)

    def retry(self) -> Retried:
        """Saves what waits, in order, up to the first change that cannot be saved yet."""
        saved: list[Change] = []
        kept: list[str] = []
        while self._waiting:
            try:
                phrases = self._store.replay(self._waiting[0], self._reading_of, back=False)
            except StoreError as error:
                return Retried(tuple(saved), tuple(kept), error)
            kept.extend(phrases)
            saved.append(self._waiting.pop(0))
        return Retried(tuple(saved), tuple(kept))

    def drop(self) -> tuple[Change, ...]:
        """Forgets all that waits, which is given back."""
        dropped, self._waiting = tuple(self._waiting), []
        return dropped

    def annotations(self, post_id: str) -> dict[str, Annotation | None]:
        """What the marks of a post will be once all is saved, by id; None for those that go."""
        found: dict[str, Annotation | None] = {}
        for change in self._waiting:
            if change.post == post_id and change.annotation is not None:
                found[change.annotation.id] = change.after
        return found

    def as_text(self) -> str:
        """The changes for a person to keep: what was done, the passage, the tags, the note."""
        return "".join(_paragraph(change) for change in self._waiting)

    def as_json(self) -> str:
        """The changes for a program: before and after, as rows of docs/annotations-format.md."""
        values = [_values(change) for change in self._waiting]
        return json.dumps(values, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _paragraph(change: Change) -> str:
    lines = [change.message]
    if change.post:
        lines.append(f"  post: {one_line(change.post)}")
    one = change.after or change.before
    if one is not None:
        lines.append(f"  passage ({one.start} to {one.end}, line {one.line}): {one.quote}")
        if change.after is not None:
            lines.append(f"  tags: {', '.join(one.tags)}")
            lines.append(f"  note: {one.note}")
    return "\n".join(line.rstrip() for line in lines) + "\n\n"


def _values(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind.value,
        "message": change.message,
        "post": shown_post(change.post),
        "text_sha256": change.text.sha256,
        "text_rules": change.text.rules,
        "before": _row(change.before),
        "after": _row(change.after),
        "done": change.done_after,
        "tag": _tag(change.tag),
    }


def _row(one: Annotation | None) -> dict[str, Any] | None:
    return annotation_row(one) if one is not None else None


def _tag(tag: Tag | None) -> dict[str, Any] | None:
    return tag_row(tag) if tag is not None else None
