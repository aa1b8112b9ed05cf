"""Reads tables: csreader's own of passages (`csv_table`), and codebooks.

A codebook is a table with a column `tag` or `name`, and any of description, color (or
colour), parent and shortcut, in any order; Taguette's is one. A spreadsheet may have put
semicolons or tabs between cells.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from csreader.exchange.brought import SLASH, Brought, BroughtDocument, BroughtMark, BroughtTag
from csreader.exchange.interface import FormatError
from csreader.exchange.reading import beginning, read_utf8
from csreader.text.characters import one_line

COLUMNS = (
    "post",
    "path",
    "title",
    "date",
    "coder",
    "tag",
    "note",
    "quote",
    "start",
    "end",
    "line",
    "state",
    "quote_was",
    "prefix",
    "suffix",
    "id",
    "created",
    "modified",
)
"""The header row; see docs/formats.md for what each holds."""

_NEEDED = frozenset(("post", "tag", "quote", "id"))
"""The columns without which a table holds no passages."""
_NAMES = ("tag", "name")
_BOOK = frozenset(("description", "color", "colour", "parent", "shortcut"))
_OTHER_BOOK = frozenset(("id", "was", "number of highlights", "number of documents"))
"""Columns that a codebook may have, which say nothing here."""
_DELIMITERS = ",;\t"
_LONGEST_CELL = 16 << 20

Row = Mapping[str, str]


def restored(cell: str) -> str:
    """A written cell's text, without the apostrophe that `neutralised` put before it."""
    return cell.removeprefix("'")


_TAGUETTES = ",number of highlights,number of documents"
"""How the header of Taguette's codebooks ends, which are read as its own."""
_BRIEF = "tag,description"
"""The header of a codebook that Taguette imports."""


def recognises(path: Path) -> bool:
    """Whether a file begins with the header of a table that is read here."""
    first = beginning(path).splitlines()[:1]
    if any(line.lower().endswith(_TAGUETTES) or line == _BRIEF for line in first):
        return False
    return any(_kind(_header(line, delimiter)) for line in first for delimiter in _DELIMITERS)


def read(path: Path) -> Brought:
    """What a table of passages, or a codebook, brings.

    Raises:
        FormatError: If it is neither, or broken.
        OSError: If it cannot be read.
    """
    where = one_line(str(path))
    text = read_utf8(path)
    first = text.splitlines()[0]
    for delimiter in _DELIMITERS:
        kind = _kind(_header(first, delimiter))
        if kind:
            rows = _rows(text, delimiter, where)
            if kind == "codebook":
                return Brought(codebook=tuple(_tags(rows)))
            return Brought(tuple(_documents(rows, where)))
    raise FormatError(
        f"{where}, line 1: no table of passages or codebook; it needs columns such as "
        "post, tag, quote and id, or tag and description."
    )


def _header(line: str, delimiter: str) -> list[str]:
    found = next(csv.reader([line], delimiter=delimiter), [])
    return [name.strip().casefold() for name in found]


def _kind(header: list[str]) -> str:
    names = set(header)
    if names >= _NEEDED:
        return "passages"
    known = _BOOK | _OTHER_BOOK | set(_NAMES)
    if names & set(_NAMES) and names <= known and (names & _BOOK or names <= set(_NAMES)):
        return "codebook"
    return ""


def _rows(text: str, delimiter: str, where: str) -> Iterator[tuple[int, Row]]:
    """Rows with the number of the line that each ends on."""
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        header = [name.strip().casefold() for name in next(reader)]
        for row in reader:
            if not any(row):
                continue
            if len(row) > len(header):
                raise FormatError(
                    f"{where}, line {reader.line_num}: {len(row)} cells where the header has "
                    f"{len(header)}."
                )
            yield reader.line_num, dict(zip(header, map(restored, row), strict=False))
    except csv.Error as error:
        raise FormatError(f"{where}, line {reader.line_num}: {one_line(str(error))}.") from error
    finally:
        csv.field_size_limit(before)


def _tags(rows: Iterable[tuple[int, Row]]) -> Iterator[BroughtTag]:
    for _, row in rows:
        name = row.get("tag") or row.get("name") or ""
        parent = row.get("parent", "").strip()
        if parent and not name.startswith(f"{parent}/"):
            # Beside a column of parents, a name is that of its level.
            level = name.replace("/", SLASH)
            name = f"{parent}/{level}"
        if name.strip():
            yield BroughtTag(
                name,
                row.get("color") or row.get("colour") or "",
                row.get("description", ""),
                row.get("shortcut", ""),
                row.get("id", ""),
            )


def _documents(rows: Iterable[tuple[int, Row]], where: str) -> Iterator[BroughtDocument]:
    by_post: dict[str, dict[tuple[str, str], BroughtMark]] = {}
    firsts: dict[str, Row] = {}
    for line, row in rows:
        mark = _mark(row, f"{where}, line {line}")
        marks = by_post.setdefault(row["post"], {})
        firsts.setdefault(row["post"], row)
        # Coders who copied one another's files have marks of one id.
        key = mark.coder, mark.id
        there = marks.get(key)
        if there is not None:
            mark = replace(there, tags=(*there.tags, *mark.tags))
        marks[key] = mark
    for post, marks in by_post.items():
        row = firsts[post]
        yield BroughtDocument(
            row.get("path") or post,
            tuple(marks.values()),
            id=post,
            title=row.get("title", ""),
            date=row.get("date", ""),
        )


def _mark(row: Row, where: str) -> BroughtMark:
    identity = row.get("id", "")
    if not identity or not row.get("post"):
        raise FormatError(f"{where}: a row without a post or an id.")
    tag = row.get("tag", "")
    return BroughtMark(
        identity,
        (tag,) if tag else (),
        row.get("note", ""),
        _number(row, "start", where),
        _number(row, "end", where),
        row.get("quote", ""),
        row.get("prefix", ""),
        row.get("suffix", ""),
        coder=row.get("coder", ""),
        created=row.get("created", ""),
        modified=row.get("modified", ""),
        quote_was=row.get("quote_was", ""),
    )


def _number(row: Row, name: str, where: str) -> int | None:
    said = row.get(name, "")
    if not said:
        return None
    if not (said.isascii() and said.isdecimal()) or len(said) > 12:
        raise FormatError(f"{where}: {name} is no whole number from 0.")
    return int(said)
