"""Reads what Prodigy's `db-out` writes: tasks with spans, a label or choices, one a line.

https://prodi.gy/docs/api-interfaces tells what each interface's tasks have. Only what was
accepted is work that counts: `reject` says that what a task shows is wrong, `ignore` that
it was skipped.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

from csreader.annotations.model import Status
from csreader.exchange.brought import Brought
from csreader.exchange.interface import FormatError
from csreader.exchange.labelled import Label, Labelled
from csreader.exchange.labelled_texts import LabelledTexts, Whole
from csreader.exchange.reading import Fields, first_record, records
from csreader.exchange.units import Unit

_ACCEPT = "accept"
_LEFT = {"reject": "rejected task", "ignore": "ignored task"}
"""What a task with another answer is called."""
_OWN = frozenset(("_input_hash", "_task_hash", "_session_id", "_annotator_id"))
"""Fields that Prodigy gives a task."""
_UNNAMED = re.compile(r"(?:.*-)?\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d")
"""A session that nobody has given a name to is called by the time that it began."""


def recognises(path: Path) -> bool:
    """Whether a file begins as Prodigy's tasks do."""
    first = first_record(path)
    if _OWN & first.keys() or first.get("answer") in (_ACCEPT, *_LEFT):
        return True
    return isinstance(first.get("text"), str) and isinstance(first.get("spans"), list)


def read_tasks(path: Path) -> Brought:
    """What Prodigy's tasks bring: a document for each text.

    Raises:
        FormatError: If a line is no task.
        OSError: If it cannot be read.
    """
    labelled = Labelled("prodigy", (Unit.CODE_POINT,))
    texts = LabelledTexts()
    for number, task in enumerate(records(path), 1):
        if _is_accepted(task, labelled):
            _take(task, f"{path.stem}, task {number}", texts, labelled)
    return Brought(texts.documents(labelled), labelled.tags, labelled.remarks)


def _is_accepted(task: Fields, labelled: Labelled) -> bool:
    """Whether a task is accepted work on a text, or a text with spans to begin with."""
    answer = task.text("answer") or _ACCEPT
    if answer != _ACCEPT:
        labelled.left[_LEFT.get(answer, "task with another answer")] += 1
        return False
    if not task.has("text"):
        # Of pictures, sounds, or pages in HTML.
        labelled.left["task without a text"] += 1
        return False
    return True


def _take(task: Fields, name: str, texts: LabelledTexts, labelled: Labelled) -> None:
    meta = task.inner("meta").strings() if isinstance(task.value("meta"), dict) else {}
    found = texts.of(name, task.text("text", None), meta.get("post", ""))
    found.tell(meta.get("title", ""), meta.get("date", ""))
    annotator = _annotator(task)
    if meta.get("status") == Status.DONE:
        found.status[annotator] = Status.DONE
    moment = _moment(task.value("_timestamp"))
    spans = task.objects("spans") if task.has("spans") else ()
    found.labels += (_label(span, annotator, moment) for span in spans)
    said = found.whole.setdefault(annotator, Whole())
    said.names += filter(None, [task.text("label")])
    said.names += _choices(task)
    said.notes += filter(None, [str(task.value("user_input") or "").strip()])
    labelled.left["relation"] += len(task.values("relations"))
    labelled.left["version of another annotator"] += len(task.values("versions"))


def _annotator(task: Fields) -> str:
    for name in ("_annotator_id", "_session_id"):
        value = task.value(name)
        if isinstance(value, str) and value and not _UNNAMED.fullmatch(value):
            return value
    return ""


def _label(span: Fields, annotator: str, moment: str) -> Label:
    start, end = span.number("start"), span.number("end")
    if start is None or end is None:
        raise FormatError(f"{span.where} has no start and end; write it with prodigy db-out.")
    own = span.strings()
    return Label(
        start,
        end,
        (span.text("label"),),
        span.text("text"),
        own.get("id", ""),
        own.get("note", ""),
        own.get("coder") or annotator,
        own.get("created") or moment,
        own.get("modified") or moment,
    )


def _choices(task: Fields) -> Iterator[str]:
    """The options chosen: by their ids where these are words, else by what they show."""
    shown = {
        one["id"]: one["text"]
        for one in task.values("options")
        if isinstance(one, dict)
        and isinstance(one.get("id"), (str, int))
        and isinstance(one.get("text"), str)
    }
    for one in task.values("accept"):
        if isinstance(one, str):
            yield one
        elif isinstance(one, int):
            yield shown.get(one, str(one))
        else:
            raise FormatError(f"{task.where}: accept is not a list of options' ids.")


def _moment(seconds: object) -> str:
    """A time in seconds since 1970 as ISO 8601; empty where it is none."""
    if not isinstance(seconds, (int, float)):
        return ""
    try:
        return datetime.datetime.fromtimestamp(seconds, datetime.UTC).isoformat()
    except (OverflowError, OSError, ValueError):
        return ""
