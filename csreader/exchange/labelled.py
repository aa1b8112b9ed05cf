"""Texts with labelled passages, which several tools' formats are: a record for each text."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from csreader.exchange.brought import BroughtMark, BroughtTag
from csreader.exchange.counting import Claim, place, unix_text
from csreader.exchange.identity import made_id
from csreader.exchange.remarks import counted, left_out
from csreader.exchange.snapshot import PostSnapshot
from csreader.exchange.tag_names import own_tag
from csreader.exchange.units import Unit, positions
from csreader.text.characters import replace_controls

_BEYOND = "label beyond its text"
_UNNAMED = "label without a name"


def labels_of(post: PostSnapshot) -> list[tuple[int, int, str]]:
    """Each tag on each passage of a post once: its start and end in code points, and its name."""
    found = {
        (mark.start, mark.end, tag)
        for mark in post.marks
        if mark.start is not None and mark.end is not None
        for tag in mark.tags
    }
    return sorted(found)


@dataclass(frozen=True, slots=True)
class Label:
    """A tag on a passage, as a file has it."""

    start: int
    """In the file's unit, start inclusive."""
    end: int
    """Exclusive."""
    name: str
    words: str = ""
    """The passage; empty where the file does not say."""
    id: str = ""
    """The file's own of the passage, where it has a UUID."""
    note: str = ""
    coder: str = ""
    created: str = ""
    modified: str = ""


@dataclass(slots=True)
class Labelled:
    """Turns the labels of a file's texts into marks, and keeps count of what cannot be.

    Args:
        kind: What ids are made of, the format's name.
        units: What the file may count in, the likeliest first.
    """

    kind: str
    units: Sequence[Unit] = (Unit.CODE_POINT, Unit.UTF_16)
    left: Counter[str] = field(default_factory=Counter)
    """What is left out, by what one of it is called."""
    _tags: dict[str, None] = field(default_factory=dict)
    _counted: Counter[Unit] = field(default_factory=Counter)

    def marks(
        self,
        raw: str,
        labels: Iterable[Label],
        *,
        units: Sequence[Unit] = (),
        whole: Iterable[str] = (),
        note: str = "",
    ) -> tuple[str, tuple[BroughtMark, ...]]:
        """A text with LF line ends and without control characters, and the marks on it.

        Labels on one passage become one mark with all their tags, unless they have ids.

        Args:
            raw: The text as the file has it.
            labels: On passages of it.
            units: What it is known to count in, where that is known.
            whole: Labels on all of the text.
            note: What is said on all of the text.
        """
        text = replace_controls(unix_text(raw))
        sha256 = hashlib.sha256(text.encode("utf-8")).hexdigest()
        found: dict[tuple[int, int, str], tuple[Label, dict[str, None]]] = {}
        for (start, end), label in self._placed(raw, list(labels), units):
            key = (start, end, label.id)
            _, tags = found.setdefault(key, (label, {}))
            if name := self._named(label.name):
                tags[name] = None
        marks = [
            BroughtMark(
                label.id or made_id(self.kind, sha256, str(start), str(end)),
                tuple(tags),
                label.note,
                start,
                end,
                text[start:end],
                coder=label.coder,
                created=label.created,
                modified=label.modified,
            )
            for (start, end, _), (label, tags) in found.items()
            if tags or label.note
        ]
        on_all = tuple(dict.fromkeys(filter(None, map(self._named, whole))))
        if text.strip() and (on_all or note):
            own = made_id(self.kind, sha256, "all of it")
            marks.append(BroughtMark(own, on_all, note, 0, len(text), text))
        return text, tuple(marks)

    @property
    def tags(self) -> tuple[BroughtTag, ...]:
        """Those of all texts so far, in the order they came."""
        return tuple(map(BroughtTag, self._tags))

    @property
    def remarks(self) -> tuple[str, ...]:
        """What was left out, and how texts were counted where that had to be found out."""
        said = [
            f"{counted('text', count)} count{'s' if count == 1 else ''} in {unit}, "
            "as far as the passages tell."
            for unit, count in self._counted.items()
        ]
        return (*left_out(self.left), *said)

    def _placed(
        self, raw: str, labels: Sequence[Label], units: Sequence[Unit]
    ) -> Iterable[tuple[tuple[int, int], Label]]:
        claims = [Claim(one.start, one.end, " ".join(one.words.split())) for one in labels]
        placed = place(raw, claims, units or self.units, crlf_is_two=True)
        if placed.unit is not Unit.CODE_POINT:
            self._counted[placed.unit] += 1
        size = positions(raw, placed.unit).in_unit(len(raw))
        for where, label in zip(placed.ranges, labels, strict=True):
            if where is None or label.start < 0 or label.end > size:
                self.left[_BEYOND] += 1
            else:
                yield where, label

    def _named(self, name: str) -> str:
        own = own_tag(name)
        if own:
            self._tags[own] = None
        else:
            self.left[_UNNAMED] += 1
        return own
