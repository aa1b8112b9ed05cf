"""Reads a TOML header, as Hugo writes it.

python-frontmatter's TOML handler needs a package of its own; the standard library's
reader does the same and loads nothing else.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace

from csreader.collection.fields import (
    LONGEST,
    Fields,
    doubled_key,
    unreadable_value,
    without_quotes,
)
from csreader.collection.model import Finding, Severity

_KEY = re.compile(r"""[ \t]*((["']?)[\w.-]+\2)[ \t]*=[ \t]*(.*)\Z""")
_TABLE = re.compile(r"[ \t]*\[\[?[^\[\]]+\]\]?[ \t]*(?:#.*)?\Z")
_MOST_PARTS = 100
_MOST_CHUNKS = 5000
_MOST_LINES = 50
"""How many lines of a list or table in a value are looked at for its source."""


def is_toml_line(line: str) -> bool:
    """Whether a line reads `key = value` or `[table]`."""
    return _KEY.match(line) is not None or _TABLE.match(line) is not None


def read_toml(raw: str, first_line: int) -> Fields | None:
    """Reads a TOML header; what does not parse is read line by line.

    Args:
        raw: The header between its fences.
        first_line: The file's line, from 1, that it begins on.

    Returns:
        Its values, numbers and dates as text; None where it is no header.
    """
    lines: dict[str, int] = {}
    for number, line in enumerate(raw.split("\n"), first_line):
        if match := _KEY.match(line):
            lines.setdefault(without_quotes(match[1]), number)
    if len(raw) > LONGEST:
        fields = _repair(raw, first_line, lines)
        message = f"The header is longer than {LONGEST:,} characters; its beginning was read."
        finding = Finding(first_line, "front-matter", Severity.WARNING, message)
        return fields and replace(fields, findings=(finding, *fields.findings))
    try:
        return Fields(*_load(raw), lines)
    except (ValueError, RecursionError):
        return _repair(raw, first_line, lines)


def _load(raw: str) -> tuple[dict[str, object], dict[str, str]]:
    # tomllib takes time by the square of a key's parts.
    lines = raw.split("\n")
    if any(line.partition("=")[0].count(".") > _MOST_PARTS for line in lines):
        raise ValueError("a key of too many parts")
    values: dict[str, object] = {}
    typed: dict[str, str] = {}
    loaded = tomllib.loads(raw, parse_float=str)
    sources = _sources(lines, loaded)
    for key, value in loaded.items():
        if isinstance(value, str | list | dict):
            values[key] = as_text(value)
        else:
            values[key] = sources.get(key) or as_text(value)
        if not isinstance(values[key], str):
            typed[key] = sources.get(key) or json.dumps(values[key], ensure_ascii=False)
    return values, typed


def _sources(lines: list[str], loaded: Mapping[str, object]) -> dict[str, str]:
    """The values that are no text as typed, of the keys above the first table."""
    sources: dict[str, str] = {}
    for number, line in enumerate(lines):
        if line.lstrip().startswith("[") and _TABLE.match(line):
            break
        match = _KEY.match(line)
        key = without_quotes(match[1]) if match else ""
        value = loaded.get(key)
        if match is None or key in sources or value is None or isinstance(value, str):
            continue
        if not isinstance(value, list | dict):
            sources[key] = match[3].split("#", 1)[0].strip()
        elif source := _source(match[3], lines[number + 1 : number + _MOST_LINES], value):
            sources[key] = source
    return sources


def _source(first: str, below: list[str], value: object) -> str:
    """The source of a list or table in a value; empty where it is not found."""
    for end in range(len(below) + 1):
        source = "\n".join([first, *below[:end]])
        if not source.rstrip().endswith(("]", "}")):
            continue
        try:
            if tomllib.loads(f"x = {source}", parse_float=str)["x"] == value:
                return source.strip()
        except (ValueError, RecursionError):
            continue
    return ""


def as_text(value: object) -> object:
    """A value with its numbers, dates and booleans as text, lists and mappings kept."""
    if isinstance(value, Mapping):
        return {str(key): as_text(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_text(each) for each in value]
    if isinstance(value, bool):
        return str(value).lower()
    return value if value is None else str(value)


def _repair(raw: str, first_line: int, lines: dict[str, int]) -> Fields | None:
    values: dict[str, object] = {}
    typed: dict[str, str] = {}
    findings: list[Finding] = []
    chunks: list[tuple[int, list[str]]] = []
    for number, line in enumerate(raw.split("\n"), first_line):
        in_table = bool(chunks) and _TABLE.match(chunks[-1][1][0]) is not None
        if len(chunks) >= _MOST_CHUNKS:
            break
        if _TABLE.match(line) or (_KEY.match(line) and not in_table):
            chunks.append((number, [line]))
        elif chunks:
            chunks[-1][1].append(line)
        elif line.strip() and not line.startswith("#"):
            return None
    for number, chunk in chunks:
        try:
            some, some_typed = _load("\n".join(chunk))
        except (ValueError, RecursionError):
            match = _KEY.match(chunk[0])
            if match is None:
                message = "A table of the header is not valid TOML and was left out."
                findings.append(Finding(number, "front-matter", Severity.ERROR, message))
                continue
            more = [line.strip() for line in chunk[1:] if line.strip()]
            value = without_quotes(" ".join([match[3].strip(), *more]))
            some, some_typed = {without_quotes(match[1]): value}, {}
            findings.append(unreadable_value(number, match[1], value, "TOML"))
        findings.extend(doubled_key(number, key) for key in some.keys() & values.keys())
        values.update(some)
        typed.update(some_typed)
    return Fields(values, typed, lines, tuple(findings), repaired=True) if chunks else None
