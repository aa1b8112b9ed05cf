"""Reads a JSON header: in braces, as Hugo writes it, or closed by `;;;`, as Hexo does."""

from __future__ import annotations

import json
import re

from csreader.collection.fields import KNOWN_KEYS, Fields, doubled_key
from csreader.collection.model import Finding
from csreader.collection.toml_header import as_text

_FIRST_KEY = re.compile(r'\s*\{?\s*"(\w+)"\s*:')


def begins_as_json(text: str) -> bool:
    """Whether a text's first key, in braces or not, is one that headers commonly have."""
    match = _FIRST_KEY.match(text)
    return match is not None and match[1].lower() in KNOWN_KEYS


def read_json(text: str, first_line: int) -> tuple[Fields, int] | None:
    """Reads the object that a text begins with.

    Returns:
        Its values, numbers and booleans as text, and the offset behind it; None where
        the text begins with no object, or with one that is no header: none of its keys is
        one that headers commonly have.
    """
    findings: list[Finding] = []

    def to_mapping(pairs: list[tuple[str, object]]) -> dict[str, object]:
        values = dict(pairs)
        if len(values) < len(pairs):
            keys = [key for key, _ in pairs]
            doubled = next(key for key in keys if keys.count(key) > 1)
            findings.append(doubled_key(first_line, doubled))
        return values

    decoder = json.JSONDecoder(
        object_pairs_hook=to_mapping, parse_int=str, parse_float=str, parse_constant=str
    )
    try:
        loaded, end = decoder.raw_decode(text)
        values = as_text(loaded)
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, dict) or not any(key.lower() in KNOWN_KEYS for key in values):
        return None
    lines: dict[str, int] = {}
    for number, line in enumerate(text[:end].split("\n"), first_line):
        if match := re.match(r'[\s{]*"([^"\\]+)"\s*:', line):
            lines.setdefault(match[1], number)
    typed = {
        key: json.dumps(value, ensure_ascii=False)
        for key, value in values.items()
        if not isinstance(value, str)
    }
    return Fields(values, typed, lines, tuple(findings)), end
