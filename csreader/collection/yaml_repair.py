"""Reads a YAML header that does not parse, line by line, as far as it goes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from csreader.collection.fields import (
    LONGEST,
    Fields,
    doubled_key,
    is_known,
    quoted,
    unreadable_value,
    without_quotes,
)
from csreader.collection.model import Finding, Severity
from csreader.collection.yaml_header import UnreadableYamlError, load_yaml

_BLANK = r"[^\S\n]"
_KEY = re.compile(
    r"""(["']?)([^\s\d#?:,\[\](){}&*!|>'"%@`<=+./“‘«„–—-][^:"'\n]{0,60}?|\d[^:"'\n]{0,60}?)\1"""
    rf"{_BLANK}*:(?:{_BLANK}+(.*))?\Z"
)
_TIGHT_KEY = re.compile(r"()([^\W\d]\w*):((?!//)\S.*)\Z")
_INDENT = re.compile(rf"{_BLANK}*")
_CLOSING = re.compile(r"[\]}][\]},\s]*\Z")
_TABS = re.compile(r"^(?=[ -]*\t)[ \t]*(?:-[ \t]+)*", re.MULTILINE)
_BLOCK = re.compile(r"[|>][+-]?\d?[+-]?\Z")
_OPEN = tuple("|>&!*[{\"'")
"""What begins a value that may go on in the next lines with words and a colon."""
_MOST_PARSED = 5000
"""How many keys are looked at; behind them only those that are commonly known."""


@dataclass(slots=True)
class _Chunk:
    """A key's line and those that belong to it."""

    line: int
    indent: int
    key: str
    rest: str
    is_tight: bool = False
    """Whether no blank follows the colon."""
    lines: list[str] = field(default_factory=list)


def is_key_line(line: str) -> bool:
    """Whether a line reads `key: value`, without an indent."""
    return _match_key(line) is not None


def is_known_key_line(line: str) -> bool:
    """Whether a line is that of a key that headers commonly have."""
    match = _match_key(line)
    return match is not None and is_known(match[2])


def belongs_to_key(line: str) -> bool:
    """Whether a line can belong to the key above it: blank, indented, listed, or a comment."""
    return not line.strip() or line[0] in " \t\u00a0-#" or _CLOSING.match(line) is not None


def repair_yaml(raw: str, first_line: int) -> Fields | None:
    """Reads each key by itself.

    Args:
        raw: The header between its fences, which does not parse as a whole.
        first_line: The file's line, from 1, that it begins on.

    Returns:
        What could be read; None where it does not look like a header.
    """
    chunks, strange = _chunks(raw, first_line)
    if not chunks:
        return None
    known = sum(is_known(chunk.key) for chunk in chunks)
    if not known and (strange or any(" " in chunk.key for chunk in chunks)):
        return None
    if known == 1 and len(strange) > len(chunks):
        return None
    values: dict[str, object] = {}
    typed: dict[str, str] = {}
    lines: dict[str, int] = {}
    findings = [
        Finding(
            number,
            "front-matter",
            Severity.ERROR,
            f"The header's line {quoted(line)} is no `key: value` and was left out.",
        )
        for number, line in strange
    ]
    for chunk in chunks:
        if chunk.key in lines:
            findings.append(doubled_key(chunk.line, chunk.key))
        lines[chunk.key] = chunk.line
        read = _read(chunk, findings)
        if chunk.key in read.values:
            values[chunk.key] = read.values[chunk.key]
        typed.update(read.typed)
        findings.extend(read.findings)
    findings.sort(key=lambda one: one.line or 0)
    return Fields(values, typed, lines, tuple(findings), repaired=True)


def _match_key(line: str) -> re.Match[str] | None:
    match = _KEY.match(line)
    if match is None and (tight := _TIGHT_KEY.match(line)) and is_known(tight[2]):
        return tight
    return match


def _chunks(raw: str, first_line: int) -> tuple[list[_Chunk], list[tuple[int, str]]]:
    """The keys with their lines, and the lines that belong to none."""
    chunks: list[_Chunk] = []
    strange: list[tuple[int, str]] = []
    lines = raw.split("\n")
    quoted_until = -1
    for index, line in enumerate(lines):
        last = chunks[-1] if chunks else None
        if last and index <= quoted_until:
            last.lines.append(line)
        elif chunk := _chunk(line, first_line + index, last):
            if len(chunks) >= _MOST_PARSED and not is_known(chunk.key):
                continue
            chunks.append(chunk)
            quoted_until = _end_of_quote(lines, index, chunk.rest.strip())
        elif last and belongs_to_key(line):
            last.lines.append(line)
        elif line.strip() and not line.startswith("#"):
            strange.append((first_line + index, line))
    return chunks, strange


def _chunk(line: str, number: int, last: _Chunk | None) -> _Chunk | None:
    """The chunk that a line begins; None where it belongs to the last one, or to none."""
    bare = line.lstrip()
    match = _KEY.match(bare) or _TIGHT_KEY.match(bare)
    if match is None:
        return None
    blanks = _INDENT.match(line)
    indent = len(blanks[0].expandtabs(4)) if blanks else 0
    # Below a value on its own line, an indented key is no part of that value.
    stands_apart = (
        last is None
        or indent <= last.indent
        or (last.rest.strip() and not last.rest.lstrip().startswith(_OPEN) and is_known(match[2]))
    )
    if not stands_apart:
        return None
    is_tight = match.re is _TIGHT_KEY
    return _Chunk(number, indent, match[2].strip(), match[3] or "", is_tight, [bare])


def _end_of_quote(lines: list[str], index: int, rest: str) -> int:
    """The line that ends a quoted value which its first line leaves open; else that line."""
    quote = rest[:1]
    if (
        quote not in ('"', "'")
        or rest.count(quote) % 2 == 0
        or rest.endswith(quote) != (rest == quote)
    ):
        return index
    for later in range(index + 1, len(lines)):
        if is_key_line(lines[later]):
            break
        if lines[later].rstrip().endswith(quote):
            return later
    return index


def _read(chunk: _Chunk, findings: list[Finding]) -> Fields:
    source = "\n".join(chunk.lines).rstrip("\n") + "\n"
    if fields := _parsed(source, chunk):
        return fields
    untabbed = _TABS.sub(lambda tabs: tabs[0].expandtabs(4), source) if "\t" in source else source
    if untabbed != source and (fields := _parsed(untabbed, chunk)):
        message = f"The lines of {quoted(chunk.key)} are indented by tabs; use blanks."
        findings.append(Finding(chunk.line, "front-matter", Severity.WARNING, message))
        return fields
    value, typed = _as_typed(chunk)
    if chunk.is_tight:
        message = f"No blank follows the colon in {quoted(chunk.lines[0])}; put one there."
        findings.append(Finding(chunk.line, "front-matter", Severity.ERROR, message))
    elif len(source) <= LONGEST:  # A longer header is told of as a whole.
        findings.append(unreadable_value(chunk.line, chunk.key, typed, "YAML"))
    return Fields({chunk.key: value}, {} if isinstance(value, str) else {chunk.key: typed})


def _parsed(source: str, chunk: _Chunk) -> Fields | None:
    try:
        fields = load_yaml(source, chunk.line)
    except UnreadableYamlError:
        return None
    return fields if fields is not None and chunk.key in fields.lines else None


def _as_typed(chunk: _Chunk) -> tuple[object, str]:
    """A value that does not parse, and its source on one line."""
    rest = chunk.rest.strip()
    more = [line.strip() for line in chunk.lines[1:] if not line.startswith("#")]
    if _BLOCK.match(rest):
        text = "\n".join(more).strip("\n")
        return text, text
    more = [line for line in more if line]
    if not rest and more and all(line.startswith("-") for line in more):
        return [without_quotes(line[1:]) for line in more], " ".join(more)
    text = " ".join([rest, *more])
    try:
        # JSON writes signs beyond U+FFFF as two escapes, which YAML does not know.
        value = json.loads(text) if text.startswith('"') else None
    except ValueError:
        value = None
    text = value if isinstance(value, str) else without_quotes(text)
    return text, text
