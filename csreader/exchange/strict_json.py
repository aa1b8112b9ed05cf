r"""JSON as csreader hands it out: strict (RFC 8259), UTF-8, the same bytes for the same data.

DEL, the C1 controls and lone surrogates (file names with bytes that are not UTF-8) are
written as `\u` escapes, so that the true names reach a program and nothing acts on a
terminal; all other text stands as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

_ESCAPED = re.compile("[\x7f-\x9f\ud800-\udfff]")
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, indent=2)
_LINE_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
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
    begun = _ENCODER.encode(head).removesuffix("\n}")
    stream.write(_encoded(f"{begun},\n  {json.dumps(name)}: ["))
    between = "\n    "
    for item in items:
        # A newline within a string is an escape: each that is written begins a line.
        stream.write(_encoded(between + _ENCODER.encode(item).replace("\n", "\n    ")))
        between = ",\n    "
    stream.write(b"]\n}\n" if between == "\n    " else b"\n  ]\n}\n")


def write_lines(values: Iterable[object], stream: BinaryIO) -> None:
    """Writes values as JSON Lines: each on a line of its own, gone through once."""
    for value in values:
        stream.write(_encoded(_LINE_ENCODER.encode(value) + "\n"))


def _encoded(part: str) -> bytes:
    # Such characters stand in strings only, so that an escape is right wherever they are.
    return _ESCAPED.sub(lambda match: f"\\u{ord(match.group()):04x}", part).encode("utf-8")
