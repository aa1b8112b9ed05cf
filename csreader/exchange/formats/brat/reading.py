"""Reads brat's standoff: a folder of .ann and .txt files, a zip of one, or one .ann file."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from csreader.annotations.disk.jsonfile import read_regular
from csreader.annotations.disk.paths import percent_decoded
from csreader.exchange import archive
from csreader.exchange.brought import Brought, BroughtDocument, BroughtTag
from csreader.exchange.formats.brat.lines import (
    OWN,
    Comment,
    Passage,
    comment_in,
    own_fields,
    passage_in,
    unescaped,
)
from csreader.exchange.formats.brat.types import ANNOTATION, VISUAL, Names
from csreader.exchange.interface import FormatError
from csreader.exchange.labelled import Label, Labelled, own_text
from csreader.exchange.reading import MOST_BYTES
from csreader.exchange.remarks import counted
from csreader.exchange.units import Unit
from csreader.text.characters import one_line

_ENDING = ".ann"
_TEXT = ".txt"
_ZIP = ".zip"
_LOOKED_AT = 2_000
"""How many files of a folder are looked at to recognise it."""
_SHORTENED = "%~"
"""What stands in a file's name that does not hold the whole of a post's id."""
_KINDS = {
    "E": "event",
    "R": "relation",
    "A": "attribute",
    "M": "attribute",
    "N": "normalization",
    "*": "equivalence",
}


def recognises(path: Path) -> bool:
    """Whether a file or folder looks like brat's standoff."""
    try:
        if path.is_dir():
            some = itertools.islice(path.rglob("*"), _LOOKED_AT)
            return any(one.suffix == _ENDING for one in some)
        if path.suffix.lower() == _ZIP:
            with archive.opened(path) as zipped:
                return any(name.endswith(_ENDING) for name in zipped.names)
        return path.suffix.lower() == _ENDING
    except (OSError, FormatError):
        return False


def read_folder(path: Path) -> Brought:
    """What brat's files bring.

    Raises:
        FormatError: If there are none, or a line of one is broken.
        OSError: If one cannot be read.
    """
    if not path.is_dir() and path.suffix.lower() == _ZIP:
        with archive.opened(path) as zipped:
            return _Files(one_line(str(path)), zipped.names, zipped.read).brought()
    if path.is_dir():
        root, found = path, sorted(one for one in path.rglob("*") if one.is_file())
    else:
        root = path.parent
        names = (path.name, path.stem + _TEXT, ANNOTATION, VISUAL)
        found = [root / name for name in names if (root / name).is_file()]
    if len(found) > archive.MOST_FILES:
        raise FormatError(
            f"{one_line(str(path))} has more than {archive.MOST_FILES:,} files; import it in parts."
        )
    files = [one.relative_to(root).as_posix() for one in found]
    return _Files(one_line(str(root)), files, lambda name: _bytes(root / name)).brought()


def _bytes(path: Path) -> bytes:
    if path.stat().st_size > MOST_BYTES:
        raise FormatError(f"{one_line(str(path))} has more than {MOST_BYTES >> 20} MB.")
    return read_regular(path)


@dataclass(slots=True)
class _Files:
    where: str
    """What to call the folder, safe to print."""
    names: list[str]
    read: Callable[[str], bytes]
    labelled: Labelled = field(default_factory=lambda: Labelled("brat"))
    in_pieces: int = 0
    """How many passages have words between their pieces."""
    textless: int = 0

    def brought(self) -> Brought:
        annotations = [name for name in self.names if name.endswith(_ENDING)]
        if not annotations:
            raise FormatError(f"{self.where} has no {_ENDING} file; export it from brat again.")
        there = set(self.names)
        known: dict[str, Names] = {}
        documents = tuple(self._document(name, there, known) for name in annotations)
        configured = [tag for names in known.values() for tag in names.tags.values()]
        used = {tag.name for tag in self.labelled.tags}
        owned = {
            tag.name for names in known.values() if names.is_own for tag in names.tags.values()
        }
        codebook: dict[str, BroughtTag] = {}
        for tag in (*configured, *self.labelled.tags):
            # Others' configurations list what nobody ever used.
            if tag.name in used or tag.name in owned:
                codebook.setdefault(tag.name, tag)
        return Brought(documents, tuple(codebook.values()), tuple(self._remarks()))

    def _remarks(self) -> Iterator[str]:
        yield from self.labelled.remarks
        if self.in_pieces:
            called = counted("passage in pieces", self.in_pieces)
            yield f"{called} became whole, with the words between."
        if self.textless:
            called = counted(f"{_ENDING} file without its {_TEXT}", self.textless)
            yield f"{called}: only the words of passages are known."

    def _document(self, name: str, there: set[str], known: dict[str, Names]) -> BroughtDocument:
        stem = name.removesuffix(_ENDING)
        raw = self._text(stem + _TEXT) if stem + _TEXT in there else None
        self.textless += raw is None
        folder, names = self._names(name, there, known)
        labels = list(self._labels(name, raw, names))
        post = ""
        units: tuple[Unit, ...] = ()
        if names.is_own:
            units = (Unit.CODE_POINT,)
            written = PurePosixPath(stem).relative_to(folder).as_posix()
            post = percent_decoded(written) if _SHORTENED not in written else ""
        return BroughtDocument(
            one_line(post or stem),
            self.labelled.marks(stem, raw, labels, units=units),
            None if raw is None else own_text(raw),
            id=post,
        )

    def _labels(self, name: str, raw: str | None, names: Names) -> Iterator[Label]:
        passages, comments = self._lines(name)
        for one in passages:
            start, end = one.pieces[0][0], max(end for _, end in one.pieces)
            words = one.words
            if raw is not None and _has_words_between(raw, one):
                self.in_pieces += 1
                words = ""
            said = comments.get(one.id, [])
            own = next((own_fields(each.text) for each in said if each.type == OWN), {})
            notes = [each.text for each in said if each.type != OWN]
            yield Label(
                start,
                end,
                (names.name(one.type),),
                words,
                own.get("id", ""),
                "\n\n".join(map(unescaped, notes) if own else notes),
                own.get("coder", ""),
                own.get("created", ""),
                own.get("modified", ""),
            )

    def _lines(self, name: str) -> tuple[list[Passage], dict[str, list[Comment]]]:
        """The passages of a file, and its comments by what they are said of."""
        passages: list[Passage] = []
        comments: dict[str, list[Comment]] = {}
        for number, line in enumerate(self._text(name).split("\n"), 1):
            line = line.removesuffix("\r")
            first = line[:1]
            if first == "T":
                passages.append(passage_in(line, f"{self.where}: {one_line(name)}, line {number}"))
            elif first == "#" and (comment := comment_in(line)) is not None:
                comments.setdefault(comment.target, []).append(comment)
            elif line.strip():
                self.labelled.left[_KINDS.get(first, "line of another kind")] += 1
        known = {one.id for one in passages}
        lost = (one for target, said in comments.items() if target not in known for one in said)
        self.labelled.left["note of what is left out"] += sum(1 for _ in lost)
        return passages, comments

    def _names(
        self, name: str, there: set[str], known: dict[str, Names]
    ) -> tuple[PurePosixPath, Names]:
        """What types are as tags, by the configuration nearest to a file, as brat looks for it.

        Returns:
            The folder that it is in, and the names.
        """
        for folder in PurePosixPath(name).parents:
            found = [one for one in (ANNOTATION, VISUAL) if (folder / one).as_posix() in there]
            if found:
                key = folder.as_posix()
                if key not in known:
                    texts = {one: self._text((folder / one).as_posix()) for one in found}
                    known[key] = Names.read(texts)
                return folder, known[key]
        return PurePosixPath(), Names()

    def _text(self, name: str) -> str:
        data = self.read(name)
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise FormatError(
                f"{self.where}: {one_line(name)}, line {line}: not UTF-8; save it as UTF-8."
            ) from error


def _has_words_between(raw: str, one: Passage) -> bool:
    ends = [end for _, end in one.pieces]
    starts = [start for start, _ in one.pieces]
    return any(raw[end:start].strip() for end, start in zip(ends, starts[1:], strict=False))
