"""Times as people write them on a command line."""

from __future__ import annotations

import datetime
import re

import click

from csreader.text.characters import one_line

_AGO = re.compile(r"(\d{1,6})\s*([smhdw])(?:\s+ago)?")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}

WHEN_HELP = "an ISO time or date, HH:MM today, or 10m, 2h, 3d ago"
"""What can be written, for a command's help."""


def read_when(
    _ctx: click.Context, _param: click.Parameter, value: str | None
) -> datetime.datetime | None:
    """An option's callback: a time in ISO 8601, or one of today, or so long ago.

    It is local where it names no zone; a date is the moment when that day begins.

    Raises:
        BadParameter: If it is none, or lies in the future.
    """
    if value is None:
        return None
    now = datetime.datetime.now().astimezone()
    shown = one_line(value)
    try:
        found = _read(" ".join(value.split()), now)
    except (ValueError, OverflowError, OSError):
        raise click.BadParameter(f'"{shown}" is no time; write {WHEN_HELP}.') from None
    if found > now:
        raise click.BadParameter(f'"{shown}" lies in the future.')
    return found


def _read(text: str, now: datetime.datetime) -> datetime.datetime:
    """Raises ValueError, OverflowError or OSError where it is no time."""
    if ago := _AGO.fullmatch(text):
        return now - datetime.timedelta(**{_UNITS[ago[2]]: int(ago[1])})
    if _CLOCK.fullmatch(text):
        clock = datetime.time.fromisoformat(
            text.zfill(5) if text.count(":") == 1 else text.zfill(8)
        )
        return datetime.datetime.combine(now.date(), clock).astimezone()
    found = datetime.datetime.fromisoformat(text)
    return found if found.tzinfo is not None else found.astimezone()
