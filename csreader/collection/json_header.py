"""Reads a JSON header: in braces, as Hugo writes it, or closed by `;;;`, as Hexo does."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace

from csreader.collection.fields import Fields, doubled_key, is_known, without_quotes
from csreader.collection.model import Finding, Severity
from csreader.collection.toml_header import as_text
from csreader.collection.yaml_header import UnreadableYamlError, load_yaml

_COMMENTS = r"(?:\s|//[^\n]*\n|/\*.{0,1000}?\*/)*"
_FIRST_KEY = re.compile(rf"""\s*(?:\{{{_COMMENTS})?(?:"(\w+)"|(?<=\s)'?(\w+)'?)\s*:""", re.DOTALL)
_LAST_BRACE = re.compile(r"^\}[^\S\n]*(?:;{3,}[^\S\n]*)?$", re.MULTILINE)
_LINE_COMMENT = re.compile(r"^\s*//[^\n]*$", re.MULTILINE)
_PAIR = re.compile(r"""\s*\{?\s*(["']?)([\w-]+)\1\s*:\s*(.*?)[\s,]*\Z""")


def begins_as_json(text: str) -> bool:
    """Whether a text's first key, in braces or not, is one that headers commonly have."""
    match = _FIRST_KEY.match(text)
    return match is not None and is_known(match[1] or match[2])


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
            counts = Counter(key for key, _ in pairs)
            findings.append(doubled_key(first_line, counts.most_common(1)[0][0]))
        return values

    decoder = json.JSONDecoder(
        object_pairs_hook=to_mapping, parse_int=str, parse_float=str, parse_constant=str
    )
    try:
        loaded, end = decoder.raw_decode(text)
        values = as_text(loaded)
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, dict) or not any(map(is_known, values)):
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


def end_of_object(text: str) -> int | None:
    """The offset behind the line `}` that ends the object a text begins with."""
    match = _LAST_BRACE.search(text)
    return match.end() if match else None


def repair_json(raw: str, first_line: int) -> Fields:
    """Reads what is nearly JSON: with comments, other quotes, or commas too many or too few.

    Args:
        raw: The object, in braces.
        first_line: The file's line, from 1, that it begins on.
    """
    message = "The header is not valid JSON; what could be read of it was."
    finding = Finding(first_line, "front-matter", Severity.ERROR, message)
    try:
        # YAML has all of JSON, but is less strict.
        fields = load_yaml(_LINE_COMMENT.sub("", raw), first_line)
    except UnreadableYamlError:
        fields = None
    if fields is None:
        fields = _by_lines(raw, first_line)
    return replace(fields, findings=(finding, *fields.findings), repaired=True)


def _by_lines(raw: str, first_line: int) -> Fields:
    values: dict[str, object] = {}
    lines: dict[str, int] = {}
    for number, line in enumerate(raw.rstrip().removesuffix("}").split("\n"), first_line):
        if match := _PAIR.match(line):
            try:
                values[match[2]] = as_text(json.loads(match[3], parse_float=str, parse_int=str))
            except (ValueError, RecursionError):
                values[match[2]] = without_quotes(match[3])
            lines[match[2]] = number
    typed = {
        key: json.dumps(value, ensure_ascii=False)
        for key, value in values.items()
        if not isinstance(value, str)
    }
    return Fields(values, typed, lines)
