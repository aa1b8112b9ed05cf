"""What a line of the journal says, as values and as JSON.

One line is what one change did to one file, an object of strict JSON in UTF-8: format (1),
change (an id that the lines of one change share), time (UTC, ISO 8601, to the
microsecond), coder, kind, message. A line of a post's file has post (and post_encoded, as
annotation files do), text and, where the text has become another, text_was (both with the
fields of an annotation file's `meta`), done (before and after, where it changed) and rows:
id, before, after, each null where there was no such mark. A line of the codebook has tags:
before, after (rows of the codebook, or null) and at, the place in the list; and order, the
ids before and after, where entries were moved.

`after` holds only the fields that changed, null for one that went. `before` is the whole
row in a small change, so that the journal alone can bring the mark back; where a change
went through many marks it, too, holds only what changed.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from csreader.annotations.disk.paths import percent_decoded, percent_encoded
from csreader.annotations.disk.rows import ShapeError
from csreader.annotations.disk.sheet import (
    Sheet,
    annotation_row,
    read_text_version,
    shown_post,
    text_fields,
)
from csreader.annotations.model import Annotation, Tag, TextVersion
from csreader.annotations.tags.codebook import Codebook, read_tag, tag_row

FORMAT = 1
_MANY = 50
"""How many marks of one post make a change one that keeps only the fields that changed."""
_CREATED = "created"
"""A field that every whole row has, and no change touches."""
_SURROGATE = re.compile("[\ud800-\udfff]")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MarkEntry:
    """What a change did to one mark."""

    id: str
    before: Row | None
    """Its row, or those of its fields that changed; None where it was not there."""
    after: Row | None
    """Its row where it was not there before, else the fields that changed; None where it went."""


@dataclass(frozen=True, slots=True)
class TagEntry:
    """What a change did to one entry of the codebook."""

    before: Tag | None
    after: Tag | None
    at: int
    """Its place in the list, from 0: before the change, or for a new one since."""


@dataclass(frozen=True, slots=True)
class Label:
    """What all lines of a change have."""

    change: str
    time: datetime.datetime
    coder: str
    kind: str
    """A `ChangeKind`, or undo, redo, restore, set-aside, repair, relink."""
    message: str


@dataclass(frozen=True, slots=True)
class Line:
    """What one change did to one file."""

    label: Label
    post: str = ""
    """Empty for the codebook."""
    text: TextVersion | None = None
    text_was: TextVersion | None = None
    """None where it is as after the change."""
    done: tuple[bool, bool] | None = None
    marks: tuple[MarkEntry, ...] = ()
    tags: tuple[TagEntry, ...] = ()
    order: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    was_post: str = ""
    """The post whose marks these were before it was renamed."""


def is_whole(row: Row | None) -> bool:
    """Whether a row is all of a mark, not a part of its fields."""
    return row is not None and _CREATED in row


def line_of_sheet(label: Label, before: Sheet, after: Sheet) -> Line:
    """What became of a post's marks."""
    old = {one.id: one for one in before.annotations}
    new = {one.id: one for one in after.annotations}
    changed = [
        (one, old.get(one), new.get(one))
        for one in {**old, **new}
        if old.get(one) is not new.get(one) and old.get(one) != new.get(one)
    ]
    whole = len(changed) <= _MANY
    other_text = before.text != after.text
    return Line(
        label,
        after.post,
        after.text if other_text else _without_outline(after.text),
        before.text if other_text else None,
        (before.done, after.done) if before.done != after.done else None,
        tuple(_entry(one, was, now, whole=whole) for one, was, now in changed),
    )


def line_of_book(label: Label, before: Codebook, after: Codebook) -> Line:
    """What became of the codebook."""
    old = {tag.id: (at, tag) for at, tag in enumerate(before.tags)}
    new = {tag.id: (at, tag) for at, tag in enumerate(after.tags)}
    entries = []
    for one in {**old, **new}:
        at, was = old.get(one, (None, None))
        place, now = new.get(one, (None, None))
        if was != now:
            entries.append(TagEntry(was, now, next(n for n in (at, place, 0) if n is not None)))
    left, right = [one for one in old if one in new], [one for one in new if one in old]
    order = (tuple(old), tuple(new)) if left != right else None
    return Line(label, tags=tuple(entries), order=order)


def _entry(
    identity: str, was: Annotation | None, now: Annotation | None, *, whole: bool
) -> MarkEntry:
    before, after = (None if one is None else _row(one) for one in (was, now))
    if before is None or after is None:
        return MarkEntry(identity, before, after)
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return MarkEntry(
        identity,
        before if whole else {name: before.get(name) for name in names},
        {name: after.get(name) for name in names},
    )


def _row(one: Annotation) -> Row:
    row = annotation_row(one)
    del row["id"]
    return row


def _without_outline(text: TextVersion) -> TextVersion:
    # Kept where a text is new: it would make every line as long as the post is.
    return TextVersion(text.sha256, text.rules, text.length)


def dumped(line: Line) -> bytes:
    """A line as JSON, with its line end."""
    label = line.label
    values: dict[str, Any] = {
        "format": FORMAT,
        "change": label.change,
        "time": written(label.time),
        "coder": label.coder,
        "kind": label.kind,
        "message": label.message,
        **_post_fields("post", line.post),
        **_post_fields("was_post", line.was_post),
    }
    if line.text is not None:
        values["text"] = text_fields(line.text)
    if line.text_was is not None:
        values["text_was"] = text_fields(line.text_was)
    if line.done is not None:
        values["done"] = list(line.done)
    if line.marks:
        values["rows"] = [
            {"id": one.id, "before": one.before, "after": one.after} for one in line.marks
        ]
    if line.tags:
        values["tags"] = [
            {
                "before": one.before and tag_row(one.before),
                "after": one.after and tag_row(one.after),
                "at": one.at,
            }
            for one in line.tags
        ]
    if line.order is not None:
        values["order"] = [list(one) for one in line.order]
    text = json.dumps(values, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _SURROGATE.sub("\ufffd", text).encode("utf-8") + b"\n"


def _post_fields(name: str, post: str) -> dict[str, str]:
    if not post:
        return {}
    fields = {name: shown_post(post)}
    if fields[name] != post:
        fields[f"{name}_encoded"] = percent_encoded(post)
    return fields


def written(time: datetime.datetime) -> str:
    """A time as lines have it."""
    return time.astimezone(datetime.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def loaded(data: bytes) -> Iterator[Line]:
    """The lines of a file, in order; what is no whole line of this format is left out."""
    for part in data.split(b"\n"):
        try:
            values = json.loads(part)
            if isinstance(values, dict) and values.get("format") == FORMAT:
                yield _line(values)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            # Torn by a kill or a power cut, or put there by something else.
            continue


def _line(values: Mapping[str, Any]) -> Line:
    """Raises ValueError, KeyError, TypeError or AttributeError where it is no line."""
    time = datetime.datetime.fromisoformat(values["time"])
    if time.tzinfo is None:
        raise ShapeError("a time without its zone")
    said = [values[name] for name in ("change", "coder", "kind", "message")]
    if not all(isinstance(one, str) for one in said):
        raise ShapeError("a label that is no text")
    change, coder, kind, message = said
    done = values.get("done")
    order = values.get("order")
    return Line(
        Label(change, time, coder, kind, message),
        _read_post(values, "post"),
        _read_text(values.get("text")),
        _read_text(values.get("text_was")),
        (bool(done[0]), bool(done[1])) if done is not None else None,
        tuple(
            MarkEntry(str(one["id"]), _read_row(one["before"]), _read_row(one["after"]))
            for one in values.get("rows", [])
        ),
        tuple(
            TagEntry(_read_entry(one["before"]), _read_entry(one["after"]), int(one["at"]))
            for one in values.get("tags", [])
        ),
        (tuple(map(str, order[0])), tuple(map(str, order[1]))) if order is not None else None,
        _read_post(values, "was_post"),
    )


def _read_post(values: Mapping[str, Any], name: str) -> str:
    encoded = values.get(f"{name}_encoded", "")
    post = percent_decoded(encoded) if encoded else values.get(name, "")
    if not isinstance(post, str):
        raise ShapeError("a post without a name")
    return post


def _read_text(fields: Any) -> TextVersion | None:
    return None if fields is None else read_text_version(fields, "a line")


def _read_row(row: Any) -> Row | None:
    if row is not None and not isinstance(row, dict):
        raise ShapeError("a row that is none")
    return row


def _read_entry(row: Any) -> Tag | None:
    return None if row is None else read_tag("", row)
