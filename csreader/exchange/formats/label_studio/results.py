"""What annotators said of a task: regions, choices and comments, from JSON or JSON-MIN.

https://labelstud.io/guide/task_format and https://labelstud.io/guide/export describe both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from csreader.exchange.labelled import Label
from csreader.exchange.reading import Fields

_LABELS = "labels"
"""How the types end whose results are labels."""
_CHOICES = "choices"
_TEXTAREA = "textarea"


@dataclass(slots=True)
class Annotation:
    """What one annotator said of a task."""

    annotator: str = ""
    """A name or mail address, or a number; empty where the file does not say."""
    regions: dict[str, Label] = field(default_factory=dict)
    """By id. Positions count in the text, or in a page's text nodes."""
    choices: list[str] = field(default_factory=list)
    """Labels of all of the text."""
    comments: list[str] = field(default_factory=list)
    """On all of the text."""
    on_page: bool = False
    """Whether the regions are of a page, and not of a plain text."""

    def add(self, identity: str, label: Label) -> None:
        """Adds a region, or what else is said of it."""
        there = self.regions.get(identity)
        if there is not None:
            notes = dict.fromkeys(filter(None, (there.note, label.note)))
            label = replace(there, names=(*there.names, *label.names), note="\n\n".join(notes))
        self.regions[identity] = label


def annotations_of(task: Fields, left: Counter[str]) -> Iterator[Annotation]:
    """What each annotator said of a task; what is no tag or note is counted in `left`."""
    left["prediction"] += len(task.values("predictions"))
    if task.has("data"):
        for one in (*task.objects("annotations"), *task.objects("completions")):
            if one.value("was_cancelled") is True:
                left["skipped annotation"] += 1
            else:
                yield _annotation(one, left)
    else:
        yield _short(task, left)


def _annotation(one: Fields, left: Counter[str]) -> Annotation:
    found = Annotation(_annotator(one.value("completed_by")))
    created, modified = one.text("created_at"), one.text("updated_at")
    for number, result in enumerate(one.objects("result")):
        kind, value = result.text("type"), result.inner("value")
        if kind == "relation":
            left["relation"] += 1
            continue
        label = _said(found, kind, value)
        if label is None:
            left[f"result of type {kind or 'unknown'}"] += 1
        elif label.words or label.start is not None:
            identity, meta = result.text("id"), result.inner("meta")
            label = replace(
                label,
                id=identity,
                note="\n\n".join(filter(None, (label.note, "\n".join(_texts(meta.value("text")))))),
                coder=meta.text("coder"),
                created=meta.text("created") or created,
                modified=meta.text("modified") or modified or created,
            )
            found.add(identity or str(number), label)
    return found


def _short(task: Fields, left: Counter[str]) -> Annotation:
    """The annotation of a task in JSON-MIN, whose fields are named by the control elements."""
    found = Annotation(_annotator(task.value("annotator")))
    created, modified = task.text("created_at"), task.text("updated_at")
    for name, values in task.lists().items():
        for at, value in enumerate(values):
            if not isinstance(value, dict):
                continue
            fields = Fields(value, f"{task.where}: {name}[{at}]")
            kinds = [kind for kind in fields.lists() if kind.endswith((_LABELS, _CHOICES))]
            label = _said(found, kinds[0], fields) if kinds else None
            if label is None:
                left["result without labels"] += 1
            elif label.words or label.start is not None:
                found.add(f"{name} {at}", replace(label, created=created, modified=modified))
    for name in task.names():
        value = task.value(name)
        if isinstance(value, dict) and _CHOICES in value:
            found.choices.extend(task.inner(name).texts(_CHOICES))
    return found


def _said(found: Annotation, kind: str, value: Fields) -> Label | None:
    """A region, or one without a place where it was said of all; None where it is neither."""
    is_note = kind == _TEXTAREA
    if not kind.endswith(_LABELS) and kind not in (_CHOICES, _TEXTAREA):
        return None
    names = () if is_note else value.texts(kind) if value.has(kind) else ()
    note = "\n".join(_texts(value.value("text"))) if is_note else ""
    start, end = value.value("start"), value.value("end")
    words = "" if is_note else " ".join(_texts(value.value("text")))
    if value.has("globalOffsets"):
        offsets = value.inner("globalOffsets")
        found.on_page = True
        return Label(offsets.number("start"), offsets.number("end"), names, words, note=note)
    if value.has("startOffset"):
        # Only paths into the page are there, as older versions wrote them.
        found.on_page = True
        return Label(None, None, names, words, note=note) if words else None
    if isinstance(start, int) and isinstance(end, int):
        return Label(start, end, names, words, note=note)
    if value.has("start") or kind.endswith(_LABELS):
        return None
    found.choices.extend(names)
    found.comments.extend(filter(None, [note]))
    return Label(None, None, ())


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str) and one]


def _annotator(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("email") or value.get("username") or value.get("id")
    return str(value) if isinstance(value, (str, int)) else ""
