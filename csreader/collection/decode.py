"""A file's bytes become text, whatever its encoding."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from csreader.collection.model import Severity

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NEVER_MEANT = frozenset(b"\x81\x8d\x8f\x90\x9d\xfe\xff")
"""Bytes that Windows-1252 leaves undefined, and the letters þ and ÿ, which stand for
breakage far more often than for themselves."""
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text."""

    text: str
    encoding: str
    kind: str = ""
    """`bom` or `encoding` where there is something to say."""
    severity: Severity = Severity.NOTE
    message: str = ""


def decode(data: bytes) -> Decoded:
    """Reads bytes as text.

    A byte-order mark decides; else UTF-8 where it fits. Where it does not, the file is
    Windows-1252, unless it also holds UTF-8 sequences or nothing but bytes that
    Windows-1252 text never holds: then it is UTF-8, and each bad byte is U+FFFD.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            text = data[len(bom) :].decode(encoding, "replace")
            if encoding == "utf-8":
                return Decoded(
                    text, encoding, "bom", Severity.NOTE, "begins with a byte-order mark."
                )
            return _guessed(text, encoding, encoding.upper())
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    head = data[:1000]
    if head[1::2].count(0) > len(head) // 4:
        return _guessed(data.decode("utf-16-le", "replace"), "utf-16-le", "UTF-16")
    stripped = _MULTIBYTE.sub(b"", data)
    bad = set(_HIGH.findall(stripped))
    sequences = (len(data) - len(stripped)) // 2
    if sequences > len(_HIGH.findall(stripped)) or all(each[0] in _NEVER_MEANT for each in bad):
        return Decoded(
            data.decode("utf-8", "replace"),
            "utf-8",
            "encoding",
            Severity.WARNING,
            "is UTF-8 but for some bytes, which show as \ufffd; save it as UTF-8 anew.",
        )
    return _guessed(data.decode("cp1252", "replace"), "cp1252", "Windows-1252 (cp1252)")


def _guessed(text: str, encoding: str, name: str) -> Decoded:
    message = f"is not UTF-8 and was read as {name}; save it as UTF-8 to be sure."
    return Decoded(text, encoding, "encoding", Severity.WARNING, message)
