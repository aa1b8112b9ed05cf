"""Helpers of the tests that mark passages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from csreader.annotations import Annotation, Mark, Marks, Store
from csreader.text.model import Format, ReadingText
from csreader.text.reader import read_text

POST = "kettle.md"
STORY = """\
The kettle broke in its first week. I wrote to the shop.

They wrote back within the hour and said sorry. A new kettle came the next day.

> We are sorry. Keep the old one for parts.

I had not even asked for a refund.
"""


def markdown(source: str) -> ReadingText:
    """The reading text of some Markdown."""
    return read_text(source, Format.MARKDOWN)


def passage(reading: ReadingText, words: str, nth: int = 1) -> tuple[int, int]:
    """Where words stand in a text for the nth time, counting overlapping ones too."""
    start = -1
    for _ in range(nth):
        start = reading.text.index(words, start + 1)
    return start, start + len(words)


def mark(
    store: Store,
    reading: ReadingText,
    words: str,
    *tags: str,
    nth: int = 1,
    note: str = "",
    post: str = POST,
) -> Annotation:
    """Annotates the nth occurrence of words; the annotation as it was saved."""
    change = store.add(post, reading, *passage(reading, words, nth), tags, note)
    assert change.after is not None
    return change.after


def own(root: Path, reading: ReadingText, post: str = POST, coder: str = "ann") -> list[Mark]:
    """A coder's marks as a new process would read them."""
    return list(fresh(root, reading, post, coder).own)


def fresh(root: Path, reading: ReadingText, post: str = POST, coder: str = "ann") -> Marks:
    """All marks of a post as a new process of a coder would read them."""
    return Store(root, coder).marks(post, reading)


def tree(root: Path) -> dict[str, tuple[bytes | None, int]]:
    """Everything below a folder: content (None for a folder) and time of change."""
    return {
        str(path.relative_to(root)): (
            path.read_bytes() if path.is_file() else None,
            path.stat().st_mtime_ns,
        )
        for path in sorted(root.rglob("*"))
    }


def contents(root: Path) -> dict[str, bytes]:
    """The content of each file below a folder, but for the lock and its .gitignore."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name not in (".lock", ".gitignore")
    }


def stored(path: Path) -> list[dict[str, Any]]:
    """The rows of an annotation file, read by nothing of csreader's."""
    tables = json.loads(path.read_text(encoding="utf-8"))
    return list(tables["annotations"].values())
