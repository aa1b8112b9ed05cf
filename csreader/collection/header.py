"""Splits a file into header and body.

The splitter is our own, for it keeps line numbers and the body as they are.
"""

from __future__ import annotations

import re
from dataclasses import replace

from csreader.collection.dialects import (
    other_language,
    read_other,
    split_hexo,
    split_json,
    split_toml,
    split_unopened,
)
from csreader.collection.fields import LONGEST, is_known, quoted
from csreader.collection.json_header import begins_as_json
from csreader.collection.model import Finding, Severity
from csreader.collection.parts import Piece, Split, all_body, not_closed, with_header
from csreader.collection.prose import begins_as_yaml, has_prose_below, is_prose
from csreader.collection.yaml_header import UnreadableYamlError, load_yaml
from csreader.collection.yaml_repair import is_known_key_line, repair_yaml

__all__ = ["Split", "split"]

_START = r"(?:[^\S\n]*\n|[\ufeff\u200b])*"
_OPENER = re.compile(
    rf"{_START}([ ]{{0,3}})(-{{3,}}|\+{{3,}}|;{{3,}})"
    r"(?:[^\S\n]*(yaml|yml|toml|json)|[^\S\n]+[#!][^\n]*)?[^\S\n]*(?:\n|\Z)",
    re.IGNORECASE,
)
_BRACE = re.compile(rf"{_START}(?=\{{)")
_QUOTE = re.compile(rf'{_START}(?=")')
_MORE_DASHES = re.compile(r"^-{4,}[^\S\n]*$", re.MULTILINE)
_ANY_DASHES = re.compile(r"^ {0,3}-{3,}[^\S\n]*$", re.MULTILINE)


def split(text: str) -> Split:
    """Splits a file's text, line ends as LF, into header and body. Never raises.

    A header is YAML between lines of `---` (or closed by `...`), TOML between lines of
    `+++`, JSON in braces, or JSON without them that a line `;;;` ends. What only looks
    like one, such as two rules with prose between them, is body.
    """
    if opener := _OPENER.match(text):
        return _split_fenced(text, opener)
    if brace := _BRACE.match(text):
        return split_json(text, brace.end())
    if (quote := _QUOTE.match(text)) and begins_as_json(text[quote.end() :]):
        return split_hexo(text, quote.end(), 1 + text.count("\n", 0, quote.end()))
    return split_unopened(text)


def _split_fenced(text: str, opener: re.Match[str]) -> Split:
    indent, fence, language = opener.groups()
    start = opener.end()
    first_line = 1 + text.count("\n", 0, start)
    if fence[0] == ";":
        return split_hexo(text, start, first_line)
    if indent:
        return _closed_otherwise(text, start, first_line, _ANY_DASHES) or all_body(text)
    closer = _closer(fence).search(text, start)
    piece = None
    if closer:
        piece = Piece(text[start : closer.start()], first_line, min(closer.end() + 1, len(text)))
    if piece and (language or "").lower() in ("toml", "json"):
        fields = read_other(piece, "TOML" if language.lower() == "toml" else "JSON")
        return with_header(text, piece, fields, language) if fields else all_body(text)
    if fence[0] == "-":
        return _split_yaml(text, piece, start, first_line)
    return split_toml(text, piece, start, first_line)


def _closer(fence: str) -> re.Pattern[str]:
    ends = r"(?:---|\.\.\.)" if fence == "---" else re.escape(fence)
    return re.compile(rf"^{ends}[^\S\n]*$", re.MULTILINE)


def _closed_otherwise(
    text: str, start: int, first_line: int, closer: re.Pattern[str], end: int | None = None
) -> Split | None:
    """A header with fences that are not quite alike, if it is one beyond doubt."""
    found = closer.search(text, start, len(text) if end is None else end)
    if found is None:
        return None
    piece = Piece(text[start : found.start()], first_line, min(found.end() + 1, len(text)))
    try:
        fields = load_yaml(piece.raw, first_line)
    except UnreadableYamlError:
        return None
    if fields is None or not any(map(is_known, fields.values)):
        return None
    message = "The lines around the header are not both ---; it was read all the same."
    line = first_line + piece.raw.count("\n")
    finding = Finding(line, "front-matter", Severity.WARNING, message)
    return with_header(text, piece, fields, "yaml", finding)


def _split_yaml(text: str, piece: Piece | None, start: int, first_line: int) -> Split:
    if piece is None:
        if closed := _closed_otherwise(text, start, first_line, _ANY_DASHES):
            return closed
        if begins_as_yaml(text[start:]):
            return not_closed(text, first_line - 1, "---")
        return all_body(text)
    try:
        fields = load_yaml(piece.raw, piece.first_line)
    except UnreadableYamlError as error:
        return _split_unparsed(text, piece, start, error)
    if fields is not None:
        if not is_prose(piece.raw, fields):
            return with_header(text, piece, fields, "yaml")
        return all_body(text, *([_no_header(piece)] if fields.values else []))
    if is_known_key_line(piece.raw.strip().split("\n", 1)[0]) and (
        fields := repair_yaml(piece.raw, piece.first_line)
    ):
        return with_header(text, piece, fields, "yaml")
    if fields := read_other(piece, "TOML"):
        return with_header(text, piece, fields, "toml", other_language(piece, "-", "TOML"))
    return all_body(text, _no_header(piece))


def _split_unparsed(text: str, piece: Piece, start: int, error: UnreadableYamlError) -> Split:
    end = start + len(piece.raw)
    if closed := _closed_otherwise(text, start, piece.first_line, _MORE_DASHES, end):
        return closed
    for language in ("JSON", "TOML"):
        if fields := read_other(piece, language):
            return with_header(text, piece, fields, language, other_language(piece, "-", language))
    if has_prose_below(piece.raw):
        # The fence is a rule of the story, far below the header that nothing ended.
        if begins_as_yaml(piece.raw):
            return not_closed(text, piece.first_line - 1, "---")
        return all_body(text)
    fields = repair_yaml(piece.raw, piece.first_line)
    if fields is None:
        return all_body(text)
    if not fields.findings or len(piece.raw) > LONGEST:
        message = f"The header does not parse as YAML: {error}; it was read line by line."
        finding = Finding(error.line, "front-matter", Severity.ERROR, message)
        fields = replace(fields, findings=(finding, *fields.findings))
    return with_header(text, piece, fields, "yaml")


def _no_header(piece: Piece) -> Finding:
    first = piece.raw.strip().split("\n", 1)[0]
    is_list = first.startswith(("- ", "[")) and not piece.raw.startswith("\n")
    message = (
        f"There are no `key: value` lines of a header between the first lines of dashes, but "
        f"{quoted(first)}; it is shown as text."
    )
    severity = Severity.WARNING if is_list else Severity.NOTE
    return Finding(piece.first_line, "front-matter", severity, message)
