"""JSON as csreader's own files hold it: strict, UTF-8, laid out for people and for git.

The same layout is written whatever the locale; what a terminal or a parser could trip
over (DEL, C1, bidi controls, byte order marks) stands as an escape. Lone surrogates, which
are no text (RFC 8259, section 8.2), are written as U+FFFD.
"""

from __future__ import annotations

import errno
import json
import math
import os
import re
import stat
from collections.abc import Mapping
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any, NoReturn

from csreader.annotations.errors import BrokenFileError, shown_path
from csreader.text.characters import one_line

Tables = dict[str, dict[str, Any]]
"""What TinyDB keeps: from a table's name to its rows, by row number."""

_CONFLICT = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
"""How the lines begin that git puts around what two branches have changed."""
_ESCAPED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def read_tables(path: Path, root: Path) -> Tables | None:
    """Reads a file of tables.

    Returns:
        The tables; None for an empty file or one that does not exist.

    Raises:
        BrokenFileError: If the content is not a JSON object of tables whose row numbers
            are whole numbers; the message names file, line and column.
        OSError: If the file cannot be read.
    """
    data = _read_if_there(path)
    if data is None:
        return None
    shown = shown_path(path, root)
    data = data.removeprefix(b"\xef\xbb\xbf")
    if not data.strip(b" \t\r\n"):
        return None
    try:
        tables = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=without_repetition,
            parse_constant=refuse_constant,
            parse_float=finite,
        )
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        raise BrokenFileError("not UTF-8", path, shown, line=line, column=column) from error
    except json.JSONDecodeError as error:
        # The place is given in front; json's messages lead up to it.
        reason = one_line(error.msg).removesuffix("at").removesuffix("starting ").rstrip(" :")
        reason = reason[:1].lower() + reason[1:]
        if error.doc[error.doc.rfind("\n", 0, error.pos) + 1 :].startswith(_CONFLICT):
            reason = "a merge was left open here"
        raise BrokenFileError(reason, path, shown, line=error.lineno, column=error.colno) from error
    except (ValueError, RecursionError) as error:
        raise BrokenFileError(_reason(error), path, shown) from error
    problem = _table_problem(tables)
    if problem:
        raise BrokenFileError(problem, path, shown)
    return dict(tables)


def dumped(tables: Mapping[str, Mapping[str, Any]]) -> bytes:
    """The bytes of a file of tables: indented, in the order given, a newline at the end."""
    parts = [f"  {encode_basestring(name)}: {{{_rows(rows)}}}" for name, rows in tables.items()]
    text = "{\n" + ",\n".join(parts) + "\n}\n"
    text = _SURROGATE.sub("\ufffd", text)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match.group()):04x}", text).encode("utf-8")


def _rows(rows: Mapping[str, Any]) -> str:
    if not rows:
        return ""
    laid_out = (f"\n    {json.dumps(str(number))}: {_row(row)}" for number, row in rows.items())
    return ",".join(laid_out) + "\n  "


def _row(row: Mapping[str, Any]) -> str:
    # Field by field through the C encoder; `indent=` would use the slow Python one.
    fields = ",".join(f"\n      {_value(name)}: {_value(value)}" for name, value in row.items())
    return f"{{{fields}\n    }}"


_other = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def _value(value: object) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    return _other(value)


def _read_if_there(path: Path) -> bytes | None:
    try:
        return read_regular(path)
    except FileNotFoundError:
        if not os.path.lexists(path):
            return None
    # Just put there by another program; or a link to nowhere, which is no empty file.
    return read_regular(path)


def read_regular(path: Path) -> bytes:
    """The bytes of a regular file; anything else is an OSError."""
    # Opening a pipe would wait for ever.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        parts = []
        while part := os.read(descriptor, max(status.st_size + 1, 4096)):
            parts.append(part)
        return b"".join(parts)
    finally:
        os.close(descriptor)


def without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object's fields, none of which may stand twice with different content."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        # A merge of two branches may leave a row twice.
        if name in found and found[name] != value:
            raise ValueError(f'"{name}" stands twice with different content')
        found[name] = value
    return found


def refuse_constant(constant: str) -> NoReturn:
    """Refuses what JSON does not have: NaN and the infinities (RFC 8259, section 6)."""
    raise ValueError(f"{constant} is no JSON value")


def finite(number: str) -> float:
    """A number with a point or an exponent, unless it is too large for any."""
    value = float(number)
    return value if math.isfinite(value) else refuse_constant(number)


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "nested too deeply"
    return one_line(str(error))


def _table_problem(tables: object) -> str | None:
    if not isinstance(tables, dict):
        return "not a JSON object of tables"
    for name, rows in tables.items():
        if not isinstance(rows, dict):
            return f'the table "{one_line(name)}" is not an object of rows'
        for number, row in rows.items():
            if not re.fullmatch("0|[1-9][0-9]{,19}", number):
                return f'the row number "{one_line(number)}" in "{one_line(name)}" is no number'
            if not isinstance(row, dict):
                return f'the row {number} in "{one_line(name)}" is not an object'
    return None
