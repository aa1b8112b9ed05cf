"""CSV (RFC 4180) for spreadsheets: a row for each passage and tag.

A mark with three tags gives three rows with the same `id`; one without tags gives one
row with an empty `tag`. Rows end with CR LF; newlines stand within quoted cells only.
The file is UTF-8, without a byte-order mark unless `--bom` asks for one.

Spreadsheets run a cell that begins with `=`, `+`, `-` or `@` as a formula, also behind a
tab or line end. Such a cell, and one that begins with an apostrophe, is written with an
apostrophe before it; to restore a cell, take one apostrophe off its beginning
(`restored`). Control characters but tab and newline are U+FFFD, as in the reading text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from csreader.exchange.formats.csv_reading import COLUMNS, read, recognises, restored
from csreader.exchange.interface import Format, Options
from csreader.exchange.snapshot import PlacedMark, PostSnapshot, Snapshot
from csreader.text.characters import replace_controls

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "'")


def neutralised(cell: str) -> str:
    """A cell's text as it is written: nothing in it runs as a formula."""
    cell = replace_controls(cell)
    return f"'{cell}" if cell.startswith(_RISKY) else cell


def _rows(post: PostSnapshot) -> Iterator[list[str]]:
    for mark in post.marks:
        for tag in mark.tags or ("",):
            yield [neutralised(cell) for cell in _cells(post, mark, tag)]


def _cells(post: PostSnapshot, mark: PlacedMark, tag: str) -> tuple[str, ...]:
    return (
        post.id,
        post.path,
        post.title,
        post.date or "",
        mark.coder,
        tag,
        mark.note,
        mark.quote,
        _number(mark.start),
        _number(mark.end),
        _number(mark.line),
        mark.state.value,
        mark.quote_was or "",
        mark.prefix,
        mark.suffix,
        mark.id,
        mark.created,
        mark.modified,
    )


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _write(snapshot: Snapshot, stream: BinaryIO, options: Options) -> None:
    encoding = "utf-8-sig" if options.bom else "utf-8"
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    try:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        for post in snapshot.posts:
            writer.writerows(_rows(post))
        text.flush()
    finally:
        # The stream is the caller's and stays open.
        text.detach()


__all__ = ["COLUMNS", "CSV", "neutralised", "restored"]

CSV = Format(
    name="csv",
    endings=(".csv",),
    description="a row for each passage and tag, for spreadsheets",
    loses="It holds no posts without marks, no codebook, no status and no texts.",
    accepts=frozenset({"bom"}),
    write=_write,
    read=read,
    recognises=recognises,
    streams=True,
)
