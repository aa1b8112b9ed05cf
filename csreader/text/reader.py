"""A post's body becomes reading text."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape

from csreader.text.characters import replace_controls
from csreader.text.model import Format, ReadingText, TextProblem

_LINE_END = re.compile("\r\n?")
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")


def read_text(
    body: str,
    format: Format,  # noqa: A002
    *,
    first_line: int = 1,
    language: str = "en",
) -> ReadingText:
    """Reads a body as a browser would show it.

    Args:
        body: The file's text after its header, with any line ends.
        format: How it is written.
        first_line: The file's line, from 1, that the body begins on.
        language: The ISO 639 code that sentences are found by.

    Returns:
        The reading text. Nothing in a body is an error: what is odd about it stands in
        `problems`.
    """
    body = replace_controls(_LINE_END.sub("\n", body))
    if format is Format.TEXT:
        from csreader.text.plain import read_plain

        return read_plain(body, first_line, language)
    try:
        return _read(body, format, first_line, language)
    except Exception as error:
        # Only the parsers' own faults come here; a post's words are shown all the same.
        paragraphs = (f"<p>{escape(part)}</p>" for part in _BLANK_LINES.split(body))
        reading = _read("".join(paragraphs), Format.HTML, first_line, language)
        message = f"The text is shown as typed: its markup could not be read ({error})."
        return replace(reading, problems=(TextProblem(first_line, "unreadable-markup", message),))


def _read(body: str, written: Format, first_line: int, language: str) -> ReadingText:
    """Reads Markdown or HTML."""
    # Deferred: the parsers take longer to load than all the rest, and lists need none.
    from csreader.text.html.builder import Builder
    from csreader.text.html.source_lines import with_lines
    from csreader.text.html.walk import read_html

    builder = Builder()
    if written is Format.MARKDOWN:
        from csreader.text.markdown.parser import to_html

        rendered = to_html(body, first_line)
        unclosed = rendered.unclosed
        read_html(rendered.html, builder, line_attribute=rendered.line_attribute)
    else:
        from csreader.text.html.swallowing import end_swallowers
        from csreader.text.markdown.liquid import hide_in_html

        html, unclosed = end_swallowers(hide_in_html(body), first_line, marked=False)
        read_html(html, builder)
    reading = builder.result(language)
    return replace(
        reading,
        blocks=with_lines(reading.blocks, reading.text, body, first_line),
        problems=tuple(TextProblem(line, *_problem(name)) for line, name in unclosed),
    )


def _problem(name: str) -> tuple[str, str]:
    """The kind and the sentence of what is never closed."""
    if name == "comment":
        return "unclosed-comment", "A comment is never closed: it was ended early."
    if name == "tag":
        return "unclosed-tag", "A tag or its quotation marks are never closed: it was ended early."
    if name in ("frameset", "frame", "plaintext"):
        return "left-out-element", f"An element <{name}> was left out: it hides the page."
    return "unclosed-element", f"An element <{name}> is never closed: it was ended early."
