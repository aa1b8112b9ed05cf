"""Reads any DocBin: its span groups, entities and categories."""

from __future__ import annotations

import gc
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from csreader.annotations.model import Status
from csreader.exchange.brought import Brought
from csreader.exchange.interface import FormatError
from csreader.exchange.labelled import Label, Labelled
from csreader.exchange.labelled_texts import LabelledTexts, Whole
from csreader.exchange.reading import MOST_BYTES, Fields, read_bytes
from csreader.exchange.units import Unit
from csreader.text.characters import one_line

OWN = "csreader"
"""The key of the spans with tags, and of what `user_data` has of csreader's."""
NOTES = "csreader_notes"
"""The key of the spans with a note only."""

_LIKELY = 0.5
"""From which score on a category counts, as in spaCy's own scoring."""
_PART = 1 << 20


def read_docs(path: Path) -> Brought:
    """What the docs of a DocBin bring: a document for each text.

    Raises:
        FormatError: If it is no DocBin, broken, or too large.
        ImportError: If spaCy is not installed.
        OSError: If it cannot be read.
    """
    import spacy
    from spacy.tokens import DocBin

    where = one_line(str(path))
    data = read_bytes(path)
    _expect_bounded(data, where)
    labelled = Labelled("spacy", (Unit.CODE_POINT,))
    texts = LabelledTexts()
    try:
        docs = DocBin().from_bytes(data).get_docs(spacy.blank("xx").vocab)
        for number, doc in enumerate(docs, 1):
            _take(doc, f"{path.stem}, doc {number}", f"{where}: doc {number}", texts)
    except FormatError:
        raise
    except Exception as error:  # its parts are not checked, and any of them may be broken
        # It is left off where spaCy's unpacking fails.
        gc.enable()
        raise FormatError(
            f"{where} is a DocBin that spaCy {one_line(spacy.__version__)} cannot read "
            f"({type(error).__name__}); write it again with DocBin.to_disk."
        ) from error
    return Brought(texts.documents(labelled), labelled.tags, labelled.remarks)


def _expect_bounded(data: bytes, where: str) -> None:
    """Makes sure that a file can be unpacked, and into how much."""
    unpacked = zlib.decompressobj()
    size, rest = 0, data
    try:
        while rest and size <= MOST_BYTES:
            size += len(unpacked.decompress(rest, _PART))
            rest = unpacked.unconsumed_tail
    except zlib.error as error:
        raise FormatError(f"{where} is no DocBin; write it with spaCy's DocBin.to_disk.") from error
    if size > MOST_BYTES:
        raise FormatError(
            f"{where} unpacks to more than {MOST_BYTES >> 20} MB; import it in parts."
        )


def _take(doc: Any, name: str, where: str, texts: LabelledTexts) -> None:
    own = Fields(doc.user_data.get(OWN, {}), f"{where}, user_data")
    title = doc.user_data.get("title")
    found = texts.of(name, doc.text, own.text("post"))
    found.tell(title if isinstance(title, str) else "", own.text("date"))
    known = {status.value: status for status in Status}
    statuses = own.pairs("status").items()
    found.status.update({coder: known[said] for coder, said in statuses if said in known})
    marks = own.inner("marks")
    found.labels += (_label(span, doc.vocab.strings, marks) for span in _spans(doc))
    likely = [category for category, score in doc.cats.items() if score >= _LIKELY]
    found.whole.setdefault("", Whole()).names.extend(likely)


def _spans(doc: Any) -> Iterator[Any]:
    for group in doc.spans.values():
        yield from group
    yield from doc.ents


def _label(span: Any, strings: Any, marks: Fields) -> Label:
    # Older versions did not write the ids' strings.
    identity = span.id_ if span.id in strings else ""
    said = marks.inner(identity)
    label, note = span.label_, said.text("note")
    return Label(
        span.start_char,
        span.end_char,
        (label,) if label or not note else (),
        id=identity,
        note=note,
        coder=said.text("coder"),
        created=said.text("created"),
        modified=said.text("modified"),
    )
