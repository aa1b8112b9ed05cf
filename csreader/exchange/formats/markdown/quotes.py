"""Quotes with what is known of them, grouped by post or by tag.

By post it is written as the posts go by. By tag a quote stands under each of its tags, in
the order of the codebook; the written quotes of all posts are held until then.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from csreader.annotations import State
from csreader.exchange.formats.markdown.escaping import line, paragraphs
from csreader.exchange.interface import Format, Options
from csreader.exchange.snapshot import PlacedMark, PostSnapshot, Snapshot

UNTAGGED = "Without a tag"


def _write(snapshot: Snapshot, stream: BinaryIO, options: Options) -> None:
    parts = _by_tag(snapshot) if options.by == "tag" else _by_post(snapshot, options.all_posts)
    stream.write(f"# Marked passages\n\nExported by csreader, {snapshot.exported}.\n".encode())
    for part in parts:
        stream.write(f"\n{part}\n".encode())


def _by_post(snapshot: Snapshot, all_posts: bool) -> Iterator[str]:
    for post in snapshot.posts:
        if not (post.marks or all_posts):
            continue
        yield f"## {_title(post)}"
        yield _joined(line(post.path), post.date)
        for mark in post.marks:
            yield _quoted(mark, _joined(_tags(mark), line(mark.coder), _place(mark)))


def _by_tag(snapshot: Snapshot) -> Iterator[str]:
    quotes: dict[str, list[str]] = {tag.name: [] for tag in snapshot.codebook}
    descriptions = {tag.name: tag.description for tag in snapshot.codebook}
    for post in snapshot.posts:
        for mark in post.marks:
            for name in mark.tags or ("",):
                told = (f"{_title(post)} ({line(post.path)})", post.date, line(mark.coder))
                others = _tags(mark, but=name)
                also = f"also {others}" if others else None
                quoted = _quoted(mark, _joined(*told, _place(mark), also))
                quotes.setdefault(name, []).append(quoted)
    untagged = quotes.pop("", [])
    for name, under in [*quotes.items(), ("", untagged)]:
        if under:
            yield f"## {line(name) if name else UNTAGGED}"
            if description := descriptions.get(name):
                yield paragraphs(description)
            yield from under


def _title(post: PostSnapshot) -> str:
    return line(post.title.strip() or post.id)


def _tags(mark: PlacedMark, but: str = "") -> str | None:
    return ", ".join(f"**{line(tag)}**" for tag in mark.tags if tag != but) or None


def _place(mark: PlacedMark) -> str:
    return "not found in the text any more" if mark.line is None else f"line {mark.line}"


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


def _quoted(mark: PlacedMark, told: str) -> str:
    parts = [paragraphs(mark.quote, "> "), told]
    if mark.state is State.CHANGED and mark.quote_was:
        parts += ["Marked when it read:", paragraphs(mark.quote_was, "> ")]
    if mark.note:
        parts.append(f"Note: {paragraphs(mark.note)}")
    return "\n\n".join(parts)


MARKDOWN = Format(
    name="markdown",
    endings=(".md", ".markdown"),
    description="the quotes with their tags and notes as Markdown, to read and to write on",
    loses=(
        "It is written only, for people: without positions, ids, times, colours and status; "
        "control characters are U+FFFD."
    ),
    accepts=frozenset({"by", "all_posts"}),
    write=_write,
    streams=True,
)
