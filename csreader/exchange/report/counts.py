"""Counts what the report tells in numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from csreader.exchange.snapshot import PostSnapshot


@dataclass(slots=True)
class Counts:
    """What went by."""

    posts: int = 0
    marks: int = 0
    notes: int = 0
    orphans: int = 0
    tags: Counter[str] = field(default_factory=Counter)
    """From a tag to how many marks have it."""
    posts_of_tag: Counter[str] = field(default_factory=Counter)
    coders: Counter[str] = field(default_factory=Counter)
    years: Counter[str] = field(default_factory=Counter)
    """From a year to how many marks its posts have, also none."""
    untagged: int = 0

    def take(self, post: PostSnapshot) -> None:
        """Counts a post."""
        self.posts += 1
        self.marks += len(post.marks)
        here = Counter(tag for mark in post.marks for tag in mark.tags)
        self.tags.update(here)
        self.posts_of_tag.update(here.keys())
        self.coders.update(mark.coder for mark in post.marks)
        self.notes += sum(bool(mark.note) for mark in post.marks)
        self.orphans += sum(mark.start is None for mark in post.marks)
        self.untagged += sum(not mark.tags for mark in post.marks)
        if post.date:
            self.years[post.date[:4]] += len(post.marks)
