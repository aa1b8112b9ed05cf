"""Bytes become text: marks, UTF-8, and guesses that are told."""

from __future__ import annotations

import codecs

import pytest

from csreader.collection.decode import decode
from csreader.collection.model import Severity

WORDS = "Die Teekanne war zerbrochen, die Antwort kam früh: „gerne“."


def kinds(data: bytes) -> list[tuple[str, Severity, int | None]]:
    return [(one.kind, one.severity, one.line) for one in decode(data).findings]


def test_utf8_needs_no_word() -> None:
    decoded = decode(WORDS.encode())
    assert (decoded.text, decoded.encoding, decoded.findings) == (WORDS, "utf-8", ())


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_mark_decides_and_is_no_text(mark: bytes, encoding: str) -> None:
    decoded = decode(mark + WORDS.encode(encoding))
    assert (decoded.text, decoded.encoding) == (WORDS, encoding)
    assert [one.severity for one in decoded.findings] == [Severity.NOTE]


def test_a_mark_over_broken_bytes_keeps_the_rest() -> None:
    decoded = decode(codecs.BOM_UTF16_LE + "fine".encode("utf-16-le") + b"\x00\xd8")
    assert decoded.text == "fine\ufffd"
    assert decoded.findings[0].severity is Severity.WARNING


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(encoding: str) -> None:
    decoded = decode(WORDS.encode(encoding))
    assert (decoded.text, decoded.encoding) == (WORDS, encoding)
    assert decoded.findings[0].severity is Severity.WARNING


def test_a_few_zero_bytes_are_not_utf16() -> None:
    assert decode(b"one\x00two three four").encoding == "utf-8"


@pytest.mark.parametrize(
    "text",
    [
        "“Gerne”, schrieb sie – für 20 €.",
        "Le café à la gare",
        "Año nuevo, señor",
        "caf\xe9",
        "It’s here",
        "5 × 4 °C",
    ],
)
def test_windows_text_is_read_as_such(text: str) -> None:
    decoded = decode(text.encode("cp1252"))
    assert (decoded.text, decoded.encoding) == (text, "cp1252")
    assert "cp1252" in decoded.findings[0].message


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"a kettle \xff came", "a kettle \ufffd came"),
        (b"kett\xffle", "kett\ufffdle"),
        (b"a \x81 b", "a \ufffd b"),
        ("Tür ".encode() + b"\x92" + " für".encode(), "Tür \ufffd für"),
        ("naïve".encode() + b"\xe9", "naïve\ufffd"),
        (b"nothing \xd0 beside", "nothing \ufffd beside"),
    ],
)
def test_only_a_stray_byte_is_lost(data: bytes, text: str) -> None:
    decoded = decode(data)
    assert (decoded.text, decoded.encoding) == (text, "utf-8")
    assert decoded.findings[0].severity is Severity.WARNING


def test_windows_text_with_one_undefined_byte_keeps_its_accents() -> None:
    assert decode(b"d\xe9j\xe0 vu \x81 l\xe0").text == "déjà vu \ufffd là"


def test_the_line_of_the_first_bad_byte_is_told() -> None:
    assert kinds(b"one\r\ntwo\rthree caf\xe9 \x93x\x94") == [("encoding", Severity.WARNING, 3)]


def test_a_mark_and_a_stray_byte_are_both_told() -> None:
    assert [kind for kind, _, _ in kinds(codecs.BOM_UTF8 + b"a \xff b")] == ["bom", "encoding"]


def test_surrogates_in_utf8_are_bad_bytes() -> None:
    assert "\ud800" not in decode(b"a \xed\xa0\x80 b").text
