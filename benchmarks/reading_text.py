"""Bodies of posts become reading text, beside markdown-it-py alone.

`CSREADER_BENCH_POSTS` names folders of posts to measure with, parted as in PATH; without
it the project's own posts and generated ones are taken.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from markdown_it import MarkdownIt

from benchmarks.material import markdown
from csreader.collection import Collection
from csreader.text.model import Format
from csreader.text.reader import read_text

POSTS = "CSREADER_BENCH_POSTS"
_OWN = Path(__file__).resolve().parents[1] / "posts"
_ROUNDS = 3
_MOST = 1.8
"""How many times as long as the reference it may take."""


def bodies() -> tuple[str, list[str]]:
    """What is measured with, and the bodies: all that are Markdown."""
    if folders := os.environ.get(POSTS):
        found = [Path(folder) for folder in folders.split(os.pathsep)]
        return f"{len(found)} folders of {POSTS}", [*_markdown_of(found)]
    generated = [markdown(4_000 + 500 * number) for number in range(60)]
    return "our own posts and generated ones", [*_markdown_of([_OWN]), *generated]


def _markdown_of(folders: Iterable[Path]) -> Iterable[str]:
    for folder in folders:
        for post in Collection.open(folder).posts:
            if post.format is Format.MARKDOWN:
                yield post.body


def run() -> list[str]:
    """Measures both, in turns, and says how many times as long ours takes."""
    name, texts = bodies()
    parser = MarkdownIt("commonmark")
    read_text("A *first* [link](a).\n\n<p>x</p>\n", Format.MARKDOWN)
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(_ROUNDS):
        ours.append(_seconds(texts, lambda body: read_text(body, Format.MARKDOWN)))
        theirs.append(_seconds(texts, parser.render))
    mine, reference = min(ours), min(theirs)
    ratio = mine / reference
    verdict = "" if ratio <= _MOST else f"   BELOW: over {_MOST}"
    size = sum(map(len, texts))
    return [
        f"reading text, {len(texts):,} posts of Markdown, {size:,} characters ({name})",
        f"  {len(texts) / mine:9,.0f} posts a second   markdown-it-py alone "
        f"{len(texts) / reference:9,.0f} posts a second   "
        f"{ratio:.2f} times its time (at most {_MOST}){verdict}",
    ]


def _seconds(texts: list[str], work: Callable[[str], object]) -> float:
    # Processor time: nothing here waits for anything.
    start = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - start
