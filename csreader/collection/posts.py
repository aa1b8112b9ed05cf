"""Reads one file as a post."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import replace
from pathlib import Path

from csreader.collection.dates import day_in_lines, day_in_name, read_day
from csreader.collection.decode import decode
from csreader.collection.fields import quoted
from csreader.collection.header import Split, split
from csreader.collection.model import CollectionError, Finding, Post, Problem, Severity
from csreader.collection.page_head import read_page_head
from csreader.collection.titles import HEAD, file_title, title_in_header
from csreader.collection.walk import format_of
from csreader.text.characters import one_line
from csreader.text.model import Format

_LINE_END = re.compile("\r\n?")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?=[-_]|\Z)")
_OTHER_DATES = ("publishdate", "published", "created")


def read_post(path: Path, post_id: str, relative_path: str, language: str) -> Post:
    """Reads a file's header and splits off its body.

    Args:
        path: The file.
        post_id: What the post is called.
        relative_path: Its path from the root, for problems.
        language: The ISO 639 code of the text where the header names none.

    Raises:
        CollectionError: If the file cannot be read, or is none.
    """
    decoded = decode(_bytes(path, relative_path))
    parts = split(_LINE_END.sub("\n", decoded.text.lstrip("\ufeff")))
    format = format_of(path.name) or Format.TEXT  # noqa: A001
    if format is Format.TEXT and parts.header.kind:
        format = Format.MARKDOWN  # noqa: A001
    if format is Format.HTML and not parts.header.kind:
        parts = replace(parts, header=read_page_head(parts.body))
    findings = [*decoded.findings, *parts.findings]
    day = _day(parts, path.name, findings)
    if not parts.body.strip():
        findings.append(Finding(None, "empty", Severity.NOTE, "The post has no text."))
    title = title_in_header(*_value(parts, "title"))
    if not title and parts.is_broken:
        title = file_title(path.name)
    spoken = _LANGUAGE.match(str(parts.header.get("lang", "language") or ""))
    return Post(
        id=post_id,
        path=path,
        relative_path=relative_path,
        given_title=title,
        date=day,
        format=format,
        header=parts.header,
        body=parts.body,
        body_line=parts.body_line,
        problems=tuple(
            Problem(relative_path, one.line, one.kind, one.severity, one.message)
            for one in findings
        ),
        encoding=decoded.encoding,
        language=spoken[0].lower() if spoken else language,
    )


def _bytes(path: Path, relative_path: str) -> bytes:
    name = one_line(relative_path)
    try:
        # A pipe or a device would keep the reader waiting for ever.
        if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116
            raise CollectionError(f"{name} is no file of text.")
        # Some files that call themselves regular, such as those of /proc, would, too.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(path, flags), "rb") as file:
            content: bytes | None = file.read()
        if content is None:
            raise CollectionError(f"{name} is no file of text.")
        return content
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CollectionError(f"{name} cannot be read: {one_line(reason)}.") from error


def _day(parts: Split, name: str, findings: list[Finding]) -> str | None:
    """The post's day; what is doubtful about it is added to the findings."""
    written, typed = _value(parts, "date")
    text = written if isinstance(written, str) else typed
    day = None
    if text.strip():
        found = read_day(text)
        day = found.day
        if found.doubt:
            message = f"The date {quoted(text)} {found.doubt}"
            line = _line(parts, "date")
            findings.append(Finding(line, "date", Severity.WARNING, message))
    elif isinstance(other := parts.header.get(*_OTHER_DATES), str):
        day = read_day(other).day
    return day or day_in_name(name) or day_in_lines(parts.body[:HEAD])


def _value(parts: Split, key: str) -> tuple[object, str]:
    """A value of the header, whatever the case of its key, and its source."""
    value = parts.header.get(key)
    sources = (source for name, source in parts.fields.typed.items() if name.lower() == key)
    return value, next(sources, "") if value is not None else ""


def _line(parts: Split, key: str) -> int | None:
    return next((line for name, line in parts.fields.lines.items() if name.lower() == key), None)
