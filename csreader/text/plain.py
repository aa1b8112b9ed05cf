"""A plain-text page becomes reading text: the file's characters, lines kept."""

from __future__ import annotations

import re

from csreader.text.model import Block, BlockKind, ReadingText

_PARTING = re.compile(r"\n{2,}")


def read_plain(body: str, first_line: int, language: str) -> ReadingText:
    """Reads a plain-text page.

    Args:
        body: The text, line ends as LF, control characters replaced.
        first_line: The file's line, from 1, that the body begins on.
        language: The ISO 639 code of the text's language.

    Returns:
        The text but for blanks at lines' ends and surplus blank lines, with a block for
        each run of lines between blank ones.
    """
    body = "\n".join(line.rstrip() for line in body.split("\n"))
    blocks: list[Block] = []
    texts: list[str] = []
    position = 0
    line = first_line
    done = 0
    for match in [*_PARTING.finditer(body), None]:
        text = body[done : match.start() if match else len(body)]
        lead = len(text) - len(text.lstrip("\n"))
        text = text.strip("\n")
        if text:
            start = position + (2 if texts else 0)
            position = start + len(text)
            texts.append(text)
            blocks.append(Block(BlockKind.PARAGRAPH, start, position, line + lead))
        if match:
            line += body.count("\n", done, match.end())
            done = match.end()
    return ReadingText("\n\n".join(texts), tuple(blocks), language=language)
