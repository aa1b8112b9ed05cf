"""Reads a YAML header that does not parse, line by line, as far as it goes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from csreader.collection.fields import (
    KNOWN_KEYS,
    Fields,
    doubled_key,
    quoted,
    unreadable_value,
    without_quotes,
)
from csreader.collection.model import Finding, Severity
from csreader.collection.yaml_header import UnreadableYamlError, load_yaml

_KEY = re.compile(r"""(["']?)([^\W_][^:"'\n]{0,60}?|_[\w-]*)\1[ \t]*:(?:[ \t]+(.*))?\Z""")
_TIGHT_KEY = re.compile(r"()(\w+):(\S.*)\Z")
_CLOSING = re.compile(r"[\]}][\]},\s]*\Z")
_TABS = re.compile(r"^[ ]*\t[ \t]*", re.MULTILINE)


@dataclass(slots=True)
class _Chunk:
    """A key's line and those that belong to it."""

    line: int
    key: str
    rest: str
    lines: list[str] = field(default_factory=list)

    @property
    def is_known(self) -> bool:
        return self.key.lower() in KNOWN_KEYS


def is_key_line(line: str) -> bool:
    """Whether a line reads `key: value`, without an indent."""
    return _match_key(line) is not None


def is_known_key_line(line: str) -> bool:
    """Whether a line is that of a key that headers commonly have."""
    match = _match_key(line)
    return match is not None and match[2].lower() in KNOWN_KEYS


def belongs_to_key(line: str) -> bool:
    """Whether a line can belong to the key above it: blank, indented, listed, or a comment."""
    return not line.strip() or line[0] in " \t-#" or _CLOSING.match(line) is not None


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
    if not any(one.is_known for one in chunks) and (strange or any(" " in c.key for c in chunks)):
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
    if match is None and (tight := _TIGHT_KEY.match(line)) and tight[2].lower() in KNOWN_KEYS:
        return tight
    return match


def _chunks(raw: str, first_line: int) -> tuple[list[_Chunk], list[tuple[int, str]]]:
    """The keys with their lines, and the lines that belong to none."""
    chunks: list[_Chunk] = []
    strange: list[tuple[int, str]] = []
    lines = raw.split("\n")
    quoted_until = -1
    for index, line in enumerate(lines):
        if chunks and (index <= quoted_until or belongs_to_key(line)):
            chunks[-1].lines.append(line)
        elif match := _match_key(line):
            chunks.append(_Chunk(first_line + index, match[2].strip(), match[3] or "", [line]))
            quoted_until = _end_of_quote(lines, index, chunks[-1].rest.strip())
        elif line.strip() and not line.startswith("#"):
            strange.append((first_line + index, line))
    return chunks, strange


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
    source = "\n".join(chunk.lines)
    try:
        fields = load_yaml(source, chunk.line)
    except UnreadableYamlError:
        fields = None
    if fields is not None and chunk.key in fields.lines:
        return fields
    if (untabbed := _TABS.sub(lambda tabs: tabs[0].expandtabs(4), source)) != source:
        try:
            fields = load_yaml(untabbed, chunk.line)
        except UnreadableYamlError:
            fields = None
        if fields is not None and chunk.key in fields.lines:
            message = f"The lines of {quoted(chunk.key)} are indented by tabs; use blanks."
            findings.append(Finding(chunk.line, "front-matter", Severity.WARNING, message))
            return fields
    value = _as_typed(chunk)
    findings.append(unreadable_value(chunk.line, chunk.key, value, "YAML"))
    return Fields({chunk.key: value})


def _as_typed(chunk: _Chunk) -> str:
    more = [line.strip() for line in chunk.lines[1:] if not line.startswith("#")]
    if re.fullmatch(r"[|>][+-]?\d?[+-]?", chunk.rest.strip()):
        return "\n".join(more).strip("\n")
    return without_quotes(" ".join([chunk.rest.strip(), *filter(None, more)]))
