"""What marks and tags of files are called here: ids, names, coders, times."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace

from csreader.annotations.errors import TagNameError
from csreader.annotations.tags.codebook import clean_tag_name
from csreader.annotations.tags.codebook_store import clean_note
from csreader.exchange.brought import BroughtDocument, BroughtMark

_NAMESPACE = uuid.UUID("6d1c9a0e-5f0b-5c1e-9d0a-3b6f5a9f2c11")


def is_uuid(identity: str) -> bool:
    """Whether an id is a UUID as csreader writes it."""
    try:
        return str(uuid.UUID(identity)) == identity.lower()
    except ValueError:
        return False


def derived(*parts: str) -> str:
    """An id that follows from what identifies a thing elsewhere: always the same."""
    return str(
        uuid.uuid5(
            _NAMESPACE, "\0".join(part.encode("utf-8", "replace").decode() for part in parts)
        )
    )


def mark_id(format_name: str, document: BroughtDocument, mark: BroughtMark) -> str:
    """The id that a mark has here: its own where that is a UUID, else one that follows from it."""
    if is_uuid(mark.id):
        return mark.id.lower()
    return derived(format_name, document.id or document.name, mark.id)


def tag_names(names: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Tags' names as they are kept, each once; and those that no tag can have."""
    clean, unfit = dict[str, None](), []
    for name in names:
        try:
            clean[clean_tag_name(name)] = None
        except TagNameError:
            unfit.append(name)
    return tuple(clean), tuple(unfit)


def one_for_each_passage(marks: Sequence[BroughtMark]) -> list[BroughtMark]:
    """Marks of tools that have one for each tag, as one for each passage.

    Those of one coder on one passage, with the same note, become one with all their tags;
    it has the first one's id. Marks that have a UUID stay apart: csreader's own do.
    """
    joined: dict[tuple[object, ...], BroughtMark] = {}
    for number, mark in enumerate(marks):
        key: tuple[object, ...] = (number,)
        if not is_uuid(mark.id):
            key = (mark.coder, mark.start, mark.end, mark.quote, mark.line, mark.note)
            key += (mark.prefix, mark.suffix)
        there = joined.get(key)
        joined[key] = mark if there is None else replace(there, tags=(*there.tags, *mark.tags))
    return list(joined.values())


def moment(said: str, now: str) -> str:
    """A time as it is kept, UTC to the second; `now` where a file says none that can be read."""
    try:
        time = datetime.datetime.fromisoformat(said)
    except ValueError:
        return now
    if time.tzinfo is None:
        time = time.replace(tzinfo=datetime.UTC)
    try:
        return time.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, ValueError):
        return now


def clean_mark(mark: BroughtMark, now: str) -> tuple[BroughtMark, tuple[str, ...]]:
    """A mark with its tags, note and times as they are kept; and the tags that none can be."""
    tags, unfit = tag_names(mark.tags)
    created = moment(mark.created, now)
    cleaned = replace(
        mark,
        tags=tags,
        note=clean_note(mark.note),
        created=created,
        modified=moment(mark.modified, created),
    )
    return cleaned, unfit
