"""A file's bytes become text, whatever its encoding."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from csreader.collection.model import Finding, Severity

# UTF-32's little-endian mark begins with UTF-16's.
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# A sequence of the Unicode Standard's table 3-7, or a byte that belongs to none.
_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}"
    rb"|\xf4[\x80-\x8f][\x80-\xbf]{2}|([\x80-\xff])"
)

_UNDEFINED = frozenset(b"\x81\x8d\x8f\x90\x9d")
_LETTERS = frozenset(
    [*b"\x83\x8a\x8c\x8e\x9a\x9c\x9e\x9f", *range(0xC0, 0x100)]
    + [letter for letter in range(0x41, 0x7B) if chr(letter).isalpha()]
) - frozenset(b"\xd7\xf7")
_WORDS_OF_ONE_LETTER = frozenset("àáâåèéêìíòóôöùúüÀÁÅÈÉÓÖÚ".encode("cp1252"))
_MOST_JUDGED = 200_000
"""How many sequences and stray bytes decide what a file is."""
_NO_LETTER = 0xFF
"""ÿ, which stands for breakage far more often than for itself."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text."""

    text: str
    """Without a byte-order mark, line ends as they are."""
    encoding: str
    """As Python names it."""
    findings: tuple[Finding, ...] = ()
    """What there is to say of the encoding: kind `bom` or `encoding`."""


def decode(data: bytes) -> Decoded:
    """Reads bytes as text. Never raises.

    A byte-order mark decides, else UTF-8 where it fits. Where it does not, each byte that
    belongs to no UTF-8 sequence is looked at. As Windows-1252 it can be text: a mark such
    as a curly quote, or a letter beside a letter or that is a word by itself. Or it is
    junk: undefined, ÿ, or a letter by itself. The file is Windows-1252 where such text is
    more than the junk and more than the UTF-8 sequences; else it is UTF-8, and only its
    bad bytes become U+FFFD.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _after_mark(data[len(bom) :], encoding)
    if encoding := _utf16_without_mark(data):
        return Decoded(data.decode(encoding), encoding, (_guessed(encoding.upper(), 1),))
    return _unmarked(data)


def _after_mark(data: bytes, encoding: str) -> Decoded:
    if encoding == "utf-8":
        note = Finding(1, "bom", Severity.NOTE, "The file begins with a byte-order mark.")
        rest = _unmarked(data)
        return Decoded(rest.text.lstrip("\ufeff"), rest.encoding, (note, *rest.findings))
    name = encoding.upper()
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        message = f"The file is {name} by its byte-order mark, but for some bytes shown as \ufffd."
        warning = Finding(None, "encoding", Severity.WARNING, message)
        return Decoded(data.decode(encoding, "replace"), encoding, (warning,))
    message = f"The file is {name} by its byte-order mark."
    return Decoded(text, encoding, (Finding(1, "encoding", Severity.NOTE, message),))


def _utf16_without_mark(data: bytes) -> str:
    """UTF-16's name where every second byte of the file's start is mostly NUL."""
    head = data[:2000]
    if not head.count(0):
        return ""
    even, odd = head[::2].count(0), head[1::2].count(0)
    for encoding, many, few in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if many > len(head) // 4 and few <= len(head) // 40:
            try:
                data.decode(encoding)
            except UnicodeDecodeError:
                return ""
            return encoding
    return ""


def _unmarked(data: bytes) -> Decoded:
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        line = 1 + len(re.findall(rb"\r\n?|\n", data[: error.start]))
    sequences = text = junk = 0
    for is_bad, is_text in islice(_judged(data), _MOST_JUDGED):
        sequences += not is_bad
        text += is_bad and is_text
        junk += is_bad and not is_text
    if text > junk and text > sequences:
        warning = _guessed("Windows-1252 (cp1252)", line)
        return Decoded(data.decode("cp1252", "replace"), "cp1252", (warning,))
    message = "The file is UTF-8 but for some bytes, shown as \ufffd; save it as UTF-8 anew."
    warning = Finding(line, "encoding", Severity.WARNING, message)
    return Decoded(data.decode("utf-8", "replace"), "utf-8", (warning,))


def _judged(data: bytes) -> Iterator[tuple[bool, bool]]:
    """For each sequence or stray byte: whether it is stray, and can be Windows-1252 text."""
    for match in _SEQUENCE.finditer(data):
        if match[1] is None:
            yield False, True
            continue
        byte, at = match[1][0], match.start()
        if byte in _UNDEFINED or byte == _NO_LETTER:
            yield True, False
        elif byte not in _LETTERS or byte in _WORDS_OF_ONE_LETTER:
            yield True, True
        else:
            beside = data[max(at - 1, 0) : at] + data[at + 1 : at + 2]
            yield True, any(each in _LETTERS and each != _NO_LETTER for each in beside)


def _guessed(name: str, line: int) -> Finding:
    message = f"The file is not UTF-8 and was read as {name}, a guess; save it as UTF-8."
    return Finding(line, "encoding", Severity.WARNING, message)
