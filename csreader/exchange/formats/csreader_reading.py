"""Reads what csreader's JSON and JSON Lines hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from csreader.annotations import State, Status
from csreader.exchange.brought import Brought, BroughtDocument, BroughtMark, BroughtTag
from csreader.exchange.interface import FormatError
from csreader.exchange.reading import Fields, beginning, parsed, read_utf8
from csreader.text.characters import one_line

VERSIONS = range(1, 2)
"""The versions that are read."""

_IS_EXPORT = re.compile(r'\s*\{\s*"format"\s*:\s*"csreader"')
_IS_LINES = re.compile(r'\s*\{\s*"format"\s*:\s*"csreader-lines"')


def is_export(path: Path) -> bool:
    """Whether a file begins as csreader's JSON does."""
    return _IS_EXPORT.match(beginning(path)) is not None


def is_lines(path: Path) -> bool:
    """Whether a file begins as csreader's JSON Lines do."""
    return _IS_LINES.match(beginning(path)) is not None


def read_export(path: Path) -> Brought:
    """What csreader's JSON brings.

    Raises:
        FormatError: If it is none, of a later version, or broken.
        OSError: If it cannot be read.
    """
    where = one_line(str(path))
    values = Fields(parsed(read_utf8(path), where), where)
    _expect(values, "csreader", where)
    documents = tuple(map(_document, values.objects("posts")))
    return Brought(documents, tuple(map(_tag, values.objects("codebook"))))


def read_lines(path: Path) -> Brought:
    """What csreader's JSON Lines bring.

    Raises:
        FormatError: As `read_export`.
        OSError: If it cannot be read.
    """
    where = one_line(str(path))
    header, *lines = read_utf8(path).split("\n")
    values = Fields(parsed(header, where), f"{where}, line 1")
    _expect(values, "csreader-lines", where)

    def documents() -> Iterator[BroughtDocument]:
        for number, line in enumerate(lines, 2):
            if line.strip():
                yield _document(Fields(parsed(line, where, number), f"{where}, line {number}"))

    return Brought(tuple(documents()), tuple(map(_tag, values.objects("codebook"))))


def _expect(values: Fields, name: str, where: str) -> None:
    if values.text("format") != name:
        raise FormatError(f"{where} is no export of csreader: its format is not {name}.")
    version = values.number("version")
    if version is None or version not in VERSIONS:
        raise FormatError(
            f"{where} is of version {version}, which this csreader does not know; update it."
        )
    unit = values.text("offset_unit", "codepoint")
    if unit != "codepoint":
        raise FormatError(f"{where} counts in {one_line(unit)}, not in codepoint.")


def _tag(one: Fields) -> BroughtTag:
    return BroughtTag(
        one.text("name"),
        one.text("color"),
        one.text("description"),
        one.text("shortcut"),
        one.text("id"),
    )


def _document(post: Fields) -> BroughtDocument:
    statuses = post.pairs("status")
    known = {status.value: status for status in Status}
    return BroughtDocument(
        post.text("path") or post.text("id"),
        tuple(map(_mark, post.objects("annotations"))),
        post.text("text") or None,
        post.text("id"),
        post.text("title"),
        post.text("date"),
        post.text("text_sha256"),
        {coder: known[said] for coder, said in statuses.items() if said in known},
    )


def _mark(one: Fields) -> BroughtMark:
    return BroughtMark(
        one.text("id", None),
        one.texts("tags"),
        one.text("note"),
        one.number("start"),
        one.number("end"),
        one.text("quote"),
        one.text("prefix"),
        one.text("suffix"),
        coder=one.text("coder"),
        created=one.text("created"),
        modified=one.text("modified"),
        quote_was=one.text("quote_was"),
        is_lost=one.text("state") == State.ORPHAN,
    )
