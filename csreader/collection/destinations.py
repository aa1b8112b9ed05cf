"""Where the addresses in a post lead: the web, a file of the collection, another post."""

from __future__ import annotations

import mimetypes
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
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


def destination(address: str, post: Post, collection: Collection) -> Destination:
    """Where an address in a post leads. Nothing is fetched; only the collection is looked at.

    Args:
        address: As written in the post, templates of Jekyll and Hugo among it.
        post: The post that it stands in.
        collection: The post's collection.
    """
    if template := _LIQUID_POST.search(address) or _HUGO_POST.search(address):
        return _of_path(template[1], post, collection, cleaned(address))
    plain = cleaned(_TEMPLATE.sub("", address))
    if plain.startswith("//"):
        plain = f"https:{plain}"
    if scheme := _SCHEME.match(plain):
        return _of_url(plain, scheme[1].lower())
    path = unquote(re.split("[?#]", plain, maxsplit=1)[0], errors="replace")
    if not path:
        return _to_post(post, plain) if len(plain) > 1 else Destination("", reason=_MISSING)
    found = _of_path(path, post, collection, plain)
    if found.reason == _MISSING and is_web_address(post.about.source):
        # A page that was copied from the web: its links are those of the page.
        web = _of_url(urljoin(post.about.source, plain), "https")
        return replace(web, shown=f"{web.shown}  (as on the source's site; not in the collection)")
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


def _of_path(path: str, post: Post, collection: Collection, shown: str) -> Destination:
    for file in _files(path, post, collection):
        try:
            if not file.is_file() or not file.resolve().is_relative_to(collection.root.resolve()):
                continue
        except (OSError, RuntimeError, ValueError):
            continue
        name = one_line(file.relative_to(collection.root).as_posix())
        other = next((one for one in collection.posts if one.path == file), None)
        if other is not None:
            return _to_post(other, shown)
        if not _kind(file).startswith(_SHOWN_KINDS):
            return Destination(name, reason="csreader opens only posts, pictures, films and PDFs")
        return Destination(name, file=file)
    slug = _slug(path)
    named = [one for one in collection.posts if slug and _slug(one.path.name) == slug]
    if len(named) == 1:
        return _to_post(named[0], shown)
    return Destination(one_line(shown), reason=_MISSING)


def _to_post(post: Post, address: str) -> Destination:
    _, sign, part = address.partition("#")
    shown = one_line(f"{post.relative_path}{sign}{part}")
    return Destination(shown, post=post, part=one_line(part))


def _files(path: str, post: Post, collection: Collection) -> Iterator[Path]:
    """Where a file of a path may lie."""
    if "\0" in path:
        return
    below = path.lstrip("/\\")
    if not path.startswith("/"):
        yield _normal(post.path.parent / path)
        # Hexo keeps a post's pictures in a folder of its name.
        yield _normal(post.path.with_suffix("") / path)
    for folder in _STATIC:
        yield _normal(collection.root / folder / below)
    if collection.posts_folder is not None:
        yield _normal(collection.posts_folder / below)


def _normal(path: Path) -> Path:
    return Path(os.path.normpath(path))


def _slug(path: str) -> str:
    """What a post is called in addresses: its file's name without date and ending."""
    parts = [part for part in re.split(r"[/\\]", path) if part and not part.startswith("index.")]
    name = parts[-1] if parts else ""
    stem, dot, ending = name.rpartition(".")
    if dot and ending.isalpha():
        name = stem
    return _DATED.sub("", name).lower()


def _kind(file: Path) -> str:
    return mimetypes.guess_type(file.name)[0] or ""
