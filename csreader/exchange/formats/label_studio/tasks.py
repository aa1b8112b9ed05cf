"""Label Studio's JSON of tasks with annotations, and its configuration beside it.

Each post is a task, each coder's marks on it an annotation, each mark a region with all its
tags. Positions count Unicode code points of the text, a line end as one: so the editor of
Label Studio 1.23 counts (its source turns the browser's UTF-16 units into code points), and
so it marks what csreader marked, behind emoji too. What Label Studio has no place for stands
in a region's `meta`, which it keeps.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from csreader.exchange.formats.label_studio.configuration import (
    CONTROL,
    ENDING,
    LABELS,
    TEXT,
    label_name,
    write_configuration,
)
from csreader.exchange.formats.label_studio.reading import read_tasks, recognises
from csreader.exchange.interface import Format, Options
from csreader.exchange.snapshot import PlacedMark, PostSnapshot, Snapshot
from csreader.exchange.strict_json import write_list


def _write(snapshot: Snapshot, stream: BinaryIO, options: Options) -> None:  # noqa: ARG001
    write_list(map(_task, snapshot.posts), stream)


def _task(post: PostSnapshot) -> dict[str, Any]:
    data = {TEXT: post.text or "", "post": post.id, "title": post.title, "date": post.date or ""}
    return {"data": data, "annotations": list(_annotations(post))}


def _annotations(post: PostSnapshot) -> Iterator[dict[str, Any]]:
    by_coder: dict[str, list[dict[str, Any]]] = {}
    for mark in post.marks:
        if mark.start is not None and mark.tags:
            by_coder.setdefault(mark.coder, []).append(_region(mark))
    for coder in sorted(by_coder):
        yield {"result": by_coder[coder]}


def _region(mark: PlacedMark) -> dict[str, Any]:
    meta: dict[str, Any] = {"text": [mark.note]} if mark.note else {}
    meta.update(coder=mark.coder, created=mark.created, modified=mark.modified)
    return {
        "id": mark.id,
        "from_name": CONTROL,
        "to_name": TEXT,
        "type": LABELS,
        "origin": "manual",
        "value": {
            "start": mark.start,
            "end": mark.end,
            "text": mark.quote,
            LABELS: list(dict.fromkeys(map(label_name, mark.tags))),
        },
        "meta": meta,
    }


LABEL_STUDIO = Format(
    name="label-studio",
    endings=(".json",),
    description="Label Studio's JSON: a task for each post, and its labelling configuration",
    loses=(
        "It holds the posts' texts, titles and dates and the marks with tags: no marks without a "
        "tag or a place, no status, nothing of how a mark has moved or changed; of the codebook "
        "the tags' names, colours and descriptions, in the configuration, where control "
        "characters, U+FFFE and U+FFFF are U+FFFD."
    ),
    needs_text=True,
    streams=True,
    leaves_out=frozenset({"orphans", "untagged", "done"}),
    write=_write,
    companions={ENDING: write_configuration},
    read=read_tasks,
    recognises=recognises,
)
