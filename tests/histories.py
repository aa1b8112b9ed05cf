"""Random histories of a collection in a git repository, made through the store."""

from __future__ import annotations

import datetime
import os
import random
import re
import subprocess
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path

from commands import ROOT

from csreader.annotations import Mark, Store, StoreError
from csreader.text.model import Format, ReadingText
from csreader.text.reader import read_text

POSTS = ("kettle.md", "ferry.md")
TAGS = ("apology", "fast", "refund", "exception", "kind")
PHRASES = ("thank you", "they answered", "within the hour", "and sent a new one")
ENV = {
    **os.environ,
    "PYTHONPATH": str(ROOT),
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{
        f"GIT_{who}_{what}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "ann"), ("EMAIL", "ann@example.org"))
    },
}
DRIVER = f"'{Path(sys.executable).as_posix()}' -m csreader merge %O %A %B --path=%P"


def git(folder: Path, *arguments: str) -> str:
    """Runs git, which must succeed."""
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=ENV,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def story(numbers: range) -> str:
    """A post of numbered sentences: each phrase stands in many of them, each number once."""
    return "\n\n".join(
        f"Number {number} says thank you. In {number} they answered within the hour and sent a "
        f"new one to {number}."
        for number in numbers
    )


def reading_of(root: Path, post: str) -> ReadingText:
    """The reading text of a post as it is on disk."""
    return read_text((root / "posts" / post).read_text(encoding="utf-8"), Format.MARKDOWN)


@dataclass(frozen=True)
class Seen:
    """A mark as a reader sees it."""

    tags: frozenset[str]
    note: str
    where: str
    """The paragraph's number and the place in it, which an edit elsewhere does not change."""
    quote: str


def seen(root: Path, post: str, store: Store) -> dict[str, Seen]:
    """A coder's marks of a post, by id."""
    reading = reading_of(root, post)
    marks = store.marks(post, reading)
    assert marks.problems == ()
    return {mark.annotation.id: _seen(mark, reading.text) for mark in marks.own}


def _seen(mark: Mark, text: str) -> Seen:
    tags = frozenset(mark.annotation.tags)
    if mark.start is None or mark.end is None:
        return Seen(tags, mark.annotation.note, "nowhere", mark.quote)
    assert text[mark.start : mark.end] == mark.quote
    first = text.rfind("\n\n", 0, mark.start) + 2 if "\n\n" in text[: mark.start] else 0
    number = re.search(r"\d+", text[first:])
    assert number
    where = f"{number.group()} at {mark.start - first}"
    return Seen(tags, mark.annotation.note, where, mark.quote)


class Coder:
    """Makes random changes through a store, as one coder.

    Args:
        root: The collection's root.
        seed: What decides.
    """

    def __init__(self, root: Path, seed: str) -> None:
        self.root = root
        self.random = random.Random(seed)
        self.now = datetime.datetime(2024, 5, 6, tzinfo=datetime.UTC)
        self.store = Store(root, "ann", clock=self._clock, new_id=self._new_id)

    def work(self, changes: int, *, retag: bool = True) -> None:
        """Makes so many changes."""
        kinds = ["add"] * 6 + ["retag"] * 3 + ["note"] * 2 + ["move"] * 2 + ["remove", "done"]
        if retag:
            kinds += ["rename", "merge", "new", "describe", "key", "shift"]
        for _ in range(changes):
            post = self.random.choice(POSTS)
            try:
                getattr(self, f"_{self.random.choice(kinds)}")(post, reading_of(self.root, post))
            except StoreError:
                continue  # such as a name that is taken

    def _clock(self) -> datetime.datetime:
        self.now += datetime.timedelta(seconds=self.random.randint(0, 90))
        return self.now

    def _new_id(self) -> str:
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def _passage(self, text: str) -> tuple[int, int]:
        phrase = self.random.choice(PHRASES)
        start = self.random.choice([at.start() for at in re.finditer(phrase, text)])
        return start, start + len(phrase)

    def _some(self, post: str, reading: ReadingText) -> Mark | None:
        own = [mark for mark in self.store.marks(post, reading).own if mark.start is not None]
        return self.random.choice(own) if own else None

    def _tag(self) -> str:
        names = [tag.name for tag in self.store.codebook().tags]
        return self.random.choice([*names, self.random.choice(TAGS)])

    def _add(self, post: str, reading: ReadingText) -> None:
        note = self.random.choice(["", "", "why?", f"note {self.random.randint(1, 99)}"])
        self.store.add(post, reading, *self._passage(reading.text), [self._tag()], note)

    def _retag(self, post: str, reading: ReadingText) -> None:
        if mark := self._some(post, reading):
            self.store.update(post, reading, mark.annotation.id, tags=[self._tag(), self._tag()])

    def _note(self, post: str, reading: ReadingText) -> None:
        if mark := self._some(post, reading):
            note = f"note {self.random.randint(1, 99)}"
            self.store.update(post, reading, mark.annotation.id, note=note)

    def _move(self, post: str, reading: ReadingText) -> None:
        if mark := self._some(post, reading):
            start, end = self._passage(reading.text)
            self.store.update(post, reading, mark.annotation.id, start=start, end=end)

    def _remove(self, post: str, reading: ReadingText) -> None:
        if mark := self._some(post, reading):
            self.store.remove(post, reading, mark.annotation.id)

    def _done(self, post: str, reading: ReadingText) -> None:
        self.store.set_done(post, reading, self.random.random() < 0.7)

    def _rename(self, _post: str, _reading: ReadingText) -> None:
        self.store.rename_tag(self._tag(), f"{self._tag()} {self.random.randint(2, 4)}")

    def _merge(self, _post: str, _reading: ReadingText) -> None:
        self.store.merge_tags(self._tag(), self._tag())

    def _new(self, _post: str, _reading: ReadingText) -> None:
        self.store.add_tag(f"{self.random.choice(TAGS)} {self.random.randint(2, 4)}")

    def _describe(self, _post: str, _reading: ReadingText) -> None:
        self.store.change_tag(self._tag(), description=f"text {self.random.randint(1, 9)}")

    def _key(self, _post: str, _reading: ReadingText) -> None:
        self.store.set_shortcut(self._tag(), self.random.choice("123ab"))

    def _shift(self, _post: str, _reading: ReadingText) -> None:
        self.store.move_tag(self._tag(), self.random.choice([-1, 1]))
