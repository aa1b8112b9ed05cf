"""Runs of a post's text as HTML: styles, highlights, and what leads to their notes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlsplit

from csreader.exchange.report.markup import line, text
from csreader.exchange.report.palette import Palette
from csreader.exchange.report.segments import Segments
from csreader.exchange.snapshot import PlacedMark
from csreader.text.model import Decoration, ReadingText, Style

_ELEMENTS = (
    ("strong", "strong"),
    ("emphasis", "em"),
    ("underline", "u"),
    ("strike", "s"),
    ("code", "code"),
    ("superscript", "sup"),
    ("subscript", "sub"),
)
_PLAIN = Style()
_SCHEMES = frozenset({"http", "https", "mailto"})


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    style: Style
    marks: tuple[int, ...]


class Inline:
    """Writes ranges of one post's text, in their order.

    Args:
        reading: The text.
        marks: The post's marks.
        palette: Gives the classes.
        post: The id that the story has in the page, which those of its parts begin with.
    """

    def __init__(
        self, reading: ReadingText, marks: tuple[PlacedMark, ...], palette: Palette, post: str
    ) -> None:
        self._reading = reading
        self._marks = marks
        self._palette = palette
        self._post = post
        self._segments = Segments(marks)
        self._spans = reading.spans
        self._span_starts = [span.start for span in reading.spans]
        inline = (one for one in reading.decorations if one.inline)
        self._decorations = sorted(inline, key=lambda one: one.at)
        self._decorated = 0
        self._begun: set[int] = set()
        self._ended: set[int] = set()

    def is_marked(self, start: int, end: int) -> bool:
        """Whether a range touches a mark."""
        return next(self._segments.within(start, end), None) is not None

    def written(self, start: int, end: int) -> str:
        """A range as HTML; what is shown at its end is written as well."""
        parts = []
        for piece in self._pieces(start, end):
            parts.append(self._decorations_up_to(piece.start))
            parts.append(self._piece(piece))
            parts.append(self._references(piece.end))
        parts.append(self._decorations_up_to(end))
        return "".join(parts)

    def _pieces(self, start: int, end: int) -> Iterator[_Piece]:
        styles = list(self._styles(start, end))
        segments = list(self._segments.within(start, end))
        cuts = {start, end}
        for one_start, one_end, _ in styles:
            cuts.update((one_start, one_end))
        for segment in segments:
            cuts.update((segment.start, segment.end))
        cuts.update(one.at for one in self._decorations_between(start, end))
        places = sorted(cuts)
        style_at = segment_at = 0
        for place, following in pairwise(places):
            while style_at < len(styles) and styles[style_at][1] <= place:
                style_at += 1
            while segment_at < len(segments) and segments[segment_at].end <= place:
                segment_at += 1
            style = _PLAIN
            if style_at < len(styles) and styles[style_at][0] <= place:
                style = styles[style_at][2]
            marks: tuple[int, ...] = ()
            if segment_at < len(segments) and segments[segment_at].start <= place:
                marks = segments[segment_at].marks
            yield _Piece(place, following, style, marks)

    def _styles(self, start: int, end: int) -> Iterator[tuple[int, int, Style]]:
        at = max(bisect_right(self._span_starts, start) - 1, 0)
        while at < len(self._spans) and self._spans[at].start < end:
            span = self._spans[at]
            if span.end > start:
                yield max(span.start, start), min(span.end, end), span.style
            at += 1

    def _piece(self, piece: _Piece) -> str:
        words = _styled(text(self._reading.text[piece.start : piece.end]), piece.style)
        if not piece.marks:
            return words
        tags = frozenset(tag for at in piece.marks for tag in self._marks[at].tags)
        numbers = " ".join(str(at + 1) for at in piece.marks)
        anchors = [at for at in piece.marks if at not in self._begun]
        self._begun.update(anchors)
        ids = "".join(f'<a id="{self._post}-p{at + 1}"></a>' for at in anchors)
        name = self._palette.class_of(tags)
        return f'{ids}<mark class="{name}" data-marks="{numbers}">{words}</mark>'

    def _references(self, place: int) -> str:
        """What leads from the ends of passages to their notes."""
        parts = []
        for at in self._segments.ending.get(place, ()):
            if at not in self._ended and at in self._begun:
                self._ended.add(at)
                number = at + 1
                told = ", ".join(self._marks[at].tags) or "note"
                parts.append(
                    f'<a class="ref" href="#{self._post}-m{number}" data-marks="{number}" '
                    f'aria-label="{line(f"Mark {number}: {told}")}">{number}</a>'
                )
        return "".join(parts)

    def _decorations_between(self, start: int, end: int) -> Iterator[Decoration]:
        at = self._decorated
        while at < len(self._decorations) and self._decorations[at].at <= end:
            if self._decorations[at].at >= start:
                yield self._decorations[at]
            at += 1

    def _decorations_up_to(self, place: int) -> str:
        parts = []
        while self._decorated < len(self._decorations):
            one = self._decorations[self._decorated]
            if one.at > place:
                break
            self._decorated += 1
            parts.append(f'<span class="decoration">{line(one.label)}</span>')
        return "".join(parts)


def _styled(words: str, style: Style) -> str:
    for name, element in _ELEMENTS:
        if getattr(style, name):
            words = f"<{element}>{words}</{element}>"
    if style.mark:
        words = f'<span class="pen">{words}</span>'
    if style.link and _is_safe(style.link):
        words = f'<a href="{line(style.link)}" rel="noreferrer noopener">{words}</a>'
    return words


def _is_safe(link: str) -> bool:
    """Whether a link leads to the web or to a mail, and nowhere else."""
    try:
        return urlsplit(link).scheme.lower() in _SCHEMES
    except ValueError:
        return False
