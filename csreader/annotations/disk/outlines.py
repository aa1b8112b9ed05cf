"""The outlines of the former texts that single rows count in: the table `outlines`.

A row that counts in another text than its file's (an orphan's, or one of a merged branch)
is placed by that text's outline. Each is kept once, whatever the number of rows: `id` is
the text's SHA-256, `outline` its outline. One that no row counts in any more goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from csreader.annotations.disk.jsonfile import Tables
from csreader.annotations.disk.rows import ShapeError, read_rows, row_number, text_of
from csreader.annotations.model import TextVersion

OUTLINES = "outlines"

Outlines = Mapping[str, str]
"""Outlines by their text's SHA-256."""


def read_outlines(tables: Tables) -> Outlines:
    """The outlines that a file's tables hold.

    Raises:
        ShapeError: If a row is not what the format says.
    """
    return dict(read_rows(OUTLINES, tables.get(OUTLINES, {}), read_outline_row))


def read_outline_row(number: str, row: Mapping[str, Any]) -> tuple[str, str]:
    """A text's SHA-256 and its outline, from their row.

    Raises:
        ShapeError: If it is not what the format says.
    """
    where = f"row {number} of {OUTLINES}"
    sha256 = text_of(row, "id", where)
    if not sha256:
        raise ShapeError(f"{where} has no id")
    return sha256, text_of(row, "outline", where)


def outlines_of(texts: Iterable[TextVersion | None]) -> Outlines:
    """The outlines of those texts that have one, in the order of their hashes."""
    known = {text.sha256: text.outline for text in texts if text and text.outline and text.sha256}
    return dict(sorted(known.items()))


def outline_rows(
    outlines: Outlines, stored: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """The table's rows by number.

    Args:
        outlines: What they shall say.
        stored: The rows that are there: of those that stay, fields and numbers stay too.
    """
    rows: dict[str, dict[str, Any]] = {}
    for number, row in stored.items():
        sha256 = row.get("id")
        if isinstance(sha256, str) and sha256 in outlines:
            rows[number] = {**row, "outline": outlines[sha256]}
    there = {row["id"] for row in rows.values()}
    for sha256, outline in outlines.items():
        if sha256 in there:
            continue
        free = row_number(sha256)
        while str(free) in rows:
            free += 1
        rows[str(free)] = {"id": sha256, "outline": outline}
    return rows
