r"""JSON as csreader hands it out: strict (RFC 8259), UTF-8, the same bytes for the same data.

DEL, the C1 controls and lone surrogates (file names with bytes that are not UTF-8) are
written as `\u` escapes, so that the true names reach a program and nothing acts on a
terminal; all other text stands as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import BinaryIO

_ESCAPED = re.compile("[\x7f-\x9f\ud800-\udfff]")
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, indent=2)
_LINE_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
_ASCII_ENCODER = json.JSONEncoder(allow_nan=False)
_PART = 1 << 16


def json_parts(value: object) -> Iterator[bytes]:
    """A value as JSON in UTF-8, indented by two, with a newline at the end, in parts.

    Raises:
        ValueError: If it holds a number that JSON cannot say.
    """
    parts: list[str] = []
    size = 0
    for part in _ENCODER.iterencode(value):
        parts.append(part)
        size += len(part)
        if size >= _PART:
            yield _encoded("".join(parts))
            parts, size = [], 0
    yield _encoded("".join((*parts, "\n")))


def write_json(value: object, stream: BinaryIO) -> None:
    """Writes a value to a stream, as `json_parts` has it."""
    for part in json_parts(value):
        stream.write(part)


def write_with_list(
    head: Mapping[str, object], name: str, items: Iterable[object], stream: BinaryIO
) -> None:
    """Writes an object whose last field is a list, as `write_json` would, item by item.

    Args:
        head: The fields before it, at least one.
        name: The list's.
        items: What it holds; gone through once.
        stream: Where to.
    """
    _write_list(_begun(head), name, items, stream, "\n  ")
    stream.write(b"\n}\n")


def write_nested_list(
    head: Mapping[str, object],
    name: str,
    inner: Mapping[str, object],
    list_name: str,
    items: Iterable[object],
    stream: BinaryIO,
    tail: Callable[[], Mapping[str, object]],
) -> None:
    """Writes an object in which one holds a list, as `write_json` would, item by item.

    Args:
        head: The fields before that object, at least one.
        name: The object's.
        inner: Its fields before the list, at least one.
        list_name: The list's.
        items: What it holds; gone through once.
        stream: Where to.
        tail: Gives the fields behind the object, at least one, when the items are through.
    """
    begun = f"{_begun(head)},\n  {json.dumps(name)}: {_indented(_begun(inner), 2)}"
    _write_list(begun, list_name, items, stream, "\n    ")
    ended = _ENCODER.encode(tail()).removeprefix("{")
    stream.write(_encoded(f"\n  }},{ended}\n"))


def _begun(fields: Mapping[str, object]) -> str:
    """An object's JSON without its end."""
    return _ENCODER.encode(fields).removesuffix("\n}")


def _write_list(
    before: str, name: str, items: Iterable[object], stream: BinaryIO, line: str
) -> None:
    """Writes what stands before a list, and the list, each item on lines of its own.

    Args:
        before: What it stands behind, of the object that it is in.
        name: The list's.
        items: What it holds; gone through once.
        stream: Where to.
        line: A line's end and the indent of the object's fields.
    """
    stream.write(_encoded(f"{before},{line}{json.dumps(name)}: ["))
    between = f"{line}  "
    for item in items:
        stream.write(_encoded(between + _indented(_ENCODER.encode(item), len(line) + 1)))
        between = f",{line}  "
    stream.write(b"]" if not between.startswith(",") else f"{line}]".encode())


def _indented(written: str, by: int) -> str:
    # A newline within a string is an escape: each that is written begins a line.
    return written.replace("\n", "\n" + " " * by)


def write_list(items: Iterable[object], stream: BinaryIO) -> None:
    """Writes a list as `write_json` would, item by item, gone through once."""
    stream.write(b"[")
    between = "\n  "
    for item in items:
        stream.write(_encoded(between + _ENCODER.encode(item).replace("\n", "\n  ")))
        between = ",\n  "
    stream.write(b"]\n" if between == "\n  " else b"\n]\n")


def write_lines(values: Iterable[object], stream: BinaryIO, *, ascii_only: bool = False) -> None:
    """Writes values as JSON Lines: each on a line of its own, gone through once.

    Args:
        values: What is written.
        stream: Where to.
        ascii_only: Whether all beyond ASCII is escapes, for programs that guess encodings.
    """
    encoder = _ASCII_ENCODER if ascii_only else _LINE_ENCODER
    for value in values:
        stream.write(_encoded(encoder.encode(value) + "\n"))


def _encoded(part: str) -> bytes:
    # Such characters stand in strings only, so that an escape is right wherever they are.
    return _ESCAPED.sub(lambda match: f"\\u{ord(match.group()):04x}", part).encode("utf-8")
