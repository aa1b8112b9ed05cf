"""Reads one file as a post."""

from __future__ import annotations

import re
from pathlib import Path

from csreader.collection.dates import day_in_lines, day_in_name, day_of
from csreader.collection.decode import decode
from csreader.collection.header import Split, split
from csreader.collection.model import CollectionError, Post, Problem, Severity
from csreader.collection.titles import title_in_body, title_in_header
from csreader.collection.walk import format_of
from csreader.text.characters import one_line
from csreader.text.model import Format

_LINE_END = re.compile("\r\n?")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?=[-_]|\Z)")


def read_post(path: Path, post_id: str, relative_path: str, language: str) -> Post:
    """Reads a file's header and splits off its body.

    Raises:
        CollectionError: If the file cannot be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        name = one_line(relative_path)
        raise CollectionError(f"{name} cannot be read ({error.strerror}).") from error
    decoded = decode(data)
    text = _LINE_END.sub("\n", decoded.text)
    parts = split(text)
    format = format_of(path) or Format.TEXT  # noqa: A001
    if format is Format.TEXT and parts.header.kind:
        format = Format.MARKDOWN  # noqa: A001
    problems = []
    if decoded.kind:
        problems.append(
            Problem(
                relative_path, None, decoded.kind, decoded.severity, f"The file {decoded.message}"
            )
        )
    problems.extend(
        Problem(relative_path, one.line, one.kind, one.severity, one.message)
        for one in parts.findings
    )
    values = parts.header.values
    written = values.get("date")
    day = day_of(written)
    if day is None and written not in (None, ""):
        line = parts.raw[: max(0, parts.raw.find("date"))].count("\n") + 2
        message = (
            f"the date {one_line(str(written))[:40]!r} is no day of the calendar; write YYYY-MM-DD."
        )
        problems.append(Problem(relative_path, line, "date", Severity.WARNING, message))
    day = day or day_in_name(path.name)
    if day is None and format is Format.TEXT:
        day = day_in_lines(parts.body[:2000])
    spoken = values.get("lang") or values.get("language")
    match = _LANGUAGE.match(spoken) if isinstance(spoken, str) else None
    return Post(
        id=post_id,
        path=path,
        relative_path=relative_path,
        title=_title(parts, path, format),
        date=day,
        format=format,
        header=parts.header,
        body=parts.body,
        body_line=parts.body_line,
        problems=tuple(problems),
        encoding=decoded.encoding,
        language=match[0].lower() if match else language,
    )


def _title(parts: Split, path: Path, format: Format) -> str:  # noqa: A002
    title = title_in_header(parts.header.values.get("title"), parts.raw)
    unclosed = any(one.kind == "front-matter-not-closed" for one in parts.findings)
    if not title and not unclosed:
        title = title_in_body(parts.body, format)
    return title or one_line(path.stem)
