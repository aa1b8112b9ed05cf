"""A post's body becomes reading text."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from csreader.text.characters import replace_controls
from csreader.text.model import Block, Format, ReadingText, TextProblem

_LINE_END = re.compile("\r\n?")
_WORD = re.compile(r"[^\W_]{2,}")
_SEARCHED = 20_000
"""How far behind the last known place, in code points, a block's words are looked for."""


def read_text(
    body: str,
    format: Format,  # noqa: A002
    *,
    first_line: int = 1,
    language: str = "en",
) -> ReadingText:
    """Reads a body as a browser would show it.

    Args:
        body: The file's text after its header, with any line ends.
        format: How it is written.
        first_line: The file's line, from 1, that the body begins on.
        language: The ISO 639 code that sentences are found by.

    Returns:
        The reading text. Nothing in a body is an error: what is odd about it stands in
        `problems`.
    """
    body = replace_controls(_LINE_END.sub("\n", body))
    if format is Format.TEXT:
        from csreader.text.plain import read_plain

        return read_plain(body, first_line, language)
    # Deferred: the parsers take longer to load than all the rest, and lists need none.
    from csreader.text.builder import Builder
    from csreader.text.elements import close_swallowers
    from csreader.text.html import read_tree

    builder = Builder()
    unclosed: list[tuple[int, str]]
    if format is Format.MARKDOWN:
        from csreader.text.markdown import to_html

        html, attribute, unclosed = to_html(body, first_line)
        read_tree(html, builder, line_attribute=attribute)
    else:
        html, names = close_swallowers(body)
        unclosed = [(first_line, name) for name in names]
        read_tree(html, builder)
    reading = builder.result(language)
    problems = tuple(
        TextProblem(line, "unclosed-element", _unclosed(name)) for line, name in unclosed
    )
    return replace(reading, blocks=_with_lines(reading, body, first_line), problems=problems)


def _unclosed(name: str) -> str:
    what = "A comment" if name == "comment" else f"An element <{name}>"
    return f"{what} is never closed; it was ended where its paragraph ends."


def _with_lines(reading: ReadingText, body: str, first_line: int) -> tuple[Block, ...]:
    """The blocks, those of raw HTML with the lines that their first words stand on."""
    if all(block.line for block in reading.blocks):
        return reading.blocks
    starts = [0]
    starts.extend(match.end() for match in re.finditer("\n", body))
    blocks: list[Block] = []
    place = 0
    for block in reading.blocks:
        if block.line:
            index = min(max(block.line - first_line, 0), len(starts) - 1)
            place = max(place, starts[index])
            blocks.append(block)
            continue
        found = _find(body, reading.text[block.start : block.end], place)
        if found is not None:
            place = found[0]
        blocks.append(replace(block, line=first_line + bisect_right(starts, place) - 1))
        if found is not None:
            place = found[1]
    return tuple(blocks)


def _find(body: str, text: str, place: int) -> tuple[int, int] | None:
    """Where a block's first words stand in the source, from a place on; None where nowhere."""
    words = [match[0] for match in _WORD.finditer(text[:200])][:3]
    if not words:
        return None
    limit = min(len(body), place + _SEARCHED)
    found = first = body.find(words[0], place, limit)
    while found >= 0:
        at = found + len(words[0])
        for word in words[1:]:
            at = body.find(word, at, at + 400)
            if at < 0:
                break
            at += len(word)
        else:
            return found, at
        found = body.find(words[0], found + 1, limit)
    return (first, first + len(words[0])) if first >= 0 else None
