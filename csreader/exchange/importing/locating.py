"""Finds where the marks of a document are in the post's text of today.

Offsets count where the document's text is the reading text; else a mark is looked for as
any mark of an edited post is, by its words, what stands around them and the marks beside
it. What is not found stays without a place: never a wrong one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from csreader.annotations.anchoring import brought_up_to
from csreader.annotations.anchoring.folding import same_words
from csreader.annotations.disk.sheet import Sheet
from csreader.annotations.model import NOWHERE, Annotation, TextVersion
from csreader.annotations.outline import outline_of
from csreader.annotations.selectors import context, describe
from csreader.exchange.brought import BroughtDocument, BroughtMark
from csreader.text.clusters import snap
from csreader.text.model import ReadingText

_LOST = TextVersion("lost")
"""Stands for the text of marks that the file says to be lost, until that is known."""


@dataclass(frozen=True, slots=True)
class Source:
    """What the offsets of a document's marks count in."""

    text: str | None
    """None where it is not known."""
    version: TextVersion
    is_today: bool
    """Whether it is the post's text of today."""
    has_lines: bool
    """Whether a mark's line is one of this text; else it is one of the post's file."""
    today: TextVersion
    """Of the post's text of today."""

    @classmethod
    def of(cls, document: BroughtDocument, reading: ReadingText) -> Source:
        """The text of a document that is a post."""
        text = document.text
        today = TextVersion.of(reading)
        if reading.sha256 == document.text_sha256 or text == reading.text:
            return cls(reading.text, today, True, text is not None, today)
        if text is None:
            return cls(None, TextVersion(document.text_sha256), False, False, today)
        outline = outline_of(text)
        sha256 = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
        version = TextVersion(sha256, 0, len(text), outline.written if outline else "")
        return cls(text, version, False, True, today)


def as_annotation(
    mark: BroughtMark, identity: str, source: Source, reading: ReadingText
) -> Annotation | None:
    """A mark as an annotation that counts in the document's text, or in one not known.

    Its tags are the file's. None where the mark says no passage at all.
    """
    if mark.is_lost and source.is_today and mark.quote.strip():
        one = _blank(mark, identity, NOWHERE, NOWHERE + len(mark.quote), mark.quote)
        return replace(one, prefix=mark.prefix, suffix=mark.suffix, text=_LOST)
    if source.text is None and (span := _as_said(mark, reading.text)) is not None:
        return _today(mark, identity, source, reading, *span)
    span = _span(mark, source.text)
    if span is None and mark.line is not None and not mark.quote:
        span = _of_line(mark.line, source, reading)
        if span is not None and not source.has_lines:
            return _today(mark, identity, source, reading, *span)
    if span is not None and source.text is not None:
        return _at(mark, identity, source, reading, *span)
    quote = mark.quote.strip()
    if not quote:
        return None
    start = NOWHERE if mark.start is None or source.text is not None else mark.start
    one = _blank(mark, identity, start, start + len(mark.quote), mark.quote)
    one = replace(one, prefix=mark.prefix, suffix=mark.suffix)
    # A text that is known, and does not have the words where it says: nothing is known.
    return one if start != NOWHERE else replace(one, text=TextVersion())


def located(
    annotations: Iterable[Annotation], source: Source, reading: ReadingText
) -> dict[str, Annotation]:
    """Annotations of one coder in today's text, by id; orphans keep a text of their own.

    Args:
        annotations: As `as_annotation` gives them.
        source: What those count in that name no text of their own.
        reading: Today's text.
    """
    annotations = tuple(annotations)
    found = _kept_lost([one for one in annotations if one.text == _LOST], source.today, reading)
    together, today = list[Annotation](), list[Annotation]()
    for one in annotations:
        if one.text == _LOST:
            continue
        if one.text is None:
            together.append(one)
        elif one.text == source.today:
            today.append(replace(one, text=None))
        else:
            # What is unknown of one tells nothing of another: each alone.
            found.update(_found([replace(one, text=None)], one.text, reading))
    found.update(_found(together, source.version, reading))
    found.update(_found(today, source.today, reading))
    return found


def _kept_lost(
    lost: Sequence[Annotation], today: TextVersion, reading: ReadingText
) -> dict[str, Annotation]:
    """Marks that are nowhere in today's text, as such of a text that had all of it and them.

    So today's sentences, which were there beside them, are never taken for theirs; in a
    later text they are found again.
    """
    text, placed = reading.text, []
    for one in lost:
        start = len(text) + 2
        placed.append(replace(one, start=start, end=start + len(one.quote)))
        text = f"{text}\n\n{one.quote}"
    outline = outline_of(text)
    sha256 = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    written = outline.written if outline else ""
    version = TextVersion(sha256, today.rules, len(text), written)
    return {one.id: replace(one, text=version) for one in placed}


def _found(
    annotations: Sequence[Annotation], version: TextVersion, reading: ReadingText
) -> dict[str, Annotation]:
    # Each tag once is seen to where they join those that are here: now nothing may go.
    bare = [replace(one, tags=(), note=one.id) for one in annotations]
    sheet = brought_up_to(Sheet("", "", version, annotations=tuple(bare)), reading)
    mine = {one.id: one for one in annotations}
    return {
        one.id: replace(one, tags=mine[one.id].tags, note=mine[one.id].note)
        for one in sheet.annotations
    }


def _as_said(mark: BroughtMark, text: str) -> tuple[int, int] | None:
    """The offsets of a mark, where a text has its words there and around it what it says."""
    start, end = mark.start, mark.end
    if start is None or end is None or not mark.quote or not (mark.prefix or mark.suffix):
        return None
    said = text[start:end] == mark.quote and text.startswith(mark.suffix, end)
    return (start, end) if said and text.endswith(mark.prefix, 0, start) else None


def _span(mark: BroughtMark, text: str | None) -> tuple[int, int] | None:
    """Where a mark is in the document's text, by its offsets, else by words that stand once."""
    if text is None:
        return None
    start, end = mark.start, mark.end
    if start is not None and end is not None and 0 <= start < end <= len(text):
        if not mark.quote or same_words(mark.quote, text[start:end]):
            return start, end
        if len(mark.quote) > len(text):
            return None
    if mark.quote and text.count(mark.quote) == 1:
        at = text.index(mark.quote)
        return at, at + len(mark.quote)
    if start is None and mark.quote and (mark.prefix or mark.suffix):
        around = mark.prefix + mark.quote + mark.suffix
        if text.count(around) == 1:
            at = text.index(around) + len(mark.prefix)
            return at, at + len(mark.quote)
    return None


def _of_line(line: int, source: Source, reading: ReadingText) -> tuple[int, int] | None:
    """The passage of a line: of the document's text, or the block of a line of the post's file."""
    if source.has_lines and source.text is not None:
        lines = source.text.split("\n")
        if not 1 <= line <= len(lines):
            return None
        start = sum(len(one) + 1 for one in lines[: line - 1])
        return start, start + len(lines[line - 1])
    above = [block for block in reading.blocks if block.line <= line]
    return (above[-1].start, above[-1].end) if above else None


def _today(
    mark: BroughtMark, identity: str, source: Source, reading: ReadingText, start: int, end: int
) -> Annotation | None:
    """A mark in the post's text of today, whatever text the document's others count in."""
    where = replace(source, text=reading.text, is_today=True)
    one = _at(mark, identity, where, reading, start, end)
    return one and replace(one, text=source.today)


def _at(
    mark: BroughtMark, identity: str, source: Source, reading: ReadingText, start: int, end: int
) -> Annotation | None:
    text = source.text
    assert text is not None
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        return None
    start, end = snap(text, start, end)
    one = _blank(mark, identity, start, end, text[start:end])
    if source.is_today:
        where = describe(reading, start, end)
        return replace(one, prefix=where.prefix, suffix=where.suffix, line=where.line)
    prefix, suffix = context(text, start, end)
    return replace(one, prefix=prefix, suffix=suffix)


def _blank(mark: BroughtMark, identity: str, start: int, end: int, quote: str) -> Annotation:
    was = mark.quote_was if not same_words(mark.quote_was, quote) else ""
    return Annotation(
        identity,
        start,
        end,
        quote,
        tags=mark.tags,
        note=mark.note,
        created=mark.created,
        modified=mark.modified,
        quote_was=was,
    )
