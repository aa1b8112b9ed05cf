"""csreader's own JSON, which carries everything, and the schema of it in `schema/`."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any, BinaryIO

from csreader import __version__
from csreader.annotations import Tag
from csreader.exchange.formats.csreader_reading import is_export, read_export
from csreader.exchange.interface import Format, Options
from csreader.exchange.snapshot import PlacedMark, PostSnapshot, Snapshot
from csreader.exchange.strict_json import write_with_list

VERSION = 1
"""Raised whenever the shape changes."""
SCHEMA = f"csreader-export-{VERSION}.schema.json"


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of an export."""
    text = (files("csreader.exchange") / "schema" / SCHEMA).read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def head_values(snapshot: Snapshot) -> dict[str, Any]:
    """What stands before the posts, as the values that its JSON holds."""
    return {
        "format": "csreader",
        "version": VERSION,
        "generator": f"csreader {__version__}",
        "exported": snapshot.exported,
        "offset_unit": "codepoint",
        "codebook": [_tag(tag) for tag in snapshot.codebook if tag.listed],
    }


def document(snapshot: Snapshot) -> dict[str, Any]:
    """An export as the values that its JSON holds."""
    return {**head_values(snapshot), "posts": [post_values(post) for post in snapshot.posts]}


def annotation_values(mark: PlacedMark) -> dict[str, Any]:
    """A mark as the values that its JSON holds, here and in the commands' `--json`."""
    return {
        "id": mark.id,
        "coder": mark.coder,
        "tags": list(mark.tags),
        "note": mark.note,
        "start": mark.start,
        "end": mark.end,
        "quote": mark.quote,
        "prefix": mark.prefix,
        "suffix": mark.suffix,
        "state": mark.state.value,
        "quote_was": mark.quote_was,
        "line": mark.line,
        "created": mark.created,
        "modified": mark.modified,
    }


def post_values(post: PostSnapshot) -> dict[str, Any]:
    """A post as the values that its JSON holds."""
    values: dict[str, Any] = {
        "id": post.id,
        "path": post.path,
        "title": post.title,
        "date": post.date,
        "text_sha256": post.text_sha256,
        "text_rules": post.text_rules,
        "status": {coder: status.value for coder, status in post.status.items()},
        "annotations": [annotation_values(mark) for mark in post.marks],
    }
    if post.text is not None:
        values["text"] = post.text
    return values


def _tag(tag: Tag) -> dict[str, Any]:
    return {
        "id": tag.id,
        "name": tag.name,
        "color": tag.color,
        "description": tag.description,
        "shortcut": tag.shortcut,
    }


def _write(snapshot: Snapshot, stream: BinaryIO, options: Options) -> None:  # noqa: ARG001
    write_with_list(head_values(snapshot), "posts", map(post_values, snapshot.posts), stream)


JSON = Format(
    name="json",
    endings=(".json",),
    description="csreader's own format, for programs; see docs/formats.md",
    loses="",
    accepts=frozenset({"with_text"}),
    write=_write,
    read=read_export,
    recognises=is_export,
    streams=True,
)
