"""Applies a change to an annotation that another window may have changed meanwhile.

By field: what the change did not touch stays as it is on disk, and what another has
changed since is never undone by the way.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from csreader.annotations.model import Annotation

_SELECTOR = ("start", "end", "quote", "prefix", "suffix", "line", "text", "quote_was")


@dataclass(frozen=True, slots=True)
class Merged:
    """What an annotation becomes, and what was left alone."""

    annotation: Annotation | None
    """None when it is gone, or nothing is left of it."""
    kept: tuple[str, ...] = ()
    """Phrases that say what another has changed since and stays so."""


def merge(
    disk: Annotation | None,
    old: Annotation | None,
    new: Annotation | None,
    *,
    join_notes: bool = False,
) -> Merged:
    """Applies the difference between two versions to what is on disk.

    Args:
        disk: The annotation as it is now; None when it is gone.
        old: The version the change started from; None when the change adds it.
        new: The version the change leads to; None when the change removes it.
        join_notes: Whether a note changed on both sides becomes both notes, one below
            the other; else the one on disk stays.
    """
    if disk is None:
        if old is None or new is None:
            return Merged(new)
        return Merged(None, ("the annotation was removed since",))
    if old is None and new is not None:
        old = replace(new, tags=(), note="")
    elif new is None and old is not None:
        new = replace(old, tags=(), note="")
    if old is None or new is None:
        return Merged(disk)
    kept: list[str] = []
    wanted = replace(
        disk,
        tags=_tags(disk, old, new, kept),
        note=_note(disk, old, new, kept, join=join_notes),
        **_selector(disk, old, new, kept),
    )
    if not wanted.tags and not wanted.note:
        return Merged(None, tuple(kept))
    return Merged(wanted, tuple(kept))


def _tags(disk: Annotation, old: Annotation, new: Annotation, kept: list[str]) -> tuple[str, ...]:
    gone = set(old.tags) - set(new.tags)
    come = [tag for tag in new.tags if tag not in old.tags]
    left = [tag for tag in disk.tags if tag not in gone]
    since = [tag for tag in left if tag not in old.tags and tag not in come]
    if since:
        kept.append(f"{named(since)}, added since, stays")
    return tuple(dict.fromkeys([*left, *come]))


def _note(
    disk: Annotation, old: Annotation, new: Annotation, kept: list[str], *, join: bool
) -> str:
    if new.note == old.note or disk.note == new.note:
        return disk.note
    if disk.note == old.note:
        return new.note
    if join and new.note and disk.note:
        kept.append("the note was changed since; both are kept")
        return f"{disk.note}\n\n{new.note}"
    if join:
        return new.note or disk.note
    kept.append("the note, changed since, stays")
    return disk.note


def _selector(
    disk: Annotation, old: Annotation, new: Annotation, kept: list[str]
) -> dict[str, Any]:
    if _bounds(old) == _bounds(new):
        return {}
    # The same quote elsewhere was only anchored anew, after the source changed.
    if disk.quote != old.quote:
        kept.append("its bounds, changed since, stay")
        return {}
    return {field: getattr(new, field) for field in _SELECTOR}


def _bounds(one: Annotation) -> tuple[int, int, str, str]:
    return one.start, one.end, one.quote, one.quote_was


def named(tags: list[str] | tuple[str, ...]) -> str:
    """Tags for a sentence: `tag "a"` or `tags "a", "b"`."""
    quoted = ", ".join(f'"{tag}"' for tag in tags)
    return f"{'tag' if len(tags) == 1 else 'tags'} {quoted}"
