"""The selections of a source, their codings and notes, as marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from csreader.exchange.brought import BroughtMark
from csreader.exchange.counting import unix_text
from csreader.exchange.formats.refi.names import plain_guid, utc_time
from csreader.exchange.formats.refi.positions import Claim, place, words_named
from csreader.exchange.formats.refi.project_writing import ORPHAN
from csreader.exchange.formats.refi.source_texts import SourceTexts
from csreader.exchange.identity import made_id
from csreader.exchange.interface import FormatError
from csreader.exchange.xml_tree import Element
from csreader.text.characters import one_line

UNCODED = "selected without a code"
"""The note of a selection that has neither code nor comment, so that it is kept."""


@dataclass
class Context:
    """What the selections of all sources refer to."""

    users: Mapping[str, str]
    """Names by GUID."""
    codes: Mapping[str, str]
    """Tags' names by GUID."""
    notes: Mapping[str, Element]
    texts: SourceTexts
    left: Counter[str]
    """What is left out, counted by what one of it is called."""
    own: bool
    """Whether csreader wrote the project."""
    linked: dict[str, list[str]] = field(default_factory=dict)
    """The notes that links lead to, by the GUID of what they are on."""
    seen: set[str] = field(default_factory=set)
    """The notes that were asked for."""

    def notes_of(self, element: Element) -> list[Element]:
        """The notes that an element refers to, or a link has to it."""
        guids = [plain_guid(one.get("targetGUID")) for one in element.all("NoteRef")]
        guids += self.linked.get(plain_guid(element.get("guid")), [])
        found = dict.fromkeys(guid for guid in guids if guid in self.notes)
        self.seen.update(found)
        return [self.notes[guid] for guid in found]

    def memo(self, element: Element) -> str:
        """What the notes of an element say, one after another."""
        return _joined(map(self.said, self.notes_of(element)))

    def said(self, note: Element) -> str:
        """What a note says."""
        text = self.texts.of(note)
        return unix_text(text) if text and text.strip() else note.text_of("Description")

    def coder(self, *elements: Element) -> str:
        """The first user that one of some elements names; empty where none does."""
        for element in elements:
            for attribute in ("creatingUser", "modifyingUser"):
                guid = plain_guid(element.get(attribute))
                if guid:
                    return self.users.get(guid, "")
        return ""


def marks_of(source: Element, raw: str, context: Context) -> tuple[str, tuple[BroughtMark, ...]]:
    """A source's text with LF line ends, and the marks on it."""
    text = unix_text(raw)
    selections = list(source.all("PlainTextSelection"))
    notes = context.notes_of(source)
    beside = [(note, one) for note in notes for one in note.all("PlainTextSelection")]
    claims = [_claim(one, context) for one in (*selections, *(one for _, one in beside))]
    places = place(raw, claims, is_standard=context.own)
    marks: list[BroughtMark] = []
    for selection, where in zip(selections, places, strict=False):
        if where is None:
            context.notes_of(selection)
            context.left["selection without text"] += 1
        else:
            marks.extend(_selected(selection, where, text, context))
    for (note, selection), where in zip(beside, places[len(selections) :], strict=True):
        if where is not None:
            marks.append(_noted(note, selection, where, text, context))
    with_place = {id(note) for note, _ in beside}
    for note in notes:
        if context.own and note.get("name").startswith(ORPHAN):
            marks.append(_orphan(note, context))
        elif id(note) not in with_place:
            marks.extend(_on_source(note, context.said(note), text, context))
    marks.extend(_on_source(source, source.text_of("Description"), text, context))
    if codings := list(source.all("Coding")):
        where = _whole(text)
        marks.extend(_coded(source, codings, where, text, "", context) if where else ())
    return text, tuple(marks)


def _claim(selection: Element, context: Context) -> Claim:
    start, end = (
        _number(selection, attribute, context) for attribute in ("startPosition", "endPosition")
    )
    return Claim(start, end, selection.get("name"))


def _number(selection: Element, attribute: str, context: Context) -> int:
    written = selection.get(attribute).strip()
    # More digits than any text has characters would only cost time.
    if not written.removeprefix("-").removeprefix("+").isdecimal() or len(written) > 18:
        shown = one_line(written[:40])
        raise FormatError(
            f"{context.texts.name}: line {selection.line} of the project has the {attribute} "
            f'"{shown}", which is no number; export it again.'
        )
    return int(written)


def _selected(
    selection: Element, where: tuple[int, int], text: str, context: Context
) -> list[BroughtMark]:
    comment = selection.text_of("Description")
    memo = context.memo(selection)
    note = memo if memo.strip() == comment.strip() else _joined((comment, memo))
    codings = list(selection.all("Coding"))
    if codings:
        return _coded(selection, codings, where, text, note, context)
    if not note:
        words = words_named(selection.get("name"))
        quote = " ".join(text[slice(*where)].split())
        note = one_line(words) if words and not quote.startswith(words) else UNCODED
    return [_mark(selection, plain_guid(selection.get("guid")), where, text, context, note=note)]


def _coded(
    selection: Element,
    codings: list[Element],
    where: tuple[int, int],
    text: str,
    note: str,
    context: Context,
) -> list[BroughtMark]:
    """A mark for each coder that codes it; the note goes to who made the selection."""
    tags: dict[str, dict[str, None]] = {}
    notes: dict[str, list[str]] = {}
    for coding in codings:
        coder = context.coder(coding, selection)
        notes.setdefault(coder, []).append(context.memo(coding))
        names = tags.setdefault(coder, {})
        for reference in coding.all("CodeRef"):
            name = context.codes.get(plain_guid(reference.get("targetGUID")))
            if name is None:
                context.left["coding with no code of the codebook"] += 1
            else:
                names[name] = None
    maker = context.coder(selection)
    writer = maker if maker in tags else next(iter(tags))
    notes[writer].insert(0, note)
    own = plain_guid(selection.get("guid"))
    marks = []
    for coder, names in tags.items():
        said = _joined(notes[coder])
        if names or said:
            identity = own if len(tags) == 1 else made_id("mark", own, coder)
            marks.append(
                _mark(
                    selection, identity, where, text, context,
                    tags=tuple(names), note=said, coder=coder,
                )
            )  # fmt: skip
    return marks


def _noted(
    note: Element, selection: Element, where: tuple[int, int], text: str, context: Context
) -> BroughtMark:
    said = context.said(note) or UNCODED
    identity = plain_guid(selection.get("guid")) or plain_guid(note.get("guid"))
    return _mark(note, identity, where, text, context, note=said)


def _orphan(note: Element, context: Context) -> BroughtMark:
    names = (
        context.codes.get(plain_guid(reference.get("targetGUID")), "")
        for coding in note.all("Coding")
        for reference in coding.all("CodeRef")
    )
    return BroughtMark(
        plain_guid(note.get("guid")),
        tuple(filter(None, names)),
        note.text_of("Description"),
        quote=note.text_of("PlainTextContent"),
        coder=context.coder(note),
        created=utc_time(note.get("creationDateTime")),
        modified=utc_time(note.get("modifiedDateTime")),
        is_lost=True,
    )


def _on_source(about: Element, said: str, text: str, context: Context) -> list[BroughtMark]:
    """A memo on a whole source, as a note on its first line."""
    where = _whole(text)
    if not said.strip():
        return []
    if where is None:
        context.left["memo of a source without text"] += 1
        return []
    line_end = text.find("\n", where[0])
    first = (where[0], where[1] if line_end < 0 else min(line_end, where[1]))
    identity = made_id("memo", plain_guid(about.get("guid")))
    return [_mark(about, identity, first, text, context, note=said)]


def _mark(
    about: Element,
    identity: str,
    where: tuple[int, int],
    text: str,
    context: Context,
    *,
    tags: tuple[str, ...] = (),
    note: str = "",
    coder: str | None = None,
) -> BroughtMark:
    start, end = where
    return BroughtMark(
        identity,
        tags,
        unix_text(note),
        start,
        end,
        text[start:end],
        coder=context.coder(about) if coder is None else coder,
        created=utc_time(about.get("creationDateTime")),
        modified=utc_time(about.get("modifiedDateTime")),
    )


def _whole(text: str) -> tuple[int, int] | None:
    end = len(text.rstrip())
    return (len(text) - len(text.lstrip()), end) if end else None


def _joined(texts: Iterable[str]) -> str:
    return "\n\n".join(text for text in texts if text.strip())
