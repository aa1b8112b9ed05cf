"""Where the addresses in a post lead: the web, a file of the collection, another post."""

from __future__ import annotations

import mimetypes
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from csreader.collection.about import is_web_address
from csreader.collection.collection import Collection
from csreader.collection.model import Post
from csreader.text.characters import address as cleaned
from csreader.text.characters import one_line

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_OPENED = frozenset(("http", "https", "mailto"))
_LIQUID_POST = re.compile(r"\{%-?\s*(?:post_url|link)\s+[\"']?([^\s\"'%]+)[\"']?\s*-?%\}")
_HUGO_POST = re.compile(r"\{\{[<%]\s*(?:rel)?ref\s+[\"']?([^\s\"'>%]+)[\"']?\s*[>%]\}\}")
_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_STATIC = ("", "static", "source", "public", "content", "assets")
"""Folders below the root that Jekyll, Hugo and Hexo copy to a site's top."""
_MISSING = "there is no such file in the collection"
_FILLED_IN = "the site's generator fills this in"
_GUESSED = "as on the source's site; not in the collection"
_QUOTED = re.compile(r"[\"']((?:https?:|\.{0,2}/)[^\"']*)[\"']")
_DAY = re.compile(r"(?<!\d)(\d{4})[/-](\d\d)[/-](\d\d)(?!\d)")
_ADDRESS_KEYS = ("permalink", "url", "aliases", "redirect_from")
_DATED = re.compile(r"\d{4}-\d{1,2}-\d{1,2}-")
_SHOWN_KINDS = ("image/", "audio/", "video/", "application/pdf")


@dataclass(frozen=True, slots=True)
class Destination:
    """Where an address leads. Exactly one of url, file and post is set, unless it is nowhere."""

    shown: str
    """What a person is shown before anything is opened; on one line, no control characters."""
    url: str = ""
    """An address of http, https or mailto."""
    file: Path | None = None
    """A picture, sound, film or PDF below the collection's root."""
    post: Post | None = None
    part: str = ""
    """What the address names behind `#`, of a post."""
    reason: str = ""
    """Why it cannot be opened, where it cannot."""

    @property
    def is_image(self) -> bool:
        """Whether it is a picture in the collection."""
        return self.file is not None and _kind(self.file).startswith("image/")


class Addresses:
    """The addresses of one collection's posts. Nothing is fetched; only its files are looked at.

    Args:
        collection: As it is now.
    """

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._root = collection.root.resolve()

    def destination(self, address: str, post: Post) -> Destination:
        """Where an address leads.

        Args:
            address: As written in the post, templates of Jekyll and Hugo among it.
            post: The post that it stands in.
        """
        if template := _LIQUID_POST.search(address) or _HUGO_POST.search(address):
            return self._of_path(template[1], post, cleaned(address))
        plain = cleaned(_TEMPLATE.sub(_quoted_in, address))
        if plain.startswith("//"):
            plain = f"https:{plain}"
        if scheme := _SCHEME.match(plain):
            return _of_url(plain, scheme[1].lower())
        path = unquote(re.split("[?#]", plain, maxsplit=1)[0], errors="replace")
        if "{{" in path or "{%" in path or (not path and _TEMPLATE.search(address)):
            return Destination(one_line(cleaned(address)), reason=_FILLED_IN)
        if not path:
            return _to_post(post, plain) if len(plain) > 1 else Destination("", reason=_MISSING)
        found = self._of_path(path, post, plain)
        if found.reason == _MISSING and is_web_address(post.about.source):
            # A page that was copied from the web: its links are those of the page.
            web = _of_url(urljoin(post.about.source, plain), "https")
            return replace(web, shown=f"{web.shown}  ({_GUESSED})")
        return found

    def _of_path(self, path: str, post: Post, shown: str) -> Destination:
        for file in self._files(path, post):
            try:
                if not file.is_file():
                    continue
                leads_out = not file.resolve().is_relative_to(self._root)
            except (OSError, RuntimeError, ValueError):
                continue
            if leads_out:
                return Destination(one_line(shown), reason="its file is outside the collection")
            if other := self._by_path.get(file):
                return _to_post(other, shown)
            name = one_line(file.relative_to(self._collection.root).as_posix())
            if not _kind(file).startswith(_SHOWN_KINDS):
                return Destination(name, reason="csreader opens only posts, pictures, films, PDFs")
            return Destination(name, file=file)
        named = self._named(path)
        return (
            Destination(one_line(shown), reason=_MISSING)
            if named is None
            else _to_post(named, shown)
        )

    def _files(self, path: str, post: Post) -> Iterator[Path]:
        """Where a file of a path may lie."""
        if "\0" in path:
            return
        root, folder = self._collection.root, self._collection.posts_folder
        below = path.lstrip("/\\")
        if not path.startswith("/"):
            yield _normal(post.path.parent / path)
            # Hexo keeps a post's pictures in a folder of its name.
            yield _normal(post.path.with_suffix("") / path)
        for static in _STATIC:
            yield _normal(root / static / below)
        if folder is not None:
            yield _normal(folder / below)

    def _named(self, path: str) -> Post | None:
        """The post that a site's generator gives an address; None where none is sure.

        The header's own address counts, else the name in the file's, where day and folders
        that the address holds are the post's as well.
        """
        if post := self._by_address.get(_folded(path)):
            return post
        slug = _slug(path)
        day = _DAY.search(path)
        folders = [part for part in _parts(path)[:-1] if not part.isdecimal()]
        fitting: list[tuple[int, Post]] = []
        for one in self._by_slug.get(slug, ()):
            above = [
                *_parts(one.relative_path)[:-1],
                *(name.lower() for name in one.about.categories),
            ]
            shared = sum(part in above for part in folders)
            dated = one.date or ""
            if day and dated != "-".join(day.groups()):
                continue
            if not day and folders and not shared:
                continue
            if not day and not folders and _DATED.match(one.path.name):
                continue
            fitting.append((shared, one))
        best = max((shared for shared, _ in fitting), default=0)
        found = [one for shared, one in fitting if shared == best]
        return found[0] if len(found) == 1 else None

    @cached_property
    def _by_path(self) -> Mapping[Path, Post]:
        return {post.path: post for post in self._collection.posts}

    @cached_property
    def _by_slug(self) -> Mapping[str, list[Post]]:
        found: dict[str, list[Post]] = {}
        for post in self._collection.posts:
            found.setdefault(_slug(post.relative_path), []).append(post)
        return found

    @cached_property
    def _by_address(self) -> Mapping[str, Post]:
        found: dict[str, Post] = {}
        for post in self._collection.posts:
            for key in _ADDRESS_KEYS:
                value = post.header.get(key)
                for one in value if isinstance(value, list) else [value]:
                    if isinstance(one, str) and one.strip("/") and ":" not in one:
                        found.setdefault(_folded(one), post)
        return found


def _of_url(url: str, scheme: str) -> Destination:
    if scheme not in _OPENED:
        return Destination(one_line(url), reason=f"csreader opens no {one_line(scheme)}: addresses")
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        # Letters of other scripts may look like those of a well-known name, and what stands
        # before an @ like a site.
        named = host.encode("idna").decode("ascii") if not host.isascii() else ""
        if "@" in parts.netloc:
            named = named or host
    except ValueError:
        return Destination(one_line(url), reason="the address is not a valid one")
    if scheme != "mailto" and not host:
        return Destination(one_line(url), reason="the address names no site")
    return Destination(one_line(url) + (f"  (that is {named})" if named else ""), url=url)


def _to_post(post: Post, address: str) -> Destination:
    _, sign, part = address.partition("#")
    shown = one_line(f"{post.relative_path}{sign}{part}")
    return Destination(shown, post=post, part=one_line(part))


def _quoted_in(template: re.Match[str]) -> str:
    """The address that a template makes an address of, such as `{{ "/a" | url }}`."""
    quoted = _QUOTED.search(template[0])
    return quoted[1] if quoted else ""


def _normal(path: Path) -> Path:
    return Path(os.path.normpath(path))


def _parts(path: str) -> list[str]:
    return [part.lower() for part in re.split(r"[/\\]", path) if part and part not in (".", "..")]


def _slug(path: str) -> str:
    """What a post is called in addresses: its file's name without date and ending."""
    parts = [part for part in _parts(path) if not part.startswith(("index.", "_index."))]
    name = parts[-1] if parts else ""
    stem, dot, ending = name.rpartition(".")
    if dot and ending.isalpha():
        name = stem
    return _DATED.sub("", name)


def _folded(address: str) -> str:
    """An address on the site, whatever stands at its ends."""
    return "/".join(part for part in _parts(address) if part != "index.html").removesuffix(".html")


def _kind(file: Path) -> str:
    return mimetypes.guess_type(file.name)[0] or ""
