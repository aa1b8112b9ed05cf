"""Tells a header from prose between two rules, which looks much like one."""

from __future__ import annotations

import re

from csreader.collection.fields import Fields, is_known
from csreader.collection.yaml_repair import belongs_to_key, is_key_line, is_known_key_line

_HEADING = re.compile(r"[^\S\n]*\n(?:[^\S\n]*\n)*#[^\n]*\n[^\S\n]*\n")
_SENTENCE = re.compile(r"\S+\s.*[.?!…][\"'”’)]*\Z", re.DOTALL)


def begins_as_yaml(text: str) -> bool:
    """Whether the lines up to the first blank one are a header's."""
    lines = text.split("\n\n", 1)[0].strip("\n").split("\n")
    keys = sum(map(is_key_line, lines))
    others = sum(not is_key_line(line) and not belongs_to_key(line) for line in lines)
    return is_key_line(lines[0]) and others <= keys and (keys > 1 or is_known_key_line(lines[0]))


def has_prose_below(raw: str) -> bool:
    """Whether a line that belongs to no key follows a blank one."""
    _, _, below = raw.strip("\n").partition("\n\n")
    return any(not belongs_to_key(line) and not is_key_line(line) for line in below.split("\n"))


def is_prose(raw: str, fields: Fields) -> bool:
    """Whether what parses as YAML reads as prose: `She said: no.`, a talk, a heading.

    Args:
        raw: What stands between the rules.
        fields: What YAML makes of it.
    """
    begins_blank = not raw.split("\n", 1)[0].strip()
    if not fields.values:
        # YAML takes a heading for a comment; comments of a header have no blank lines.
        return "#" in raw and any(not line.strip() for line in raw.rstrip("\n").split("\n"))
    if any(map(is_known, fields.values)):
        return _HEADING.match(raw) is not None
    if begins_blank or any(" " in key and key[0].isalpha() for key in fields.values):
        return True
    if any(one.kind == "duplicate-key" for one in fields.findings):
        return True
    sentences = sum(
        isinstance(value, str) and _SENTENCE.match(value.strip()) is not None
        for value in fields.values.values()
    )
    return 2 * sentences > len(fields.values)
