"""The text of a damaged file: its bytes as characters, its merge conflicts as sides.

Lines and columns stay those of the file.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from csreader.text.characters import one_line

_SHOWN = 60
"""Code points of lost text that a message shows."""
_MARKER = re.compile(r"(<{7}|\|{7}|={7}|>{7})(?: .*)?\r?")
"""A line that git puts around what two branches have changed (git-merge, diff3 style too)."""


@dataclass(frozen=True, slots=True, order=True)
class Damage:
    """A place in a file, and what is wrong there."""

    line: int
    """From 1."""
    column: int
    """From 1, in code points."""
    message: str
    """What could not be read, with the first characters of it."""


def readable(data: bytes) -> tuple[str, int]:
    """A file's bytes as text, and how many of them were not UTF-8.

    Such bytes are read as Windows-1252, which editors write where they do not write
    UTF-8; a byte order mark is left out, and one of UTF-16 is obeyed.
    """
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return data[2:].decode(encoding, "replace"), 0
    text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape")
    foreign = re.compile("[\udc80-\udcff]")
    return foreign.sub(_windows_1252, text), len(foreign.findall(text))


def sides(text: str) -> list[str]:
    """What each side of a merge left open has; the text itself where there is none.

    The lines of the other sides are empty, so that lines keep their numbers.
    """
    lines = text.split("\n")
    markers = [_MARKER.fullmatch(line) for line in lines]
    if not any(marker and marker[1][0] == "<" for marker in markers):
        return [text]
    ours, theirs = list[str](), list[str]()
    side = ""
    for line, marker in zip(lines, markers, strict=True):
        if marker and (side or marker[1][0] == "<"):
            side = "" if marker[1][0] == ">" else marker[1][0]
            line = ""
            ours.append(line)
            theirs.append(line)
            continue
        ours.append(line if side in ("", "<") else "")
        theirs.append(line if side in ("", "=") else "")
    return ["\n".join(ours), "\n".join(theirs)]


def place(text: str, at: int) -> tuple[int, int]:
    """The line and column, from 1, of an offset."""
    ends = _line_ends(text)
    line = bisect_left(ends, at)
    return line + 1, at - (ends[line - 1] if line else -1)


@lru_cache(maxsize=4)
def _line_ends(text: str) -> tuple[int, ...]:
    return tuple(match.start() for match in re.finditer("\n", text))


def damage(text: str, start: int, end: int, reason: str) -> Damage:
    """What is wrong with a part of a text, with the first characters of it."""
    raw = text[start:end]
    if raw.strip("\0") == "":
        shown = f"{len(raw)} NUL characters"
    else:
        shown = " ".join(one_line(raw[: 4 * _SHOWN]).split())
        shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
    return Damage(*place(text, start), f"{reason}: {shown}")


def _windows_1252(match: re.Match[str]) -> str:
    byte = bytes([ord(match.group()) - 0xDC00])
    return byte.decode("cp1252", "replace")
