"""Marks found again in edited stories, beside Hypothesis' published quote matching.

2,000 passages of 3 to 80 words are marked at random, the stories edited by machine
(`tracked_edits`), and each passage placed by both. Since every character's origin is
known, so is the right place:

- right: the place has characters that survived, a third of the passage or more, and its
  ends are within two words of the ends of what survived, or of a piece of that where an
  edit tore the passage apart;
- rightly given up: an orphan where under a third of the characters survived, or only in
  small pieces far apart;
- lost: an orphan where more of it survived; given up, but not wrong;
- wrong: any other place.

Our own posts are measured in several rounds, each with a seed of its own, and so are those in
the folders that `CSREADER_BENCH_POSTS` names, parted as in PATH. `CSREADER_BENCH_SEED` is the
first round's seed, `CSREADER_BENCH_ROUNDS` their number.
"""

from __future__ import annotations

import os
import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from benchmarks import quote_matching
from benchmarks.reading_text import POSTS
from benchmarks.tracked_edits import (
    EDITS,
    NEW,
    remarked,
    story_of,
    typos,
    with_twins,
    without,
    written,
)
from csreader.annotations import Annotation
from csreader.annotations.anchoring import place
from csreader.annotations.outline import outline_of
from csreader.annotations.selectors import at_passage, describe
from csreader.collection import Collection
from csreader.text.model import Format, ReadingText
from csreader.text.reader import read_text

SEED = "CSREADER_BENCH_SEED"
ROUNDS = "CSREADER_BENCH_ROUNDS"
COUNT = 2_000
"""Passages of a round."""
Story = tuple[str, str, bool]
"""A post's body, its text, and whether it is Markdown."""
SCENES = (*EDITS, "lookalike left", "markup changed")
_OWN = Path(__file__).resolve().parents[1] / "posts"
_A_POST = 12
"""Passages of a post, at most."""
_WORDS = 120
"""Stories with fewer words are not taken."""
_APART = 12
"""Characters put between two parts of a passage beyond which they are two pieces."""
_FOREIGN = 300
"""How many more foreign characters than own ones a right place may hold."""


@dataclass
class Tally:
    """How passages were placed."""

    counts: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def add(self, other: Tally) -> None:
        """Counts another's passages too."""
        self.counts.update(other.counts)
        self.seconds += other.seconds

    @property
    def precision(self) -> float:
        """The share of the given places that are right."""
        given = self.counts["right"] + self.counts["wrong"]
        return self.counts["right"] / given if given else 1.0

    @property
    def recall(self) -> float:
        """The share of the passages that could be placed and were placed right."""
        there = self.counts["right"] + self.counts["lost"] + self.counts["misplaced"]
        return self.counts["right"] / there if there else 1.0


@dataclass(frozen=True, slots=True)
class Trial:
    """A story before and after, with its marks."""

    scene: str
    before: ReadingText
    after: ReadingText
    origins: Sequence[int]
    marks: Sequence[Annotation]


def stories(folders: Sequence[Path]) -> list[Story]:
    """The posts in folders that are neither too short nor too long."""
    found = []
    for folder in folders:
        for post in Collection.open(folder).posts:
            text = post.reading.text
            if len(text.split()) >= _WORDS and len(text) < 60_000:
                found.append((post.body, text, post.format is Format.MARKDOWN))
    return found


def trials(pool: Sequence[Story], seed: int, count: int) -> Iterator[Trial]:
    """Stories in turn with edits in turn, until so many passages were marked."""
    rng = random.Random(seed)
    sentences = [
        sentence
        for _, text, _ in rng.sample(pool, min(len(pool), 40))
        for sentence in re.findall(r"[A-Z][^.!?\n]{20,200}[.!?]", text)
    ]
    made = 0
    turn = 0
    while made < count:
        scene = SCENES[turn % len(SCENES)]
        body, text, is_markdown = rng.choice(pool)
        turn += 1
        if scene == "markup changed" and not is_markdown:
            continue
        trial = _trial(scene, body, text, sentences, rng, count - made)
        if trial is not None:
            made += len(trial.marks)
            yield trial


def _trial(
    scene: str, body: str, text: str, others: Sequence[str], rng: random.Random, most: int
) -> Trial | None:
    spans: list[tuple[int, int]] = []
    # A story's own sentences put into it again would be as right as those that were there.
    others = [one for one in others if one not in text] or ["Nothing else was said about it."]
    if scene == "markup changed":
        before = read_text(body, Format.MARKDOWN)
        after = read_text(remarked(body, rng), Format.MARKDOWN)
        old = [at for at, c in enumerate(before.text) if c.strip()]
        new = [at for at, c in enumerate(after.text) if c.strip()]
        if [before.text[at] for at in old] != [after.text[at] for at in new]:
            return None
        origins = [NEW] * len(after.text)
        for origin, at in zip(old, new, strict=True):
            origins[at] = origin
    else:
        if scene == "lookalike left":
            text, spans = with_twins(text, rng)
        before = read_text(text, Format.TEXT)
        if before.text != text and spans:
            return None
        story = story_of(before.text)
        if scene == "lookalike left":
            without(story, spans)
            if rng.random() < 0.5:
                typos(story, rng, others)
        else:
            EDITS[scene](story, rng, others)
        edited = written(story)
        after = read_text(edited.text, Format.TEXT)
        if after.text != edited.text:
            return None
        origins = list(edited.origins)
    if not after.text:
        return None
    marks = _marks(before, spans, rng, min(most, _A_POST))
    return Trial(scene, before, after, origins, marks) if marks else None


def _marks(
    reading: ReadingText, spans: Sequence[tuple[int, int]], rng: random.Random, most: int
) -> list[Annotation]:
    """Passages at random; half of them of the sentences in spans, whole or in part."""
    words = [match.span() for match in re.finditer(r"\S+", reading.text)]
    places = []
    for number in range(min(most, max(1, len(words) // 40))):
        if spans and number % 2:
            start, end = rng.choice(spans)
            inner = [word for word in words if start <= word[0] and word[1] <= end]
            if rng.random() < 0.5 and len(inner) > 4:
                size = rng.randint(3, len(inner) - 1)
                first = rng.randrange(len(inner) - size + 1)
                start, end = inner[first][0], inner[first + size - 1][1]
        else:
            size = rng.randint(3, 80) if rng.random() < 0.5 else rng.randint(3, 12)
            first = rng.randrange(max(1, len(words) - size))
            start, end = words[first][0], words[min(len(words), first + size) - 1][1]
        places.append((start, end))
    marks = []
    for start, end in sorted(set(places)):
        blank = Annotation(str(UUID(int=rng.getrandbits(128))), start, end, "", tags=("a",))
        marks.append(at_passage(blank, describe(reading, start, end)))
    return marks


def judged(trial: Trial, one: Annotation, found: tuple[int, int] | None) -> str:
    """`right`, `given up`, `lost`, `misplaced` (wrong where there was a right one) or `wrong`."""
    old = trial.before.text
    total = sum(1 for c in old[one.start : one.end] if c.strip())
    there = sorted(
        (origin, at)
        for at, origin in enumerate(trial.origins)
        if one.start <= origin < one.end and old[origin].strip()
    )
    pieces: list[list[int]] = []
    # Two letters that a slip swapped part no passage.
    last = None
    for origin, at in there:
        if last is None or not -2 < at - last[1] <= origin - last[0] + _APART:
            pieces.append([])
        pieces[-1].append(at)
        last = origin, at
    possible = 3 * len(there) >= total and any(6 * len(piece) >= total for piece in pieces)
    if found is None:
        return "lost" if possible else "given up"
    if not possible:
        return "wrong"
    text = trial.after.text
    start, end = found
    held = sum(1 for _, at in there if start <= at < end)
    foreign = sum(1 for c in text[start:end] if c.strip()) - held
    if (
        3 * held >= total
        and foreign <= held + _FOREIGN
        and any(_words_apart(text, start, min(piece)) <= 2 for piece in pieces)
        and any(_words_apart(text, end, max(piece) + 1) <= 2 for piece in pieces)
    ):
        return "right"
    return "misplaced"


def _words_apart(text: str, one: int, other: int) -> int:
    return len(text[min(one, other) : max(one, other)].split())


def measure(pool: Sequence[Story], seed: int, count: int = COUNT) -> dict[str, dict[str, Tally]]:
    """By scene, ours and the reference's."""
    tallies: dict[str, dict[str, Tally]] = {}
    for trial in trials(pool, seed, count):
        ours, theirs = (
            tallies.setdefault(scene, {}).setdefault(who, Tally())
            for scene in (trial.scene,)
            for who in ("ours", "theirs")
        )
        outline = outline_of(trial.before.text)
        began = time.process_time()
        placed = place(
            trial.marks,
            trial.after,
            sha256=trial.before.sha256,
            rules=trial.before.rules,
            length=len(trial.before.text),
            outline=outline.written if outline else "",
        )
        ours.seconds += time.process_time() - began
        for one, got in zip(trial.marks, placed, strict=True):
            at = None if got.start is None or got.end is None else (got.start, got.end)
            _count(ours, judged(trial, one, at))
            began = time.process_time()
            other = quote_matching.find(trial.after.text, one)
            theirs.seconds += time.process_time() - began
            _count(theirs, judged(trial, one, other))
    return tallies


def _count(tally: Tally, what: str) -> None:
    tally.counts[what] += 1
    if what == "misplaced":
        tally.counts["wrong"] += 1


def run() -> list[str]:
    """Measures both and says how they placed the passages."""
    lines = []
    named = [Path(one) for one in os.environ.get(POSTS, "").split(os.pathsep) if one]
    for name, folders in (("our own", [_OWN]), ("other", named)):
        if pool := stories(folders):
            lines.extend(_measured(name, pool))
    return lines


def _measured(name: str, pool: Sequence[Story]) -> list[str]:
    first, rounds = int(os.environ.get(SEED, "1")), int(os.environ.get(ROUNDS, "5"))
    lines = [
        f"{COUNT:,} passages of {len(pool)} {name} posts placed after edits in each of {rounds} "
        "rounds, ours and quote matching as published"
    ]
    scenes: dict[str, dict[str, Tally]] = {}
    total = _both()
    for seed in range(first, first + rounds):
        tallies = measure(pool, seed)
        this = _both()
        for scene, both in tallies.items():
            for who, tally in both.items():
                for sum_of in (this, total, scenes.setdefault(scene, _both())):
                    sum_of[who].add(tally)
        lines.append(_line(f"round of seed {seed}", this))
    lines.extend(_line(scene, both) for scene, both in scenes.items())
    lines.append(_line("all", total))
    passages = COUNT * rounds
    for who, tally in total.items():
        lines.append(
            f"  {who:6} precision {tally.precision:.2%}, recall {tally.recall:.2%}, "
            f"wrong {tally.counts['wrong'] / passages:.3%}, "
            f"{tally.seconds / passages * 1000:.1f} ms a passage"
        )
    if total["ours"].counts["wrong"] >= 0.001 * passages:
        lines.append("  BELOW: 0.1 % of ours wrong, or more")
    if total["ours"].counts["right"] < total["theirs"].counts["right"]:
        lines.append("  BELOW: fewer right than the reference")
    return lines


def _both() -> dict[str, Tally]:
    return {"ours": Tally(), "theirs": Tally()}


def _line(scene: str, both: dict[str, Tally]) -> str:
    parts = []
    for who in ("ours", "theirs"):
        counts = both[who].counts
        parts.append(
            f"{counts['right']:6} right {counts['wrong']:5} wrong {counts['lost']:4} lost "
            f"{counts['given up']:4} given up"
        )
    return f"  {scene:26} {parts[0]}  | {parts[1]}"
