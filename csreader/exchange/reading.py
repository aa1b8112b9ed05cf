"""Reads the content of files that come from elsewhere: bounded, strict, and told in one line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from csreader.annotations.disk.jsonfile import finite, read_regular, refuse_constant
from csreader.exchange.interface import FormatError
from csreader.text.characters import one_line

MOST_BYTES = 256 << 20
"""The largest file that is read."""
GLANCE = 4096
"""How many bytes of a file are looked at to recognise it."""
LONGEST_GLANCE = 8 << 20
"""How many where its first record is looked at."""


def read_bytes(path: Path) -> bytes:
    """A file's content.

    Raises:
        FormatError: If it is empty or too large.
        OSError: If it cannot be read, or is no regular file.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise FormatError(
            f"{one_line(str(path))} has {size >> 20:,} MB; files of up to {MOST_BYTES >> 20} MB "
            "are read. Import it in parts."
        )
    data = read_regular(path)
    if not data.strip():
        raise FormatError(f"{one_line(str(path))} is empty.")
    return data


def read_utf8(path: Path) -> str:
    """A file's text, without a byte-order mark.

    Raises:
        FormatError: If it is no UTF-8, empty or too large.
        OSError: As `read_bytes`.
    """
    data = read_bytes(path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        shown = one_line(str(path))
        raise FormatError(f"{shown}, line {line}: not UTF-8; save the file as UTF-8.") from error


def parsed(text: str, where: str, first_line: int = 1) -> Any:
    """The value that some JSON holds.

    Args:
        text: The JSON.
        where: What to call the file, safe to print.
        first_line: The line of the file, from 1, that the text begins on.

    Raises:
        FormatError: If it is no JSON (RFC 8259), or nested too deeply.
    """
    try:
        return json.loads(text, parse_constant=refuse_constant, parse_float=finite)
    except json.JSONDecodeError as error:
        reason = one_line(error.msg).removesuffix(" at").rstrip(" :")
        line = error.lineno + first_line - 1
        message = f"{where}, line {line}, column {error.colno}: no JSON ({reason})."
        raise FormatError(message) from error
    except RecursionError as error:
        raise FormatError(f"{where} is nested too deeply.") from error
    except ValueError as error:
        raise FormatError(f"{where}: no JSON ({one_line(str(error))}).") from error


def beginning(path: Path, most: int = GLANCE) -> str:
    """The first characters of a file, for recognising it; empty where it cannot be read.

    Args:
        path: The file.
        most: How many bytes are looked at.
    """
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as stream:
            return stream.read(most).decode("utf-8-sig", "replace")
    except OSError:
        return ""


def first_record(path: Path) -> Mapping[str, Any]:
    """The object on a file's first line, for recognising JSON Lines; empty where none is."""
    try:
        if not path.is_file():
            return {}
        with path.open("rb") as stream:
            line = stream.readline(LONGEST_GLANCE)
        value = json.loads(line.decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def records(path: Path) -> Iterator[Fields]:
    """The objects of JSON Lines, one a line; empty lines are none.

    Raises:
        FormatError: If a line holds no object, or as `read_utf8`.
        OSError: As `read_bytes`.
    """
    where = one_line(str(path))
    for number, line in enumerate(read_utf8(path).split("\n"), 1):
        if line.strip():
            yield Fields(parsed(line, where, number), f"{where}, line {number}")


class Fields:
    """An object of JSON, whose fields are taken with their kind.

    Args:
        values: The object; anything else is told.
        where: Where it stands, such as `marks.json: posts[3]`, safe to print.
    """

    def __init__(self, values: object, where: str) -> None:
        if not isinstance(values, dict):
            raise FormatError(f"{where} is no object.")
        self._values: Mapping[str, Any] = values
        self.where = where
        """Where the object stands, safe to print."""

    def text(self, name: str, default: str | None = "") -> str:
        """A field that is text; the default where it is null or missing."""
        value = self._values.get(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, str):
            raise self._wrong(name, "text")
        return value

    def number(self, name: str) -> int | None:
        """A field that is a whole number from 0; None where it is null or missing."""
        value = self._values.get(name)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self._wrong(name, "a whole number from 0")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A field that is a list of texts; empty where it is missing."""
        value = self._values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self._wrong(name, "a list of texts")
        return tuple(value)

    def objects(self, name: str) -> Iterator[Fields]:
        """A field that is a list of objects."""
        value = self._values.get(name, [])
        if not isinstance(value, list):
            raise self._wrong(name, "a list")
        for at, one in enumerate(value):
            yield Fields(one, f"{self.where}: {name}[{at}]")

    def value(self, name: str) -> object:
        """A field of any kind; None where it is missing."""
        return self._values.get(name)

    def values(self, name: str) -> list[Any]:
        """A field that is a list of anything; empty where it is null or missing."""
        value = self._values.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self._wrong(name, "a list")
        return value

    def inner(self, name: str) -> Fields:
        """A field that is an object; an empty one where it is null or missing."""
        value = self._values.get(name)
        return Fields({} if value is None else value, f"{self.where}: {name}")

    def names(self) -> tuple[str, ...]:
        """The names of its fields."""
        return tuple(self._values)

    def strings(self) -> Mapping[str, str]:
        """Those of its fields that are text."""
        return {name: value for name, value in self._values.items() if isinstance(value, str)}

    def lists(self) -> Mapping[str, list[Any]]:
        """Those of its fields that are lists."""
        return {name: value for name, value in self._values.items() if isinstance(value, list)}

    def has(self, name: str) -> bool:
        """Whether there is such a field, and it is not null."""
        return self._values.get(name) is not None

    def pairs(self, name: str) -> Mapping[str, str]:
        """A field that is an object of texts; empty where it is missing."""
        value = self._values.get(name, {})
        if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
            raise self._wrong(name, "an object of texts")
        return value

    def _wrong(self, name: str, kind: str) -> FormatError:
        return FormatError(f"{self.where}: {name} is not {kind}.")
