"""Finds the lines that blocks of raw HTML begin on, by their words.

A parser of HTML does not tell where an element stood in the source. A block's words stand
there in the same order, between tags, comments and scripts that are no words: so each
block is looked for from where the one before was found.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from html import unescape

from csreader.text.model import Block

_COMPARED = 4
"""How many words of a block are looked for together."""
_TRIED = 64
"""How many places are tried where its first word stands."""
_NOT_WORDS = re.compile(
    r"<!--(?:[^-<]|-(?!->)|<(?!!--))*+-->|<(script|style)\b(?:[^<]|<(?!/?\1\b))*+</\1|</?[a-zA-Z](?:[^>\"']|\"[^\"]*\"|'[^']*')*+>",
    re.IGNORECASE,
)
_WORD = re.compile(r"(?:\w|&#?\w{1,31};)+")
_HEAD = re.compile(r"\w+")


def with_lines(
    blocks: Sequence[Block], text: str, source: str, first_line: int
) -> tuple[Block, ...]:
    """The blocks, those whose line is 0 with the line that their first words stand on.

    Args:
        blocks: Blocks of a text, in order.
        text: The reading text.
        source: The body that it was read from.
        first_line: The file's line, from 1, that the source begins on.
    """
    if all(block.line for block in blocks):
        return tuple(blocks)
    words = _SourceWords(source, first_line)
    placed: list[Block] = []
    for block in blocks:
        if block.line:
            words.pass_line(block.line)
            placed.append(block)
        else:
            head = _HEAD.findall(text[block.start : min(block.end, block.start + 400)])
            placed.append(replace(block, line=words.find(head[:_COMPARED])))
    return tuple(placed)


class _SourceWords:
    """The words of a source in order, and a place among them that only moves on."""

    def __init__(self, source: str, first_line: int) -> None:
        self.first_line = first_line
        self.newlines = [match.start() for match in re.finditer("\n", source)]
        self.places: list[int] = []
        """Offset of each word in the source."""
        self.words: list[str] = []
        self.where: dict[str, list[int]] = {}
        """The numbers of the words that are this one."""
        self.next = 0
        done = 0
        for match in _NOT_WORDS.finditer(source):
            self._take(source, done, match.start())
            done = match.end()
        self._take(source, done, len(source))

    def _take(self, source: str, start: int, end: int) -> None:
        for match in _WORD.finditer(source, start, end):
            written = match[0]
            decoded = _HEAD.findall(unescape(written)) if "&" in written else [written]
            for word in decoded:
                self.where.setdefault(word, []).append(len(self.words))
                self.words.append(word)
                self.places.append(match.start())

    def pass_line(self, line: int) -> None:
        """Go on from a line of the file, unless that is behind."""
        number = line - self.first_line
        offset = self.newlines[number - 1] + 1 if 0 < number <= len(self.newlines) else 0
        self.next = max(self.next, bisect_left(self.places, offset))

    def find(self, head: list[str]) -> int:
        """The line of the file that a block's first words stand on; the place moves behind."""
        found = -1
        if head:
            numbers = self.where.get(head[0], [])
            first = bisect_left(numbers, self.next)
            for length in range(len(head), 0, -1):
                for number in numbers[first : first + _TRIED]:
                    if self.words[number : number + length] == head[:length]:
                        found = number
                        break
                if found >= 0:
                    break
        if found >= 0:
            self.next = found + 1
        place = found if found >= 0 else min(self.next, len(self.places) - 1)
        offset = self.places[place] if self.places else 0
        return self.first_line + bisect_right(self.newlines, offset - 1)
