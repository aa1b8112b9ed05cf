"""Puts the report together: one file of HTML that loads nothing and runs only its own script.

The posts are gone through once. What is written of each waits on disk, for the numbers, the
index and the colours that stand before the stories are known when all went by.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from importlib.resources import files
from typing import BinaryIO

from csreader import __version__
from csreader.exchange.interface import Format, Options
from csreader.exchange.report.colors import (
    ACCENT,
    CONTROL,
    INK,
    PAPER,
    QUIET,
    RULE,
    SURFACE,
)
from csreader.exchange.report.counts import Counts
from csreader.exchange.report.markup import counted, line
from csreader.exchange.report.palette import Palette
from csreader.exchange.report.spool import Spool
from csreader.exchange.report.story import title_of, written_story
from csreader.exchange.report.summary import written_summary
from csreader.exchange.report.tag_index import put_in_index, write_index
from csreader.exchange.snapshot import PostSnapshot, Snapshot

TITLE = "Marked stories"
_COLORS = {
    "paper": PAPER,
    "surface": SURFACE,
    "ink": INK,
    "quiet": QUIET,
    "accent": ACCENT,
    "rule": RULE,
    "control": CONTROL,
}


def write_report(snapshot: Snapshot, stream: BinaryIO, options: Options) -> None:
    """Writes the report of the posts that have marks, or of all."""
    palette = Palette(snapshot.codebook)
    counts = Counts()
    with Spool() as stories, Spool() as entries, Spool() as contents:
        for post in snapshot.posts:
            if not (post.marks or options.all_posts):
                continue
            counts.take(post)
            identity = f"s{counts.posts}"
            contents.put("", _content(post, identity))
            for part in written_story(post, identity, palette):
                stories.put("", part)
            put_in_index(post, identity, entries)
        tags = palette.ordered(frozenset(counts.tags))
        summary = list(written_summary(counts, tags, palette))
        _write_all(stream, _before(palette, counts, snapshot.exported))
        contents.copy_all(stream)
        _write_all(stream, ["</ol></nav>\n<main id=main tabindex=-1>\n", *summary])
        write_index(tags, counts, palette, entries, stream)
        _write_all(stream, ['<section id="stories" aria-labelledby="stories-title">\n'])
        _write_all(stream, ['<h2 id="stories-title">Stories</h2>\n'])
        stories.copy_all(stream)
        _write_all(stream, _behind())


def _content(post: PostSnapshot, identity: str) -> str:
    marks = counted(len(post.marks), "passage")
    about = " · ".join(part for part in (line(post.date or ""), marks) if part)
    link = f'<a href="#{identity}" dir="auto">{line(title_of(post))}</a>'
    return f'<li>{link} <span class="about">{about}</span></li>\n'


def _before(palette: Palette, counts: Counts, exported: str) -> Iterator[str]:
    style = _style(palette)
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_policy(style)}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield '<meta name="color-scheme" content="light dark">\n'
    yield '<meta name="referrer" content="no-referrer">\n<link rel="icon" href="data:,">\n'
    yield f'<meta name="generator" content="csreader {__version__}">\n'
    yield f"<title>{TITLE}</title>\n<style>{style}</style>\n</head>\n"
    # With one coder only it need not be told each time.
    yield "<body>\n" if len(counts.coders) > 1 else '<body class="alone">\n'
    yield '<a class="skip" href="#main">Skip to the report</a>\n<header class="top">\n'
    yield f"<div><h1>{TITLE}</h1>\n<p class=about>{counted(counts.marks, 'passage')} in "
    yield f"{counted(counts.posts, 'story', 'stories')} · exported by csreader on "
    yield f'<time datetime="{line(exported)}">{line(exported[:10])}</time></p></div>\n'
    yield '<div class="tools" id="tools" hidden><search><label for="find">Search</label>'
    yield '<input id="find" type="search" autocomplete="off" spellcheck="false">'
    yield '<p id="found" role="status"></p></search>\n'
    yield '<button id="scheme" type="button" aria-pressed="false">Dark</button></div>\n</header>\n'
    yield '<nav class="contents" aria-label="Contents"><ul role="list">'
    yield '<li><a href="#summary">At a glance</a></li><li><a href="#index">By tag</a></li>'
    yield '<li><a href="#stories">Stories</a></li></ul>\n<ol role="list">\n'


def _behind() -> Iterator[str]:
    yield "</section>\n</main>\n<footer><p class=about>Made with csreader "
    yield f"{__version__}.</p></footer>\n"
    yield '<div id="card" role="tooltip" hidden></div>\n'
    yield f"<script>{_script()}</script>\n</body>\n</html>\n"


def _style(palette: Palette) -> str:
    named = "".join(f"--{name}:{pair.css};" for name, pair in _COLORS.items())
    return "\n".join((f":root{{{named}}}", _part("style.css"), *palette.rules(), ""))


def _script() -> str:
    return _part("script.js")


def _policy(style: str) -> str:
    """What the page may load and run (Content Security Policy Level 3): itself."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(_script())}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(content: str) -> str:
    digest = hashlib.sha256(content.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def _part(name: str) -> str:
    return (files("csreader.exchange.report") / name).read_text(encoding="utf-8")


def _write_all(stream: BinaryIO, parts: Iterator[str] | list[str]) -> None:
    for part in parts:
        stream.write(part.encode("utf-8"))


HTML = Format(
    name="html",
    endings=(".html", ".htm"),
    description="a report in one file: stories with highlights, index, counts, search",
    loses="It is written only, for people: without positions, ids and times of the marks.",
    accepts=frozenset({"all_posts"}),
    needs_text=True,
    streams=True,
    write=write_report,
)
