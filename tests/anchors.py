"""Annotations made of a text, and where they are placed in another one."""

from __future__ import annotations

from pathlib import Path

from annotating import passage

from csreader.annotations.anchoring import Placed, place
from csreader.annotations.model import Annotation
from csreader.annotations.outline import outline_of
from csreader.annotations.selectors import describe
from csreader.text.model import Format, ReadingText
from csreader.text.reader import read_text


def plain(text: str) -> ReadingText:
    """The reading text of a plain-text page."""
    return read_text(text, Format.TEXT)


def post_at(path: Path) -> ReadingText:
    """The reading text of a Markdown post with a header between `---` lines, or without."""
    text = path.read_text(encoding="utf-8")
    if not text.startswith("---\n"):
        return read_text(text, Format.MARKDOWN)
    header, _, body = text[4:].partition("\n---\n")
    return read_text(body, Format.MARKDOWN, first_line=header.count("\n") + 4)


def annotate(reading: ReadingText, start: int, end: int, number: int = 1) -> Annotation:
    """An annotation of a passage."""
    where = describe(reading, start, end)
    return Annotation(
        f"id-{number}", where.start, where.end, where.quote, where.prefix, where.suffix, ("tag",)
    )


def quoted(reading: ReadingText, *quotes: str | tuple[str, int]) -> list[Annotation]:
    """Annotations of quotes, or of their nth occurrences."""
    pairs = [(one, 1) if isinstance(one, str) else one for one in quotes]
    return [
        annotate(reading, *passage(reading, quote, nth), number)
        for number, (quote, nth) in enumerate(pairs, 1)
    ]


def again(annotations: list[Annotation], old: ReadingText, new: ReadingText) -> tuple[Placed, ...]:
    """Where annotations of one text are in another, whose past is known in full."""
    known = outline_of(old.text)
    return place(
        annotations,
        new,
        sha256=old.sha256,
        rules=old.rules,
        length=len(old.text),
        outline=known.written if known else "",
    )


def found(annotation: Annotation, old: ReadingText, new: ReadingText) -> Placed:
    """Where one annotation of a text is in another."""
    return again([annotation], old, new)[0]


def starts(placed: tuple[Placed, ...]) -> list[int | None]:
    """Where each begins."""
    return [one.start for one in placed]
