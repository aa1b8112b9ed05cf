"""The index: under each tag, its passages with where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from csreader.exchange.report.counts import Counts
from csreader.exchange.report.markup import counted, line, text
from csreader.exchange.report.palette import Palette
from csreader.exchange.report.spool import Spool
from csreader.exchange.report.story import chips, title_of
from csreader.exchange.snapshot import PostSnapshot

UNTAGGED = ""
"""What the passages without a tag are kept under."""


def put_in_index(post: PostSnapshot, identity: str, spool: Spool) -> None:
    """Puts a post's marks under each of their tags.

    Args:
        post: The post.
        identity: The id that its story has in the page.
        spool: Where the entries wait.
    """
    where = line(title_of(post))
    if post.date:
        where += f" · {line(post.date)}"
    for number, mark in enumerate(post.marks, 1):
        # A mark without a place has only its line in the list.
        part = "m" if mark.start is None else "p"
        address = f"#{identity}-{part}{number}"
        note = f'<p class="note" dir="auto">{text(mark.note)}</p>' if mark.note else ""
        by = f'<span class="by"> · {line(mark.coder)}</span>'
        entry = (
            f'<li data-find><a href="{address}" dir="auto">{text(mark.quote)}</a>'
            f'<p class="about">{where}{by}</p>{note}</li>\n'
        )
        for tag in mark.tags or (UNTAGGED,):
            spool.put(tag, entry)


def write_index(
    tags: Sequence[str], counts: Counts, palette: Palette, spool: Spool, stream: BinaryIO
) -> None:
    """Writes the section, with the entries that were put in.

    Args:
        tags: The tags, in order.
        counts: How many marks they have.
        palette: Gives their colours and descriptions.
        spool: Where the entries are.
        stream: Where to.
    """
    stream.write(
        b'<section id="index" aria-labelledby="index-title">\n<h2 id="index-title">By tag</h2>\n'
    )
    for number, name in enumerate(tags, 1):
        count = counted(counts.tags[name], "passage")
        head = f'{chips((name,), palette)} <span class="about">{count}</span>'
        described = palette.entry(name).description
        _write_group(f"tag-{number}", head, described, name, spool, stream)
    if counts.untagged:
        count = counted(counts.untagged, "passage")
        head = f'Without a tag <span class="about">{count}</span>'
        _write_group("tag-none", head, "", UNTAGGED, spool, stream)
    stream.write(b"</section>\n")


def _write_group(
    identity: str, head: str, described: str, key: str, spool: Spool, stream: BinaryIO
) -> None:
    stream.write(f'<section id="{identity}" class="group"><h3>{head}</h3>\n'.encode())
    if described:
        stream.write(f'<p class="described" dir="auto">{text(described)}</p>\n'.encode())
    stream.write(b'<ul class="entries" role="list">\n')
    spool.copy(key, stream)
    stream.write(b"</ul></section>\n")
