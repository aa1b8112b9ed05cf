"""A collection as a REFI-QDA project: a zip archive of project.qde and the sources' texts.

The texts go into the archive one by one, while what the project says of them is put by in a
temporary file: users, codes and variables stand before it and are known only at its end.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
from bisect import bisect_left
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO, BinaryIO, cast

from csreader import __version__
from csreader.annotations import Tag
from csreader.annotations.tags.codebook import derived_color
from csreader.exchange.formats.refi.codes import code_guids, unlisted_guid, write_codes
from csreader.exchange.formats.refi.names import xsd_time
from csreader.exchange.formats.refi.variables import values_of, write_value, write_variables
from csreader.exchange.identity import made_id, own_or_made
from csreader.exchange.interface import Options
from csreader.exchange.snapshot import PlacedMark, PostSnapshot, Snapshot
from csreader.exchange.xml_writing import XmlWriter, xml_text

NAMESPACE = "urn:QDA-XML:project:1.0"
BYTE_ORDER_MARK = "\ufeff"
ORPHAN = "orphan"
"""What the name of a note begins with that keeps a mark without a place."""

_IN_MEMORY = 8 << 20
_NO_TIME = "1970-01-01T00:00:00Z"
"""For a note whose time is not known: QualCoder reads none without one."""
_SHOWN = 60
"""How many code points of a quote a name has."""
_MODE = 0o100644


def write_project(snapshot: Snapshot, stream: BinaryIO, options: Options) -> None:  # noqa: ARG001
    """Writes the archive. The same data gives the same bytes."""
    with (
        tempfile.SpooledTemporaryFile(_IN_MEMORY) as sources,
        tempfile.SpooledTemporaryFile(_IN_MEMORY) as notes,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        project = _Project(snapshot.codebook, _put_by(sources), _put_by(notes))
        for post in snapshot.posts:
            project.add(post)
            assert post.text is not None  # the format asks for it
            with archive.open(_entry(f"sources/{_source_guid(post)}.txt"), "w") as text:
                # What looks like a byte-order mark would be taken off by those who read it.
                mark = BYTE_ORDER_MARK if post.text.startswith(BYTE_ORDER_MARK) else ""
                text.write(f"{mark}{post.text}".encode())
        project.sources.flush()
        project.notes.flush()
        with archive.open(_entry("project.qde"), "w") as qde:
            project.write_head(cast(BinaryIO, qde))
            for name, kept in (("Sources", sources), ("Notes", notes)):
                _write_kept(cast(BinaryIO, qde), name, kept)
            qde.write(b"</Project>\n")


def _put_by(kept: IO[bytes]) -> XmlWriter:
    return XmlWriter(cast(BinaryIO, kept), depth=2)


def _write_kept(qde: BinaryIO, name: str, kept: IO[bytes]) -> None:
    if not kept.tell():
        return
    kept.seek(0)
    qde.write(f"  <{name}>\n".encode())
    shutil.copyfileobj(kept, qde)
    qde.write(f"  </{name}>\n".encode())


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)  # its date is 1980-01-01, the first that zip knows
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = _MODE << 16
    return entry


@dataclass
class _Project:
    codebook: tuple[Tag, ...]
    sources: XmlWriter
    notes: XmlWriter
    coders: dict[str, None] = field(default_factory=dict)
    variables: dict[str, None] = field(default_factory=dict)
    unlisted: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.guids = code_guids(self.codebook)

    def write_head(self, stream: BinaryIO) -> None:
        xml = XmlWriter(stream)
        xml.declaration()
        origin = f"csreader {__version__}"
        xml.start("Project", {"xmlns": NAMESPACE, "name": "csreader", "origin": origin})
        if self.coders:
            with xml.within("Users"):
                for coder in sorted(self.coders):
                    xml.element("User", {"guid": _user_guid(coder), "name": coder})
        used = (Tag("", name, derived_color(name), listed=False) for name in sorted(self.unlisted))
        tags = (*self.codebook, *used)
        if tags:
            with xml.within("CodeBook"):
                write_codes(xml, tags)
        write_variables(xml, self.variables)
        xml.flush()

    def add(self, post: PostSnapshot) -> None:
        """Puts by what the project says of a post."""
        xml = self.sources
        own = _source_guid(post)
        attributes = {
            "guid": own,
            "name": self._file_name(post),
            "plainTextPath": f"internal://{own}.txt",
        }
        newlines = _newlines(post.text or "")
        taken: set[str] = set()
        orphans = []
        with xml.within("TextSource", attributes):
            for mark in post.marks:
                self.coders[mark.coder] = None
                identity = own_or_made(mark.id, "mark", post.id, mark.coder, mark.id)
                if identity in taken:  # coders may have copied a file of one another
                    identity = made_id("mark", post.id, mark.coder, mark.id)
                taken.add(identity)
                if mark.start is None or mark.end is None:
                    orphans.append(identity)
                    self._add_orphan(mark, identity)
                else:
                    line = bisect_left(newlines, mark.start)
                    self._add_selection(mark, identity, mark.start, mark.end, line)
            for identity in orphans:
                xml.element("NoteRef", {"targetGUID": identity})
            for name, value in values_of(post):
                self.variables[name] = None
                write_value(xml, name, value)

    def _add_selection(
        self, mark: PlacedMark, identity: str, start: int, end: int, line: int
    ) -> None:
        xml = self.sources
        attributes = {
            "guid": identity,
            "name": f"line:{line} {_shown(mark.quote)}",
            "startPosition": str(start),
            "endPosition": str(end),
            **_made(mark),
        }
        note = made_id("note", identity)
        with xml.within("PlainTextSelection", attributes):
            # Some programs read a selection's comment here, others in a note.
            xml.text_element("Description", mark.note)
            self._write_codings(xml, mark, identity)
            if mark.note:
                xml.element("NoteRef", {"targetGUID": note})
        if mark.note:
            with self.notes.within("Note", _note_attributes(mark, note, _shown(mark.quote))):
                self.notes.element("PlainTextContent", None, mark.note)

    def _add_orphan(self, mark: PlacedMark, identity: str) -> None:
        name = f"{ORPHAN}: {_shown(mark.quote)}"
        with self.notes.within("Note", _note_attributes(mark, identity, name)):
            self.notes.text_element("Description", mark.note)
            self.notes.element("PlainTextContent", None, mark.quote)
            self._write_codings(self.notes, mark, identity)

    def _write_codings(self, xml: XmlWriter, mark: PlacedMark, identity: str) -> None:
        for tag in mark.tags:
            if tag not in self.guids:
                self.unlisted.add(tag)
            attributes = {
                "guid": made_id("coding", identity, tag),
                "creatingUser": _user_guid(mark.coder),
            }
            with xml.within("Coding", attributes):
                target = self.guids.get(tag) or unlisted_guid(tag)
                xml.element("CodeRef", {"targetGUID": target})

    def _file_name(self, post: PostSnapshot) -> str:
        """The post's id as the name of a file, different from all others' but for its ending.

        Programs copy a source to a file of its name, and qualitative-coding with another
        ending, so that `a.md` and `a.html` would be one.
        """
        path = PurePosixPath(post.id.removeprefix("./"))
        stem = "\u2215".join((*path.parent.parts, path.stem))
        name, number = stem, 1
        while name.casefold() in self.names:
            number += 1
            name = f"{stem} ({number})"
        self.names.add(name.casefold())
        return name + path.suffix


def _made(mark: PlacedMark) -> dict[str, str | None]:
    return {
        "creatingUser": _user_guid(mark.coder),
        "creationDateTime": xsd_time(mark.created),
        "modifiedDateTime": xsd_time(mark.modified),
    }


def _note_attributes(mark: PlacedMark, identity: str, name: str) -> dict[str, str | None]:
    made = _made(mark)
    made["creationDateTime"] = made["creationDateTime"] or made["modifiedDateTime"] or _NO_TIME
    return {"guid": identity, "name": name, **made}


def _shown(quote: str) -> str:
    words = " ".join(xml_text(quote[: 4 * _SHOWN]).split())
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1].rstrip()}…"


def _newlines(text: str) -> list[int]:
    return [found.start() for found in re.finditer("\n", text)]


def _source_guid(post: PostSnapshot) -> str:
    return made_id("source", post.id)


def _user_guid(coder: str) -> str:
    return made_id("user", coder)
