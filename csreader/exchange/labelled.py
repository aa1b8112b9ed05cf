"""Texts with labelled passages, which several tools' formats are: a record for each text."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from csreader.exchange.brought import BroughtMark, BroughtTag
from csreader.exchange.counting import Claim, place, unix_text
from csreader.exchange.identity import made_id
from csreader.exchange.importing.identity import is_uuid
from csreader.exchange.remarks import counted, left_out
from csreader.exchange.snapshot import PostSnapshot
from csreader.exchange.tag_names import own_tag
from csreader.exchange.units import Unit, positions
from csreader.text.characters import replace_controls

_BEYOND = "label beyond its text"
_UNNAMED = "label without a name"
_WORDLESS = "label without words"


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
    """Tags on a passage, as a file has them."""

    start: int | None
    """In the file's unit, start inclusive; None where it has only words."""
    end: int | None
    """Exclusive."""
    names: tuple[str, ...]
    words: str = ""
    """The passage; empty where the file does not say."""
    id: str = ""
    """The file's own of the passage; it counts where it is a UUID."""
    note: str = ""
    coder: str = ""
    created: str = ""
    modified: str = ""


_Where = tuple[int, int] | str
"""A range, or the words where that is not known."""


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
        name: str,
        raw: str | None,
        labels: Sequence[Label],
        *,
        units: Sequence[Unit] = (),
    ) -> tuple[BroughtMark, ...]:
        """The marks on a text, that count in `own_text(raw)`.

        Labels on one passage become one mark with all their tags, unless they have ids.
        Where the text has other words than a label says, its mark has the words only.

        Args:
            name: Of the text, of which ids are made where it is not known.
            raw: The text as the file has it; None where it has none.
            labels: On passages of it.
            units: What it is known to count in, where that is known.
        """
        text = "" if raw is None else own_text(raw)
        found: dict[tuple[_Where, str, str], tuple[Label, dict[str, None], dict[str, None]]] = {}
        for where, label in self._placed(raw, text, labels, units):
            own = label.id.lower() if is_uuid(label.id) else ""
            _, tags, notes = found.setdefault((where, own, label.coder), (label, {}, {}))
            tags.update(dict.fromkeys(self.named(label.names)))
            notes.update(dict.fromkeys(filter(None, [label.note])))
        marks = []
        for (where, own, coder), (label, tags, notes) in found.items():
            if tags or notes:
                own = own or self._made(name, raw, str(where), coder)
                label = replace(label, note="\n\n".join(notes))
                marks.append(_mark(own, where, text, label, tags))
        return tuple(marks)

    def on_all(
        self, name: str, raw: str | None, names: Iterable[str], note: str = "", coder: str = ""
    ) -> Iterator[BroughtMark]:
        """A mark on all of a text, where there is anything to say on it.

        Args:
            name: Of the text.
            raw: The text as the file has it; None where it has none.
            names: Labels on all of it.
            note: What is said on all of it.
            coder: Whose they are.
        """
        tags = self.named(names)
        text = "" if raw is None else own_text(raw)
        if not tags and not note:
            return
        if text.strip():
            own = self._made(name, raw, "all", coder)
            yield BroughtMark(own, tags, note, 0, len(text), text, coder=coder)
        else:
            self.left[_WORDLESS] += 1

    def named(self, names: Iterable[str]) -> tuple[str, ...]:
        """The tags that some labels are, each once."""
        found = dict.fromkeys(map(own_tag, names))
        self.left[_UNNAMED] += "" in found
        found.pop("", None)
        self._tags.update(found)
        return tuple(found)

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
        self, raw: str | None, text: str, labels: Sequence[Label], units: Sequence[Unit]
    ) -> Iterator[tuple[_Where, Label]]:
        claims = [
            Claim(one.start, one.end, _plain(one.words), is_whole=True)
            for one in labels
            if one.start is not None and one.end is not None
        ]
        placed = place(raw or "", claims, units or self.units, crlf_is_two=True)
        if placed.unit is not Unit.CODE_POINT:
            self._counted[placed.unit] += 1
        size = positions(raw or "", placed.unit).in_unit(len(raw or ""))
        ranges = iter(placed.ranges)
        for label in labels:
            where = None if label.start is None or label.end is None else next(ranges)
            is_within = label.start is None or label.start >= 0
            is_within = is_within and (label.end is None or label.end <= size)
            if where and is_within and _are_words(label.words, text[where[0] : where[1]]):
                yield where, label
            elif label.words.strip():
                yield label.words, label
            else:
                self.left[_WORDLESS if raw is None else _BEYOND] += 1

    def _made(self, name: str, raw: str | None, *said: str) -> str:
        of = name if raw is None else own_text(raw)
        return made_id(self.kind, hashlib.sha256(of.encode("utf-8", "replace")).hexdigest(), *said)


def own_text(raw: str) -> str:
    """A text with LF line ends and control characters as U+FFFD, as a reading text is."""
    return replace_controls(unix_text(raw))


def _mark(
    identity: str, where: _Where, text: str, label: Label, tags: Iterable[str]
) -> BroughtMark:
    start, end = (None, None) if isinstance(where, str) else where
    return BroughtMark(
        identity,
        tuple(tags),
        label.note,
        start,
        end,
        own_text(where) if isinstance(where, str) else text[start:end],
        coder=label.coder,
        created=label.created,
        modified=label.modified,
    )


def _are_words(words: str, text: str) -> bool:
    return not words or _plain(words).replace(" ", "") == _plain(text).replace(" ", "")


def _plain(words: str) -> str:
    r"""Words with single blanks between them; Label Studio has written line ends as `\n`."""
    return " ".join(own_text(words).replace("\\n", " ").split())
