"""Splits off headers that are no YAML between `---`: TOML, JSON, and Hexo's.

Hugo writes TOML between lines of `+++`, and JSON in braces. Hexo writes JSON without
braces, closed by `;;;`, and YAML without a line above it, closed by `---`.
"""

from __future__ import annotations

import re

from csreader.collection.fields import LONGEST, Fields, is_known
from csreader.collection.json_header import (
    begins_as_json,
    end_of_object,
    read_json,
    repair_json,
)
from csreader.collection.model import Finding, Severity
from csreader.collection.parts import Piece, Split, all_body, not_closed, with_header
from csreader.collection.toml_header import is_toml_line, read_toml
from csreader.collection.yaml_header import UnreadableYamlError, load_yaml
from csreader.collection.yaml_repair import (
    belongs_to_key,
    is_key_line,
    is_known_key_line,
    repair_yaml,
)

_LOWER_CASE = re.compile(r"(?:[^\S\n]*\n|[\ufeff\u200b])*(?=[a-z])")
_DASHES = re.compile(r"^---[^\S\n]*$", re.MULTILINE)
_HEXO_CLOSER = re.compile(r"^;{3,}[^\S\n]*$", re.MULTILINE)
_LANGUAGES = {"-": "YAML", "+": "TOML", ";": "JSON"}


def split_toml(text: str, piece: Piece | None, start: int, first_line: int) -> Split:
    """Splits a text that begins with `+++`.

    Args:
        text: All of it.
        piece: What stands between the fences; None where nothing closes it.
        start: The offset behind the first fence.
        first_line: The file's line, from 1, that begins there.
    """
    if piece is None:
        first = text[start:].lstrip("\n").split("\n", 1)[0]
        return not_closed(text, first_line - 1, "+++") if is_toml_line(first) else all_body(text)
    if fields := read_other(piece, "YAML"):
        return with_header(text, piece, fields, "yaml", other_language(piece, "+", "YAML"))
    fields = read_toml(piece.raw, piece.first_line)
    return all_body(text) if fields is None else with_header(text, piece, fields, "toml")


def split_json(text: str, start: int) -> Split:
    """Splits a text that has a brace at an offset, with nothing above it."""
    first_line = 1 + text.count("\n", 0, start)
    source = text[start:]
    read = read_json(source, first_line)
    length = read[1] if read else end_of_object(source) if begins_as_json(source) else None
    if length is None:
        return _unparsed_json(text, first_line) if begins_as_json(source) else all_body(text)
    rest = source[length:]
    first, _, below = rest.partition("\n")
    if first.strip(" \t;") or not below.strip():
        # Behind it nothing is left to read: the object is the text.
        return all_body(text) if read else _unparsed_json(text, first_line)
    end = start + length + len(first) + 1
    if closer := _HEXO_CLOSER.match(text, end):
        end = min(closer.end() + 1, len(text))
    fields = read[0] if read else repair_json(source[:length].rstrip("; \t"), first_line)
    return with_header(text, Piece("", first_line, end), fields, "json")


def split_hexo(text: str, start: int, first_line: int) -> Split:
    """Splits a text whose JSON begins at an offset and may be closed by `;;;`."""
    closer = _HEXO_CLOSER.search(text, start)
    if closer is None:
        if ";" in text[:start] and begins_as_json(text[start:]):
            return not_closed(text, first_line - 1, ";;;")
        return all_body(text)
    piece = Piece(text[start : closer.start()], first_line, min(closer.end() + 1, len(text)))
    raw = piece.raw.strip()
    source = raw if raw.startswith("{") else "{" + piece.raw.rstrip().rstrip(",") + "}"
    if read := read_json(source, first_line):
        return with_header(text, piece, read[0], "json")
    if begins_as_json(source):
        return with_header(text, piece, repair_json(source, first_line), "json")
    if fields := read_other(piece, "YAML"):
        return with_header(text, piece, fields, "yaml", other_language(piece, ";", "YAML"))
    return all_body(text)


def split_unopened(text: str) -> Split:
    """A YAML header without a line above it, as Hexo writes it; anything else is body."""
    begin = _LOWER_CASE.match(text)
    if begin is None or not is_known_key_line(text[begin.end() :].split("\n", 1)[0]):
        return all_body(text)
    start = begin.end()
    closer = _DASHES.search(text, start, start + LONGEST)
    raw = text[start : closer.start()] if closer else ""
    lines = raw.rstrip().split("\n")
    if closer is None or not all(
        line.strip() and (is_key_line(line) or belongs_to_key(line)) for line in lines
    ):
        return all_body(text)
    first_line = 1 + text.count("\n", 0, start)
    piece = Piece(raw, first_line, min(closer.end() + 1, len(text)))
    fields = read_other(piece, "YAML")
    if fields is None or sum(map(is_known, fields.values)) < 2:
        return all_body(text)
    message = "The header has no line --- above it; it was read as Hexo reads it."
    note = Finding(first_line, "front-matter", Severity.NOTE, message)
    return with_header(text, piece, fields, "yaml", note)


def _unparsed_json(text: str, line: int) -> Split:
    message = "The header is not valid JSON; it is shown as text."
    finding = Finding(line, "front-matter", Severity.ERROR, message)
    return all_body(text, finding, is_broken=True)


def read_other(piece: Piece, language: str) -> Fields | None:
    """Reads a header in a language that is not its fence's; None where it is not in that."""
    raw = piece.raw.strip()
    fields: Fields | None = None
    if language == "JSON" and begins_as_json(raw) and raw.startswith("{"):
        first_line = piece.first_line + piece.raw[: piece.raw.index("{")].count("\n")
        read = read_json(raw, first_line)
        fields = read[0] if read else repair_json(raw, first_line)
    elif language == "TOML" and is_toml_line(raw.split("\n", 1)[0]):
        fields = read_toml(piece.raw, piece.first_line)
    elif language == "YAML" and is_known_key_line(raw.split("\n", 1)[0]):
        try:
            fields = load_yaml(piece.raw, piece.first_line)
        except UnreadableYamlError:
            fields = repair_yaml(piece.raw, piece.first_line)
    return fields if fields and any(map(is_known, fields.values)) else None


def other_language(piece: Piece, fence: str, language: str) -> Finding:
    """The finding for a header in a language that is not its fence's."""
    message = (
        f"Between lines of {3 * fence} stands {language} where {_LANGUAGES[fence]} belongs; "
        "it was read all the same."
    )
    return Finding(piece.first_line, "front-matter", Severity.WARNING, message)
