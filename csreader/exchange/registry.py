"""The formats, by name: csreader's own in one table, and those of plug-ins.

A format is a module with a `Format` in it. A further one of csreader's own is one line of
`BUILT_IN`; another package adds one through an entry point of the group `csreader.formats`,
whose name is the format's and which leads to its `Format`. Modules are loaded only when
they are asked for, and whatever offers formats to a user takes them from here.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

from csreader.exchange.interface import Format, UnfitError
from csreader.text.characters import one_line

GROUP = "csreader.formats"
"""The group of entry points that plug-ins name their formats in."""

_FORMATS = "csreader.exchange.formats"

BUILT_IN: Mapping[str, tuple[str, str]] = {
    "json": (f"{_FORMATS}.csreader_json", "JSON"),
    "jsonl": (f"{_FORMATS}.csreader_lines", "JSONL"),
    "csv": (f"{_FORMATS}.csv_table", "CSV"),
    "w3c": (f"{_FORMATS}.w3c.web_annotation", "W3C"),
    "doccano": (f"{_FORMATS}.doccano", "DOCCANO"),
    "label-studio": (f"{_FORMATS}.label_studio.tasks", "LABEL_STUDIO"),
    "brat": (f"{_FORMATS}.brat.standoff", "BRAT"),
    "prodigy": (f"{_FORMATS}.prodigy.tasks", "PRODIGY"),
    "spacy": (f"{_FORMATS}.docbin.docs", "SPACY"),
    "qdpx": (f"{_FORMATS}.refi.project", "QDPX"),
    "qdc": (f"{_FORMATS}.refi.codebook", "QDC"),
    "markdown": (f"{_FORMATS}.markdown.quotes", "MARKDOWN"),
    "html": ("csreader.exchange.report.page", "HTML"),
    "taguette": (f"{_FORMATS}.taguette.tables", "TAGUETTE"),
    "taguette-codebook": (f"{_FORMATS}.taguette.tables", "TAGUETTE_CODEBOOK"),
    "taguette-html": (f"{_FORMATS}.taguette.page", "TAGUETTE_PAGE"),
    "taguette-project": (f"{_FORMATS}.taguette.database", "TAGUETTE_PROJECT"),
}
"""From each format's name to its module and what the `Format` is called in it, in the order
they are told of and asked whether a file is theirs."""


@dataclass(frozen=True, slots=True)
class Known:
    """The formats that are there."""

    formats: Mapping[str, Format]
    """By name; csreader's own first."""
    remarks: tuple[str, ...] = ()
    """One sentence for each plug-in that could not be loaded."""


def known_formats() -> Known:
    """All formats, csreader's own and those of plug-ins."""
    found = {name: _built_in(name) for name in BUILT_IN}
    remarks = []
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        name = one_line(point.name)
        if point.name in found:
            remarks.append(
                f"The plug-in format {name} ({point.value}) is left out: its name is taken."
            )
            continue
        try:
            loaded = point.load()
        except Exception as error:  # whatever another package does, csreader goes on
            reason = one_line(f"{type(error).__name__}: {error}")
            remarks.append(f"The plug-in format {name} cannot be loaded: {reason}.")
            continue
        if isinstance(loaded, Format) and loaded.name == point.name:
            found[name] = loaded
        else:
            remarks.append(
                f"The plug-in format {name} is left out: {point.value} is no such Format."
            )
    return Known(found, tuple(remarks))


def formats() -> Mapping[str, Format]:
    """All formats by name, in the order they are told of."""
    return known_formats().formats


def writers() -> Mapping[str, Format]:
    """The formats that are written, by name."""
    return {name: one for name, one in formats().items() if one.write or one.write_folder}


def readers() -> Mapping[str, Format]:
    """The formats that are read, by name."""
    return {name: one for name, one in formats().items() if one.read}


def format_named(name: str) -> Format | None:
    """A format by its name, for which no other is loaded where it is csreader's own."""
    return _built_in(name) if name in BUILT_IN else formats().get(name)


def writer_for(file_name: str) -> Format | None:
    """The first format written whose files end like this one; None where none does."""
    return next(iter(_ending_like(file_name, writers())), None)


def reader_for(path: Path, which: str = "say which with --format") -> Format:
    """The format that a file or folder is read as.

    Of the formats whose files end like this one, the first that recognises it; where none
    does, the only one that is not asked. A folder is for the formats that recognise it.

    Args:
        path: The file.
        which: What a person is told to do where that is not clear.

    Raises:
        UnfitError: If none fits.
    """
    known = readers()
    is_folder = path.is_dir()
    likely = list(known.values()) if is_folder else _ending_like(path.name, known)
    if len(likely) == 1 and not is_folder:
        return likely[0]
    for one in likely:
        if one.recognises is not None and one.recognises(path):
            return one
    unasked = [one for one in likely if one.recognises is None]
    if len(unasked) == 1 and not is_folder:
        return unasked[0]
    name = one_line(str(path))
    if path.is_file() and not path.stat().st_size:
        raise UnfitError(f"{name} is empty.")
    if not likely or is_folder:
        raise UnfitError(
            f"{name} looks like none of the formats read: {', '.join(known)}; {which}."
        )
    names = " or ".join(one.name for one in likely)
    raise UnfitError(f"{name} does not look like {names}; {which}.")


@contextlib.contextmanager
def with_extra(one: Format) -> Iterator[None]:
    """What a format does within; a package that is not installed is told with what brings it.

    Raises:
        UnfitError: If a package of the format's extra is not installed.
    """
    try:
        yield
    except ImportError as error:
        if not one.extra:
            raise
        raise UnfitError(
            f"The format {one.name} needs more packages: pip install 'csreader[{one.extra}]'."
        ) from error


def _built_in(name: str) -> Format:
    module, attribute = BUILT_IN[name]
    found = getattr(import_module(module), attribute)
    assert isinstance(found, Format)
    return found


def _ending_like(file_name: str, known: Mapping[str, Format]) -> list[Format]:
    """The formats whose files end like this one, those of the longest ending first."""
    lower = file_name.lower()

    def longest(one: Format) -> int:
        return max((len(ending) for ending in one.endings if lower.endswith(ending)), default=0)

    return sorted((one for one in known.values() if longest(one)), key=longest, reverse=True)
