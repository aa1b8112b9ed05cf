"""A change made some time ago, as it is to be made to what is there today."""

from __future__ import annotations

from dataclasses import replace

from csreader.annotations.anchoring import brought_up_to
from csreader.annotations.disk.sheet import Sheet
from csreader.annotations.model import Annotation, Change
from csreader.annotations.tags.codebook import Codebook
from csreader.text.model import ReadingText


def counting_in(change: Change, reading: ReadingText) -> Change:
    """A change whose annotations count in today's text, as far as they are found in it."""

    def today(one: Annotation | None) -> Annotation | None:
        if one is None:
            return None
        sheet = Sheet("", change.post, change.text, annotations=(one,))
        return brought_up_to(sheet, reading).annotations[0]

    return replace(change, before=today(change.before), after=today(change.after))


def by_names_of(change: Change, book: Codebook) -> Change:
    """A change whose annotations have their tags by the names of today."""

    def today(one: Annotation | None) -> Annotation | None:
        return one and replace(one, tags=book.resolved(one.tags))

    return replace(change, before=today(change.before), after=today(change.after))
