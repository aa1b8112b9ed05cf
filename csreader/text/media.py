"""Placeholders for what a terminal does not show: images, videos, frames."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote

from selectolax.lexbor import LexborNode

from csreader.text.characters import one_line

_NAME = re.compile(r"[^/\\?#]+(?=[?#]|$)")
_MOST = 60


def image_label(attributes: Mapping[str, str | None]) -> str:
    """An image's placeholder: its alternative text and the name of its file."""
    source = attributes.get("src") or ""
    name = _name(source)
    alt = " ".join(one_line(attributes.get("alt") or "").split())
    if alt and name:
        return f"[image: {alt} ({name})]"
    return f"[image: {alt or name}]" if alt or name else "[image]"


def media_label(node: LexborNode) -> tuple[str, str]:
    """The placeholder of a video, frame or the like, and its address where it has one."""
    attributes = node.attributes
    target = attributes.get("src") or attributes.get("data") or ""
    if not target:
        source = node.css_first("source[src], param[name=movie], embed[src]")
        if source is not None:
            target = source.attributes.get("src") or source.attributes.get("value") or ""
    target = one_line(target).strip()
    kind = {"iframe": "frame", "canvas": "drawing", "applet": "applet"}.get(
        node.tag or "", node.tag or "media"
    )
    return (f"[{kind}: {target}]" if target else f"[{kind}]"), target


def _name(source: str) -> str:
    if source.lower().startswith("data:"):
        return ""
    match = _NAME.search(source.split("?", 1)[0].split("#", 1)[0].rstrip("/"))
    name = one_line(unquote(match[0], errors="replace")) if match else ""
    return name if len(name) <= _MOST else name[:_MOST] + "…"
