"""Placeholders for what a terminal does not show: images, videos, frames."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import unquote

from csreader.text.characters import one_line
from csreader.text.html.tree import attributes_of

_SLASH = re.compile(r"[/\\]")
_MOST = 60
_KINDS = {"iframe": "frame", "canvas": "drawing", "embed": "media"}


def image_label(attributes: Mapping[str, str]) -> str:
    """An image's placeholder: its alternative text and the name of its file."""
    source = attributes.get("src") or ""
    name = _name(source)
    alt = " ".join(one_line(attributes.get("alt") or "").split())
    if alt and name:
        return f"[image: {alt} ({name})]"
    return f"[image: {alt or name}]" if alt or name else "[image]"


def media_label(tags: Sequence[str]) -> tuple[str, str]:
    """The placeholder of a video, frame or the like, and its address where it has one.

    Args:
        tags: Its own start tag, then those within it.
    """
    name, attributes = _name_of(tags[0]), attributes_of(tags[0])
    target = attributes.get("src") or attributes.get("data") or ""
    for tag in tags[1:]:
        if target:
            break
        inner, attributes = _name_of(tag), attributes_of(tag)
        if inner in ("source", "embed"):
            target = attributes.get("src", "")
        elif inner == "param" and attributes.get("name", "").lower() in ("movie", "src"):
            target = attributes.get("value", "")
    target = target.strip()
    kind = _KINDS.get(name, name)
    return (f"[{kind}: {target}]" if target else f"[{kind}]"), target


def _name_of(tag: str) -> str:
    return tag[1:-1].partition(" ")[0]


def _name(source: str) -> str:
    """The name of the file at an address."""
    if source.lower().startswith("data:"):
        return ""
    path = source.split("?", 1)[0].split("#", 1)[0].rstrip("/\\")
    name = one_line(unquote(_SLASH.split(path)[-1], errors="replace"))
    if "{{" in name or "{%" in name:
        # A template's work, which nobody has done.
        return ""
    return name if len(name) <= _MOST else name[:_MOST] + "…"
