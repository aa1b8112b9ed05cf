"""Keeps an element that is never closed from swallowing the rest of a page.

A browser takes everything after an open `<title>`, `<textarea>`, `<script>` or comment as
a part of it. Here such an element ends with the piece of source it began in: in Markdown
the raw HTML or the paragraph, in an HTML file the lines up to a blank one, and in both
before the next tag of a block.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache

from csreader.text.html.elements import BLOCKS, RAW, VOID

DEEPEST = 500
"""How deep elements may nest, about as deep as in browsers."""

_HIDING = frozenset(
    "template video audio object canvas applet select datalist svg math pre listing annotation "
    "annotation-xml defs desc metadata symbol ruby".split()
)
"""Elements that hide or reshape what they hold until they end."""
_SHOWN = frozenset(("textarea", "xmp"))
_FOREIGN = frozenset(("svg", "math"))
_DROPPED = frozenset(("plaintext", "frameset", "frame"))
"""Elements that change the whole page wherever they begin; their tags are left out."""
_IMPLIED = frozenset("p li dt dd tr td th thead tbody tfoot option optgroup rt".split())
"""Elements that others end, so that counting their tags tells nothing of depth."""

_STEP = re.compile(r"\x00(\d*);|<(?:(!--)|([!?])|(/?)([a-zA-Z][^\s/>\x00]*))")
_MARK = re.compile(r"\x00\d*;")
_PIECE_END = re.compile("\x00;")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_TAG_END = re.compile(r"(?:[^\"'>\x00]|\"[^\"\x00]*\"|'[^'\x00]*')*+>")
_TAG_OVER_BLANK = re.compile(r"(?:[^\"'<>\x00]|\"[^\"<>\x00]*\"|'[^'<>\x00]*')*+>")
"""The rest of a tag that a blank line cuts, which nothing in it makes doubtful."""
_COMMENT_END = re.compile(r"--!?>")
_BLOCK_TAG = re.compile(
    r"</?(?:" + "|".join(sorted({*BLOCKS, "head", "hr"} - RAW)) + r")(?=[\s/>])", re.IGNORECASE
)


def marked_piece(html: str, line: int) -> str:
    """A piece of source within a page, with marks that tell where it ends and its line.

    No body holds the marks' first character, U+0000.
    """
    return f"\x00{line};{html}\x00;"


def end_swallowers(
    html: str, first_line: int, *, marked: bool
) -> tuple[str, list[tuple[int, str]]]:
    """The HTML with every element ended that would swallow what follows it.

    Args:
        html: A page. Elements deeper than `DEEPEST` are taken out of it, words kept.
        first_line: The line of the file, from 1, that it begins on.
        marked: Whether `marked_piece` tells the pieces of source; the marks are removed.

    Returns:
        The HTML; and for each element that nothing closes, its line and its name, `comment`
        for a comment and `tag` for a tag without an end.
    """
    sweep = _Sweep(html, first_line, marked)
    sweep.run()
    return sweep.result(), sweep.unclosed


@dataclass(slots=True)
class _Sweep:
    """One pass over the tags of an HTML text."""

    html: str
    line: int
    marked: bool
    unclosed: list[tuple[int, str]] = field(default_factory=list)
    edits: list[tuple[int, int, str]] = field(default_factory=list)
    """Start, end and what stands there instead."""
    ends: list[int] = field(default_factory=list)
    """Where pieces of source end."""
    hiding: list[tuple[str, int, int]] = field(default_factory=list)
    """Open elements of `_HIDING`: name, the line they began on, where their piece ends."""
    absent: set[str] = field(default_factory=set)
    """What was looked for and stands nowhere in the rest."""
    newlines: list[int] | None = None
    """Where the lines end, once that was asked for."""
    next_end: int = -1
    """The first `>` at or after the last place that one was looked for at."""
    depth: int = 0

    def run(self) -> None:
        """Go through all tags."""
        ends = _PIECE_END if self.marked else _BLANK_LINE
        self.ends = [match.start() for match in ends.finditer(self.html)]
        position = 0
        while match := _STEP.search(self.html, position):
            position = match.end()
            if match[1] is not None:
                self.line = int(match[1] or self.line)
            elif match[2]:
                position = self.comment(position)
            elif match[3]:
                position = self.declaration(match.start(), position)
            else:
                position = self.tag(match, match[5].lower(), closing=bool(match[4]))
        for name, line, end in reversed(self.hiding):
            self.unclosed.append((line, name))
            self.edits.append((end, end, f"</{name}>"))
        self.unclosed.sort(key=lambda each: each[0])

    def result(self) -> str:
        """The text with the edits made and the marks taken out."""
        html = self.html
        if self.edits:
            self.edits.sort(key=lambda edit: edit[:2])
            parts: list[str] = []
            done = 0
            for start, end, text in self.edits:
                parts += (html[done:start], text)
                done = max(done, end)
            html = "".join((*parts, html[done:]))
        return _MARK.sub("", html) if self.marked else html

    def note(self, position: int, name: str) -> None:
        """Remember what nothing closes."""
        self.unclosed.append((self.line_of(position), name))

    def line_of(self, position: int) -> int:
        """The line of the file that a position, or its marked piece, begins on."""
        if self.marked:
            return self.line
        if self.newlines is None:
            self.newlines = [match.start() for match in re.finditer("\n", self.html)]
        return self.line + bisect_left(self.newlines, position)

    def piece_end(self, position: int) -> int:
        """Where the piece of source that holds a position ends."""
        index = bisect_left(self.ends, position)
        return self.ends[index] if index < len(self.ends) else len(self.html)

    def tag_end(self, position: int, piece: int) -> int:
        """Where the first `>` from a position on ends; 0 where the piece has none."""
        if self.next_end < position:
            found = self.html.find(">", position)
            self.next_end = found if found >= 0 else len(self.html)
        return self.next_end + 1 if self.next_end < piece else 0

    def text_end(
        self, position: int, pattern: re.Pattern[str], name: str, closer: str, within: int
    ) -> int:
        """Where the text of a comment or element ends; it is ended early if nothing does."""
        if name not in self.absent:
            if found := pattern.search(self.html, position, within):
                return found.end()
            if within == len(self.html):
                self.absent.add(name)
        self.note(position, name)
        end = self.piece_end(position)
        if tag := _BLOCK_TAG.search(self.html, position, end):
            end = tag.start()
        self.edits.append((end, end, closer))
        return end

    def comment(self, position: int) -> int:
        """Passes over a comment, from behind its `<!--`."""
        for short in (">", "->"):
            if self.html.startswith(short, position):
                return position + len(short)
        return self.text_end(position, _COMMENT_END, "comment", "-->", len(self.html))

    def declaration(self, start: int, position: int) -> int:
        """Passes over `<!DOCTYPE …>`, `<?…>` and the like; without an end its piece goes."""
        piece = self.piece_end(position)
        if end := self.tag_end(position, piece):
            return end
        self.note(position, "tag")
        self.edits.append((start, piece, ""))
        return piece

    def tag(self, opening: re.Match[str], name: str, *, closing: bool) -> int:
        """Passes over a tag, and over the text of an element of text."""
        start, position = opening.start(), opening.end()
        piece = self.piece_end(position)
        end = self.tag_end(position, piece)
        tag = (_TAG_END if end else _TAG_OVER_BLANK).match(self.html, position)
        if tag is not None:
            end = tag.end()
        else:
            # A quotation mark too many: the tag stays, without its attributes. Or no end
            # at all: what the parser would take for attributes goes, as in a browser.
            self.note(position, "tag")
            self.edits.append((start, end or piece, f"{opening[0]}>" if end else ""))
            if not end:
                return piece
        if name in _DROPPED:
            if not closing:
                self.note(position, name)
            if tag is not None:
                self.edits.append((start, end, ""))
        elif name in RAW:
            if not closing:
                # What Markdown makes of the paragraphs in between must not show as tags.
                within = piece if self.marked and name in _SHOWN else len(self.html)
                return self.text_end(end, _end_tag(name), name, f"</{name}>", within)
        elif name not in VOID and name not in _IMPLIED and not self.is_empty(name, end):
            self.nest(name, start, end, closing=closing)
        return end

    def is_empty(self, name: str, end: int) -> bool:
        """Whether a tag such as `<svg/>` has no content; only in SVG and MathML may that be."""
        if self.html[end - 2] != "/":
            return False
        return name in _FOREIGN or any(each[0] in _FOREIGN for each in self.hiding)

    def nest(self, name: str, start: int, end: int, *, closing: bool) -> None:
        """Counts how deep elements nest, and remembers those that hide what they hold."""
        self.depth = max(0, self.depth + (0 if closing else 1))
        if self.depth > DEEPEST:
            # An empty element in its place keeps the words around it apart.
            self.edits.append((start, end, "<div></div>" if name in BLOCKS else ""))
        elif name in _HIDING:
            if not closing:
                self.hiding.append((name, self.line_of(start), self.piece_end(end)))
            else:
                names = [each[0] for each in self.hiding]
                if name in names:
                    del self.hiding[len(names) - 1 - names[::-1].index(name) :]
        if closing:
            self.depth = max(0, self.depth - 1)


@lru_cache(maxsize=len(RAW))
def _end_tag(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
