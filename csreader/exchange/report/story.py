"""A post as a story of the page: its text with highlights, and the list of its marks."""

from __future__ import annotations

from collections.abc import Iterator

from csreader.annotations import State
from csreader.exchange.report.blocks import Blocks
from csreader.exchange.report.inline import Inline
from csreader.exchange.report.markup import line, text
from csreader.exchange.report.palette import Palette
from csreader.exchange.snapshot import PlacedMark, PostSnapshot
from csreader.text.model import ReadingText

_SHORT = 48
"""Code points of a passage in the list beside the story, where it stands in full."""


def title_of(post: PostSnapshot) -> str:
    """A post's title; its id where it has none."""
    return post.title.strip() or post.id


def chips(names: tuple[str, ...], palette: Palette) -> str:
    """Tags with their colours."""
    return " ".join(
        f'<span class="tag {palette.class_of(frozenset({name}))}" dir="auto">{line(name)}</span>'
        for name in names
    )


def written_story(post: PostSnapshot, identity: str, palette: Palette) -> Iterator[str]:
    """A post as an article, in parts.

    Args:
        post: The post, with its text.
        identity: The id that the article has in the page.
        palette: Gives the classes.
    """
    reading = post.reading if post.reading is not None else ReadingText(post.text or "")
    title = title_of(post)
    inline = Inline(reading, post.marks, palette, identity)
    yield f'<article id="{identity}" class="story" lang="{line(reading.language)}" data-find>\n'
    yield f'<header><h3 dir="auto">{line(title)}</h3>\n<p class="about">'
    if post.date:
        yield f'<time datetime="{line(post.date)}">{line(post.date)}</time> · '
    yield f"<span>{line(post.path)}</span></p></header>\n"
    yield '<div class="body">\n'
    yield from Blocks(reading, inline, title).written()
    yield "</div>\n"
    if post.marks:
        yield f'<ol class="marks" aria-label="{line(f"Marks of {title}")}">\n'
        for at, mark in enumerate(post.marks):
            yield _listed(mark, f"{identity}-", at + 1, palette)
        yield "</ol>\n"
    yield "</article>\n"


def _listed(mark: PlacedMark, prefix: str, number: int, palette: Palette) -> str:
    parts = [f'<li id="{prefix}m{number}" value="{number}">']
    if mark.tags:
        parts.append(f'<p class="tags">{chips(mark.tags, palette)}</p>')
    parts.append(_said(mark, f"#{prefix}p{number}"))
    if mark.state is State.CHANGED and mark.quote_was:
        was = f"Marked when it read: <q>{text(mark.quote_was)}</q>"
        parts.append(f'<p class="was" dir="auto">{was}</p>')
    if mark.note:
        parts.append(f'<p class="note" dir="auto">{text(mark.note)}</p>')
    parts.append(f'<p class="by">{line(mark.coder)}</p></li>\n')
    return "".join(parts)


def _said(mark: PlacedMark, address: str) -> str:
    if mark.start is None:
        told = "not found in the text any more"
        return f'<p class="lost" dir="auto"><q>{text(mark.quote)}</q> ({told})</p>'
    return f'<p class="said" dir="auto"><a href="{address}">{text(shortened(mark.quote))}</a></p>'


def shortened(quote: str) -> str:
    """A passage's beginning, to a whole word."""
    words = " ".join(quote.split())
    if len(words) <= _SHORT:
        return words
    cut = words[:_SHORT]
    # The dots stay on the line of the last word.
    return f"{cut.rpartition(' ')[0] or cut}\u00a0…"
