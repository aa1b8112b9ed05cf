"""Which passage stays where two versions of one annotation have different ones."""

from __future__ import annotations

from typing import Any

from csreader.annotations.disk.sheet import OWN_TEXT, read_text_version
from csreader.annotations.merge.threeway import ABSENT, CLASH, Row, canonical, merged_value
from csreader.annotations.model import TextVersion

UNIT = ("start", "end", "quote", "prefix", "suffix", "line", "quote_was", *OWN_TEXT)
"""The fields that say where a passage is, and change together."""


def age(row: Row) -> tuple[str, str]:
    """What the later of two versions has the greater of.

    Of equal times the passage decides, which a merge leaves as it is: so the same one stays
    when the same is merged once more.
    """
    return time_of(row), canonical(passage_of(row))


def time_of(row: Row) -> str:
    """When an annotation was changed last."""
    time: str = row.get("modified", "")
    return time


def passages(base: Row | None, late: Row, early: Row, text: TextVersion) -> tuple[Row, Row | None]:
    """Which passage of two versions of an annotation stays.

    Args:
        base: The version both came from, if any.
        late: The later version.
        early: The other one.
        text: The text that the file counts in from now on.

    Returns:
        The version whose passage stays, and the other one where both coders gave new bounds.
    """
    units = [passage_of(row) for row in (late, early)]
    value = merged_value(passage_of(base) if base else ABSENT, *units)
    if value is not CLASH:
        return (late if canonical(value) == canonical(units[0]) else early), None
    given = [base is None or moved(base, row) for row in (late, early)]
    if given[0] != given[1]:
        return (late if given[0] else early), None
    if not given[0] or place(late) == place(early) or _context(late) == _context(early):
        # One passage, counted in different texts: that of the file is closest to today's.
        current = [row for row in (late, early) if read_text_version(row, "") == text]
        return (current[0] if current else late), None
    return late, early


def moved(base: Row, row: Row) -> bool:
    """Whether a coder gave other bounds; not where the passage was found in a new text."""
    if place(base) == place(row):
        return False
    if _text(base) == _text(row):
        return True
    was = row.get("quote_was")
    found_anew = (
        _context(row) == _context(base)
        or bool(was and was in (base["quote"], base.get("quote_was")))
        or row.get("modified") == base.get("modified")
    )
    return not found_anew


def passage_of(row: Row) -> dict[str, Any]:
    """The fields of a row that say where its passage is."""
    return {name: row[name] for name in UNIT if name in row}


def place(row: Row) -> tuple[int, int, str, str]:
    """What two annotations on one passage of one text share."""
    return row["start"], row["end"], row["quote"], canonical(_text(row))


def _text(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in OWN_TEXT if name in row}


def _context(row: Row) -> tuple[str, str, str]:
    return row.get("prefix", ""), row["quote"], row.get("suffix", "")
