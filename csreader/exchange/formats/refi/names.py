"""Names, GUIDs and times as REFI-QDA has them, and as csreader has them."""

from __future__ import annotations

import datetime
import re

from csreader.text.characters import one_line

UNNAMED = "unnamed"
"""A code's name where a file has none."""

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?")
_SLASH, _DIVISION = "/", "\u2215"


def plain_guid(written: str) -> str:
    """A GUID as it is compared: in small letters, without the braces some files have."""
    return written.strip().strip("{}").lower()


def foreign_name(level: str) -> str:
    """A level of a tag's path as a code's name: a ∕ (U+2215) is a / there."""
    return level.replace(_DIVISION, _SLASH)


def own_level(name: str) -> str:
    """A code's name as a level of a tag's path, where a / is ∕ (U+2215)."""
    return " ".join(one_line(name).split()).replace(_SLASH, _DIVISION) or UNNAMED


def xsd_time(stamp: str) -> str | None:
    """A time as xsd:dateTime; None where it is none."""
    return stamp if _TIME.fullmatch(stamp) and _moment(stamp) is not None else None


def utc_time(written: str) -> str:
    """A time in UTC, ISO 8601, to the second; empty where it is none.

    Without a time zone it counts as UTC, for the standard's own examples end in Z.
    """
    moment = _moment(written.strip())
    if moment is None:
        return ""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.UTC)
    try:
        return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except OverflowError:
        return ""


def _moment(stamp: str) -> datetime.datetime | None:
    try:
        return datetime.datetime.fromisoformat(stamp)
    except ValueError:
        return None
