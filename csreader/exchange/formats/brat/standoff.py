"""brat's standoff as a folder or a zip of one, with its configuration.

Each post is a text file and an .ann file named like it. Each tag of a mark is a passage of
its own, the note a comment on the first; another comment says which mark it is, and whose.
"""

from __future__ import annotations

import json
from pathlib import PurePosixPath

from csreader.annotations.disk.paths import encoded_part
from csreader.exchange.formats.brat.lines import (
    NOTE,
    OWN,
    comment_line,
    escaped,
    passage_line,
    pieces_of,
)
from csreader.exchange.formats.brat.reading import read_folder, recognises
from csreader.exchange.formats.brat.types import ANNOTATION, VISUAL, Types
from csreader.exchange.interface import Format, OpenFile, Options
from csreader.exchange.snapshot import PostSnapshot, Snapshot


def _write(snapshot: Snapshot, open_file: OpenFile, options: Options) -> None:  # noqa: ARG001
    types = Types(snapshot.codebook)
    for post in snapshot.posts:
        name = _file_name(post.id)
        with open_file(f"{name}.txt") as stream:
            stream.write((post.text or "").encode("utf-8"))
        with open_file(f"{name}.ann") as stream:
            stream.write("".join(f"{line}\n" for line in _lines(post, types)).encode("utf-8"))
    for name, text in ((ANNOTATION, types.annotation_conf()), (VISUAL, types.visual_conf())):
        with open_file(name) as stream:
            stream.write(text.encode("utf-8"))


def _file_name(post: str) -> str:
    """A post's id as the path of a file, without an ending."""
    *folders, name = post.split("/")
    parts = [*(encoded_part(part, folder=True) for part in folders), encoded_part(name)]
    return str(PurePosixPath(*parts))


def _lines(post: PostSnapshot, types: Types) -> list[str]:
    passages = comments = 0
    lines: list[str] = []
    text = post.text or ""
    for mark in post.marks:
        if mark.start is None or mark.end is None:
            continue
        pieces = pieces_of(text, mark.start, mark.end)
        # One of white space only has no piece that brat can show.
        for number, tag in enumerate(mark.tags if pieces else ()):
            passages += 1
            lines.append(passage_line(passages, types.of(tag), text, pieces))
            if mark.note and not number:
                comments += 1
                lines.append(comment_line(comments, NOTE, passages, escaped(mark.note)))
            comments += 1
            own = {"id": mark.id, "coder": mark.coder}
            own |= {"created": mark.created, "modified": mark.modified}
            lines.append(comment_line(comments, OWN, passages, json.dumps(own)))
    return lines


BRAT = Format(
    name="brat",
    endings=(".zip", ".ann"),
    description="brat's standoff: a folder, or a zip of one, with a text and an .ann for each post",
    loses=(
        "It holds the posts' texts and the marks with tags: no titles, dates and status, no marks "
        "without a tag or a place or on white space only, nothing of how a mark has moved or "
        "changed, nothing of the tags' keys and former names; blank lines at a passage's ends are "
        "left off."
    ),
    needs_text=True,
    streams=True,
    leaves_out=frozenset({"orphans", "untagged", "done"}),
    write_folder=_write,
    read=read_folder,
    recognises=recognises,
)
