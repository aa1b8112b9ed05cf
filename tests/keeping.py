"""What each format keeps of a collection: what is left when it goes out and comes in again.

A format without a row in `KEEPS` keeps all but what its `leaves_out` names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bringing import values

from csreader.exchange.interface import Format

MARK = frozenset(
    "post id coder note start end quote prefix suffix state quote_was created modified".split()
)
"""What a mark is told by, beside its tags."""
TAG = ("name", "color", "description", "shortcut", "id")
"""What a tag is told by; the tags' order counts where all of it is kept."""


@dataclass(frozen=True)
class Keeps:
    """What comes back of a collection that went through a file of a format."""

    marks: bool = True
    """Whether it holds marks at all."""
    mark: frozenset[str] = MARK
    """What of a mark. Without `id` marks may be joined or parted: each tag counts for itself."""
    orphans: frozenset[str] | None = MARK
    """What of a mark without a place; None where these are left out. Without `start`, the
    format does not tell that there is none, and its words may be found elsewhere."""
    untagged: bool = True
    """Whether it holds marks with a note only."""
    done: bool = True
    """Whether it tells which posts are done."""
    tag: tuple[str, ...] = TAG
    """What of an entry of the codebook; nothing where the codebook is not in it."""
    ordered: bool = True
    """Whether the codebook comes back in its order."""

    @classmethod
    def of(cls, one: Format) -> Keeps:
        """A format's row, or what its `leaves_out` says."""
        if one.name in KEEPS:
            return KEEPS[one.name]
        mark = MARK - {"note"} if "notes" in one.leaves_out else MARK
        return cls(
            mark=mark,
            orphans=None if "orphans" in one.leaves_out else mark,
            untagged=not {"untagged", "notes"} & one.leaves_out,
            done="done" not in one.leaves_out,
        )


QUOTED = frozenset(("post", "quote"))
"""What of a mark, where a format tells the words only."""
_SPAN = frozenset("post start end quote prefix suffix".split())
"""What of a mark, where a format has texts and labelled spans of them."""
_WITHOUT_PLACE = MARK - {"start", "end", "state", "quote_was", "prefix", "suffix"}
_NOT_CHANGED = MARK - {"state", "quote_was"}
KEEPS: Mapping[str, Keeps] = {
    "json": Keeps(),
    "jsonl": Keeps(),
    "csv": Keeps(orphans=_WITHOUT_PLACE, done=False, tag=()),
    "qdpx": Keeps(
        mark=_NOT_CHANGED,
        orphans=_NOT_CHANGED - {"prefix", "suffix"},
        tag=("name", "color", "description", "id"),
        ordered=False,
    ),
    "qdc": Keeps(marks=False, tag=("name", "color", "description", "id"), ordered=False),
    "taguette": Keeps(mark=QUOTED, orphans=QUOTED, done=False, tag=()),
    "taguette-codebook": Keeps(marks=False, tag=("name", "description")),
    "doccano": Keeps(mark=_SPAN, orphans=None, untagged=False, done=False, tag=()),
    "label-studio": Keeps(mark=_NOT_CHANGED, orphans=None, untagged=False, done=False, tag=()),
    "prodigy": Keeps(mark=_NOT_CHANGED, orphans=None, untagged=False, tag=()),
    "spacy": Keeps(mark=_NOT_CHANGED, orphans=None, tag=()),
    "brat": Keeps(mark=_SPAN | {"note", "coder"}, orphans=None, untagged=False, done=False, tag=()),
    "w3c": Keeps(mark=_NOT_CHANGED, orphans=_WITHOUT_PLACE, done=False, tag=()),
}
"""By the format's name. A sentence of its `loses` stands for each thing that is missing."""


def kept(root: Path, keeps: Keeps, *, source: Path | None = None) -> Mapping[str, Any]:
    """What a collection holds, without what a format does not keep.

    Args:
        root: The collection's.
        keeps: What the format keeps.
        source: The root of the collection that it came from, if it did.
    """
    found = values(root)
    if source is not None:
        _lose_again(found, values(source), keeps)
    marks = marks_of(found, keeps)
    return {
        # Sorted: orphans stand where they were, and a file may not say where that was.
        "marks": sorted(marks, key=repr) if "id" in keeps.mark else set(marks),
        "done": [
            (post["id"], coder)
            for post in found["posts"]
            for coder, status in post["status"].items()
            if status == "done" and keeps.done and keeps.marks
        ],
        "codebook": _codebook(found["codebook"], keeps),
    }


def _lose_again(found: Mapping[str, Any], sent: Mapping[str, Any], keeps: Keeps) -> None:
    """Takes the place from marks that had none, and whose words were found elsewhere."""
    if keeps.orphans is None or "start" in keeps.orphans:
        return
    lost = {one["id"] for one in _annotations(sent) if one["start"] is None}
    for one in _annotations(found):
        if one["id"] in lost or "id" not in keeps.mark:
            one["quote"] = one["quote_was"] or one["quote"]
            one["start"] = None


def _annotations(found: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    return (one for post in found["posts"] for one in post["annotations"])


def marks_of(found: Mapping[str, Any], keeps: Keeps) -> Iterator[tuple[Any, ...]]:
    """What is kept of the marks that an export of csreader's holds, each ending in its tags."""
    for post in found["posts"]:
        for one in post["annotations"] if keeps.marks else ():
            one["post"] = post["id"]
            # The file says where a mark is, and there it is when it is brought in.
            one["state"] = "anchored" if one["state"] == "moved" else one["state"]
            fields = keeps.orphans if one["start"] is None else keeps.mark
            if fields is None or not (one["tags"] or keeps.untagged):
                continue
            said = tuple((name, one[name]) for name in sorted(fields))
            if "id" in keeps.mark:
                yield (*said, tuple(one["tags"]))
            else:
                yield from ((*said, tag) for tag in one["tags"] or [""])


def _codebook(tags: list[dict[str, Any]], keeps: Keeps) -> list[tuple[Any, ...]]:
    found = [tuple(tag[name] for name in keeps.tag) for tag in tags]
    if not keeps.tag:
        return []
    return found if keeps.ordered else sorted(found)
