"""What an inline element does to its text's style."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from csreader.text.characters import replace_controls
from csreader.text.colors import css_color
from csreader.text.model import Style

_TAGS_OF = {
    "strong": "b strong th summary",
    "emphasis": "i em cite var dfn address",
    "underline": "u ins",
    "strike": "s strike del",
    "code": "code kbd samp tt",
    "mark": "mark",
    "superscript": "sup",
    "subscript": "sub",
}
_BY_TAG = {tag: style for style, tags in _TAGS_OF.items() for tag in tags.split()}
_NOT_FOLLOWED = re.compile(r"[\s\x00-\x20]*(?:javascript|vbscript|data|file):", re.IGNORECASE)
_DECLARATION = re.compile(r"([a-z-]+)\s*:\s*([^;]+)", re.IGNORECASE)


def styled(style: Style, tag: str, attributes: Mapping[str, str | None]) -> Style:
    """The style of what stands in an element, given the style around it."""
    if not attributes:
        return _by_tag(style, tag)
    style = _by_tag(style, tag)
    if tag == "a":
        target = replace_controls(attributes.get("href") or "").strip()
        if target and not _NOT_FOLLOWED.match(target):
            style = replace(style, link=target)
    elif tag == "font":
        color = css_color(attributes.get("color") or "")
        style = replace(style, color=color or style.color)
    declared = attributes.get("style")
    return _declared(style, declared) if declared else style


@lru_cache(maxsize=512)
def _by_tag(style: Style, tag: str) -> Style:
    name = _BY_TAG.get(tag)
    return replace(style, **{name: True}) if name else style  # type: ignore[arg-type]


@lru_cache(maxsize=512)
def _declared(style: Style, text: str) -> Style:
    for name, value in _DECLARATION.findall(text):
        name, value = name.lower(), value.replace("!important", "").strip().lower()
        if name == "color":
            style = replace(style, color=css_color(value) or style.color)
        elif name == "font-weight":
            bold = value in ("bold", "bolder") or (value.isdigit() and int(value) >= 600)
            style = replace(style, strong=bold)
        elif name == "font-style":
            style = replace(style, emphasis=value in ("italic", "oblique"))
        elif name in ("text-decoration", "text-decoration-line"):
            style = replace(
                style,
                underline=style.underline or "underline" in value,
                strike=style.strike or "line-through" in value,
            )
    return style
