"""Reads Web Annotations as they come: alone, in lists, pages and collections.

Also read are the exports of Hypothesis and the answers of its search, whose annotations have
a target as the standard's and tags, text and user of their own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from csreader.exchange.brought import Brought, BroughtDocument, BroughtMark
from csreader.exchange.formats.w3c.addresses import identity_of, name_of, sha256_of
from csreader.exchange.formats.w3c.bodies import said_by
from csreader.exchange.formats.w3c.selections import Selection, selection_of, source_of
from csreader.exchange.formats.w3c.values import Node, address, identity, kinds, listed, text
from csreader.exchange.formats.w3c.writing import CONTEXT, GENERATOR
from csreader.exchange.identity import made_id
from csreader.exchange.interface import FormatError
from csreader.exchange.reading import beginning, parsed, read_utf8
from csreader.text.characters import one_line

_LISTS = ("@graph", "annotations", "rows", "items")
"""Where annotations are that stand in no collection of the standard."""
_SIGNS = re.compile(
    re.escape(CONTEXT)
    + r'|"@?type"\s*:\s*\[?\s*"(?:oa:)?Annotation(?:Collection|Page)?"'
    + r'|"type"\s*:\s*"TextQuoteSelector"'
    + r'|"export_userid"\s*:'
)
_ACCOUNT = re.compile(r"acct:([^@]+)@.*")


def recognises(path: Path) -> bool:
    """Whether a file begins as annotations do."""
    return _SIGNS.search(beginning(path)) is not None


def read(path: Path) -> Brought:
    """What annotations bring.

    Raises:
        FormatError: If they are none, or broken.
        OSError: If the file cannot be read.
    """
    where = one_line(str(path))
    value = parsed(read_utf8(path), where)
    gathered = _Gathered(own=_is_own(value))
    for place, node in _annotations(value, where, gathered):
        gathered.take(node, place)
    return gathered.brought()


def _is_own(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    generator = next(iter(listed(value.get("generator"))), None)
    return isinstance(generator, dict) and text(generator.get("name")).startswith(GENERATOR)


@dataclass(slots=True)
class _Document:
    name: str
    title: str
    sha256: str
    marks: list[BroughtMark] = field(default_factory=list)


@dataclass(slots=True)
class _Gathered:
    """The documents and marks found so far, and what had to be left out."""

    own: bool
    documents: dict[tuple[str, str], _Document] = field(default_factory=dict)
    wholes: int = 0
    """Annotations of a whole text."""
    strange: Counter[str] = field(default_factory=Counter)
    """Passages said in ways that are not understood, by how."""
    others: int = 0
    """Things that are no annotations."""
    elsewhere: list[str] = field(default_factory=list)
    """Addresses of pages that are not in the file."""

    def take(self, annotation: Node, where: str) -> None:
        """Gathers an annotation: a mark for each of its targets."""
        targets = [
            one
            for target in listed(annotation.get("target"))
            for one in (listed(target["items"]) if _is_list(target) else [target])
        ]
        if not targets and not text(annotation.get("uri")):
            raise FormatError(f"{where} has no target.")
        if not targets:
            self.wholes += 1
        for number, target in enumerate(targets):
            self._take_target(annotation, target, number, where)

    def _take_target(self, annotation: Node, target: object, number: int, where: str) -> None:
        source, told = source_of(target)
        node = target if isinstance(target, dict) else {"selector": source}
        source = source or text(annotation.get("uri"))
        passage, strange = selection_of(node.get("selector"), where)
        if passage.says_nothing:
            if strange - {"address"}:
                self.strange[", ".join(sorted(strange))] += 1
            else:
                self.wholes += 1
            return
        states = [one for one in listed(node.get("state")) if isinstance(one, dict)]
        sha256 = next(filter(None, (sha256_of(address(one.get("cached"))) for one in states)), "")
        name = name_of(source.partition("#char=")[0])
        document = self.documents.get((name, sha256))
        if document is None:
            document = _Document(name, _title(annotation, told), sha256)
            self.documents[name, sha256] = document
        document.marks.append(self._mark(annotation, passage, number, name))

    def _mark(
        self, annotation: Node, passage: Selection, number: int, document: str
    ) -> BroughtMark:
        said = said_by(annotation, own=self.own)
        own = identity_of(identity(annotation))
        if not own or number:
            words = (str(passage.start), str(passage.end), passage.quote, passage.prefix)
            own = made_id("w3c", own, str(number), document, *words, *said.tags, said.note)
        return BroughtMark(
            own,
            said.tags,
            said.note,
            passage.start,
            passage.end,
            passage.quote,
            passage.prefix,
            passage.suffix,
            coder=_coder(annotation),
            created=text(annotation.get("created")),
            modified=text(annotation.get("modified", annotation.get("updated"))),
        )

    def brought(self) -> Brought:
        """All of it."""
        documents = tuple(
            BroughtDocument(one.name, tuple(one.marks), title=one.title, text_sha256=one.sha256)
            for one in self.documents.values()
        )
        return Brought(documents, remarks=tuple(self._remarks()))

    def _remarks(self) -> Iterator[str]:
        if self.wholes:
            yield f"{_counted(self.wholes)} about whole texts, not passages; left out."
        for how, count in self.strange.items():
            yield (
                f"{_counted(count)} placed by {one_line(how)} only, which says nothing of the "
                "words; left out."
            )
        if self.others:
            yield f"{self.others:,} entries that are no annotations are left out."
        for page in self.elsewhere:
            yield f"More annotations are at {one_line(page)}; get that file, and import it too."


def _counted(annotations: int) -> str:
    return "1 annotation is" if annotations == 1 else f"{annotations:,} annotations are"


def _is_list(target: object) -> bool:
    return isinstance(target, dict) and "items" in target


def _title(annotation: Node, told: Node) -> str:
    found = next((told[name] for name in ("title", "label", "name") if name in told), None)
    document = annotation.get("document")
    if found is None and isinstance(document, dict):
        found = document.get("title")
    return one_line(text(found))


def _coder(annotation: Node) -> str:
    creator = next(iter(listed(annotation.get("creator"))), None)
    if isinstance(creator, dict):
        named = next(filter(None, (text(creator.get(one)) for one in ("name", "nickname"))), "")
        return named or text(creator.get("account")) or identity(creator)
    user = text(annotation.get("user"))
    account = _ACCOUNT.fullmatch(user)
    return text(creator) or (account[1] if account else user)


def _annotations(value: object, where: str, gathered: _Gathered) -> Iterator[tuple[str, Node]]:
    """Each annotation, and where it stands."""
    waiting: list[tuple[str, object]] = [(where, value)]
    while waiting:
        place, one = waiting.pop()
        if isinstance(one, list):
            waiting += [(f"{place}[{at}]", member) for at, member in enumerate(one)][::-1]
            continue
        if not isinstance(one, dict):
            raise FormatError(f"{place} is no annotation.")
        kind = kinds(one)
        if "Annotation" in kind or (not kind and {"target", "uri"} & one.keys()):
            yield place, one
        elif kind & {"AnnotationCollection", "AnnotationPage"}:
            waiting += _parts(one, place, gathered)
        elif names := [name for name in _LISTS if isinstance(one.get(name), list)]:
            waiting += [(_below(place, name), one[name]) for name in reversed(names)]
        elif place == where:
            raise FormatError(f"{where} holds no Web Annotation.")
        else:
            gathered.others += 1


def _parts(node: Node, place: str, gathered: _Gathered) -> Iterator[tuple[str, object]]:
    """What a collection or page holds, the last first: what is at hand, not what it points to."""
    for name in ("next", "items", "first"):
        held = listed(node.get(name))
        gathered.elsewhere += [one for one in held if isinstance(one, str)]
        if here := [one for one in held if not isinstance(one, str)]:
            yield _below(place, name), here


def _below(place: str, name: str) -> str:
    return f"{place}.{name}" if place.endswith("]") else f"{place}: {name}"
