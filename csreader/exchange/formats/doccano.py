r"""doccano's JSON Lines: a line for each text, with its labels as `[start, end, name]`.

Each post is a line, `{"text", "label", "post", "title", "date"}`; doccano keeps the last
three as metadata and exports them again. Positions count code points of the text, as
doccano's own importer (Python) and the scripts that read such files count. What is not
ASCII is written as `\u` escapes, for doccano's importer guesses the encoding unless it is
told, and takes a file with one accent for Windows-1252.

Read is what doccano exports, with relations or without. Its screen counts UTF-16 units, or
grapheme clusters where a project is set to; the file does not say which, so it is found out.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from csreader.exchange.brought import Brought, BroughtDocument
from csreader.exchange.interface import Format, FormatError, Options
from csreader.exchange.labelled import Label, Labelled, labels_of, own_text
from csreader.exchange.reading import Fields, first_record, records
from csreader.exchange.snapshot import Snapshot
from csreader.exchange.strict_json import write_lines
from csreader.exchange.units import Unit
from csreader.text.characters import one_line

_LABELS = ("label", "labels")
_ON_ALL = "cats"
"""Where an export of a project for intent detection has the labels of whole texts."""
_UNITS = (Unit.CODE_POINT, Unit.UTF_16, Unit.CLUSTER)


def _write(snapshot: Snapshot, stream: BinaryIO, options: Options) -> None:  # noqa: ARG001
    write_lines(_values(snapshot), stream, ascii_only=True)


def _values(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    for post in snapshot.posts:
        # doccano reads lines as a table: each has each field, and none is null.
        yield {
            "text": post.text or "",
            "label": labels_of(post),
            "post": post.id,
            "title": post.title,
            "date": post.date or "",
        }


def _recognises(path: Path) -> bool:
    first = first_record(path)
    if not isinstance(first.get("text"), str):
        return False
    # Prodigy's tasks have spans, or one label.
    is_task = "spans" in first or isinstance(first.get("label"), str)
    return not is_task and bool({*_LABELS, "entities", "Comments"} & first.keys())


def _read(path: Path) -> Brought:
    labelled = Labelled("doccano", _UNITS)
    documents = tuple(
        _document(record, f"{path.stem}, text {number}", labelled)
        for number, record in enumerate(records(path), 1)
    )
    return Brought(documents, labelled.tags, labelled.remarks)


def _document(record: Fields, name: str, labelled: Labelled) -> BroughtDocument:
    meta = record.inner("meta") if record.has("meta") else record
    post, title = _said(record, meta, "post"), _said(record, meta, "title")
    raw = record.text("text", None)
    whole: list[str] = []
    labels = list(_labels(record, whole))
    note = "\n\n".join(filter(None, map(_comment, record.values("Comments"))))
    labelled.left["relation"] += len(record.values("relations"))
    # doccano numbers its texts; a file without numbers is as csreader wrote it.
    own = bool(post) and not record.has("id")
    marks = labelled.marks(name, raw, labels, units=(Unit.CODE_POINT,) if own else ())
    return BroughtDocument(
        one_line(post or title or _said(record, meta, "filename") or name),
        (*marks, *labelled.on_all(name, raw, whole, note)),
        own_text(raw),
        id=post,
        title=one_line(title),
        date=_said(record, meta, "date"),
    )


def _said(record: Fields, meta: Fields, name: str) -> str:
    """A field of a record or of its metadata that is text; empty where it is none."""
    for fields in (record, meta):
        if isinstance(value := fields.value(name), str):
            return value
    return ""


def _labels(record: Fields, whole: list[str]) -> Iterator[Label]:
    """The labels of passages; those of all of the text are added to `whole`."""
    for name in (*_LABELS, "entities", _ON_ALL):
        for at, value in enumerate(record.values(name)):
            match value:
                case str():
                    whole.append(value)
                case [int(start), int(end), str(label), *_]:
                    yield Label(start, end, (label,))
                case {"start_offset": int(start), "end_offset": int(end), "label": str(label)}:
                    yield Label(start, end, (label,))
                case _:
                    raise FormatError(
                        f"{record.where}: {name}[{at}] is not [start, end, name]; "
                        "export it from doccano as JSONL."
                    )


def _comment(value: object) -> str:
    match value:
        case str():
            return value
        case {"comment": str(comment)}:
            return comment
    return ""


DOCCANO = Format(
    name="doccano",
    endings=(".jsonl",),
    description="doccano's JSONL for sequence labelling: a line for each post, with its labels",
    loses=(
        "It holds the posts' texts, titles and dates and the tags on their passages: no notes, "
        "coders, times and status, no marks without a tag or a place, nothing of the codebook; "
        "each tag on a passage is there once, whoever gave it."
    ),
    needs_text=True,
    streams=True,
    leaves_out=frozenset({"orphans", "notes", "untagged", "done"}),
    write=_write,
    read=_read,
    recognises=_recognises,
)
