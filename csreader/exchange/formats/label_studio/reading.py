"""Reads what Label Studio exports: its JSON, and the shorter JSON-MIN."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from csreader.exchange.brought import Brought, BroughtDocument, BroughtMark
from csreader.exchange.counting import Claim, place
from csreader.exchange.formats.label_studio.configuration import TEXT, read_configuration
from csreader.exchange.formats.label_studio.page import CountedPage
from csreader.exchange.formats.label_studio.results import Annotation, annotations_of
from csreader.exchange.interface import FormatError
from csreader.exchange.labelled import Label, Labelled, own_text
from csreader.exchange.reading import LONGEST_GLANCE, Fields, beginning, parsed, read_utf8
from csreader.exchange.units import Unit
from csreader.text.characters import one_line

_NOT_TEXT = frozenset(
    ("post", "title", "date", "id", "annotator", "created_at", "updated_at", "annotation_id")
)
"""Fields of a task that are not what is labelled: csreader's own, and JSON-MIN's."""
_LIST = re.compile(r"\s*\[\s*\{")
_FIELDS = re.compile(
    r'"(?:data|annotations|predictions|completions|completed_by|annotation_id)"\s*:'
)
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*:/)?/\S*", re.IGNORECASE)
_MARKUP = re.compile(r"<[a-z!/][^>]*>", re.IGNORECASE)


def recognises(path: Path) -> bool:
    """Whether a file begins as a list of tasks does."""
    if _LIST.match(beginning(path)) is None:
        return False
    # A text may stand before what tells.
    return _FIELDS.search(beginning(path, LONGEST_GLANCE)) is not None


def read_tasks(path: Path) -> Brought:
    """What a file of tasks brings.

    Raises:
        FormatError: If it is none, or broken.
        OSError: If it cannot be read.
    """
    where = one_line(str(path))
    tasks = parsed(read_utf8(path), where)
    if not isinstance(tasks, list):
        raise FormatError(f"{where} is no list of tasks; export it from Label Studio as JSON.")
    labelled = Labelled("label-studio")
    read = [
        (task, list(annotations_of(task, labelled.left)))
        for task in (Fields(one, f"{where}: task {number}") for number, one in enumerate(tasks, 1))
    ]
    coders = _coders(one.annotator for _, said in read for one in said)
    documents = tuple(
        _document(task, said, f"{path.stem}, task {number}", coders, labelled)
        for number, (task, said) in enumerate(read, 1)
    )
    known = read_configuration(path)
    names = {tag.name for tag in known}
    codebook = (*known, *(tag for tag in labelled.tags if tag.name not in names))
    return Brought(documents, codebook, labelled.remarks)


def _coders(annotators: Iterable[str]) -> Mapping[str, str]:
    """The coder that each annotator is; nobody where a number is the only one."""
    found = dict.fromkeys(filter(None, annotators))
    return {
        one: one if not one.isdecimal() else f"label-studio {one}" if len(found) > 1 else ""
        for one in found
    }


def _document(
    task: Fields,
    said: Sequence[Annotation],
    name: str,
    coders: Mapping[str, str],
    labelled: Labelled,
) -> BroughtDocument:
    data = task.inner("data") if task.has("data") else task
    on_page = any(one.on_page for one in said)
    raw = _text(data.strings(), on_page)
    page = CountedPage(raw) if raw is not None and on_page else None
    text = raw if page is None else page.shown
    marks: list[BroughtMark] = []
    labels: list[Label] = []
    for one in said:
        coder = coders.get(one.annotator, "")
        labels += (replace(label, coder=label.coder or coder) for label in one.regions.values())
        comments = "\n\n".join(one.comments)
        marks += labelled.on_all(name, text, one.choices, comments, coder)
    if page is not None:
        labels = _shown(page, labels)
    strings = data.strings()
    post, title = strings.get("post", ""), one_line(strings.get("title", ""))
    # What csreader wrote counts in code points, and so does what is added to it there.
    units = (Unit.CODE_POINT,) if page is not None or post else ()
    return BroughtDocument(
        one_line(post) or title or name,
        (*labelled.marks(name, text, labels, units=units), *marks),
        None if text is None else own_text(text),
        id=post,
        title=title,
        date=strings.get("date", ""),
    )


def _text(strings: Mapping[str, str], on_page: bool) -> str | None:
    """The field of a task that its text is; None where that is not in the file."""
    if "post" in strings and TEXT in strings:
        return strings[TEXT]
    given = {name: text for name, text in strings.items() if name not in _NOT_TEXT}
    if on_page:
        given = {name: text for name, text in given.items() if _MARKUP.search(text)} or given
    found = given.get(TEXT, max(given.values(), key=len, default=""))
    return None if not found or _ADDRESS.fullmatch(found) else found


def _shown(page: CountedPage, labels: Sequence[Label]) -> list[Label]:
    """The labels of a page, counted in its shown text."""
    there = [one for one in labels if one.start is not None and one.end is not None]
    claims = [
        Claim(one.start or 0, one.end or 0, " ".join(one.words.split()), is_whole=True)
        for one in there
    ]
    ranges = iter(place(page.counted, claims).ranges)
    found = []
    for label in labels:
        where = next(ranges) if label.start is not None and label.end is not None else None
        start, end = page.shown_range(*where) if where else (None, None)
        found.append(replace(label, start=start, end=end))
    return found
