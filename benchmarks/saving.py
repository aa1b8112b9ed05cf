"""A save in a collection of 100,000 annotations, beside one in a collection without any.

Both do the same: the next mark on a post that has as many of the coder's marks already. In
the same turns TinyDB's own JSONStorage, with all of the annotations in one file, takes one
more; and the same saves are done in an empty collection with the journal of changes in the
user's state folder (as elsewhere), beside the marks, and without one. By the clock most of
a save is waiting for the disk (two fsyncs); of the processor's time it is what csreader
does.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from statistics import median

from tinydb import TinyDB

from benchmarks.material import markdown
from csreader.annotations import Store
from csreader.annotations.disk.jsonfile import dumped
from csreader.annotations.disk.paths import annotation_path
from csreader.annotations.disk.rows import row_number
from csreader.annotations.disk.sheet import Sheet, annotation_row, meta_row
from csreader.annotations.journal.files import BESIDE, OFF, STATE
from csreader.annotations.model import Annotation, TextVersion
from csreader.annotations.selectors import at_passage, describe
from csreader.text.model import Format, ReadingText
from csreader.text.reader import read_text

POSTS = 2_000
EACH = 50
MOST = 1.2
"""How many times as long as in an empty collection a save may take."""
LEAST = 300
"""How many times as long as ours a save into the one file has to take."""
MOST_JOURNAL = 1.3
"""How many times as long as without a journal a save with one may take."""
_SAVES = 200
_TINYDB_SAVES = 3
_FIRST = 21
_CODER = "ann"
_TAGS = tuple(f"tag {number}" for number in range(12))


@dataclass
class Taken:
    """Seconds that saves took."""

    clock: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def measure(self, save: Callable[[], object]) -> None:
        """Takes the times of one save."""
        processor, clock = time.process_time(), time.perf_counter()
        save()
        self.clock.append(time.perf_counter() - clock)
        self.processor.append(time.process_time() - processor)

    def times(self, other: Taken) -> tuple[float, float]:
        """How many times as long as another: of the processor, and by the clock."""
        return (
            median(self.processor) / median(other.processor),
            median(self.clock) / median(other.clock),
        )

    def __str__(self) -> str:
        return f"{median(self.processor) * 1e3:9.3f} ms   {median(self.clock) * 1e3:9.3f} ms"


def marks(reading: ReadingText, count: int = EACH) -> tuple[Annotation, ...]:
    """A post's annotations, evenly over its text; the ids are the same each time."""
    step = len(reading.text) // (count + 1)
    made = []
    for number in range(count):
        start = number * step
        blank = Annotation(
            f"00000000-0000-4000-8000-{number:012x}",
            start,
            start + step // 2,
            "",
            tags=(_TAGS[number % len(_TAGS)],),
            created="2024-05-06T07:08:09Z",
            modified="2024-05-06T07:08:09Z",
        )
        made.append(at_passage(blank, describe(reading, start, start + step // 2)))
    return tuple(made)


def write_sheet(root: Path, post: str, reading: ReadingText, own: tuple[Annotation, ...]) -> None:
    """Writes an annotation file as a save would, without waiting for the disk."""
    sheet = Sheet(_CODER, post, TextVersion.of(reading), annotations=own)
    path = annotation_path(root / "annotations", _CODER, post)
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = {str(row_number(one.id)): annotation_row(one) for one in own}
    path.write_bytes(dumped({"meta": {"1": meta_row(sheet)}, "annotations": rows}))


def make_collection(root: Path, reading: ReadingText, posts: int, journal: str = STATE) -> Store:
    """A collection with so many posts of `EACH` annotations, and a codebook."""
    root.mkdir()
    store = Store(root, _CODER, journal=journal)
    for tag in _TAGS:
        store.add_tag(tag)
    for post in range(posts):
        own = tuple(replace(one, id=f"{post:08x}{one.id[8:]}") for one in marks(reading))
        write_sheet(root, f"post-{post:05d}.md", reading, own)
    return store


def make_one_file(path: Path, reading: ReadingText, posts: int) -> TinyDB:
    """All the annotations in one file of TinyDB's own."""
    db = TinyDB(path, ensure_ascii=False, encoding="utf-8")
    rows = [annotation_row(one) for one in marks(reading)]
    db.table("annotations").insert_multiple(
        {**row, "id": f"{post:08x}{row['id'][8:]}", "post": f"post-{post:05d}.md"}
        for post in range(posts)
        for row in rows
    )
    return db


def run(posts: int = POSTS, saves: int = _SAVES) -> list[str]:
    """Measures all three, in turns, and says how many times as long they take."""
    reading = read_text(markdown(12_000), Format.MARKDOWN)
    place = os.environ.get("CSREADER_BENCH_FOLDER")
    with tempfile.TemporaryDirectory(dir=place) as folder, _state_in(Path(folder, "state")):
        large = make_collection(Path(folder, "large"), reading, posts)
        empty = make_collection(Path(folder, "empty"), reading, 0)
        one_file = make_one_file(Path(folder, "all.json"), reading, posts)
        journals = {
            place: make_collection(Path(folder, f"journal {place}"), reading, 0, place)
            for place in (OFF, STATE, BESIDE)
        }
        noted = {place: Taken() for place in journals}
        full, bare, single = Taken(), Taken(), Taken()
        marked, alone = Taken(), Taken()

        def save(store: Store, post: str, at: int) -> Callable[[], object]:
            start = 3 + at * 7
            return lambda: store.add(post, reading, start, start + 5, [_TAGS[at % len(_TAGS)]])

        # What was written so far is the disk's business, not that of the saves.
        getattr(os, "sync", lambda: None)()
        # A process's first save sweeps its folder: that is what a command pays.
        first_full, first_bare = Taken(), Taken()
        for at in range(_FIRST):
            first_bare.measure(save(Store(empty.root, _CODER), f"first {at}.md", at))
            first_full.measure(save(Store(large.root, _CODER), f"first {at}.md", at))
        known = marks(reading)
        write_sheet(empty.root, "marked.md", reading, known)
        write_sheet(large.root, "marked.md", reading, known)
        for at in range(1, saves):
            bare.measure(save(empty, f"new {at // 20}.md", at))
            full.measure(save(large, f"new {at // 20}.md", at))
            alone.measure(save(empty, "marked.md", at))
            marked.measure(save(large, "marked.md", at))
            # Each is the first of the three as often as the others.
            turn = [*journals, *journals][at % len(journals) :][: len(journals)]
            for kept in turn:
                noted[kept].measure(save(journals[kept], f"new {at // 20}.md", at))
            if at % (saves // _TINYDB_SAVES) == 1:
                row = {**annotation_row(known[0]), "id": f"more {at}"}
                single.measure(partial(one_file.table("annotations").insert, row))
        one_file.close()
    return [
        f"saving, {posts * EACH:,} annotations in {posts:,} files, beside none; "
        "processor, clock (medians)",
        f"  empty collection           {bare}",
        f"  large one                  {full}   {_told(full.times(bare), MOST)}",
        f"  a post of {EACH}+ alone        {alone}",
        f"  the same in the large one  {marked}   {_told(marked.times(alone), MOST)}",
        f"  a process's first save     {first_full}   "
        "{:.2f}, {:.2f} times the empty one's".format(*first_full.times(first_bare)),
        f"  one TinyDB file            {single}   {_told_least(single.times(full))}",
        f"  without a journal          {noted[OFF]}",
        *(
            f"  {name:<27}{noted[kept]}   {_told(noted[kept].times(noted[OFF]), MOST_JOURNAL)}"
            for kept, name in ((STATE, "journal in the state folder"), (BESIDE, "journal beside"))
        ),
    ]


@contextlib.contextmanager
def _state_in(folder: Path) -> Iterator[None]:
    """The user's state folder is this one: what is measured leaves nothing behind."""
    name = "XDG_STATE_HOME"
    before = os.environ.get(name)
    os.environ[name] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


def _told(ratios: tuple[float, float], most: float) -> str:
    verdict = "" if max(ratios) <= most else f"   BELOW: over {most}"
    return f"{ratios[0]:.2f}, {ratios[1]:.2f} times (at most {most}){verdict}"


def _told_least(ratios: tuple[float, float]) -> str:
    verdict = "" if min(ratios) >= LEAST else f"   BELOW: under {LEAST}"
    return f"{ratios[0]:.0f}, {ratios[1]:.0f} times the large one's (at least {LEAST}){verdict}"
