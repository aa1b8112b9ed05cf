"""The texts of a project's sources and notes, from its XML or from beside it."""

from __future__ import annotations

import codecs
import os
import posixpath
import re
from pathlib import Path
from urllib.parse import unquote

from csreader.collection.decode import decode
from csreader.exchange.archive import LARGEST, Archive
from csreader.exchange.interface import FormatError
from csreader.exchange.xml_tree import Element
from csreader.text.characters import one_line, replace_controls

_SCHEME = re.compile(r"(internal|relative)://", re.IGNORECASE)
_FOLDER = "sources"
"""Where a project keeps its sources, in any case (NVivo's is Sources)."""


class SourceTexts:
    """Looks up what sources say."""

    def __init__(self, zipped: Archive, path: Path) -> None:
        self._zip = zipped
        self._path = path
        self.name = one_line(str(path))
        """The archive, as an error names it."""

    def of(self, source: Element) -> str | None:
        """A source's plain text with its line ends, without a byte-order mark.

        Returns:
            None where it has none, or none that may be read: only the archive's own files
            are, and those in and below its folder.

        Raises:
            FormatError: If it names a text that is not there, or too large.
        """
        content = source.first("PlainTextContent")
        path = source.get("plainTextPath")
        if path:
            data = self._data(source, path)
            return None if data is None else _clean(_decoded(data))
        return None if content is None else _clean(content.text)

    def _data(self, source: Element, path: str) -> bytes | None:
        found = _SCHEME.match(path)
        if found is None and "://" in path:
            return None
        inner = path[found.end() :] if found else path
        if found and found[1].lower() == "relative":
            return self._beside(inner)
        for candidate in (f"{_FOLDER}/{inner}", inner):
            name = self._zip.find(candidate)
            if name is not None:
                return self._zip.read(name)
        raise FormatError(
            f"{self.name}: the text {one_line(inner)} that line {source.line} "
            "of the project names is not in the archive; export it again."
        )

    def _beside(self, inner: str) -> bytes | None:
        """A file in or below the archive's folder, no link that leads elsewhere."""
        folder = Path(os.path.realpath(self._path.parent))
        relative = posixpath.normpath(unquote(inner).replace("\\", "/").lstrip("/"))
        target = Path(os.path.realpath(folder / relative))
        if not target.is_relative_to(folder) or not target.is_file():
            return None
        if target.stat().st_size > LARGEST:
            raise FormatError(f"{one_line(str(target))} is too large to be read.")
        return target.read_bytes()


def _decoded(data: bytes) -> str:
    try:
        # One byte-order mark is none of the text; what follows it is, whatever it looks like.
        return data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError:
        return decode(data).text


def _clean(text: str) -> str:
    # A carriage return is a line end here, not a control character; each stays one character.
    return "\r".join(replace_controls(part) for part in text.split("\r"))
