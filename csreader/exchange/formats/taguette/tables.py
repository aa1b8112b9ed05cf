"""Taguette's tables: highlights (a row for each passage and tag) and the codebook.

Both are written with a byte-order mark: Taguette guesses the encoding of a codebook, and
guesses wrong where it has few letters beyond ASCII. A cell that a spreadsheet would run as
a formula has an apostrophe before it, as in csreader's own CSV.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, BinaryIO

from csreader.exchange.brought import Brought, BroughtDocument, BroughtMark, BroughtTag
from csreader.exchange.formats.csv_table import neutralised
from csreader.exchange.formats.taguette.cells import begins_with, rows_of
from csreader.exchange.formats.taguette.names import UNTAGGED
from csreader.exchange.identity import own_or_made
from csreader.exchange.interface import Format, FormatError, Options
from csreader.exchange.snapshot import Snapshot
from csreader.exchange.tag_names import own_tag
from csreader.text.characters import one_line

HIGHLIGHTS = ("id", "document", "tag", "content")
CODEBOOK = ("tag", "description", "number of highlights", "number of documents")


def _write_highlights(
    snapshot: Snapshot,
    stream: BinaryIO,
    options: Options,  # noqa: ARG001
) -> None:
    def fill(row: Callable[[Iterable[Any]], object]) -> None:
        row(HIGHLIGHTS)
        for post in snapshot.posts:
            for mark in post.marks:
                for tag in mark.tags or ("",):
                    row(map(neutralised, (mark.id, post.id, tag, mark.quote)))

    _write_rows(stream, fill)


def _write_codebook(
    snapshot: Snapshot,
    stream: BinaryIO,
    options: Options,  # noqa: ARG001
) -> None:
    highlights: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    for post in snapshot.posts:
        found = Counter(tag for mark in post.marks for tag in mark.tags)
        highlights.update(found)
        documents.update(found.keys())
    descriptions = {tag.name: tag.description for tag in snapshot.codebook}
    descriptions.update((name, "") for name in sorted(highlights.keys() - descriptions.keys()))

    def fill(row: Callable[[Iterable[Any]], object]) -> None:
        row(CODEBOOK)
        for name, description in descriptions.items():
            cells = (neutralised(name), neutralised(description))
            row((*cells, highlights[name], documents[name]))

    _write_rows(stream, fill)


def _write_rows(
    stream: BinaryIO, fill: Callable[[Callable[[Iterable[Any]], object]], None]
) -> None:
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    try:
        fill(csv.writer(text, lineterminator="\r\n").writerow)
        text.flush()
    finally:
        # The stream is the caller's and stays open.
        text.detach()


def _read_highlights(path: Path) -> Brought:
    documents: dict[str, dict[str, BroughtMark]] = {}
    wordless = 0
    for line, (identity, document, tag, content) in rows_of(path, *HIGHLIGHTS):
        if not document.strip():
            raise FormatError(f"{one_line(str(path))}, line {line}: a highlight has no document.")
        if not content:
            wordless += 1
            continue
        marks = documents.setdefault(document, {})
        own = own_or_made(identity, "taguette", document, identity, content)
        known = marks.get(own)
        name = own_tag(tag)
        tags = (*(known.tags if known else ()), *((name,) if name else ()))
        tags = tuple(dict.fromkeys(tags))
        marks[own] = BroughtMark(own, tags, "" if tags else UNTAGGED, quote=content)
    return Brought(
        tuple(
            BroughtDocument(one_line(name), tuple(marks.values()))
            for name, marks in documents.items()
        ),
        remarks=(f"{wordless} rows without words are left out.",) if wordless else (),
    )


def _read_codebook(path: Path) -> Brought:
    tags: dict[str, BroughtTag] = {}
    for line, (name, description) in rows_of(path, *CODEBOOK[:2]):
        own = own_tag(name)
        if not own:
            raise FormatError(f"{one_line(str(path))}, line {line}: a tag has no name.")
        tags.setdefault(own, BroughtTag(own, description=description))
    return Brought(codebook=tuple(tags.values()))


TAGUETTE = Format(
    name="taguette",
    endings=(".csv",),
    description="Taguette's table of highlights: a row for each passage and tag",
    loses=(
        "It holds the passages' words and tags only: no places, coders, notes, times or texts, "
        "and neither codebook nor posts without marks; control characters are U+FFFD."
    ),
    streams=True,
    write=_write_highlights,
    read=_read_highlights,
    recognises=lambda path: begins_with(path, *HIGHLIGHTS),
)

TAGUETTE_CODEBOOK = Format(
    name="taguette-codebook",
    endings=(".csv",),
    description="Taguette's codebook table, which Taguette imports",
    loses=(
        "It holds the tags' names and descriptions only, without colours, keys and former "
        "names; control characters are U+FFFD."
    ),
    streams=True,
    write=_write_codebook,
    read=_read_codebook,
    recognises=lambda path: begins_with(path, "tag", "description"),
)
