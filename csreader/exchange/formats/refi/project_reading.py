"""A REFI-QDA project as what it brings: its codes, and its sources with their selections.

Programs put what csreader calls a note in several places, and all are read: the Description
of a selection (QualCoder, MAXQDA, ATLAS.ti), a Note that it refers to (the standard), a Note
with a selection in it (QualCoder), a Link from a Note to it (NVivo).
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from csreader.exchange import archive
from csreader.exchange.archive import Archive
from csreader.exchange.brought import Brought, BroughtDocument, BroughtTag
from csreader.exchange.formats.refi.codes import Code, brought_tags, read_codes
from csreader.exchange.formats.refi.names import plain_guid
from csreader.exchange.formats.refi.selections import Context, marks_of
from csreader.exchange.formats.refi.source_texts import SourceTexts
from csreader.exchange.formats.refi.variables import is_own, status_of
from csreader.exchange.interface import FormatError
from csreader.exchange.remarks import left_out
from csreader.exchange.xml_tree import Element, read_xml
from csreader.text.characters import one_line

_ENDING = ".qde"
_NO_TEXT = {
    "PictureSource": "picture",
    "PDFSource": "PDF",
    "AudioSource": "sound recording",
    "VideoSource": "film",
}
_APART = {
    "Cases": ("Case", "case"),
    "Sets": ("Set", "set"),
    "Graphs": ("Graph", "graph"),
}
_VALUES = "TextValue BooleanValue IntegerValue FloatValue DateValue DateTimeValue".split()


def read_project(path: Path) -> Brought:
    """What a .qdpx file brings.

    Raises:
        FormatError: If it is no such file, broken, or too large.
        OSError: If it cannot be read.
    """
    with archive.opened(path) as zipped:
        name = one_line(str(path))
        root = _project(zipped, name)
        return _Project(root, SourceTexts(zipped, path)).brought()


def _project(zipped: Archive, name: str) -> Element:
    """The project's XML: project.qde, or the only .qde file that stands at the root."""
    found = [one for one in zipped.names if "/" not in one and one.lower().endswith(_ENDING)]
    named = [one for one in found if one.lower() == f"project{_ENDING}"]
    chosen = named if len(named) == 1 else found
    if len(chosen) != 1:
        count = "no" if not chosen else "more than one"
        raise FormatError(f"{name} is no REFI-QDA project: it has {count} .qde file at its root.")
    shown = f"{name}: {one_line(chosen[0])}"
    root = read_xml(io.BytesIO(zipped.read(chosen[0])), shown)
    if root.name != "Project":
        raise FormatError(
            f"{shown}, line {root.line}: this is no REFI-QDA project, "
            f"for it begins with {one_line(root.name)} and not with Project."
        )
    return root


@dataclass
class _Project:
    root: Element
    texts: SourceTexts
    left: Counter[str] = field(default_factory=Counter)
    """What is left out, counted by what one of it is called."""

    def brought(self) -> Brought:
        codes = list(read_codes(_below(self.root, "CodeBook", "Codes")))
        context = self._context(codes)
        documents = tuple(self._documents(context))
        tags = self._tags(codes, context, documents)
        self._count_apart(context)
        return Brought(documents, tags, tuple(left_out(self.left)))

    def _context(self, codes: Iterable[Code]) -> Context:
        users = _children(self.root, "Users", "User")
        names = {plain_guid(user.get("guid")): _user_name(user) for user in users}
        notes = _children(self.root, "Notes", "Note")
        context = Context(
            users=names,
            codes={plain_guid(code.element.get("guid")): code.path for code in codes},
            notes={plain_guid(note.get("guid")): note for note in notes},
            texts=self.texts,
            left=self.left,
            own=self.root.get("origin").startswith("csreader "),
        )
        for link in _children(self.root, "Links", "Link"):
            ends = [plain_guid(link.get(end)) for end in ("originGUID", "targetGUID")]
            for note, other in (ends, ends[::-1]):
                if note in context.notes:
                    context.linked.setdefault(other, []).append(note)
                    break
            else:
                self.left["link"] += 1
        return context

    def _documents(self, context: Context) -> Iterator[BroughtDocument]:
        variables = self._own_variables()
        sources = self.root.first("Sources")
        for source in sources.children if sources is not None else ():
            if source.name == "TextSource":
                text = source
            elif source.name in _NO_TEXT:
                found = source.first("Representation")
                selections = (child.name.endswith("Selection") for child in source.children)
                if found is None or any(selections):
                    self.left[_NO_TEXT[source.name]] += 1
                if found is None:
                    continue
                text = found
            else:
                continue
            raw = self.texts.of(text)
            if raw is None:
                self.left["source without a plain text"] += 1
                continue
            name = source.get("name").strip() or _path_name(text) or plain_guid(source.get("guid"))
            values = _values(source, variables)
            placed, marks = marks_of(text, raw, context)
            yield BroughtDocument(
                one_line(values.get("post") or name),
                marks,
                placed,
                id=values.get("post", ""),
                title=one_line(values.get("title", "")),
                date=values.get("date", ""),
                status=status_of(values),
            )

    def _own_variables(self) -> dict[str, str]:
        """The names of csreader's variables, by GUID."""
        found = {}
        for variable in _children(self.root, "Variables", "Variable"):
            name, guid = variable.get("name"), plain_guid(variable.get("guid"))
            if is_own(name, guid):
                found[guid] = name
            else:
                self.left["variable"] += 1
        return found

    def _tags(
        self, codes: list[Code], context: Context, documents: Iterable[BroughtDocument]
    ) -> tuple[BroughtTag, ...]:
        used = {tag for document in documents for mark in document.marks for tag in mark.tags}
        memos: dict[str, str] = {}
        for code in codes:
            if memo := context.memo(code.element):
                memos[code.path] = "\n\n".join(filter(None, (memos.get(code.path), memo)))
        tags = brought_tags(codes, {*used, *memos})
        return tuple(
            replace(tag, description="\n\n".join(filter(None, (tag.description, memos[tag.name]))))
            if tag.name in memos
            else tag
            for tag in tags
        )

    def _count_apart(self, context: Context) -> None:
        for parent, (child, called) in _APART.items():
            self.left[called] += len(list(_children(self.root, parent, child)))
        self.left["memo of the project"] += len(context.notes.keys() - context.seen)
        if self.root.text_of("Description").strip():
            self.left["memo of the project"] += 1


def _below(root: Element, *names: str) -> Element | None:
    found: Element | None = root
    for name in names:
        found = found.first(name) if found is not None else None
    return found


def _children(root: Element, parent: str, name: str) -> Iterator[Element]:
    found = root.first(parent)
    return found.all(name) if found is not None else iter(())


def _user_name(user: Element) -> str:
    return one_line(user.get("name") or user.get("id")).strip()


def _path_name(source: Element) -> str:
    return source.get("plainTextPath").replace("\\", "/").rpartition("/")[2]


def _values(source: Element, variables: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for value in source.all("VariableValue"):
        reference = value.first("VariableRef")
        name = variables.get(plain_guid(reference.get("targetGUID"))) if reference else None
        if name is not None:
            found[name] = "".join(value.text_of(kind) for kind in _VALUES)
    return found
