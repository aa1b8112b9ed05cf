"""Exports of 100,000 annotations: JSON beside json.dump, and the memory that each format takes.

json.dump gets the same object with the same options, made beforehand; csreader's writer
gets the posts as a loaded collection has them. The memory is what a process of its own
takes more at its peak than once its collection is loaded, for 10,000 and for 100,000
annotations: a format that streams takes as much for both. It is counted by tracemalloc,
which makes all of it slower; so the seconds told beside it are only for comparison.
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
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import BinaryIO

from benchmarks.material import markdown
from benchmarks.saving import EACH, make_collection, marks, write_sheet
from csreader.annotations import Mark, State
from csreader.collection import Collection
from csreader.exchange.formats.csreader_json import JSON, document
from csreader.exchange.interface import Options
from csreader.exchange.registry import writers
from csreader.exchange.snapshot import PostSnapshot, Snapshot, placed_mark
from csreader.text.model import Format, ReadingText
from csreader.text.reader import read_text

COUNTS = (10_000, 100_000)
MOST = 2.0
"""How many times as long as json.dump writing JSON may take."""
GROWTH = 2.0
"""How many megabytes more ten times as many annotations may take."""
_TURNS = 3
_SOURCE = markdown(3_000)


def snapshot_of(reading: ReadingText, posts: int) -> Snapshot:
    """What is exported of so many posts, in memory."""
    own = marks(reading)
    made = []
    for number in range(posts):
        named = (replace(one, id=f"{number:08x}{one.id[8:]}") for one in own)
        placed = tuple(
            placed_mark(
                Mark(one, "ann", State.ANCHORED, one.start, one.end, one.quote, one.line), reading
            )
            for one in named
        )
        name = f"post-{number:05d}.md"
        made.append(
            PostSnapshot(
                name, name, name, None, Format.MARKDOWN, reading.sha256, reading.rules, {}, placed
            )
        )
    return Snapshot("2024-05-06T07:08:09Z", (), tuple(made))


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _speed(count: int) -> list[str]:
    snapshot = snapshot_of(read_text(_SOURCE, Format.MARKDOWN), count // EACH)
    values = document(snapshot)
    with Path(os.devnull).open("wb") as sink:
        text = io.TextIOWrapper(sink, encoding="utf-8", write_through=True)

        def dump() -> None:
            json.dump(values, text, ensure_ascii=False, allow_nan=False, indent=2)

        def write() -> None:
            assert JSON.write is not None
            JSON.write(snapshot, sink, Options())

        taken = [(_seconds(dump), _seconds(write)) for _ in range(_TURNS)]
        text.detach()
    theirs, ours = (median(times) for times in zip(*taken, strict=True))
    ratio = ours / theirs
    verdict = "" if ratio <= MOST else f"   BELOW: over {MOST}"
    return [
        f"exporting, {count:,} annotations in {count // EACH:,} posts",
        f"  json.dump of the object    {theirs:7.2f} s",
        f"  json                       {ours:7.2f} s   {ratio:.2f} times (at most {MOST}){verdict}",
    ]


def grown(root: str, name: str) -> None:
    """Prints the peak, in megabytes, of what an export to nowhere takes, and its seconds."""
    from csreader.annotations import Store
    from csreader.exchange.snapshot import take_snapshot

    one = writers()[name]
    collection = Collection.open(root)
    collection.load()
    snapshot = take_snapshot(
        collection, Store(collection.root, "ann"), exported="", with_text=one.needs_text
    )
    next(iter(snapshot.posts))  # what is loaded once, is
    tracemalloc.start()

    @contextlib.contextmanager
    def opened(_name: str) -> Iterator[BinaryIO]:
        with Path(os.devnull).open("wb") as stream:
            yield stream

    begun = time.perf_counter()
    if one.write is not None:
        with opened("") as stream:
            one.write(snapshot, stream, Options())
    elif one.write_folder is not None:
        one.write_folder(snapshot, opened, Options())
    seconds = time.perf_counter() - begun
    print(tracemalloc.get_traced_memory()[1] / (1 << 20), seconds)


def _measured(root: Path, name: str) -> tuple[float, float]:
    code = "import sys; from benchmarks.exporting import grown; grown(*sys.argv[1:])"
    done = subprocess.run(
        [sys.executable, "-c", code, str(root), name], capture_output=True, text=True, check=False
    )
    if done.returncode:
        return float("nan"), float("nan")
    size, seconds = map(float, done.stdout.split())
    return size, seconds


def _memory(folder: Path) -> Iterator[str]:
    reading = read_text(_SOURCE, Format.MARKDOWN)
    roots = []
    for count in COUNTS:
        root = folder / str(count)
        make_collection(root, reading, 0)
        for number in range(count // EACH):
            name = f"post-{number:05d}.md"
            (root / name).write_text(_SOURCE, encoding="utf-8")
            own = (replace(one, id=f"{number:08x}{one.id[8:]}") for one in marks(reading))
            write_sheet(root, name, reading, tuple(own))
        roots.append(root)
    few, many = COUNTS
    yield f"  read and written from the disk: megabytes more at {few:,} and {many:,}, seconds"
    for name, one in writers().items():
        (small, _), (large, seconds) = (_measured(root, name) for root in roots)
        verdict = ""
        if one.streams:
            verdict = f"   {large - small:+.2f} (at most {GROWTH:.0f})"
            verdict += "" if large - small <= GROWTH else f"   BELOW: over {GROWTH:.0f}"
        yield f"  {name:24} {small:7.2f} {large:7.2f}  {seconds:7.2f} s{verdict}"


def run(count: int = COUNTS[-1]) -> list[str]:
    """Measures both."""
    lines = _speed(count)
    with tempfile.TemporaryDirectory() as folder:
        lines.extend(_memory(Path(folder)))
    return lines
