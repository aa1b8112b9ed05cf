"""Finds the post that a file's document is.

In this order: the post that was said by hand; the id or path, and the text's hash; the
file's name; the title; at last the words. A document for which two posts are as likely is
nobody's: it is told, and can be said by hand.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from rapidfuzz.distance import LCSseq

from csreader.annotations.tokens import Tokens
from csreader.collection import Collection, Post
from csreader.exchange.brought import BroughtDocument

ENOUGH = 0.6
"""How like, of 1, a text has to be to a document's for the words alone to say so."""
MARGIN = 0.15
"""How much more like it has to be than the next."""
UNLIKE = 0.3
"""Below which a text is another one, whatever its name."""
_COMPARED = 4
"""How many of the posts that share most words are compared word by word."""


@dataclass(frozen=True, slots=True)
class Match:
    """Which post a document is."""

    post: Post | None
    how: str = ""
    """By what it was found: `by hand`, `id`, `path`, `text`, `file name`, `title`, `words`."""
    rivals: tuple[str, ...] = ()
    """The ids of posts that it could be, where that is not clear."""


@dataclass
class Matcher:
    """Finds documents' posts in a collection; what it needs of the posts is read when needed.

    Args:
        collection: The posts.
        by_hand: From documents' names to ids of posts.
    """

    collection: Collection
    by_hand: Mapping[str, str] = field(default_factory=dict)

    def match(self, document: BroughtDocument) -> Match:
        """The post that a document is, or why none is."""
        said = self.by_hand.get(document.name)
        if said is not None:
            return Match(self.collection.by_id(said), "by hand")
        named, how = self._named(document)
        hashed = self._hashed(document)
        if named is not None:
            return self._named_or_hashed(document, named, how, hashed)
        if len(hashed) == 1:
            return Match(hashed[0], "text")
        if hashed:
            return self._one_of(document, hashed)
        for how, found in (
            ("path", self._by_path_end(document)),
            ("file name", self._by_file_name(document)),
            ("title", self._by_title(document)),
        ):
            fitting = [post for post in found if self._may_be(document, post)]
            if len(fitting) == 1:
                return Match(fitting[0], how)
            if fitting:
                return Match(None, rivals=_ids(fitting))
        return self._by_words(document)

    def _named(self, document: BroughtDocument) -> tuple[Post | None, str]:
        for name, how in ((document.id, "id"), (document.name, "id")):
            if name and name in self._ids:
                return self._ids[name], how
        for name in _paths(document.name):
            if name in self._paths:
                return self._paths[name], "path"
            if name in self._ids:
                return self._ids[name], "id"
        return None, ""

    def _named_or_hashed(
        self, document: BroughtDocument, named: Post, how: str, hashed: list[Post]
    ) -> Match:
        """A post of the document's name, unless another one has its very text."""
        if not hashed or named in hashed:
            return Match(named, how)
        if document.text is not None and not self._may_be(document, named):
            return (
                Match(hashed[0], "text") if len(hashed) == 1 else Match(None, rivals=_ids(hashed))
            )
        return Match(None, rivals=_ids([named, *hashed]))

    def _one_of(self, document: BroughtDocument, posts: list[Post]) -> Match:
        """Of posts with one text, the one that the document's name or title fits alone."""
        for how, found in (
            ("file name", self._by_file_name(document)),
            ("title", self._by_title(document)),
        ):
            fitting = [post for post in posts if post in found]
            if len(fitting) == 1:
                return Match(fitting[0], how)
        return Match(None, rivals=_ids(posts))

    def _hashed(self, document: BroughtDocument) -> list[Post]:
        sha256 = document.text_sha256
        if document.text is not None:
            sha256 = hashlib.sha256(document.text.encode("utf-8", "replace")).hexdigest()
        found = self._hashes.get(sha256, []) if sha256 else []
        if not found and document.text is not None:
            found = self._folded_texts.get(_folded_text(document.text), [])
        return found

    def _by_path_end(self, document: BroughtDocument) -> list[Post]:
        """By the end of a path of another machine, a folder and a file at least."""
        for name in _paths(document.name):
            parts = name.split("/")
            for at in range(1, len(parts) - 1):
                end = "/".join(parts[at:])
                if (post := self._paths.get(end) or self._ids.get(end)) is not None:
                    return [post]
        return []

    def _by_file_name(self, document: BroughtDocument) -> list[Post]:
        for name in (document.id, *_paths(document.name)):
            last = PurePosixPath(name).name if name else ""
            for key in (_folded(last), _folded(PurePosixPath(last).stem)):
                if key and (found := self._names.get(key)):
                    return found
        return []

    def _by_title(self, document: BroughtDocument) -> list[Post]:
        for title in (document.title, document.name):
            if title and (found := self._titles.get(_folded(title))):
                return found
        return []

    def _may_be(self, document: BroughtDocument, post: Post) -> bool:
        """Whether a post's text is not quite another than the document's."""
        if document.text is None:
            return True
        return _shared(Counter(Tokens.of(document.text).keys), self._words[post.id]) >= UNLIKE

    def _by_words(self, document: BroughtDocument) -> Match:
        if document.text is None:
            return Match(None)
        words = Counter(Tokens.of(document.text).keys)
        shares = {post: _shared(words, counted) for post, counted in self._words.items()}
        best = sorted(shares, key=lambda post: -shares[post])[:_COMPARED]
        mine = list(Tokens.of(document.text).keys)
        likely = sorted(
            ((_alike(mine, self._ids[post]), post) for post in best if shares[post] >= UNLIKE),
            reverse=True,
        )
        if not likely or likely[0][0] < ENOUGH:
            return Match(None)
        rivals = tuple(post for share, post in likely if share > likely[0][0] - MARGIN)
        if len(rivals) > 1:
            return Match(None, rivals=rivals)
        return Match(self._ids[likely[0][1]], "words")

    @cached_property
    def _ids(self) -> Mapping[str, Post]:
        return {post.id: post for post in self.collection.posts}

    @cached_property
    def _paths(self) -> Mapping[str, Post]:
        return {post.relative_path: post for post in self.collection.posts}

    @cached_property
    def _names(self) -> Mapping[str, list[Post]]:
        names: defaultdict[str, list[Post]] = defaultdict(list)
        for post in self.collection.posts:
            for key in {_folded(post.path.name), _folded(post.path.stem)}:
                names[key].append(post)
        return names

    @cached_property
    def _titles(self) -> Mapping[str, list[Post]]:
        titles: defaultdict[str, list[Post]] = defaultdict(list)
        for post in self.collection.posts:
            titles[_folded(post.title)].append(post)
        return titles

    @cached_property
    def _read(self) -> Mapping[str, tuple[str, str, Counter[str]]]:
        """From each post's id to its text's hash, the hash of its words, and these counted."""
        found = {}
        for post in self.collection.posts:
            reading = post.read()
            words = Counter(Tokens.of(reading.text).keys)
            found[post.id] = reading.sha256, _folded_text(reading.text), words
        return found

    @cached_property
    def _hashes(self) -> Mapping[str, list[Post]]:
        return self._by_part(0)

    @cached_property
    def _folded_texts(self) -> Mapping[str, list[Post]]:
        return self._by_part(1)

    @cached_property
    def _words(self) -> Mapping[str, Counter[str]]:
        return {post: read[2] for post, read in self._read.items()}

    def _by_part(self, part: int) -> Mapping[str, list[Post]]:
        found: defaultdict[str, list[Post]] = defaultdict(list)
        for post, read in self._read.items():
            found[str(read[part])].append(self._ids[post])
        return found


def _paths(name: str) -> Iterable[str]:
    """What a document's name may mean as a path: itself, and of an address the path in it."""
    yield name
    plain = name.replace("\\", "/")
    if "://" in plain:
        plain = urlsplit(plain).path
    yield unquote(plain).lstrip("/")


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _folded_text(text: str) -> str:
    """The hash of a text whatever its white space and normal form."""
    folded = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(folded.encode("utf-8", "replace")).hexdigest()


def _shared(one: Counter[str], other: Counter[str]) -> float:
    """Dice's coefficient of two texts' words, repeated ones counted."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _alike(words: list[str], post: Post) -> float:
    return float(LCSseq.normalized_similarity(words, list(Tokens.of(post.read().text).keys)))


def _ids(posts: Iterable[Post]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(post.id for post in posts))
