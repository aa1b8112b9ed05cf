"""Splits a file into header and body.

The splitter is our own, for it keeps line numbers and the body as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from csreader.collection.fields import Fields, quoted
from csreader.collection.json_header import begins_as_json, read_json
from csreader.collection.model import Finding, Header, Severity
from csreader.collection.toml_header import is_toml_line, read_toml
from csreader.collection.yaml_header import UnreadableYamlError, load_yaml
from csreader.collection.yaml_repair import (
    belongs_to_key,
    is_key_line,
    is_known_key_line,
    repair_yaml,
)

_OPENER = re.compile(r"(?:[^\S\n]*\n)*(-{3,}|\+{3,}|;{3,})[^\S\n]*(?:\n|\Z)")
_BRACE = re.compile(r"(?:[^\S\n]*\n)*(?=\{)")
_HEXO_CLOSER = re.compile(r"^;{3,}[^\S\n]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Split:
    """A file's two parts."""

    header: Header
    fields: Fields
    """Where the header's values stand."""
    body: str
    body_line: int
    """The file's line, from 1, that the body begins on."""
    findings: tuple[Finding, ...] = ()
    is_broken: bool = False
    """Whether the body begins with a header that could not be split off."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """What may be a header, and what follows it."""

    raw: str = field(repr=False)
    first_line: int
    end: int
    """The offset, in code points, that the body begins at."""


def split(text: str) -> Split:
    """Splits a file's text, line ends as LF, into header and body. Never raises.

    A header is YAML between lines of `---` (or closed by `...`), TOML between lines of
    `+++`, JSON in braces, or JSON without them that a line `;;;` ends. What only looks
    like one, such as two rules with prose between them, is body.
    """
    if opener := _OPENER.match(text):
        fence = opener[1]
        first_line = 1 + text.count("\n", 0, opener.end())
        if fence[0] == ";":
            return _split_hexo(text, opener.end(), first_line)
        closer = _closer(fence).search(text, opener.end())
        piece = None
        if closer:
            raw = text[opener.end() : closer.start()]
            piece = _Piece(raw, first_line, min(closer.end() + 1, len(text)))
        if fence[0] == "-":
            return _split_yaml(text, piece, opener.end(), first_line)
        return _split_toml(text, piece, opener.end(), first_line)
    if brace := _BRACE.match(text):
        return _split_json(text, brace.end())
    if text.startswith('"') and begins_as_json(text):
        return _split_hexo(text, 0, 1)
    return _all_body(text)


def _closer(fence: str) -> re.Pattern[str]:
    ends = r"(?:---|\.\.\.)" if fence == "---" else re.escape(fence)
    return re.compile(rf"^{ends}[^\S\n]*$", re.MULTILINE)


def _all_body(text: str, *findings: Finding, is_broken: bool = False) -> Split:
    return Split(Header(), Fields(), text, 1, findings, is_broken)


def _with_header(text: str, piece: _Piece, fields: Fields, kind: str) -> Split:
    header = Header(fields.values, kind, fields.repaired)
    line = 1 + text.count("\n", 0, piece.end)
    return Split(header, fields, text[piece.end :], line, fields.findings)


def _not_closed(text: str, line: int, fence: str) -> Split:
    message = f"front matter not closed: put a line {fence} behind the header."
    finding = Finding(line, "front-matter-not-closed", Severity.ERROR, message)
    return _all_body(text, finding, is_broken=True)


def _split_yaml(text: str, piece: _Piece | None, start: int, first_line: int) -> Split:
    if piece is None:
        if _begins_as_yaml(text[start:]):
            return _not_closed(text, first_line - 1, "---")
        return _all_body(text)
    try:
        fields = load_yaml(piece.raw, piece.first_line)
    except UnreadableYamlError as error:
        if _has_prose_below(piece.raw):
            # The fence is a rule of the story, far below the header that nothing ended.
            if _begins_as_yaml(piece.raw):
                return _not_closed(text, first_line - 1, "---")
            return _all_body(text)
        fields = repair_yaml(piece.raw, piece.first_line)
        if fields is not None and not fields.findings:
            message = f"The header does not parse as YAML: {error}; it was read line by line."
            finding = Finding(error.line, "front-matter", Severity.ERROR, message)
            fields = replace(fields, findings=(finding,))
        return _all_body(text) if fields is None else _with_header(text, piece, fields, "yaml")
    if fields is None:
        return _all_body(text, _no_mapping(piece))
    return _with_header(text, piece, fields, "yaml")


def _no_mapping(piece: _Piece) -> Finding:
    first = piece.raw.strip().split("\n", 1)[0]
    is_list = first.startswith(("- ", "["))
    message = (
        f"There are no `key: value` lines between the first lines of dashes, but "
        f"{quoted(first)}; it is shown as text."
    )
    severity = Severity.WARNING if is_list else Severity.NOTE
    return Finding(piece.first_line, "front-matter", severity, message)


def _begins_as_yaml(text: str) -> bool:
    """Whether the lines up to the first blank one are a header's."""
    lines = text.split("\n\n", 1)[0].strip("\n").split("\n")
    keys = sum(map(is_key_line, lines))
    others = sum(not is_key_line(line) and not belongs_to_key(line) for line in lines)
    return is_key_line(lines[0]) and others <= keys and (keys > 1 or is_known_key_line(lines[0]))


def _has_prose_below(raw: str) -> bool:
    """Whether a line that belongs to no key follows a blank one."""
    _, _, below = raw.strip("\n").partition("\n\n")
    return any(not belongs_to_key(line) and not is_key_line(line) for line in below.split("\n"))


def _split_toml(text: str, piece: _Piece | None, start: int, first_line: int) -> Split:
    if piece is None:
        first = text[start:].lstrip("\n").split("\n", 1)[0]
        return _not_closed(text, first_line - 1, "+++") if is_toml_line(first) else _all_body(text)
    fields = read_toml(piece.raw, piece.first_line)
    return _all_body(text) if fields is None else _with_header(text, piece, fields, "toml")


def _split_json(text: str, start: int) -> Split:
    first_line = 1 + text.count("\n", 0, start)
    read = read_json(text[start:], first_line)
    if read is None:
        return _unparsed_json(text, first_line) if begins_as_json(text) else _all_body(text)
    fields, length = read
    rest = text[start + length :]
    first, _, below = rest.partition("\n")
    if first.strip(" \t;") or not below.strip():
        # Behind it nothing is left to read: the object is the text.
        return _all_body(text)
    piece = _Piece("", first_line, start + length + len(first) + 1)
    return _with_header(text, piece, fields, "json")


def _split_hexo(text: str, start: int, first_line: int) -> Split:
    closer = _HEXO_CLOSER.search(text, start)
    raw = text[start : closer.start()] if closer else ""
    read = read_json("{" + raw.rstrip().rstrip(",") + "}", first_line)
    if closer is None or read is None:
        is_json = closer is not None and begins_as_json(raw)
        return _unparsed_json(text, first_line) if is_json else _all_body(text)
    piece = _Piece("", first_line, min(closer.end() + 1, len(text)))
    return _with_header(text, piece, read[0], "json")


def _unparsed_json(text: str, line: int) -> Split:
    message = "The header is not valid JSON; it is shown as text."
    finding = Finding(line, "front-matter", Severity.ERROR, message)
    return _all_body(text, finding, is_broken=True)
