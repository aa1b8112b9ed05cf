"""Finds rows in the text of a damaged file of tables, and says where the rest stands.

Nothing is guessed: a row or a field is taken where its JSON is whole, and all that is
neither taken nor mere punctuation is told of, with its place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from csreader.annotations.disk.jsonfile import finite, refuse_constant, without_repetition

TABLES = ("annotations", "meta", "tags", "_default")
"""Names of tables in csreader's files, and the one that TinyDB gives a table without."""

_NAME = r'"((?:[^"\\\n]|\\.){0,200})"'
_OBJECT = re.compile(rf"(?:{_NAME}\s*:\s*)?\{{")
"""An object, with the name before it. Longer names are no row's or table's."""
_ROW_AHEAD = re.compile(
    rf'"(?:[0-9]{{1,20}}|{"|".join(TABLES)})"\s*:\s*\{{|\{{\s*"(?:id|start|quote)"\s*:'
)
_OBJECTS_WITHIN = re.compile(rf"\{{\s*(?:{_NAME}\s*:\s*\{{|\}})")
_FIELD = re.compile(rf"{_NAME}\s*:\s*")
_ENDS_VALUE = re.compile(r"\s*[,}\]]|[ \t\r]*\n\s*\"")
_WINDOW = 1 << 16
"""Code points within which a row is looked for as a whole."""
_PUNCTUATION = "{}[],: \t\r\n"
_ROW_FIELDS = frozenset({"id", "start", "end", "quote", "name", "coder", "post", "format"})


@dataclass(frozen=True, slots=True)
class Row:
    """A row that was found."""

    table: str
    """The table it stood in; empty where that is lost."""
    name: str
    """What stood for the row's number."""
    fields: Mapping[str, Any]
    start: int
    """Where it begins in the text, in code points."""
    end: int
    torn: bool = False
    """Whether its JSON was damaged, so that fields of it may be missing."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the text that is no whole JSON."""

    start: int
    """In code points."""
    end: int


@dataclass(slots=True)
class Found:
    """What a damaged text holds."""

    rows: list[Row] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    """What could not be read, in order."""
    open: int = 0
    """How many objects were begun and not ended: the text breaks off where there are any."""


def salvage(text: str) -> Found:
    """Finds the rows in a text of tables, whatever is wrong with it."""
    found = Found()
    table, taken, at = "", 0, 0
    while match := _OBJECT.search(text, at):
        start, name = match.end() - 1, match[1]
        _note_rest(found, text, taken, match.start())
        if _holds_objects(text, start, name):
            table = name or table
            taken = at = start + 1
            found.open += 1
            continue
        whole = _whole(text, start)
        if whole is not None:
            fields, end = whole
            if name is None and not _ROW_FIELDS.intersection(fields):
                taken = at = start + 1
                found.open += 1
                continue
            found.rows.append(Row(table, name or "", fields, match.start(), end))
        else:
            end = _torn_row(found, text, table, match)
        taken = at = end
    _note_rest(found, text, taken, len(text))
    return found


def fault(text: str, row: tuple[str, str] | None = None) -> int:
    """Where a damaged text is wrong first, as an offset; its beginning where that is unclear.

    Args:
        text: The text.
        row: The table and number of the row that is wrong, where they are known.
    """
    found = salvage(text)
    if row is not None:
        for one in reversed(found.rows):
            if (one.table, one.name) == row:
                return one.start
    odd = (one.start for one in found.rows if one.torn or not one.name.isdecimal())
    return min((*odd, *(piece.start for piece in found.pieces)), default=0)


def _holds_objects(text: str, start: int, name: str | None) -> bool:
    """Whether what begins at a brace is a table, or the object that holds all tables."""
    if name in TABLES:
        return True
    if name is not None and name.isdecimal():
        return False
    return bool(_OBJECTS_WITHIN.match(text, start))


_lenient = json.JSONDecoder(
    strict=False,
    object_pairs_hook=without_repetition,
    parse_constant=refuse_constant,
    parse_float=finite,
)
"""Takes raw line ends within a text."""
_strict = json.JSONDecoder(
    object_pairs_hook=without_repetition, parse_constant=refuse_constant, parse_float=finite
)


def _whole(text: str, start: int) -> tuple[dict[str, Any], int] | None:
    # An error of the decoder's counts all lines before it. A longer row goes field by field.
    try:
        value, end = _lenient.raw_decode(text[start : start + _WINDOW])
    except (ValueError, RecursionError):
        return None
    return value, start + end


def _torn_row(found: Found, text: str, table: str, match: re.Match[str]) -> int:
    """Takes the whole fields of a row that is damaged; where it ends, as far as can be told."""
    ahead = _ROW_AHEAD.search(text, match.end())
    end = ahead.start() if ahead else len(text)
    fields: dict[str, Any] = {}
    pieces: list[Piece] = []
    taken = match.end()
    found.open += 1
    for name, value, begin, after in _fields(text, match.end(), end):
        if name in fields and name == "id":
            end = begin
            break
        if name in fields:
            continue
        pieces.extend(_rest(found, text, taken, begin))
        fields[name] = value
        taken = after
    pieces.extend(_rest(found, text, taken, end))
    if fields:
        found.rows.append(Row(table, match[1] or "", fields, match.start(), end, torn=True))
        found.pieces.extend(pieces)
    else:
        found.pieces.append(Piece(match.start(), len(text[:end].rstrip())))
    return end


def _fields(text: str, start: int, end: int) -> Iterator[tuple[str, Any, int, int]]:
    """The whole fields within a damaged row: name, value, where each begins and ends."""
    row, at = text[start:end], 0
    while match := _FIELD.search(row, at):
        at = match.end()
        try:
            value, after = _strict.raw_decode(row, at)
        except (ValueError, RecursionError):
            continue
        # A number or the like at the very end may have been cut off itself.
        if isinstance(value, str) or _ENDS_VALUE.match(row, after):
            yield match[1], value, start + match.start(), start + after
            at = after


def _note_rest(found: Found, text: str, start: int, end: int) -> None:
    found.pieces.extend(_rest(found, text, start, end))


def _rest(found: Found, text: str, start: int, end: int) -> list[Piece]:
    """What stands between two places, unless it is mere punctuation."""
    raw = text[start:end]
    found.open -= raw.count("}")
    if not raw.strip(_PUNCTUATION):
        return []
    begin = start + len(raw) - len(raw.lstrip(_PUNCTUATION))
    return [Piece(begin, begin + len(text[begin:end].rstrip()))]
