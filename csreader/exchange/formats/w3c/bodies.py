"""Reads what annotations say: tags and a note."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from csreader.exchange.brought import SLASH
from csreader.exchange.formats.w3c.values import Node, address, kinds, listed, purposes, text, texts
from csreader.text.model import Format
from csreader.text.reader import read_text

_TAGGING = frozenset({"tagging", "classifying"})
_SEVERAL = frozenset({"Choice", "Composite", "List", "Independents"})


@dataclass(frozen=True, slots=True)
class Said:
    """What an annotation says of its passage."""

    tags: tuple[str, ...]
    note: str


def said_by(annotation: Node, *, own: bool) -> Said:
    """The tags and the note of an annotation.

    A body is a tag where its purpose says so, or, if it has none, the annotation's motivation;
    all others together are the note. A body elsewhere comes as its address.

    Args:
        annotation: The annotation.
        own: Whether csreader wrote it, so that a / in a tag stands between levels.
    """
    motivation = purposes(annotation.get("motivation"))
    tags, notes = dict[str, None](), list[str]()
    for value, purpose in _bodies(annotation):
        if (purpose or motivation) & _TAGGING and value.strip():
            tags[value if own else value.replace("/", SLASH)] = None
        elif value:
            notes.append(value)
    # Hypothesis and others have fields of their own beside the standard's.
    tags.update(dict.fromkeys(one.replace("/", SLASH) for one in texts(annotation.get("tags"))))
    notes.extend(filter(None, texts(annotation.get("text"))))
    return Said(tuple(tags), "\n\n".join(notes))


def _bodies(annotation: Node) -> Iterator[tuple[str, frozenset[str]]]:
    """Each body as text, with its purposes."""
    for name in ("bodyValue", "bodyText"):
        yield from ((one, frozenset()) for one in texts(annotation.get(name)))
    for body in listed(annotation.get("body")):
        members = listed(body.get("items")) if _is_several(body) else [body]
        for one in members:
            yield _body(one)


def _is_several(body: object) -> bool:
    return isinstance(body, dict) and not kinds(body).isdisjoint(_SEVERAL)


def _body(body: object) -> tuple[str, frozenset[str]]:
    if not isinstance(body, dict):
        return text(body), frozenset()
    purpose = purposes(body.get("purpose"))
    source = next(iter(listed(body.get("source"))), None)
    for node in (body, source):
        if isinstance(node, dict) and (value := _value(node)):
            return value, purpose
    return address(source) or address(body), purpose


def _value(node: Node) -> str:
    value = text(node.get("value", node.get("chars")))
    if value and text(node.get("format")).partition(";")[0].strip().lower() == "text/html":
        return read_text(value, Format.HTML).text
    return value
