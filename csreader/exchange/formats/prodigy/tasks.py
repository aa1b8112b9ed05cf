"""Prodigy's JSON Lines: a task for each post and coder, with the spans that the coder marked.

https://prodi.gy/docs/api-interfaces describes a task for `spans_manual`: positions count code
points, `token_start` and `token_end` are the first and the last of a span's tokens, and spans
may overlap. The tokens are written along, parted where marks begin and end, for with other
ones Prodigy refuses a span within a token. What a span is besides (`id`, `note`, `coder`,
`created`, `modified`) stands in it, what the post is in `meta`, which Prodigy shows below the
text. The hashes are left to Prodigy.

A post on which nobody has worked is a text to annotate: it has no `answer`. That a coder is
done with a post is an accepted task, also where nothing is marked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, BinaryIO

from csreader.annotations.model import Status
from csreader.exchange.formats.prodigy.reading import read_tasks, recognises
from csreader.exchange.interface import Format, Options
from csreader.exchange.snapshot import PlacedMark, PostSnapshot, Snapshot
from csreader.exchange.strict_json import write_lines
from csreader.exchange.tokens import Token, fitted_tokens, word_bounds


def _write(snapshot: Snapshot, stream: BinaryIO, options: Options) -> None:  # noqa: ARG001
    write_lines(chain.from_iterable(map(_tasks, snapshot.posts)), stream)


def _tasks(post: PostSnapshot) -> Iterator[dict[str, Any]]:
    text = post.text or ""
    meta = {"post": post.id, "title": post.title}
    if post.date:
        meta["date"] = post.date
    done = {coder for coder, status in post.status.items() if status is Status.DONE}
    by_coder: dict[str, list[PlacedMark]] = {coder: [] for coder in done}
    for mark in post.marks:
        if mark.start is not None and mark.tags:
            by_coder.setdefault(mark.coder, []).append(mark)
    if not by_coder:
        yield {"text": text, "spans": [], "meta": meta}
        return
    ranges = [
        (one.start, one.end)
        for one in post.marks
        if one.start is not None and one.end is not None and one.tags
    ]
    tokens = fitted_tokens(text, word_bounds(text), ranges)
    for coder in sorted(by_coder):
        yield {
            "text": text,
            "tokens": _token_values(text, tokens),
            "spans": list(_spans(by_coder[coder], tokens)),
            "meta": {**meta, "status": Status.DONE.value} if coder in done else meta,
            "answer": "accept",
            "_annotator_id": coder,
            "_session_id": coder,
        }


def _token_values(text: str, tokens: Sequence[Token]) -> list[dict[str, Any]]:
    return [
        {
            "text": text[one.start : one.end],
            "start": one.start,
            "end": one.end,
            "id": number,
            "ws": one.has_space,
        }
        for number, one in enumerate(tokens)
    ]


def _spans(marks: Sequence[PlacedMark], tokens: Sequence[Token]) -> Iterator[dict[str, Any]]:
    """A span for each tag of each mark."""
    first = {one.start: number for number, one in enumerate(tokens)}
    last = {one.end: number for number, one in enumerate(tokens)}
    for mark in marks:
        assert mark.start is not None
        assert mark.end is not None
        own = {"id": mark.id, "note": mark.note, "coder": mark.coder}
        own |= {"created": mark.created, "modified": mark.modified}
        for tag in mark.tags:
            yield {
                "start": mark.start,
                "end": mark.end,
                "token_start": first[mark.start],
                "token_end": last[mark.end],
                "label": tag,
                **{name: value for name, value in own.items() if value},
            }


PRODIGY = Format(
    name="prodigy",
    endings=(".jsonl",),
    description="Prodigy's JSONL for spans: a task for each post and coder",
    loses=(
        "It holds the posts' texts, titles and dates, which are done, and the marks with tags: "
        "no marks without a tag or a place, nothing of how a mark has moved or changed, nothing "
        "of the codebook."
    ),
    needs_text=True,
    streams=True,
    leaves_out=frozenset({"orphans", "untagged"}),
    write=_write,
    read=read_tasks,
    recognises=recognises,
)
