"""Finds the lines that blocks of raw HTML begin on, by their words.

A parser of HTML does not tell where an element stood in the source. A block's words stand
there in the same order, between tags, comments and scripts that are no words: so each
block is looked for from where the one before was found.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from html import unescape

from csreader.text.html.elements import is_tag_name
from csreader.text.model import Block

_COMPARED = 4
"""How many words of a block are looked for together."""
_TRIED = 64
"""How many places are tried where its first word stands."""
_SEARCHED = 50_000
"""How far ahead, in code points, a block is looked for."""

_NOT_WORDS = re.compile(
    r"<!--(?:[^-<]|-(?!->)|<(?!!--))*+-->|<(script|style)\b(?:[^<]|<(?!/?\1\b))*+</\1"
    r"|</?([a-zA-Z][^\s/<>]*+)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+>|&#?\w{1,31};",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")


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
    words = _SourceWords(source)
    placed: list[Block] = []
    for block in blocks:
        if block.line:
            words.pass_line(block.line - first_line)
            placed.append(block)
        else:
            head = _WORD.findall(text, block.start, min(block.end, block.start + 200))
            line = first_line + words.find(head[:_COMPARED])
            placed.append(
                Block(
                    block.kind,
                    block.start,
                    block.end,
                    line,
                    block.containers,
                    block.level,
                    block.align,
                    block.header_rows,
                )
            )
        words.pass_text(text[block.start : block.end])
    return tuple(placed)


class _SourceWords:
    """A source without its markup, and a place in it that only moves on."""

    def __init__(self, source: str) -> None:
        self.text = _NOT_WORDS.sub(_blanked, source)
        self.newlines = [match.start() for match in re.finditer("\n", self.text)]
        self.place = 0

    def pass_line(self, line: int) -> None:
        """Go on from a line, from 0, unless that is behind."""
        if 0 < line <= len(self.newlines):
            self.place = max(self.place, self.newlines[line - 1] + 1)

    def pass_text(self, text: str) -> None:
        """Go on behind a block's text, which never takes fewer code points in the source."""
        # Code may hold what elsewhere in the source is no words.
        marked = "<" in text or "&" in text
        self.place += len(_NOT_WORDS.sub(_blanked, text) if marked else text)

    def find(self, head: list[str]) -> int:
        """The line, from 0, that a block's first words stand on; the place moves there."""
        best, most = -1, 0
        found = self.place - 1
        limit = self.place + _SEARCHED
        for _ in range(_TRIED if head else 0):
            found = self.text.find(head[0], found + 1, limit)
            if found < 0:
                break
            matched = self.matched(head, found)
            if matched > most:
                best, most = found, matched
            if matched == len(head):
                break
        if best >= 0:
            self.place = best
        return bisect_left(self.newlines, self.place)

    def matched(self, head: list[str], place: int) -> int:
        """How many of a block's first words stand at a place, one after the other."""
        if place and _WORD.match(self.text, place - 1):
            return 0
        matched = 0
        for word in head:
            following = _WORD.search(self.text, place)
            if following is None or following[0] != word:
                break
            matched += 1
            place = following.end()
        return matched


def _blanked(match: re.Match[str]) -> str:
    """What stands for a tag or an entity: as many newlines, no words but decoded ones.

    What only looks like a tag, such as `<https://a.example>`, is words.
    """
    found = match[0]
    if found[0] == "&":
        return unescape(found).replace("\n", " ")
    if match[2] and not is_tag_name(match[2]):
        return found
    return " " + "\n" * found.count("\n")
