"""What a post's header says of it besides title and date: author, categories, tags, source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from csreader.collection.model import Header
from csreader.text.characters import address, one_line

_AUTHORS = ("author", "authors", "byline", "by", "creator")
_CATEGORIES = ("categories", "category", "section")
_TAGS = ("tags", "tag", "keywords", "topics")
_SOURCES = (
    *("source", "source_url", "sourceurl", "source-url", "original", "original_url"),
    *("canonical_url", "canonicalurl", "canonical", "external_url", "externalurl"),
    *("link", "url", "permalink"),
)
_NAMES = ("name", "display_name", "title", "login", "url")
_WEB = re.compile(r"https?://\S+\Z", re.IGNORECASE)
_SITE = re.compile(r"https?://(?:[^/?#\s]*@)?(?:www\.)?([^/?#:\s]+)", re.IGNORECASE)
_ONLY_WEB = frozenset(("link", "url", "permalink", "canonical", "original"))
"""Keys that hold an address within the blog as often as one of another page."""


@dataclass(frozen=True, slots=True)
class About:
    """What a header says of its post. All text is on one line, control characters replaced.

    The tags are the post's own, which its author gave it for a blog; they have nothing to
    do with the tags that a coder marks passages with.
    """

    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    source: str = ""
    """Where the post comes from: a web address, or the name of a paper or the like."""

    @property
    def told(self) -> tuple[str, ...]:
        """All of it in words, such as `by Ann Lee`; of an address only the site."""
        parts = (
            f"by {', '.join(self.authors)}" if self.authors else "",
            f"from {site_of(self.source)}" if self.source else "",
            f"in {', '.join(self.categories)}" if self.categories else "",
            f"its own tags: {', '.join(self.tags)}" if self.tags else "",
        )
        return tuple(part for part in parts if part)


def read_about(header: Header) -> About:
    """What a header of Jekyll, Hugo, Hexo or the like says, under whichever of their keys."""
    return About(
        _names(header.get(*_AUTHORS)),
        _names(header.get(*_CATEGORIES)),
        _names(header.get(*_TAGS)),
        next(_sources(header), ""),
    )


def is_web_address(text: str) -> bool:
    """Whether a text is the address of a page in the web."""
    return _WEB.match(text) is not None


def site_of(source: str) -> str:
    """The site's name of a web address, such as `example.com`; any other source as it is."""
    site = _SITE.match(source)
    return site[1] if site else source


def entries(header: Header) -> Iterator[tuple[str, str]]:
    """All that a header says, a line for each value, such as (`author.name`, `Ann`)."""
    for key, value in header.values.items():
        yield from _flat(one_line(str(key)), value)


def _flat(key: str, value: object) -> Iterator[tuple[str, str]]:
    waiting = [(key, value)]
    while waiting:
        name, one = waiting.pop()
        if isinstance(one, Mapping):
            waiting.extend(
                (f"{name}.{one_line(str(below))}", more) for below, more in reversed([*one.items()])
            )
        elif isinstance(one, list) and any(isinstance(more, Mapping | list) for more in one):
            waiting.extend((name, more) for more in reversed(one))
        elif isinstance(one, list):
            yield name, ", ".join(_text(more) for more in one)
        else:
            yield name, _text(one)


def _sources(header: Header) -> Iterator[str]:
    for key in _SOURCES:
        value = header.get(key)
        if isinstance(value, Mapping):
            value = next((value[name] for name in ("url", "link", "name") if name in value), None)
        text = address(value) if isinstance(value, str) else ""
        if text and (is_web_address(text) or key not in _ONLY_WEB):
            yield one_line(text)


def _names(value: object) -> tuple[str, ...]:
    """The names in a value: a text with or without commas, a list, or mappings with names."""
    if isinstance(value, str):
        parts: list[object] = [*value.split(",")] if "," in value else [value]
    else:
        parts = value if isinstance(value, list) else [value]
    names = (_name(part) for part in parts)
    return tuple(dict.fromkeys(name for name in names if name))


def _name(value: object) -> str:
    if isinstance(value, Mapping):
        value = next((value[key] for key in _NAMES if value.get(key)), None)
    return _text(value) if isinstance(value, str) else ""


def _text(value: object) -> str:
    return " ".join(one_line(str(value)).split()) if value is not None else ""
