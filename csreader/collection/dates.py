"""A post's day, as written: no time zone moves it."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from html import unescape

_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)(.*)\Z", re.DOTALL)
_PLAIN = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?\Z")
_TIME = re.compile(
    r"(?:(?:[T\s]|,\s)\s*(?:\d{1,2}(?::\d\d){1,2}(?:[.,]\d+)?(?:\s*[ap]\.?m\.?)?"
    r"|\d{1,2}\s*[ap]\.?m\.?)"
    r"(?:\s*(?:Z|(?:UTC|GMT)?(?:[+-]\d{1,2}(?::?\d\d)?)?(?:\s*\([A-Z]+\))?))?)?\s*\Z",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?<!\d)(\d{1,2}):(\d\d)(?::(\d\d))?")
_IN_NAME = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?=[-_. ]|\Z)")
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d{2}(?!\d)")
_MONTH = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\d[/.-]\d", re.IGNORECASE
)
_ZONE = re.compile(r"\d\s*(?!UTC|GMT|AM|PM|Z\b)([A-Z]{2,5})\s*\Z")
_ZONE_WORD = re.compile(r"(?<=\d)\s*\(?[A-Za-z][A-Za-z_/]*\)?\s*\Z")
_EITHER = re.compile(r"(0?[1-9]|1[0-2])([/.-])(0?[1-9]|1[0-2])\2\d{4}(?!\d)")
_TAG = re.compile(r"<[^<>]*>")
_LEAD = re.compile(
    r"(?:posted|published|written|updated|date)\b(?:\s+on\b)?\s*:?\s*", re.IGNORECASE
)
_ASIDE = re.compile(
    r"\A(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]*\s+|\s*\([A-Z]+\)\s*\Z", re.IGNORECASE
)
"""A day of the week, and a zone's name in brackets behind its offset."""
_NO_TIME = "has a time that no clock shows; the day counts."
_LONGEST = 60
_FIRST_LINES = 5


@dataclass(frozen=True, slots=True)
class Day:
    """What a piece of text says of a day."""

    day: str | None
    """ISO 8601; None where it names no day of the calendar."""
    doubt: str = ""
    """What of it is not understood, to end the sentence `The date “…” …`; empty where all is."""
    is_all: bool = True
    """Whether the text says nothing but a day and a time."""


def read_day(text: str) -> Day:
    """The day that a text names, as written.

    ISO 8601 and its likes are read here; other forms by dateutil, which knows English.
    """
    text = text.strip()
    if match := _ISO.match(text):
        day = _day(match[1], match[3], match[4])
        if day is None:
            return Day(None, "is no day of the calendar; write YYYY-MM-DD.")
        if _TIME.match(match[5]):
            return Day(day, "" if _is_time(match[5]) else _NO_TIME)
        is_all = _TIME.match(_ZONE_WORD.sub("", match[5])) is not None
        return Day(day, "has a time or zone that is not known; the day counts.", is_all)
    if match := _PLAIN.match(text):
        day = _day(match[1], match[2], match[3])
        if day is None:
            return Day(None, "is no day of the calendar; write YYYY-MM-DD.")
        return Day(day, "" if _is_time(f"{match[4] or '00'}:{match[5] or '00'}") else _NO_TIME)
    day = _day_by_name(text)
    if day is None:
        return Day(None, "is not understood; write YYYY-MM-DD.")
    if _ZONE.search(text):
        return Day(day, "has a time zone that is not known; the day counts.")
    either = _EITHER.match(text)
    if either and int(either[1]) != int(either[3]):
        return Day(day, "can be read in two ways, the month was taken first; write YYYY-MM-DD.")
    return Day(day)


def day_in_name(name: str) -> str | None:
    """The day that a file's name begins with, as Jekyll has it."""
    match = _IN_NAME.match(name)
    return _day(*match.groups()) if match else None


def is_date_line(line: str) -> bool:
    """Whether a line is nothing but a date, such as `Tuesday, November 23, 2010`."""
    return _day_of_line(line) is not None


def day_in_lines(head: str) -> str | None:
    """The day of a date line among a body's first lines that are not blank.

    Args:
        head: The body's source, or the beginning of it; marks of emphasis and the like,
            and tags, do not count.
    """
    if not _YEAR.search(head):
        return None
    lines = (unescape(line).strip() for line in _TAG.sub("", head).split("\n"))
    first = [line for line in lines if line][:_FIRST_LINES]
    return next((day for line in first if (day := _day_of_line(line))), None)


def _day_of_line(line: str) -> str | None:
    line = _LEAD.sub("", line.strip("#>*_%+ \t\u00a0"), count=1)
    if len(line) > _LONGEST or not _YEAR.search(line):
        return None
    found = read_day(line)
    return found.day if found.is_all else None


def _day(year: str, month: str, day: str) -> str | None:
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _is_time(text: str) -> bool:
    """Whether the first time of day in a text, if any, is one; 24:00 ends a day."""
    if not (clock := _CLOCK.search(text)):
        return True
    hour, minute, second = (int(part or 0) for part in clock.groups())
    return minute < 60 and second <= 60 and (hour < 24 or (hour, minute, second) == (24, 0, 0))


def _day_by_name(text: str) -> str | None:
    if len(text) > _LONGEST or not _YEAR.search(text) or not _MONTH.search(text):
        return None
    # Deferred: most dates are ISO 8601.
    from dateutil import parser

    text = _ASIDE.sub("", text)
    # What a text does not say is taken from the default: only a text that says year,
    # month and day gives the same with both.
    defaults = (datetime.datetime(2000, 1, 1), datetime.datetime(2004, 2, 2))
    try:
        days = {parser.parse(text, default=one, ignoretz=True).date() for one in defaults}
    # dateutil lets through what its parts raise.
    except (ValueError, OverflowError, TypeError, ArithmeticError, LookupError, AttributeError):
        return None
    return days.pop().isoformat() if len(days) == 1 else None
