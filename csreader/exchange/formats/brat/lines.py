r"""The lines of an .ann file: passages, and what is said of them.

A passage may not hold a line end, so one that does is in pieces, as brat itself writes them:
`T1<TAB>type 0 5;6 9<TAB>words words`. Positions count Unicode code points. brat and other
readers break lines wherever Unicode has a line end, and some take a line with a further tab
for none, so pieces are cut at all of these.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from csreader.exchange.interface import FormatError

NOTE = "AnnotatorNotes"
"""The type of comment that brat's own notes are."""
OWN = "csreader"
"""The type of comment that says which mark of csreader's a passage is."""

_PIECE = re.compile("[^\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_PASSAGE = re.compile(r"(T\S+)\t(\S+) (\d{1,18} \d{1,18}(?:;\d{1,18} \d{1,18})*) ?(?:\t(.*))?")
_COMMENT = re.compile(r"#\S*\t(\S+) (\S+)(?:\t(.*))?")
_ESCAPED = re.compile("[\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ESCAPE = re.compile(r"\\(?:u([0-9a-f]{4})|([\\nt]))")
_SHORT = {"\\": "\\", "n": "\n", "t": "\t"}
_LONG = {value: name for name, value in _SHORT.items()}


@dataclass(frozen=True, slots=True)
class Passage:
    """A text-bound annotation."""

    id: str
    type: str
    pieces: tuple[tuple[int, int], ...]
    """In code points of the text file."""
    words: str
    """Those of its pieces; empty where the line has none."""


@dataclass(frozen=True, slots=True)
class Comment:
    """What is said of an annotation."""

    type: str
    target: str
    """The id of what it is said of."""
    text: str


def pieces_of(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of a passage between line ends and tabs, without those that are blank."""
    return [
        found.span() for found in _PIECE.finditer(text, start, end) if not found.group().isspace()
    ]


def passage_line(number: int, kind: str, text: str, pieces: list[tuple[int, int]]) -> str:
    """The line of a passage, without its end."""
    places = ";".join(f"{start} {end}" for start, end in pieces)
    words = " ".join(text[start:end] for start, end in pieces)
    return f"T{number}\t{kind} {places}\t{words}"


def comment_line(number: int, kind: str, target: int, text: str) -> str:
    """The line of a comment on a passage, without its end."""
    return f"#{number}\t{kind} T{target}\t{text}"


def escaped(note: str) -> str:
    r"""A note on one line: line ends and tabs are `\n` and `\t`, a backslash is doubled."""
    return _ESCAPED.sub(_escape, note)


def unescaped(written: str) -> str:
    """Turns `escaped` back."""
    return _ESCAPE.sub(
        lambda found: chr(int(found[1], 16)) if found[1] else _SHORT[found[2]], written
    )


def own_fields(written: str) -> dict[str, str]:
    """What an own comment says, by field; empty where it says nothing."""
    try:
        value = json.loads(written)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(value, dict):
        return {}
    return {name: one for name, one in value.items() if isinstance(one, str)}


def passage_in(line: str, where: str) -> Passage:
    """The passage of a line.

    Args:
        line: That begins with T.
        where: What to call the line in an error.

    Raises:
        FormatError: If it is none.
    """
    found = _PASSAGE.fullmatch(line)
    if found is None:
        raise FormatError(
            f"{where}: no passage; it is to be an id, a tab, a type and offsets, a tab and words."
        )
    spans = [piece.split(" ") for piece in found[3].split(";")]
    pieces = tuple(sorted((int(start), int(end)) for start, end in spans))
    return Passage(found[1], found[2], pieces, found[4] or "")


def comment_in(line: str) -> Comment | None:
    """The comment of a line that begins with #; None where it is none."""
    found = _COMMENT.fullmatch(line)
    return Comment(found[1], found[2], found[3] or "") if found else None


def _escape(found: re.Match[str]) -> str:
    character = found.group()
    short = _LONG.get(character)
    return f"\\{short}" if short else f"\\u{ord(character):04x}"
