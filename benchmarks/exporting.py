"""Exports of 100,000 annotations: each format's time beside json.dump's, and its memory.

json.dump gets what the JSON holds, made beforehand, with the same options; each writer gets
the posts as a loaded collection has them. Time is the processor's, so that what else the
machine does counts less.

The memory is what a process of its own takes more at its peak than after a first, small
export, for 10,000 and for 100,000 annotations: a format that streams takes as much for
both. Its posts are made one after another as the writer asks for them; and once the whole
way is measured, from a collection on the disk to its JSON.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import BinaryIO

from benchmarks.material import markdown
from benchmarks.saving import EACH, make_collection, marks, write_sheet
from csreader.annotations import Mark, State, Store, Tag
from csreader.collection import Collection
from csreader.exchange.formats.csreader_json import JSON, document
from csreader.exchange.interface import Format as ExchangeFormat
from csreader.exchange.interface import Options
from csreader.exchange.registry import format_named, writers
from csreader.exchange.snapshot import (
    PlacedMark,
    PostSnapshot,
    Snapshot,
    placed_mark,
    take_snapshot,
)
from csreader.text.model import Format, ReadingText
from csreader.text.reader import read_text

COUNTS = (10_000, 100_000)
MOST = 2.0
"""How many times as long as json.dump writing JSON may take."""
GROWTH = 4.0
"""How many megabytes more ten times as many annotations may take."""
_TURNS = 3
_WARM = 20
"""Posts of the first export, which loads what is loaded once."""
_SOURCE = markdown(3_000)
_EXPORTED = "2024-05-06T07:08:09Z"
_TAGS = tuple(Tag(f"00000000-0000-4000-9000-{n:012x}", f"tag {n}", "#56b4e9") for n in range(12))


@dataclass(frozen=True)
class Posts:
    """So many posts of `EACH` annotations, made anew each time that they are gone through."""

    count: int
    reading: ReadingText
    placed: tuple[PlacedMark, ...]

    @classmethod
    def of(cls, count: int) -> Posts:
        """Posts with the same text and marks, told apart by their ids."""
        reading = read_text(_SOURCE, Format.MARKDOWN)
        placed = (
            Mark(one, "ann", State.ANCHORED, one.start, one.end, one.quote, one.line)
            for one in marks(reading)
        )
        return cls(count, reading, tuple(placed_mark(one, reading) for one in placed))

    def __iter__(self) -> Iterator[PostSnapshot]:
        reading = self.reading
        for number in range(self.count):
            name = f"post-{number:05d}.md"
            own = tuple(replace(one, id=f"{number:08x}{one.id[8:]}") for one in self.placed)
            yield PostSnapshot(
                name, name, name, None, Format.MARKDOWN, reading.sha256, reading.rules, {}, own,
                reading.text, reading,
            )  # fmt: skip


def _written_to_nowhere(one: ExchangeFormat, snapshot: Snapshot) -> None:
    """Does all that an export does but keeping it."""

    @contextlib.contextmanager
    def opened(_name: str) -> Iterator[BinaryIO]:
        with Path(os.devnull).open("wb") as stream:
            yield stream

    if one.write_folder is not None:
        one.write_folder(snapshot, opened, Options())
        return
    for write in filter(None, (one.write, *one.companions.values())):
        with opened("") as stream:
            write(snapshot, stream, Options())


def _seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _speed(count: int) -> Iterator[str]:
    posts = list(Posts.of(count // EACH))
    snapshot = Snapshot(_EXPORTED, _TAGS, posts)
    without_text = [replace(post, text=None, reading=None) for post in posts]
    bare = Snapshot(_EXPORTED, _TAGS, without_text)
    values = document(bare)

    def dump() -> None:
        with Path(os.devnull).open("wb") as sink:
            text = io.TextIOWrapper(sink, encoding="utf-8", write_through=True)
            json.dump(values, text, ensure_ascii=False, allow_nan=False, indent=2)

    def write(one: ExchangeFormat) -> float:
        wanted = snapshot if one.needs_text else bare
        return _seconds(lambda: _written_to_nowhere(one, wanted))

    taken = [(_seconds(dump), write(JSON)) for _ in range(_TURNS)]
    theirs, ours = (median(times) for times in zip(*taken, strict=True))
    yield f"exporting, {count:,} annotations in {count // EACH:,} posts, of the processor"
    yield f"  {'json.dump of the object':24} {theirs:7.2f} s"
    for name, one in writers().items():
        seconds = ours if name == JSON.name else write(one)
        ratio = seconds / theirs
        said = f"  {name:24} {seconds:7.2f} s  {ratio:5.2f} times"
        if name == JSON.name:
            said += f" (at most {MOST})" + ("" if ratio <= MOST else f"   BELOW: over {MOST}")
        yield said


def grown(name: str, count: str, root: str = "") -> None:
    """Prints the megabytes that an export takes at its peak; run in a process of its own.

    Args:
        name: The format's; empty to hold all of the JSON's object, for comparison.
        count: How many annotations.
        root: A collection that holds them; empty to make them meanwhile.
    """
    import resource

    snapshot = Snapshot(_EXPORTED, _TAGS, Posts.of(int(count) // EACH))
    first = Snapshot(_EXPORTED, _TAGS, Posts.of(_WARM))
    if root:
        collection = Collection.open(root)
        collection.load()
        store = Store(collection.root, "ann")
        snapshot = take_snapshot(collection, store, exported=_EXPORTED)
        some = collection.posts[:_WARM]
        first = take_snapshot(collection, store, exported=_EXPORTED, posts=some)
    one = format_named(name)
    export: Callable[[Snapshot], object] = document
    if one is not None:
        export = partial(_written_to_nowhere, one)
    export(first)
    # A new process's peak is what it has, not what its parent once had.
    if child := os.fork():
        os.waitpid(child, 0)
        return
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    export(snapshot)
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / unit)


def _grown(name: str, count: int, root: str = "") -> float:
    code = "import sys; from benchmarks.exporting import grown; grown(*sys.argv[1:])"
    command = [sys.executable, "-c", code, name, str(count), root]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def _told(shown: str, streams: bool, small: float, large: float) -> str:
    said = f"  {shown:24} {small:7.2f} {large:7.2f}"
    if not streams:
        return f"{said}   holds all"
    said += f"   {large - small:+.2f} (at most {GROWTH:.0f})"
    return said if large - small <= GROWTH else f"{said}   BELOW: over {GROWTH:.0f}"


def _memory() -> Iterator[str]:
    few, many = COUNTS
    yield f"  megabytes more at the peak, for {few:,} and {many:,}"
    yield _told("the JSON's object", False, *(_grown("", count) for count in COUNTS))
    for name, one in writers().items():
        yield _told(name, one.streams, *(_grown(name, count) for count in COUNTS))
    reading = read_text(_SOURCE, Format.MARKDOWN)
    with tempfile.TemporaryDirectory() as folder:
        taken = []
        for count in COUNTS:
            root = Path(folder, str(count))
            make_collection(root, reading, 0)
            for number in range(count // EACH):
                name = f"post-{number:05d}.md"
                (root / name).write_text(_SOURCE, encoding="utf-8")
                own = (replace(one, id=f"{number:08x}{one.id[8:]}") for one in marks(reading))
                write_sheet(root, name, reading, tuple(own))
            taken.append(_grown(JSON.name, count, str(root)))
        yield _told("json, from the disk", JSON.streams, *taken)


def run(count: int = COUNTS[-1]) -> Iterator[str]:
    """Measures both, a line at a time."""
    yield from _speed(count)
    yield from _memory()
