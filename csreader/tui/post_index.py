"""Finds and sorts posts for a query: titles are folded once, for a key must be answered at once."""

from __future__ import annotations

import re
import threading
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from csreader.annotations import Status
from csreader.annotations.model import Overview
from csreader.collection import Post
from csreader.tui.query import Query, Subject, Word, fold

_EXACT, _PREFIX, _INSIDE, _ALIKE, _IN_ORDER = range(5)
"""How well a word fits a title, the best first."""
_WORD = re.compile(r"\w+")
_STATUSES = (Status.IN_PROGRESS, Status.UNREAD, Status.DONE)
"""What is begun comes first, what is done last."""


class Order(StrEnum):
    """What the list is sorted by; posts that are equal in it stand in the usual order."""

    DATE = "date"
    TITLE = "title"
    STATUS = "status"
    LEAST_TAGGED = "least tagged"
    MOST_TAGGED = "most tagged"
    CODER = "coder"
    WORDS = "words"


class PostIndex:
    """Posts in the usual order, with their titles prepared for searching.

    Args:
        posts: All posts; their titles are read when they are first searched or sorted by.
    """

    def __init__(self, posts: Sequence[Post]) -> None:
        self.posts = posts
        self._titles: list[str] = []
        self._words: dict[str, list[int]] = {}
        """The places in `posts` of the titles that hold a word, in the words' order."""
        self._sorted: list[str] = []
        self._lock = threading.Lock()

    def prepare(self) -> None:
        """Read the titles, if they were not read yet."""
        with self._lock:
            if not self._titles:
                self._read()

    def _read(self) -> None:
        titles = [fold(post.title) for post in self.posts]
        words: dict[str, list[int]] = {}
        for number, title in enumerate(titles):
            for word in dict.fromkeys(_WORD.findall(title)):
                words.setdefault(word, []).append(number)
        self._sorted = sorted(words)
        self._words = words
        self._titles = titles

    def select(
        self,
        query: Query,
        order: Order,
        overview: Overview,
        coder: str,
        words: Mapping[str, int],
    ) -> list[Post]:
        """The posts that a query asks for, in order: titles that fit well before those that do not.

        Args:
            query: What is asked for.
            order: What they are sorted by.
            overview: What is marked.
            coder: Whose status counts.
            words: How many words posts have, by id; those that lack are not counted yet.
        """

        def subject(post: Post) -> Subject:
            summary = overview.post(post.id)
            status = summary.statuses.get(coder, Status.UNREAD)
            return Subject(post, summary, status, words.get(post.id))

        ranks = self._ranks(query)
        if query.tests:
            tests = query.tests
            ranks = {
                number: rank
                for number, rank in ranks.items()
                if (one := subject(self.posts[number])) and all(test(one) for test in tests)
            }
        found = sorted(ranks)
        if order is not Order.DATE:
            if order is Order.TITLE:
                self.prepare()
                found.sort(key=self._titles.__getitem__)
            else:
                key = _KEYS[order]
                found.sort(key=lambda number: key(subject(self.posts[number])))
        if query.words:
            found.sort(key=ranks.__getitem__)
        return [self.posts[number] for number in found]

    def _ranks(self, query: Query) -> dict[int, int]:
        """The places of the posts whose titles fit, with how badly they do."""
        if not query.words and not query.without:
            return dict.fromkeys(range(len(self.posts)), 0)
        self.prepare()
        found: dict[int, int] | None = None
        for word in query.words:
            one = self._fitting(word)
            found = (
                one
                if found is None
                else {number: rank + one[number] for number, rank in found.items() if number in one}
            )
        if found is None:
            found = dict.fromkeys(range(len(self.posts)), 0)
        for text in query.without:
            found = {
                number: rank for number, rank in found.items() if text not in self._titles[number]
            }
        return found

    def _fitting(self, word: Word) -> dict[int, int]:
        text = word.text
        found = {number: _INSIDE for number, title in enumerate(self._titles) if text in title}
        if word.literal:
            return dict.fromkeys(found, _EXACT)
        begun = self._begun(text)
        if (slip := _slips(text)) and text.isalpha():
            for name in self._alike(text, slip):
                for number in self._words[name]:
                    found.setdefault(number, _ALIKE)
        for name in begun:
            found.update(dict.fromkeys(self._words[name], _PREFIX))
        found.update(dict.fromkeys(self._words.get(text, ()), _EXACT))
        if not found and len(text) > 1:
            return {
                number: _IN_ORDER
                for number, title in enumerate(self._titles)
                if in_order(text, title)
            }
        return found

    def _begun(self, text: str) -> list[str]:
        """The titles' words that begin with a text."""
        names = self._sorted
        first = last = bisect_left(names, text)
        while last < len(names) and names[last].startswith(text):
            last += 1
        return names[first:last]

    def _alike(self, text: str, slips: int) -> list[str]:
        """The titles' words that are a few slips of the finger away, or begin so."""
        names = self._sorted
        begins = [name[: len(text)] for name in names]
        alike = {
            index
            for choices in (names, begins)
            for _, _, index in process.extract(
                text, choices, scorer=OSA.distance, score_cutoff=slips, limit=None
            )
        }
        return [names[index] for index in alike]


def in_order(letters: str, title: str) -> bool:
    """Whether a title has these letters in their order, as `brkl` are in `broken lamp`.

    The first begins a word; each further one stands in the same word, or begins another.
    """
    places = {at for at, sign in enumerate(title) if sign == letters[0] and _begins(title, at)}
    for letter in letters[1:]:
        following: set[int] = set()
        for place in places:
            same = True
            for at in range(place + 1, len(title)):
                same = same and title[at].isalnum()
                if title[at] == letter and (same or _begins(title, at)):
                    following.add(at)
        places = following
        if not places:
            return False
    return True


def _begins(title: str, at: int) -> bool:
    return title[at].isalnum() and (at == 0 or not title[at - 1].isalnum())


def _slips(text: str) -> int:
    """How many letters of a word may be wrong."""
    return 0 if len(text) < 5 else 1 if len(text) < 9 else 2


def _tags(subject: Subject) -> int:
    return sum(subject.summary.tags.values())


def _coders(subject: Subject) -> tuple[bool, list[str]]:
    """Who has marks on a post, by name; what nobody has marked stands last."""
    names = [
        name for name, status in subject.summary.statuses.items() if status is not Status.UNREAD
    ]
    return not names, sorted(names, key=str.casefold)


_KEYS: dict[Order, Callable[[Subject], Any]] = {
    Order.STATUS: lambda subject: _STATUSES.index(subject.status),
    Order.LEAST_TAGGED: _tags,
    Order.MOST_TAGGED: lambda subject: -_tags(subject),
    Order.CODER: _coders,
    # What is not counted yet stands last.
    Order.WORDS: lambda subject: 1 << 40 if subject.words is None else subject.words,
}
