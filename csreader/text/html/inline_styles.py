"""What an inline element does to its text's style."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from csreader.text.characters import address
from csreader.text.html.colors import css_color
from csreader.text.html.tree import attributes_of
from csreader.text.html.whitespace import PLAIN
from csreader.text.model import Style

_TAGS_OF = {
    "strong": "b strong th summary",
    "emphasis": "i em cite var dfn address",
    "underline": "u ins",
    "strike": "s strike del",
    "code": "code kbd samp tt",
    "mark": "mark",
    "superscript": "sup rt",
    "subscript": "sub",
}
_BY_NAME = {tag: style for style, tags in _TAGS_OF.items() for tag in tags.split()}
_NOT_FOLLOWED = re.compile("(?:javascript|vbscript|data|file):", re.IGNORECASE)
_FOLLOWED = ("http:", "https:", "/", "#", "mailto:")
_UNSEEN = re.compile("[\x00-\x20\x7f-\xa0\ufffd]+")
_LONGEST = 1000
"""Characters of a style that are read."""
_DECLARATION = re.compile(r"(?<![a-z-])([a-z-]++)\s*+:\s*([^;]+)", re.IGNORECASE)


def styled(style: Style, name: str, tag: str) -> Style:
    """The style of what stands in an element.

    Args:
        style: The style around it; `PLAIN` itself where there is none.
        name: The element's name.
        tag: Its start tag as `csreader.text.html.tree` gives it, or empty.
    """
    inner = _by_name(style, name) if name in _BY_NAME else style
    if '="' not in tag or not (name in ("a", "font") or " style=" in tag):
        return inner
    attributes = attributes_of(tag)
    if name == "a":
        target = address(attributes.get("href", ""))
        if target and (target.startswith(_FOLLOWED) or not _acts(target)):
            inner = _linked(inner, target)
    elif name == "font":
        inner = replace(inner, color=css_color(attributes.get("color", "")) or inner.color)
    declared = attributes.get("style")
    if declared:
        inner = _declared(inner, declared[:_LONGEST])
        return PLAIN if inner == PLAIN else inner
    return inner


def _acts(target: str) -> bool:
    """Whether a link would run something or open a file; browsers skip what is unseen in it."""
    return _NOT_FOLLOWED.match(_UNSEEN.sub("", target[:200])) is not None


def _linked(style: Style, target: str) -> Style:
    # In full, for `replace` takes as long as all else here.
    return Style(
        style.strong,
        style.emphasis,
        style.underline,
        style.strike,
        style.code,
        style.mark,
        style.superscript,
        style.subscript,
        target,
        style.color,
    )


@lru_cache(maxsize=512)
def _by_name(style: Style, name: str) -> Style:
    return replace(style, **{_BY_NAME[name]: True})  # type: ignore[arg-type]


@lru_cache(maxsize=512)
def _declared(style: Style, text: str) -> Style:
    for name, value in _DECLARATION.findall(text):
        name, value = name.lower(), value.replace("!important", "").strip().lower()
        if name == "color":
            style = replace(style, color=css_color(value) or style.color)
        elif name == "font-weight":
            bold = value in ("bold", "bolder", "600", "700", "800", "900")
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
