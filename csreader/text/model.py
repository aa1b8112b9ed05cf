"""What reading text is made of.

One coordinate is used everywhere: an offset into `ReadingText.text`, counted in code
points; ranges are start inclusive, end exclusive, and never split a grapheme cluster.
Lines and cells are the business of `csreader.text.layout`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from math import ceil

from csreader.text.sentences import Range, find_sentences

TEXT_RULES = 2
"""Raised whenever the rules that turn a body into reading text change."""


_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"
)
"""Letters of Thai, Lao, Burmese, Khmer, Chinese and Japanese."""


class Format(StrEnum):
    """How a post's body is written."""

    MARKDOWN = "markdown"
    HTML = "html"
    TEXT = "text"


class BlockKind(StrEnum):
    """What a leaf block is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    CODE = "code"
    TABLE = "table"
    TERM = "term"
    DEFINITION = "definition"
    CAPTION = "caption"


class ContainerKind(StrEnum):
    """What a block can stand in."""

    QUOTE = "quote"
    ITEM = "item"
    INDENT = "indent"


@dataclass(frozen=True, slots=True)
class Container:
    """A quotation, list item or definition around blocks, painted as a prefix of their lines.

    Two blocks stand in the same container when the containers' `id` are equal: the
    marker of a list item is painted once, before the first line of its first block.
    """

    kind: ContainerKind
    id: int
    """Counts the containers of one reading text from 0."""
    marker: str = ""
    """A list item's bullet or number as painted, such as `•` or `12.`; else empty."""


@dataclass(frozen=True, slots=True)
class Block:
    """A leaf block: a run of text between two blank lines."""

    kind: BlockKind
    start: int
    end: int
    line: int
    """The line of the file, from 1, that the block begins on."""
    containers: tuple[Container, ...] = ()
    """From the outermost to the innermost."""
    level: int = 0
    """1 to 6 for a heading, else 0."""
    align: tuple[str, ...] = ()
    """A table's columns: `left`, `right`, `center` or empty."""
    header_rows: int = 0
    """How many of a table's first rows are its head."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of text looks beyond its block's kind."""

    strong: bool = False
    emphasis: bool = False
    underline: bool = False
    strike: bool = False
    code: bool = False
    mark: bool = False
    superscript: bool = False
    subscript: bool = False
    link: str = ""
    """A link's target as written, control characters replaced; else empty."""
    color: str = ""
    """The foreground as #rrggbb, from a style or font element; else empty."""


@dataclass(frozen=True, slots=True)
class Span:
    """A styled run. Spans are sorted, do not overlap and do not cross blocks."""

    start: int
    end: int
    style: Style


class DecorationKind(StrEnum):
    """What is painted without being text."""

    RULE = "rule"
    IMAGE = "image"
    MEDIA = "media"
    CHECKBOX = "checkbox"


@dataclass(frozen=True, slots=True)
class Decoration:
    """Something painted that is no part of the text: a rule, an image's placeholder.

    An inline decoration stands before the character at `at`, or after the block's last
    character when `at` is the block's end. Any other stands on lines of its own,
    before block number `before`.
    """

    kind: DecorationKind
    at: int
    """Offset in the text."""
    label: str = ""
    """What is painted, such as `[image: a kettle (kettle.png)]`; control characters replaced."""
    target: str = ""
    """The image's or medium's address as written."""
    link: str = ""
    """The target of the link that an image stands in, as written."""
    inline: bool = False
    before: int = 0
    """Index in `blocks` of the block it is painted before (or `len(blocks)`); for an
    inline one, of the block it stands in."""
    containers: tuple[Container, ...] = ()


@dataclass(frozen=True, slots=True)
class TextProblem:
    """Something in the body that a reader should know of, such as an element never closed."""

    line: int
    """The line of the file, from 1."""
    kind: str
    """A short stable word, such as `unclosed-element`."""
    message: str
    """One plain sentence."""


@dataclass(frozen=True)
class ReadingText:
    """A post's text as a browser would show it, with what is needed to paint it."""

    text: str
    blocks: tuple[Block, ...] = ()
    spans: tuple[Span, ...] = ()
    decorations: tuple[Decoration, ...] = ()
    """Sorted by place in the page."""
    problems: tuple[TextProblem, ...] = ()
    language: str = "en"
    """ISO 639 code that sentences are found by."""
    anchors: Mapping[str, int] = field(default_factory=dict, repr=False, compare=False)
    """The places that addresses name behind `#`: an offset for each id in the page."""
    rules: int = field(default=TEXT_RULES)

    @cached_property
    def sha256(self) -> str:
        """The hexadecimal SHA-256 of the text in UTF-8, without a final newline."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    @cached_property
    def block_starts(self) -> list[int]:
        """The start of each block, for bisection."""
        return [block.start for block in self.blocks]

    @cached_property
    def sentences(self) -> tuple[Range, ...]:
        """The ranges of all sentences, trimmed, sorted, none crossing a block or a `<br>`."""
        return find_sentences(
            self.text,
            [(block.start, block.end, block.kind) for block in self.blocks],
            self.language,
        )

    @cached_property
    def word_count(self) -> int:
        """How many white-space-separated words the text has."""
        return len(self.text.split())

    @cached_property
    def minutes(self) -> int:
        """How long it takes to read, in minutes, 1 at least where there are words.

        At 238 words a minute (Brysbaert 2019, of English prose read silently), and at 500
        characters where a script sets no blanks between words, as most blogs reckon.
        """
        words = len(_UNSPACED.sub(" ", self.text).split())
        return ceil(words / 238 + self.unspaced_count / 500)

    @cached_property
    def unspaced_count(self) -> int:
        """How many letters it has of scripts that set no blanks between words."""
        return len(_UNSPACED.findall(self.text))

    @property
    def length(self) -> str:
        """Its length for a person: in words, or in characters of a script without blanks."""
        if self.unspaced_count > 2 * self.word_count:
            return f"{self.unspaced_count:,} characters"
        return f"{self.word_count:,} word{'' if self.word_count == 1 else 's'}"

    def line_at(self, offset: int) -> int:
        """The line of the file, from 1, of the block at or before an offset."""
        from bisect import bisect_right

        index = bisect_right(self.block_starts, offset) - 1
        return self.blocks[max(index, 0)].line if self.blocks else 1
