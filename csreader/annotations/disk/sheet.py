"""A sheet: what one annotation file holds, as values, and how its rows say it.

The file's format, version 1: TinyDB tables. `meta` has one row: format (1), coder,
post, text_sha256, text_length, text_outline (see `outline`), text_rules, done, and
post_encoded where the post's path has bytes that are not UTF-8 (then `post` shows them as
U+FFFD, and `post_encoded` is the path with those bytes and `%` percent-encoded).
`annotations` has a row for each annotation: id, start, end, quote, prefix, suffix, line,
tags, note, created, modified; quote_was where the words of the passage were changed since
it was marked, and nobody has said yes to that; and text_sha256, text_rules, text_length
where its offsets count in another text than `meta` says: an orphan's, and those that a
merge of two branches left so. `outlines` has the outlines of those texts (see `outlines`).
Fields and tables that csreader does not know are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from csreader.annotations.disk.jsonfile import Tables
from csreader.annotations.disk.outlines import read_outlines
from csreader.annotations.disk.paths import percent_decoded, percent_encoded
from csreader.annotations.disk.rows import (
    SURROGATE,
    NewerFormatError,
    ShapeError,
    flag_of,
    number_of,
    read_rows,
    text_of,
)
from csreader.annotations.model import Annotation, Status, TextVersion
from csreader.text.characters import one_line

FORMAT = 1
"""The version of the annotation files' and the codebook's format."""
FIRST = 1
"""The version of a file that names none."""

OWN_TEXT = ("text_sha256", "text_rules", "text_length", "text_outline")
"""The fields that say which text offsets count in; in a row those of a text of its own."""
PASSING = (*OWN_TEXT, "quote_was")
"""The fields of an annotation's row that go when they hold nothing any more."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One coder's annotations of one post."""

    coder: str
    post: str
    text: TextVersion = field(default_factory=TextVersion)
    """The reading text that the offsets count in."""
    done: bool = False
    annotations: tuple[Annotation, ...] = ()

    @property
    def status(self) -> Status:
        """How far the coder is with the post."""
        if self.done:
            return Status.DONE
        return Status.IN_PROGRESS if self.annotations else Status.UNREAD

    def get(self, annotation_id: str) -> Annotation | None:
        """The annotation with an id."""
        return next((one for one in self.annotations if one.id == annotation_id), None)


def ordered(annotations: Iterable[Annotation]) -> tuple[Annotation, ...]:
    """Annotations in the order they are shown and stored: by start, end and id."""
    return tuple(sorted(annotations, key=lambda one: (one.start, one.end, one.id)))


def read_sheet(tables: Tables | None, coder: str, post: str) -> Sheet:
    """Takes a sheet from an annotation file's tables.

    Args:
        tables: What the file holds; None for nothing.
        coder: Whose it is, where the file does not say.
        post: Which post's it is, where the file does not say.

    Raises:
        NewerFormatError: If a later version wrote it.
        ShapeError: If anything in it is not what the format says.
    """
    if tables is None:
        return Sheet(coder, post)
    meta = read_meta(tables)
    rows = read_rows("annotations", tables.get("annotations", {}), _once(read_annotation))
    outlines = read_outlines(tables)
    annotations = ordered(with_outline(one, outlines) for one in rows)
    encoded = text_of(meta, "post_encoded", "meta")
    return Sheet(
        text_of(meta, "coder", "meta") or coder,
        percent_decoded(encoded) if encoded else text_of(meta, "post", "meta") or post,
        read_text_version(meta, "meta"),
        flag_of(meta, "done", "meta"),
        annotations,
    )


def read_meta(tables: Tables) -> Mapping[str, Any]:
    """The one row of `meta`; empty where there is none.

    Raises:
        NewerFormatError: If a later version wrote the file.
        ShapeError: If there are several rows.
    """
    rows = list(tables.get("meta", {}).values())
    if len(rows) > 1:
        raise ShapeError("the table meta has more than one row")
    if not rows:
        return {}
    version = number_of(rows[0], "format", "meta", FIRST)
    if version > FORMAT:
        raise NewerFormatError(
            f"written by a newer csreader (format {version}, this one knows {FORMAT})"
        )
    meta: Mapping[str, Any] = rows[0]
    return meta


def meta_row(sheet: Sheet) -> dict[str, Any]:
    """The fields of `meta` that say what a sheet says."""
    row: dict[str, Any] = {"format": FORMAT, "coder": sheet.coder, "post": shown_post(sheet.post)}
    if SURROGATE.search(sheet.post):
        row["post_encoded"] = percent_encoded(sheet.post)
    row |= text_fields(sheet.text)
    row["done"] = sheet.done
    return row


def annotation_row(one: Annotation) -> dict[str, Any]:
    """The fields of an annotation's row."""
    row: dict[str, Any] = {
        "id": one.id,
        "start": one.start,
        "end": one.end,
        "quote": one.quote,
        "prefix": one.prefix,
        "suffix": one.suffix,
        "line": one.line,
        "tags": list(one.tags),
        "note": one.note,
        "created": one.created,
        "modified": one.modified,
    }
    if one.quote_was:
        row["quote_was"] = one.quote_was
    if one.text is not None:
        # The table `outlines` keeps each text's outline once.
        row |= text_fields(replace(one.text, outline=""))
    return row


def text_fields(text: TextVersion) -> dict[str, Any]:
    """The fields that say which text offsets count in."""
    row: dict[str, Any] = {"text_sha256": text.sha256, "text_rules": text.rules}
    if text.length is not None:
        row["text_length"] = text.length
    if text.outline:
        row["text_outline"] = text.outline
    return row


def shown_post(post: str) -> str:
    """A post's path with U+FFFD for what is not UTF-8."""
    return SURROGATE.sub("\ufffd", post)


def _once(
    read: Callable[[str, Mapping[str, Any]], Annotation],
) -> Callable[[str, Mapping[str, Any]], Annotation]:
    seen: set[str] = set()

    def checked(number: str, row: Mapping[str, Any]) -> Annotation:
        one = read(number, row)
        if one.id in seen:
            raise ShapeError(f"the annotation {one_line(one.id)} stands twice")
        seen.add(one.id)
        return one

    return checked


def read_annotation(number: str, row: Mapping[str, Any]) -> Annotation:
    """Takes an annotation from its row.

    Raises:
        ShapeError: If a field is not what the format says.
    """
    where = f"row {number} of annotations"
    identity = text_of(row, "id", where)
    start, end = number_of(row, "start", where), number_of(row, "end", where)
    quote = text_of(row, "quote", where)
    if not identity:
        raise ShapeError(f"{where} has no id")
    if not quote or start >= end:
        raise ShapeError(f"{where} has no passage")
    tags = row.get("tags", [])
    if not (isinstance(tags, list) and all(isinstance(tag, str) and tag for tag in tags)):
        raise ShapeError(f"tags in {where} is not a list of names")
    return Annotation(
        identity,
        start,
        end,
        quote,
        text_of(row, "prefix", where),
        text_of(row, "suffix", where),
        tuple(dict.fromkeys(SURROGATE.sub("\ufffd", tag) for tag in tags)),
        text_of(row, "note", where),
        number_of(row, "line", where, 1),
        text_of(row, "created", where),
        text_of(row, "modified", where),
        read_text_version(row, where) if "text_sha256" in row else None,
        text_of(row, "quote_was", where),
    )


def with_outline(one: Annotation, outlines: Mapping[str, str]) -> Annotation:
    """An annotation with the outline of the text of its own, where that is among some."""
    if one.text is None or one.text.outline or one.text.sha256 not in outlines:
        return one
    return replace(one, text=replace(one.text, outline=outlines[one.text.sha256]))


def read_text_version(row: Mapping[str, Any], where: str) -> TextVersion:
    """Which text a row says that offsets count in.

    Args:
        row: The fields.
        where: What to call the row.

    Raises:
        ShapeError: If a field is not what the format says.
    """
    return TextVersion(
        text_of(row, "text_sha256", where),
        number_of(row, "text_rules", where, 0),
        number_of(row, "text_length", where, 0) if "text_length" in row else None,
        text_of(row, "text_outline", where),
    )
