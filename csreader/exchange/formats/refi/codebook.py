"""The REFI-QDA codebook (.qdc): the tags, without what is marked with them."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from csreader import __version__
from csreader.exchange.brought import Brought
from csreader.exchange.formats.refi.codes import brought_tags, read_codes, write_codes
from csreader.exchange.interface import Format, FormatError, Options
from csreader.exchange.snapshot import Snapshot
from csreader.exchange.xml_tree import Element, read_xml
from csreader.exchange.xml_writing import XmlWriter
from csreader.text.characters import one_line

LARGEST = 64 << 20
"""How many bytes a codebook may have."""

_NAMESPACE = "urn:QDA-XML:codebook:1.0"


def _write(snapshot: Snapshot, stream: BinaryIO, options: Options) -> None:  # noqa: ARG001
    if not snapshot.codebook:
        raise FormatError(
            "There is no tag yet, and a REFI-QDA codebook needs one; make a tag first."
        )
    xml = XmlWriter(stream)
    xml.declaration()
    with xml.within("CodeBook", {"xmlns": _NAMESPACE, "origin": f"csreader {__version__}"}):
        write_codes(xml, snapshot.codebook)
    xml.flush()


def _read(path: Path) -> Brought:
    name = one_line(str(path))
    if path.stat().st_size > LARGEST:
        raise FormatError(
            f"{name} has more than {LARGEST >> 20} MiB, which is no codebook; it is not read."
        )
    with path.open("rb") as stream:
        root = read_xml(stream, str(path))
    if root.name != "CodeBook":
        raise FormatError(
            f"{name}, line {root.line}: this is no REFI-QDA codebook, "
            f"for it begins with {one_line(root.name)} and not with CodeBook."
        )
    tags = brought_tags(read_codes(root.first("Codes")))
    return Brought(codebook=tags, remarks=tuple(_remarks(root)))


def _remarks(root: Element) -> list[str]:
    sets = root.first("Sets")
    count = len(list(sets.all("Set"))) if sets is not None else 0
    if not count:
        return []
    return [f"{count} set{' of codes is' if count == 1 else 's of codes are'} left out."]


QDC = Format(
    name="qdc",
    endings=(".qdc",),
    description="REFI-QDA codebook, for QualCoder, NVivo, MAXQDA, ATLAS.ti and others",
    loses=(
        "It holds the tags only, without their keys and former names, in the order of their "
        "tree; control characters are U+FFFD."
    ),
    write=_write,
    read=_read,
)
