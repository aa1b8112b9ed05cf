"""A post's title: from its header, else from its first lines."""

from __future__ import annotations

import re
from html import unescape

from csreader.collection.dates import is_date_line
from csreader.text.characters import one_line
from csreader.text.model import BlockKind, Format

HEAD = 4096
"""How much of a body, in code points, is read for a title."""
_LONGEST_LINE = 80
_LONGEST_SENTENCE = 60
_FIRST_BLOCKS = 5
_CREDIT = re.compile(
    r"(?:photo|photograph|image|picture|foto|bild)s?\b.{0,60}\b(?:by|via|from|credit|courtesy|on)\b"
    r"|(?:photo|image|picture) credit|©|\(c\) ",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def title_in_header(value: object, raw: str) -> str:
    """The header's title as typed, on one line; empty where there is none.

    Args:
        value: What the header's reader made of it.
        raw: The header's text, for a title that was read as a list or the like.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        match = re.search(r"^title[ \t]*[:=][ \t]*(.*)$", raw, re.MULTILINE)
        value = match[1] if match else str(value)
    return _clean(unescape(_TAG.sub("", value)) if "&" in value or "</" in value else value)


def title_in_body(body: str, format: Format) -> str:  # noqa: A002
    """The title that a body gives; empty where it has no words.

    The first heading among the first blocks; else one of the first three lines, if it is
    short and neither a date nor a photo credit; else the first sentence, cut after a word.
    """
    # Deferred: most posts have a title in their header.
    from csreader.text.reader import read_text

    head = body[:HEAD]
    if len(body) > HEAD:
        head = head[: head.rfind("\n") + 1] or head
    reading = read_text(head, format)
    for block in reading.blocks[:_FIRST_BLOCKS]:
        if block.kind is BlockKind.HEADING:
            return _clean(reading.text[block.start : block.end])
    lines = [line for line in reading.text.split("\n") if line.strip()]
    for line in lines[:3]:
        if len(line.strip()) < _LONGEST_LINE and _WORD.search(line) and not _is_aside(line):
            return _clean(line)
    for start, end in reading.sentences:
        sentence = reading.text[start:end]
        if not _is_aside(sentence):
            return _cut(_clean(sentence))
    return _clean(lines[0]) if lines else ""


def _is_aside(line: str) -> bool:
    return is_date_line(line) or _CREDIT.match(line.strip()) is not None


def _clean(text: str) -> str:
    return " ".join(one_line(text).split())


def _cut(text: str) -> str:
    from csreader.text.clusters import cell_width, clusters

    cells = 0
    for number, cluster in enumerate(parts := clusters(text)):
        cells += cell_width(cluster)
        if cells > _LONGEST_SENTENCE:
            cut = "".join(parts[:number])
            word = cut.rpartition(" ")[0] if not parts[number].isspace() else cut
            return (word or cut).rstrip(" ,;:—–-") + "…"
    return text
