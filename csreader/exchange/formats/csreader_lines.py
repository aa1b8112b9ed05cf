"""JSON Lines: what csreader's JSON holds, a line a post, for programs that read in parts.

The first line is the header: the JSON's fields but `posts`, with `csreader-lines` as its
`format`. Each line after it is one of the JSON's posts. The schema of both stands with the
JSON's (`#/$defs/header` and `#/$defs/post`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from csreader.exchange.formats.csreader_json import head_values, post_values
from csreader.exchange.formats.csreader_reading import is_lines, read_lines
from csreader.exchange.interface import Format, Options
from csreader.exchange.snapshot import Snapshot
from csreader.exchange.strict_json import write_lines

NAME = "csreader-lines"
"""What the header calls the format."""


def _values(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    yield {**head_values(snapshot), "format": NAME}
    yield from map(post_values, snapshot.posts)


def _write(snapshot: Snapshot, stream: BinaryIO, options: Options) -> None:  # noqa: ARG001
    write_lines(_values(snapshot), stream)


JSONL = Format(
    name="jsonl",
    endings=(".jsonl", ".ndjson"),
    description="the same as json, a line a post, for programs that read in parts",
    loses="",
    accepts=frozenset({"with_text"}),
    write=_write,
    read=read_lines,
    recognises=is_lines,
    streams=True,
)
