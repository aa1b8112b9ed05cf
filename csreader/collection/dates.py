"""A post's day, as written: no time zone moves it."""

from __future__ import annotations

import datetime
import re

_ISO = re.compile(r"\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_IN_NAME = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_YEAR = re.compile(r"\b(?:1[89]|20)\d{2}\b")
_MONTH = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\d[/.-]\d", re.IGNORECASE
)
_LONGEST = 60
_FIRST_LINES = 5


def day_of(value: object) -> str | None:
    """The day that a header's value names, as ISO 8601; None where it names none."""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST:
        return None
    if match := _ISO.match(value):
        return _day(match)
    if not _YEAR.search(value) or not _MONTH.search(value):
        return None
    # Deferred: most dates are ISO 8601.
    from dateutil import parser

    try:
        return parser.parse(value, ignoretz=True).date().isoformat()
    except (ValueError, OverflowError, TypeError):
        return None


def day_in_name(name: str) -> str | None:
    """The day that a file's name begins with, as Jekyll has it."""
    match = _IN_NAME.match(name)
    return _day(match) if match else None


def is_date_line(line: str) -> bool:
    """Whether a line is nothing but a date, such as `Tuesday, November 23, 2010`."""
    return day_of(line.strip()) is not None


def day_in_lines(text: str) -> str | None:
    """The day of a date line among a text's first lines."""
    lines = [line.strip() for line in text.split("\n", 40)[:40] if line.strip()]
    for line in lines[:_FIRST_LINES]:
        if day := day_of(line):
            return day
    return None


def _day(match: re.Match[str]) -> str | None:
    try:
        return datetime.date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    except ValueError:
        return None
