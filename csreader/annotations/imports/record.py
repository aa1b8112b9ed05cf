"""What an import did, written down so that it can be taken back, in a later process too.

A user's records of a collection are numbered files of JSON Lines in the user's state
folder, whoever the marks were put under. The first line says what was imported. Each
further one is about one file: `file` (an annotation file, the codebook or a post, from the
root) and `before` (its content, deflated, in base64; null where there was none) stand there
before it is written, with `coder`, `post`, `text`, `rows` (before and after), `outlines` (of
the texts of their own) and `done` for an annotation file, `tags` (rows) for the codebook, and
`after` (the content) for a post. Once it is written, a line with `file` and `sha256` says what
its content was then; a last line says that the import is complete. So a record that a crash
has cut short still tells what may have been written. Nothing is fsynced, as with the journal.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from csreader.annotations.disk.outlines import Outlines, outlines_of
from csreader.annotations.disk.paths import percent_decoded, percent_encoded
from csreader.annotations.disk.sheet import (
    Sheet,
    annotation_row,
    read_annotation,
    read_text_version,
    text_fields,
    with_outline,
)
from csreader.annotations.errors import StoreError
from csreader.annotations.model import Annotation, Tag, TextVersion
from csreader.annotations.tags.codebook import read_tag, tag_row

ENDING = ".jsonl"
UNDONE = ".undone"
"""The ending of one that was taken back."""
KEPT = 20
"""How many records are kept."""

Rows = tuple[tuple[Annotation | None, Annotation], ...]
"""Marks before and after."""


@dataclass(frozen=True, slots=True)
class Step:
    """What was done to one file."""

    path: Path
    before: bytes | None
    """Its content; None where it was not there."""
    coder: str = ""
    post: str = ""
    text: TextVersion = field(default_factory=TextVersion)
    """The text that the marks count in."""
    rows: Rows = ()
    done: bool = False
    """Whether the coder is done with the post since."""
    tags: tuple[Tag, ...] = ()
    """Those added to the codebook."""
    after: bytes | None = None
    """A post's content."""
    sha256: str = ""
    """Of the content that was written; empty where that is not known."""


class Record:
    """The record of one import.

    Args:
        path: Its file.
        root: The collection's root.
    """

    def __init__(self, path: Path, root: Path) -> None:
        self.path = path
        self._root = root

    def sheet(self, path: Path, before: Sheet, after: Sheet, rows: Rows) -> None:
        """Notes that marks are about to be written."""
        self._append(
            {
                **self._file(path),
                "coder": after.coder,
                "post": percent_encoded(before.post),
                "text": text_fields(after.text),
                "rows": [[old and annotation_row(old), annotation_row(new)] for old, new in rows],
                "outlines": outlines_of(one.text for pair in rows for one in pair if one),
                "done": after.done and not before.done,
            }
        )

    def codebook(self, path: Path, tags: Iterable[Tag]) -> None:
        """Notes that tags are about to be added."""
        self._append({**self._file(path), "tags": [tag_row(tag) for tag in tags]})

    def post(self, path: Path, content: bytes) -> None:
        """Notes that a post is about to be written."""
        self._append({**self._file(path), "after": _packed(content)})

    def written(self, path: Path) -> None:
        """Notes that a file was written, and what its content is."""
        self._append({"file": self._name(path), "sha256": hashed(path)})

    @property
    def message(self) -> str:
        """What was imported, as a phrase."""
        return str(self._head.get("message", "an import"))

    @property
    def source(self) -> str:
        """The SHA-256 of what was imported."""
        return str(self._head.get("source", ""))

    def steps(self) -> tuple[Step, ...]:
        """What was done, in order; a line that a crash has torn is left out.

        Raises:
            StoreError: If it cannot be read.
        """
        found: list[Step] = []
        latest: dict[str, int] = {}
        for one in self._lines():
            name = str(one.get("file", ""))
            if "before" in one:
                latest[name] = len(found)
                found.append(self._step(one))
            elif "sha256" in one and name in latest:
                at = latest[name]
                found[at] = replace(found[at], sha256=str(one["sha256"]))
        return tuple(found)

    def mend(self) -> None:
        """Ends a line that a crash has torn, so that the next one is not lost with it.

        Raises:
            StoreError: If it cannot be written.
        """
        try:
            torn = not self.path.read_bytes().endswith(b"\n")
            if torn:
                append(self.path, b"\n")
        except OSError as error:
            raise keeping_failed(self.path, error) from error

    def end(self) -> None:
        """Notes that nothing is left to be done."""
        self._append({"complete": True})

    @property
    def is_complete(self) -> bool:
        """Whether the import came to its end."""
        return any("complete" in one for one in self._lines())

    def drop(self) -> None:
        """Removes it: nothing was done."""
        with contextlib.suppress(OSError):
            self.path.unlink()

    def set_undone(self, undone: bool) -> None:
        """Notes that it was taken back, or done again.

        Raises:
            StoreError: If that cannot be noted.
        """
        path = self.path.with_suffix(UNDONE if undone else ENDING)
        try:
            self.path.replace(path)
        except OSError as error:
            raise keeping_failed(path, error) from error
        self.path = path

    @property
    def _head(self) -> Mapping[str, Any]:
        return next(iter(self._lines()), {})

    def _step(self, one: Mapping[str, Any]) -> Step:
        outlines = one.get("outlines", {})
        return Step(
            self._root / percent_decoded(one["file"]),
            _unpacked(one["before"]),
            one.get("coder", ""),
            percent_decoded(one.get("post", "")),
            read_text_version(one.get("text", {}), "text"),
            tuple(
                (old and _annotation(old, outlines), _annotation(new, outlines))
                for old, new in one.get("rows", ())
            ),
            one.get("done", False),
            tuple(read_tag("tag", row) for row in one.get("tags", ())),
            _unpacked(one.get("after")),
        )

    def _file(self, path: Path) -> dict[str, Any]:
        try:
            before: bytes | None = path.read_bytes()
        except FileNotFoundError:
            before = None
        except OSError as error:
            raise keeping_failed(path, error) from error
        return {"file": self._name(path), "before": _packed(before)}

    def _name(self, path: Path) -> str:
        return percent_encoded(path.relative_to(self._root).as_posix())

    def _append(self, values: Mapping[str, Any]) -> None:
        try:
            append(self.path, as_line(values))
        except OSError as error:
            raise keeping_failed(self.path, error) from error

    def _lines(self) -> Iterator[dict[str, Any]]:
        try:
            with self.path.open("rb") as stream:
                for line in stream:
                    with contextlib.suppress(ValueError):
                        values = json.loads(line)
                        if isinstance(values, dict):
                            yield values
        except FileNotFoundError as error:
            raise StoreError(
                f"There is no record of this import any more ({self.path.name}): "
                f"the last {KEPT} are kept.",
                self.path,
            ) from error
        except OSError as error:
            raise keeping_failed(self.path, error) from error


def hashed(path: Path) -> str:
    """The SHA-256 of a file's content; empty where it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def as_line(values: Mapping[str, Any]) -> bytes:
    """A line of a record."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n"
    return text.encode("utf-8", "replace")


def append(path: Path, line: bytes, flag: int = 0) -> None:
    """Puts a line at the end of a file that only the user can read.

    Args:
        path: The file.
        line: The line.
        flag: What to open it with, such as `os.O_EXCL` for a file that may not be there.

    Raises:
        OSError: If that fails.
    """

    def opener(name: str, flags: int) -> int:
        return os.open(name, flags | flag, 0o600)

    with open(path, "ab", opener=opener) as stream:
        stream.write(line)


def _annotation(row: Mapping[str, Any], outlines: Outlines) -> Annotation:
    return with_outline(read_annotation(str(row.get("id")), row), outlines)


def _packed(content: bytes | None) -> str | None:
    return None if content is None else base64.b64encode(zlib.compress(content)).decode("ascii")


def _unpacked(content: str | None) -> bytes | None:
    return None if content is None else zlib.decompress(base64.b64decode(content))


def keeping_failed(path: Path, error: OSError) -> StoreError:
    """The error of a record that cannot be written or read."""
    reason = error.strerror or str(error)
    return StoreError(f"The record of the import, {path}, cannot be kept: {reason}.", path)
