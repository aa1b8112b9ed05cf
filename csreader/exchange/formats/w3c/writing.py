"""Writes marks as a collection of Web Annotations with one page, which is streamed.

A mark is one annotation, whatever its tags: a `TextualBody` for each with the purpose
`tagging`, one for the note with `commenting`. Its target is the post, with the passage by
its words and by its place in the reading text, in code points (Web Annotation Data Model,
4.2.4 and 4.2.5); the state names the very text that is counted in. An orphan has neither.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from csreader import __version__
from csreader.exchange.formats.w3c.addresses import address_of, hash_address, urn_of
from csreader.exchange.identity import made_id, own_or_made
from csreader.exchange.interface import Options
from csreader.exchange.snapshot import PlacedMark, PostSnapshot, Snapshot
from csreader.exchange.strict_json import write_nested_list

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
GENERATOR = "csreader"
"""What the name of the program that wrote a collection begins with."""


def write(snapshot: Snapshot, stream: BinaryIO, options: Options) -> None:  # noqa: ARG001
    """Writes all marks, post by post."""
    identity = _collection_id(snapshot)
    head = {
        "@context": CONTEXT,
        "id": urn_of(identity),
        "type": "AnnotationCollection",
        "label": "Marks of csreader",
        "generator": {"type": "Software", "name": f"{GENERATOR} {__version__}"},
        "generated": snapshot.exported,
    }
    page = {
        "id": urn_of(made_id(identity, "first page")),
        "type": "AnnotationPage",
        "partOf": urn_of(identity),
        "startIndex": 0,
    }
    annotations = _Counted(snapshot)
    write_nested_list(head, "first", page, "items", annotations, stream, annotations.tail)


def annotation(mark: PlacedMark, post: PostSnapshot) -> dict[str, Any]:
    """A mark as an annotation."""
    values: dict[str, Any] = {
        "id": urn_of(own_or_made(mark.id, "w3c", post.id, mark.id)),
        "type": "Annotation",
        "motivation": "tagging" if mark.tags else "commenting" if mark.note else "highlighting",
        "creator": {"type": "Person", "name": mark.coder},
        "created": mark.created,
        "modified": mark.modified,
    }
    if bodies := _bodies(mark):
        values["body"] = bodies
    values["target"] = _target(mark, post)
    return values


def _bodies(mark: PlacedMark) -> list[dict[str, str]]:
    bodies = [_textual(tag, "tagging") for tag in mark.tags]
    return [*bodies, _textual(mark.note, "commenting")] if mark.note else bodies


def _textual(value: str, purpose: str) -> dict[str, str]:
    return {"type": "TextualBody", "value": value, "format": "text/plain", "purpose": purpose}


def _target(mark: PlacedMark, post: PostSnapshot) -> dict[str, Any]:
    words = {
        "type": "TextQuoteSelector",
        "exact": mark.quote,
        "prefix": mark.prefix,
        "suffix": mark.suffix,
    }
    target: dict[str, Any] = {"type": "SpecificResource", "source": address_of(post.path)}
    if mark.start is None or mark.end is None:
        return {**target, "selector": words}
    place = {"type": "TextPositionSelector", "start": mark.start, "end": mark.end}
    state = {"type": "TimeState", "cached": hash_address(post.text_sha256)}
    return {**target, "state": state, "selector": [words, place]}


def _collection_id(snapshot: Snapshot) -> str:
    """Another one for each collection and moment: tags' ids are those of one codebook."""
    tags = (json.dumps([tag.id, tag.name]) for tag in snapshot.codebook)
    return made_id("w3c", snapshot.exported, *tags)


class _Counted:
    """The annotations, and how many they were."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._count = 0

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for post in self._snapshot.posts:
            for mark in post.marks:
                self._count += 1
                yield annotation(mark, post)

    def tail(self) -> dict[str, int]:
        """What stands behind the page, once all have gone by."""
        return {"total": self._count}
