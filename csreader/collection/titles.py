"""A post's title: from its header, else from its first lines."""

from __future__ import annotations

import re
from html import unescape

from csreader.collection.dates import is_date_line
from csreader.collection.fields import without_quotes
from csreader.text.characters import one_line
from csreader.text.model import BlockKind, Format, ReadingText
from csreader.text.sentences import find_sentences

HEAD = 4096
"""How much of a body, in code points, is read for a title."""
_HTML_HEAD = 32_768
"""The same of a page of HTML, whose head may hold styles and scripts."""
_LONG_HEAD = 262_144
"""The same where the beginning has no words, only images or markup."""
_SHORT_HEAD = 600
"""Enough for three lines and a sentence, where nothing looks like a heading."""
_LONGEST_LINE = 80
_LONGEST_SENTENCE = 60
_FIRST_BLOCKS = 5
_CREDIT = re.compile(
    r"(?:photo(?:graph)?|image|picture|illustration|foto|bild)s?"
    r"(?:\s+(?:by|via|from|credits?|courtesy|source|copyright|©)\b|\s*[:©])"
    r"|(?:©|\(c\)|copyright)\s",
    re.IGNORECASE,
)
_PAGE_TITLE = re.compile(r"<title\b[^<>]*>([^<]*)</title\s*>", re.IGNORECASE)
_LABEL = re.compile(r"(?:#\+|\.\.[ ])?([A-Za-z][\w -]{0,30}):(?:[ \t]+(.*)|[ \t]*)\Z")
"""A line of fields such as MultiMarkdown, Pelican, Nikola, Org and Movable Type write."""
_LABELS = ("title", "subject")
_TITLE_BLOCK = re.compile(r"% *(\S[^\n]*)\n%")
"""Pandoc's lines of title, authors and date."""
_WORD = re.compile(r"[^\W_]")
_TAG = re.compile(
    r"</?(?:a|abbr|b|br|cite|code|del|em|i|mark|s|small|span|strong|sub|sup|u)\b[^<>]*>"
)
_BLANK_LINES = re.compile(r"\A(?:[ \t]*\n)+")
_HEADING = re.compile(r"^[ >]*#|^[ >]*(?:=+|-+)[ \t]*$|<", re.MULTILINE)
_PLAIN_HEADING = re.compile(
    r"(?:[ \t]*\n)*#{1,6}[ \t]+([\w ,.;?!'’“”()–—-]{0,200}\w[?!.]?)[ \t]*(?:\n|\Z)"
)
_PARTING = re.compile(r"\n(?:[ ]*\n)+")
_PLAIN_PARAGRAPH = re.compile(
    r"""(?:(?:[^\W\d_]|["“‘'(])[^*_\[\]<>&\\`~|{}#$^\n\t\r\u00a0]*(?<!  )(?:\n|\Z))+"""
)
"""Lines that begin with a letter or a quote, hold no sign of Markdown, and end in no break."""


def title_in_header(value: object, typed: str) -> str:
    """The header's title as typed, on one line; empty where there is none.

    Args:
        value: What the header's reader made of it.
        typed: The source of a value that was read as a list or the like.
    """
    if value is None:
        return ""
    title = value if isinstance(value, str) else typed
    return _clean(unescape(_TAG.sub("", title)) if "&" in title or "<" in title else title)


def file_title(name: str) -> str:
    """What stands for the title of a post that has none: its file's name."""
    return one_line(name)


def title_in_body(body: str, format: Format, language: str = "en") -> str:  # noqa: A002
    """The title that a body gives; empty where it has no words.

    The title among fields on top, such as MultiMarkdown's; the first heading among the
    first blocks; else a page's `<title>`; else one of the first three lines, if it is short
    and neither a date nor a photo credit; else the first sentence, cut after a word.
    """
    if format is Format.MARKDOWN and (plain := _PLAIN_HEADING.match(body)):
        return _clean(plain[1])
    if not _WORD.search(body):
        return ""
    if format is not Format.HTML and (labelled := _labelled(body)):
        return labelled
    reading = _beginning(_BLANK_LINES.sub("", body), format, language)
    text = reading.text
    for block in reading.blocks[:_FIRST_BLOCKS]:
        if block.kind is BlockKind.HEADING and _WORD.search(text, block.start, block.end):
            return _clean(text[block.start : block.end])
    page = _PAGE_TITLE.search(body[:_HTML_HEAD]) if format is Format.HTML else None
    if page and _WORD.search(page[1]) and "{" not in page[1]:
        return _clean(unescape(page[1]))
    lines = [line.strip() for line in text.split("\n") if _WORD.search(line)]
    for line in lines[:3]:
        if len(line) < _LONGEST_LINE and not _is_aside(line):
            return _clean(line)
    blocks = [(block.start, block.end, block.kind) for block in reading.blocks[:_FIRST_BLOCKS]]
    sentences = (text[start:end] for start, end in find_sentences(text, blocks, language))
    sentence = next((one for one in sentences if _WORD.search(one) and not _is_aside(one)), "")
    return _cut(_clean(sentence or (lines[0] if lines else "")))


def _labelled(body: str) -> str:
    """The title among fields that stand on top, without fences; empty where none do."""
    head = body[:HEAD].lstrip("\ufeff\n")
    if block := _TITLE_BLOCK.match(head):
        return _clean(block[1])
    fields: dict[str, str] = {}
    for line in head.split("\n"):
        if not (match := _LABEL.match(line.rstrip())):
            break
        fields.setdefault(match[1].lower(), without_quotes(match[2] or ""))
    if len(fields) < 2:
        return ""
    return _clean(next((fields[label] for label in _LABELS if fields.get(label)), ""))


def _beginning(body: str, format: Format, language: str) -> ReadingText:  # noqa: A002
    """The reading text of as much of a body as holds words."""
    # Deferred: most posts have a title in their header.
    from csreader.text.reader import read_text

    lengths = [_HTML_HEAD if format is Format.HTML else HEAD, min(len(body), _LONG_HEAD)]
    if format is Format.MARKDOWN and not _HEADING.search(body[:HEAD]):
        if (prose := _plain_prose(body[:_SHORT_HEAD])) is not None:
            return read_text(prose, Format.TEXT, language=language)
        lengths.insert(0, _SHORT_HEAD)
    elif format is Format.TEXT:
        lengths.insert(0, _SHORT_HEAD)
    reading = ReadingText("")
    for length in lengths:
        head = body[:length]
        line_end = head.rfind("\n")
        if length < len(body) and line_end > length // 2:
            head = head[: line_end + 1]
        reading = read_text(head, format, language=language)
        if _WORD.search(reading.text) or length >= len(body):
            break
    return reading


def _plain_prose(head: str) -> str | None:
    """Markdown without any sign of it, a line for each paragraph; None where it has some.

    Read as Markdown it gives the same text, but takes a hundred times as long.
    """
    paragraphs = _PARTING.split(head.rstrip())
    if not all(map(_PLAIN_PARAGRAPH.fullmatch, paragraphs)):
        return None
    return "\n\n".join(re.sub("[ \n]+", " ", paragraph) for paragraph in paragraphs)


def _is_aside(line: str) -> bool:
    return is_date_line(line) or _CREDIT.match(line) is not None


def _clean(text: str) -> str:
    return one_line(re.sub("[ \t\r\n]+", " ", text)).strip()


def _cut(text: str) -> str:
    from csreader.text.clusters import cell_width, clusters

    parts = clusters(text[: 4 * HEAD])
    cells = 0
    fitting = 0
    for number, cluster in enumerate(parts):
        cells += cell_width(cluster)
        if cells > _LONGEST_SENTENCE:
            break
        # One cell is kept for the sign that more follows.
        fitting = number + 1 if cells < _LONGEST_SENTENCE else fitting
    else:
        return text
    cut = "".join(parts[:fitting])
    if not parts[fitting].isspace() and " " in cut:
        cut = cut.rpartition(" ")[0]
    return cut.rstrip(" ,;:—–-") + "…"
