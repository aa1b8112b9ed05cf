"""What stands at a place that leads somewhere: links, images, videos."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from csreader.text.model import BlockKind, DecorationKind, ReadingText

_ADDRESSED = frozenset((DecorationKind.IMAGE, DecorationKind.MEDIA))


@dataclass(frozen=True, slots=True)
class Target:
    """Somewhere that a text leads."""

    label: str
    """A link's words, or an image's placeholder."""
    address: str
    """As written, control characters replaced."""
    start: int
    """Offsets of what leads there; equal for an image."""
    end: int


def targets_at(reading: ReadingText, offset: int) -> tuple[Target, ...]:
    """What can be opened at an offset, the nearest first, each address once.

    The link that covers the offset alone; else all links and images of its block, and the
    images that stand between it and its neighbours.
    """
    if covering := [one for one in _links(reading) if one.start <= offset < one.end]:
        return tuple(covering)
    index = max(0, bisect_right(reading.block_starts, offset) - 1)
    start, end = 0, len(reading.text)
    if reading.blocks:
        start, end = reading.blocks[index].start, reading.blocks[index].end
    found = [one for one in _links(reading) if start <= one.start and one.end <= end]
    beside: list[Target] = []
    for decoration in reading.decorations:
        if decoration.kind not in _ADDRESSED:
            continue
        if decoration.before == index or (not decoration.inline and decoration.before == index + 1):
            for address in (decoration.target, decoration.link):
                if address:
                    at = decoration.at
                    targets = found if decoration.inline else beside
                    targets.append(Target(decoration.label, address, at, at))
    found.sort(key=lambda one: max(one.start - offset, offset - one.end, 0))
    found += beside
    return tuple({one.address: one for one in reversed(found)}.values())[::-1]


def place_of(reading: ReadingText, part: str) -> int | None:
    """Where the part of a page begins that an address names behind `#`; None without it.

    An id in the page, else a heading by the name that kramdown and GitHub give it.
    """
    for name in (part, unquote(part)):
        if name in reading.anchors:
            return reading.anchors[name]
    wanted = unquote(part).lower()
    seen: Counter[str] = Counter()
    for block in reading.blocks:
        if block.kind is not BlockKind.HEADING:
            continue
        name = _heading_name(reading.text[block.start : block.end])
        number = seen[name]
        seen[name] += 1
        if wanted in (name, f"{name}-{number}") and (number == 0 or wanted != name):
            return block.start
    return None


def _heading_name(words: str) -> str:
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", words.lower()).strip())


def _links(reading: ReadingText) -> Iterator[Target]:
    """The links in their order; one whose styles change is still one."""
    open_link: Target | None = None
    for span in reading.spans:
        link = span.style.link
        if (
            open_link is not None
            and link == open_link.address
            and not reading.text[open_link.end : span.start].strip(" ")
        ):
            open_link = _target(reading, link, open_link.start, span.end)
            continue
        if open_link is not None:
            yield open_link
        open_link = _target(reading, link, span.start, span.end) if link else None
    if open_link is not None:
        yield open_link


def _target(reading: ReadingText, link: str, start: int, end: int) -> Target:
    return Target(" ".join(reading.text[start:end].split()), link, start, end)
