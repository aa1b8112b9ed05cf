"""Finds annotations again in a text that may have changed since.

The annotations of a post are aligned together: each has a few likely places, rated by
prefix, suffix and distance (`occurrences`), and the choice among all of them also counts
the order the annotations had and that neighbours move by the same distance. A place is
given only where the quote stands, to the letter or but for white space and normal form;
where too little speaks for every place, the annotation is an orphan: rather lost in
sight than found in the wrong place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from csreader.annotations.anchoring.alignment import aligned
from csreader.annotations.anchoring.close import Finder
from csreader.annotations.anchoring.close_places import close_places, traced_place
from csreader.annotations.anchoring.evidence import Evidence
from csreader.annotations.anchoring.folding import Folded, same_words
from csreader.annotations.anchoring.insertion import find_insertion
from csreader.annotations.anchoring.occurrences import Place, places
from csreader.annotations.disk.sheet import Sheet, ordered
from csreader.annotations.model import NOWHERE, Annotation, Mark, State, TextVersion
from csreader.annotations.outline import outline_of, read_outline
from csreader.annotations.selectors import at_passage, describe
from csreader.text.model import ReadingText

_CERTAIN = 100.0
"""The score of a place that needs no comparison."""
_SURROUNDED = 43.0
"""The score of a quote that has nearly all of its surroundings on both sides."""
_OWN = 0.5
"""The share of a place in words of the annotation's own that makes it the annotation's."""
_NEARER = 2.0
"""How much of a score comes from being near to the old place, at most."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an annotation is in today's text."""

    annotation: Annotation
    state: State
    start: int | None
    """None for an orphan."""
    end: int | None


def place(
    annotations: Sequence[Annotation],
    reading: ReadingText,
    *,
    sha256: str,
    rules: int,
    length: int | None = None,
    outline: str = "",
) -> tuple[Placed, ...]:
    """Places one coder's annotations of a post in today's reading text.

    Args:
        annotations: In any order.
        reading: Today's text.
        sha256: The hash of the text that the annotations' offsets count in.
        rules: The `text_rules` of that text.
        length: Its length in code points, if known; helps to see how an edit moved things.
        outline: Its outline, if known (see `outline`): tells which sentences stayed.

    Returns:
        One for each annotation, in the order given.
    """
    text = reading.text
    same = sha256 == reading.sha256 and rules == reading.rules
    insertion = None if same else find_insertion(reading, TextVersion(sha256, rules, length))
    before = None if same else read_outline(outline)
    now = outline_of(text) if before is not None else None
    evidence = Evidence(before, now, text) if before is not None and now is not None else None
    certain: dict[int, Place] = {}
    for at, one in enumerate(annotations):
        moved = 0 if same else insertion.moved(one.start, one.end) if insertion else None
        if moved is not None and text[one.start + moved : one.end + moved] == one.quote:
            certain[at] = Place(one.start + moved, one.end + moved, _CERTAIN)
        elif evidence is not None and (there := evidence.certain(one)) is not None:
            certain[at] = Place(*there, _CERTAIN)
    if len(certain) == len(annotations):
        return tuple(_placed(one, certain[at], text) for at, one in enumerate(annotations))
    folded, finder = Folded(text), Finder(text)
    grown = None if length is None else len(text) - length
    order = sorted(range(len(annotations)), key=lambda at: _key(annotations[at]))
    in_order = [annotations[at] for at in order]

    def likely(one: Annotation) -> list[Place]:
        exact: list[Place] = []
        # A story that was put back as it was has the words that were marked.
        for quote in filter(None, (one.quote_was, one.quote)):
            exact = exact or places(text, folded, replace(one, quote=quote), grown)
        if evidence is not None:
            exact, own = _free(evidence, one, exact)
            if own:
                return own
            if (traced := traced_place(text, one, grown, evidence)) is not None:
                return [traced]
        if not sha256 and len(exact) > 1:
            return _told_apart(one, exact)
        if exact or (evidence is None and one.text is not None):
            # What was lost already comes back by its very words, or where its text's outline
            # tells which sentences are other ones: a lookalike may be all that is left.
            return exact
        return close_places(finder, text, one, grown, evidence)

    options = [[certain[at]] if at in certain else likely(annotations[at]) for at in order]
    chosen = dict(zip(order, aligned(in_order, options), strict=True))
    return tuple(_placed(one, chosen[at], text) for at, one in enumerate(annotations))


def _told_apart(one: Annotation, found: list[Place]) -> list[Place]:
    """Of several places in a text that nothing is known of, those that something speaks for.

    An annotation from elsewhere may have no context, or no offset: then what is nearer to
    it tells nothing.
    """
    if not one.prefix and not one.suffix:
        return [place for place in found if (place.start, place.end) == (one.start, one.end)]
    alike = found[0].score - found[1].score <= _NEARER
    return [] if one.start >= NOWHERE and alike else found


def _free(
    evidence: Evidence, one: Annotation, found: Sequence[Place]
) -> tuple[list[Place], list[Place]]:
    """The places that are not known to be another passage; those known to be the marked one."""
    free, own = [], []
    for place in found:
        verdict = evidence.verdict(one, place.start, place.end)
        if verdict is None:
            free.append(place)
        elif not verdict.is_foreign and (not verdict.is_unsure or place.score >= _SURROUNDED):
            free.append(place)
            if verdict.own >= _OWN:
                own.append(place)
    return free, own


def marks_of(sheet: Sheet, reading: ReadingText) -> tuple[Mark, ...]:
    """A sheet's annotations as marks: by start, end and id, orphans last."""
    marks = []
    for one in _placed_sheet(sheet, reading):
        if one.start is None or one.end is None:
            quote, line = one.annotation.quote, None
        else:
            quote, line = reading.text[one.start : one.end], reading.line_at(one.start)
        marks.append(Mark(one.annotation, sheet.coder, one.state, one.start, one.end, quote, line))
    return tuple(sorted(marks, key=_mark_key))


def brought_up_to(sheet: Sheet, reading: ReadingText) -> Sheet:
    """A sheet whose annotations count in today's text.

    Orphans stay as they were, with the text that they count in. Those whose words were
    changed take today's, and keep the words that were marked.
    """
    version = TextVersion.of(reading)
    annotations = []
    for found in _placed_sheet(sheet, reading):
        one = found.annotation
        if found.start is None or found.end is None:
            was = one.text or sheet.text
            annotations.append(one if was == version else replace(one, text=was))
        elif found.state is State.ANCHORED and (one.text or sheet.text) == version:
            # Only the header above the text can have changed.
            line = reading.line_at(one.start)
            same = line == one.line and one.text is None
            annotations.append(one if same else replace(one, line=line, text=None))
        else:
            after = at_passage(one, describe(reading, found.start, found.end))
            if found.state is State.CHANGED:
                after = replace(after, quote_was=one.quote_was or one.quote)
            annotations.append(after)
    return replace(sheet, text=version, annotations=ordered(annotations))


def _placed_sheet(sheet: Sheet, reading: ReadingText) -> tuple[Placed, ...]:
    by_text: dict[TextVersion, list[Annotation]] = {}
    outlines: dict[TextVersion, str] = {}
    for one in sheet.annotations:
        text = one.text or sheet.text
        by_text.setdefault(text, []).append(one)
        outlines[text] = text.outline or outlines.get(text, "")
    found = {
        placed.annotation.id: placed
        for text, group in by_text.items()
        for placed in place(
            group,
            reading,
            sha256=text.sha256,
            rules=text.rules,
            length=text.length,
            outline=outlines[text],
        )
    }
    return _each_tag_once([found[one.id] for one in sheet.annotations])


def _each_tag_once(found: Sequence[Placed]) -> tuple[Placed, ...]:
    """What is placed, without the tags that another annotation has on the same passage.

    Two branches may have marked one passage in different texts, or by different names of a
    tag: only today's text and names show that it is the same mark. An annotation with a
    note keeps the tag before one without, then the older; one with nothing left goes.
    """
    there: set[tuple[int, int, str]] = set()
    gone: dict[str, set[str]] = {}
    for placed in sorted(found, key=_first_to_keep):
        if placed.start is None or placed.end is None:
            continue
        for tag in placed.annotation.tags:
            at = placed.start, placed.end, tag
            if at in there:
                gone.setdefault(placed.annotation.id, set()).add(tag)
            there.add(at)
    if not gone:
        return tuple(found)
    left = []
    for placed in found:
        one = placed.annotation
        tags = tuple(tag for tag in one.tags if tag not in gone.get(one.id, ()))
        if tags == one.tags:
            left.append(placed)
        elif tags or one.note:
            left.append(replace(placed, annotation=replace(one, tags=tags)))
    return tuple(left)


def _first_to_keep(placed: Placed) -> tuple[bool, str, str]:
    one = placed.annotation
    return not one.note, one.created, one.id


def _key(one: Annotation) -> tuple[int, int, str]:
    return one.start, one.end, one.id


def _mark_key(mark: Mark) -> tuple[bool, int, int, str]:
    one = mark.annotation
    start = one.start if mark.start is None else mark.start
    end = one.end if mark.end is None else mark.end
    return mark.start is None, start, end, one.id


def _placed(one: Annotation, found: Place | None, text: str) -> Placed:
    if found is None:
        return Placed(one, State.ORPHAN, None, None)
    was = one.quote_was
    if found.changed or (was and not same_words(was, text[found.start : found.end])):
        return Placed(one, State.CHANGED, found.start, found.end)
    at_place = (found.start, found.end) == (one.start, one.end)
    return Placed(one, State.ANCHORED if at_place else State.MOVED, found.start, found.end)
