"""What is left of a damaged file, taken row by row; for annotations and codebook alike.

A row is brought back where the format's own rules take it. Of a row that is as good as
whole without a field, the field alone is lost, and told of.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from csreader.annotations.disk.jsonfile import Tables
from csreader.annotations.disk.rows import ShapeError, row_number
from csreader.annotations.disk.sheet import read_meta
from csreader.annotations.repair.damage import Damage, damage, place, readable, sides
from csreader.annotations.repair.salvage import Piece, Row, salvage

_FORMAT = re.compile(r'(?<!\\)"format"\s*:\s*([0-9]{1,9})')
_META = frozenset({"coder", "post", "text_sha256", "format"})
_OTHERS = frozenset({"id", "start", "end", "quote", "name"})
"""What an annotation or a tag has and a file's description has not."""
_WHERE = re.compile(
    r"^(row .* of (annotations|tags|outlines)) | in row .* of (annotations|tags|outlines)"
)


@dataclass(slots=True)
class Mended:
    """Sound tables, and what became of the damaged ones."""

    tables: Tables = field(default_factory=dict)
    rows: int = 0
    """How many annotations, or tags, were brought back."""
    notes: list[str] = field(default_factory=list)
    """What was joined or supplied, a sentence each."""
    _lost: set[Damage] = field(default_factory=set)
    _rows_lost: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    """Where they are in each side's text, in order."""

    @property
    def lost(self) -> tuple[Damage, ...]:
        """What could not be read, by its place; what both sides of a merge have, once."""
        return tuple(sorted(self._lost))

    def lose(self, text: str, row: Row, reason: str) -> None:
        """Tells of a row that is lost."""
        start = text.index("{", row.start)
        self._lost.add(damage(text, start, row.end, reason))
        self._rows_lost.setdefault(text, []).append((row.start, row.end))

    def lose_fields(self, text: str, row: Row, names: Iterable[str]) -> None:
        """Tells of fields that are lost, of a row that is brought back."""
        for name in names:
            at = max(text.find(f'"{name}"', row.start, row.end), row.start)
            self._lost.add(damage(text, at, row.end, f"{name} is not what it should be"))

    def lose_pieces(self, text: str, pieces: Iterable[Piece]) -> None:
        """Tells of what is no row, nor part of one that is lost."""
        rows = self._rows_lost.get(text, [])
        for piece in pieces:
            at = bisect_right(rows, (piece.start, len(text))) - 1
            if at < 0 or piece.end > rows[at][1]:
                self._lost.add(damage(text, piece.start, piece.end, "not readable"))

    def break_off(self, text: str) -> None:
        """Tells that a text ends before its end."""
        end = len(text.rstrip("\0 \t\r\n"))
        self._lost.add(Damage(*place(text, end), "the file breaks off here; what followed is gone"))


def rows_of(data: bytes, mended: Mended) -> Iterator[tuple[str, Row]]:
    """The rows of a damaged file, each with the text that it stands in.

    Args:
        data: The file's bytes.
        mended: Takes what is no row.

    Raises:
        NewerFormatError: If a later version wrote the file.
    """
    text, foreign = readable(data)
    if foreign:
        counted = "1 byte that is" if foreign == 1 else f"{foreign} bytes that are"
        mended.notes.append(f"{counted} not UTF-8 read as Windows-1252")
    both = sides(text)
    if len(both) > 1:
        mended.notes.append("the two sides of a merge joined")
    expect_known_format(text)
    found = [(side, salvage(side)) for side in both]
    for side, one in found:
        yield from ((side, row) for row in one.rows)
        mended.lose_pieces(side, one.pieces)
        if one.open > 0:
            mended.break_off(side)


def is_meta(row: Row) -> bool:
    """Whether a row describes its file."""
    if row.table == "meta":
        return True
    return bool(_META & set(row.fields)) and not _OTHERS & set(row.fields)


def sound_fields(
    fields: Mapping[str, Any],
    read: Callable[[str, Mapping[str, Any]], object],
    least: Mapping[str, Any],
) -> tuple[dict[str, Any], list[str]]:
    """A row's fields without those of the wrong kind that it can do without, and their names.

    Args:
        fields: The row's fields.
        read: Raises ShapeError for a row that is not what the format says.
        least: The fields that a row cannot do without, and sound values for them.
    """
    sound, wrong = dict(fields), []
    for name, value in fields.items():
        if name in least or _fits(read, {**least, name: value}):
            continue
        wrong.append(name)
        del sound[name]
        if isinstance(value, list):
            sound[name] = [one for one in value if isinstance(one, str) and one]
    return sound, wrong


def numbered(rows: Iterable[tuple[Row, dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    """Rows by their numbers, which stay where they are numbers and differ.

    Args:
        rows: Each row as it was found, and the fields it has now.
    """
    table: dict[str, dict[str, Any]] = {}
    for row, fields in rows:
        name = row.name
        if not re.fullmatch("0|[1-9][0-9]{,19}", name) or name in table:
            number = row_number(str(fields["id"]))
            while str(number) in table:
                number += 1
            name = str(number)
        table[name] = {**row.fields, **fields}
    return table


def reason(error: ShapeError) -> str:
    """What is wrong with a row, without its number, which says nothing to a reader."""
    return _WHERE.sub("", str(error))


def expect_known_format(text: str) -> None:
    """Makes sure that a damaged file is not of a later version, which is not ours to touch.

    Raises:
        NewerFormatError: If it is.
    """
    rows = [row for side in sides(text) for row in salvage(side).rows if is_meta(row)]
    versions = [row.fields["format"] for row in rows if "format" in row.fields]
    # Where that row is torn, the word alone has to do.
    for version in versions or [int(one) for one in _FORMAT.findall(text)]:
        if isinstance(version, int):
            read_meta({"meta": {"1": {"format": abs(version)}}})


def _fits(read: Callable[[str, Mapping[str, Any]], object], fields: Mapping[str, Any]) -> bool:
    try:
        read("0", fields)
    except ShapeError:
        return False
    return True
