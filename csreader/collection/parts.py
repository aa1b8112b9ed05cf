"""What a file's text is split into: a header, which may be none, and a body."""

from __future__ import annotations

from dataclasses import dataclass, field

from csreader.collection.fields import Fields
from csreader.collection.model import Finding, Header, Severity

_MOST_FINDINGS = 50


@dataclass(frozen=True, slots=True)
class Split:
    """A file's two parts."""

    header: Header
    fields: Fields
    """Where the header's values stand."""
    body: str
    body_line: int
    """The file's line, from 1, that the body begins on."""
    findings: tuple[Finding, ...] = ()
    is_broken: bool = False
    """Whether the body begins with a header that could not be split off."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What may be a header, and what follows it."""

    raw: str = field(repr=False)
    first_line: int
    end: int
    """The offset, in code points, that the body begins at."""


def all_body(text: str, *findings: Finding, is_broken: bool = False) -> Split:
    """A text without a header."""
    return Split(Header(), Fields(), text, 1, findings, is_broken)


def with_header(text: str, piece: Piece, fields: Fields, kind: str, *more: Finding) -> Split:
    """A text whose header was read; of very many findings, the first ones and how many."""
    header = Header(fields.values, kind.lower(), fields.repaired)
    line = 1 + text.count("\n", 0, piece.end)
    findings = (*more, *fields.findings)
    if (left := len(findings) - _MOST_FINDINGS) > 0:
        message = f"The header has {left:,} more problems of this kind."
        findings = (
            *findings[:_MOST_FINDINGS],
            Finding(piece.first_line, "front-matter", Severity.WARNING, message),
        )
    return Split(header, fields, text[piece.end :], line, findings)


def not_closed(text: str, line: int, fence: str) -> Split:
    """A text with a header that nothing ends, which is body as a whole."""
    message = f"front matter not closed: put a line {fence} behind the header."
    finding = Finding(line, "front-matter-not-closed", Severity.ERROR, message)
    return all_body(text, finding, is_broken=True)
