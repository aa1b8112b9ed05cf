"""A key on a megabyte with 2,000 overlapping annotations, beside a key in an empty app.

By the clock a key is what `Pilot.press` takes, for both; some 40 ms of it are the harness
waiting for the app to rest. Of the processor's time an empty app needs next to none, for it
paints nothing: so that is told, and judged beside the least that can scroll a line, a view
of lines that are ready.
"""

from __future__ import annotations

import asyncio
import gc
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median, quantiles
from typing import Any, ClassVar
from uuid import UUID

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.geometry import Size
from textual.pilot import Pilot
from textual.scroll_view import ScrollView
from textual.strip import Strip

from benchmarks.material import markdown
from csreader.annotations import Annotation, Store
from csreader.annotations.disk.files import AnnotationFiles
from csreader.annotations.disk.sheet import Sheet
from csreader.annotations.disk.storage import AnnotationsFolder
from csreader.annotations.model import TextVersion
from csreader.annotations.selectors import at_passage, describe
from csreader.collection import Collection
from csreader.text.model import ReadingText
from csreader.tui.app import CsreaderApp
from csreader.tui.screens.reader import Reader

SIZE = 1_000_000
MARKS = 2_000
TAGS = ("fast response", "apology", "exception to policy", "refund", "late", "in writing")
MEDIAN, HIGHEST = 4, 8
"""How many times an empty app's key it may take: the median, the 99th percentile."""
_SCREEN = (120, 40)
_CODER = "bench"
_KEYS = 300
_FIRST = 10
"""Keys that are not counted: caches fill with them."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds that each key took, of the processor and by the clock."""

    processor: tuple[float, ...]
    clock: tuple[float, ...]

    def __add__(self, other: Taken) -> Taken:
        return Taken(self.processor + other.processor, self.clock + other.clock)


def overlapping(reading: ReadingText, count: int) -> list[Annotation]:
    """Annotations that lie evenly over a text, each overlapping the next ones."""
    rng = random.Random(4)
    step = len(reading.text) // count
    made = []
    for number in range(count):
        start = number * step
        end = min(len(reading.text), start + rng.randint(step + step // 2, 4 * step))
        tags = tuple(rng.sample(TAGS, rng.choice((1, 1, 2))))
        blank = Annotation(str(UUID(int=rng.getrandbits(128))), start, end, "", tags=tags)
        made.append(at_passage(blank, describe(reading, start, end)))
    return made


def make_collection(root: Path, size: int = SIZE, count: int = MARKS) -> None:
    """A post of so many characters with so many overlapping annotations."""
    (root / "posts").mkdir()
    (root / "posts" / "a.md").write_text(markdown(size), encoding="utf-8")
    store = Store(root, _CODER)
    for tag in TAGS:
        store.add_tag(tag)
    post = Collection.open(root).posts[0]
    marks = tuple(overlapping(post.reading, count))

    def write(sheet: Sheet) -> Sheet:
        return replace(sheet, text=TextVersion.of(post.reading), annotations=marks)

    files = AnnotationFiles(AnnotationsFolder(root))
    files.edit(files.path(_CODER, post.id), _CODER, post.id, write)


async def measure_ours(root: Path, keys: int = _KEYS) -> Taken:
    """`j` in the text of the collection's post, from its top on."""
    app = CsreaderApp(root, _CODER)
    async with app.run_test(size=_SCREEN) as pilot:
        while not (isinstance(app.screen, Reader) and app.screen.session.post is not None):
            await pilot.pause(0.01)
        reader = app.screen
        assert len(reader.session.all_marks) == MARKS
        reader.show_pane("body-pane")
        await pilot.pause()
        return await _taken(pilot, keys)


async def measure_empty(keys: int) -> Taken:
    """The same key in an app of nothing."""
    app: App[None] = App()
    async with app.run_test(size=_SCREEN) as pilot:
        return await _taken(pilot, keys)


class _Lines(ScrollView, can_focus=True):
    """Lines that are ready, and a key that scrolls on by one."""

    BINDINGS: ClassVar[list[BindingType]] = [("j", "on", "on")]

    def on_mount(self) -> None:
        self.virtual_size = Size(_SCREEN[0], 10_000)
        line = Strip([Segment("words of a story " * 7)]).adjust_cell_length(_SCREEN[0])
        self._lines = [line] * 10_000

    def render_line(self, y: int) -> Strip:
        return self._lines[y + self.scroll_offset.y]

    def action_on(self) -> None:
        self.scroll_to(0, self.scroll_offset.y + 1, animate=False, force=True, immediate=True)


class _LinesApp(App[None]):
    def compose(self) -> ComposeResult:
        yield _Lines()


async def measure_scrolling(keys: int) -> Taken:
    """The same key where it scrolls and nothing else."""
    app = _LinesApp()
    async with app.run_test(size=_SCREEN) as pilot:
        app.query_one(_Lines).focus()
        return await _taken(pilot, keys)


async def _taken(pilot: Pilot[Any], keys: int) -> Taken:
    processor, clock = [], []
    await pilot.press(*"j" * _FIRST)
    # What was made before is not looked through again in the middle of a key.
    gc.collect()
    for _ in range(keys):
        began, cpu = time.perf_counter(), time.process_time()
        await pilot.press("j")
        processor.append(time.process_time() - cpu)
        clock.append(time.perf_counter() - began)
    return Taken(tuple(processor), tuple(clock))


def run() -> list[str]:
    """Measures both and says how many times an empty app's key ours takes."""
    with tempfile.TemporaryDirectory() as folder:
        make_collection(Path(folder))
        # Half of the reference before, half after: a machine is not equally busy all the time.
        empty = asyncio.run(measure_empty(_KEYS // 2))
        ours = asyncio.run(measure_ours(Path(folder)))
        empty += asyncio.run(measure_empty(_KEYS // 2))
        bare = asyncio.run(measure_scrolling(_KEYS // 2))
    lines = [
        f"a key on {SIZE:,} characters with {MARKS:,} overlapping annotations ({_KEYS} keys)",
        *_lines("by the clock", ours.clock, empty.clock, "an empty app"),
        *_lines("processor", ours.processor, bare.processor, "a bare view"),
    ]
    ratios = (f"{share(ours.processor) / share(empty.processor):.0f}" for share in (median, _high))
    lines.append(f"  (processor, beside an empty app: {' and '.join(ratios)} times)")
    return lines


def _lines(
    name: str, mine: tuple[float, ...], reference: tuple[float, ...], of: str
) -> Iterator[str]:
    yield _line(f"{name}, median", median(mine), median(reference), of, MEDIAN)
    yield _line(f"{name}, 99%", _high(mine), _high(reference), of, HIGHEST)


def _high(times: tuple[float, ...]) -> float:
    return quantiles(times, n=100)[98]


def _line(name: str, mine: float, reference: float, of: str, most: int) -> str:
    ratio = mine / reference
    verdict = "" if ratio <= most else f"   BELOW: over {most}"
    return (
        f"  {name:21} {mine * 1000:7.1f} ms   {of:12} {reference * 1000:7.1f} ms   "
        f"{ratio:5.1f} times (at most {most}){verdict}"
    )
