"""JSON-LD as annotations use it: one or several values, names with and without a prefix."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Node = dict[str, Any]

_PREFIXES = (
    "http://www.w3.org/ns/oa#",
    "https://www.w3.org/ns/activitystreams#",
    "http://www.w3.org/ns/activitystreams#",
    "oa:",
    "as:",
)
_OTHER_NAMES = {
    "OrderedCollection": "AnnotationCollection",
    "OrderedCollectionPage": "AnnotationPage",
}


def listed(value: object) -> list[Any]:
    """What a property holds, as a list: nothing, one value or several."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def texts(value: object) -> Iterator[str]:
    """The texts that a property holds, those of JSON-LD's value objects too."""
    for one in listed(value):
        said = one.get("@value") if isinstance(one, dict) else one
        if isinstance(said, str):
            yield said


def text(value: object) -> str:
    """The first text that a property holds; empty where it holds none."""
    return next(texts(value), "")


def identity(node: Node) -> str:
    """A node's address; empty where it has none."""
    return text(node.get("id", node.get("@id")))


def address(value: object) -> str:
    """The address that a property's first value is, or has."""
    first = next(iter(listed(value)), None)
    return identity(first) if isinstance(first, dict) else text(first)


def kinds(node: Node) -> frozenset[str]:
    """A node's types, without the prefixes of their vocabularies."""
    return frozenset(map(_short, texts(node.get("type", node.get("@type")))))


def purposes(value: object) -> frozenset[str]:
    """Motivations or purposes, without the prefix of their vocabulary."""
    said = (identity(one) if isinstance(one, dict) else text(one) for one in listed(value))
    return frozenset(_short(one) for one in said if one)


def _short(name: str) -> str:
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix)
    return _OTHER_NAMES.get(name, name)
