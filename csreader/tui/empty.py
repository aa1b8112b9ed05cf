"""What stands in the body where a folder holds no posts."""

from __future__ import annotations

from csreader.text.model import Format, ReadingText
from csreader.text.reader import read_text

_TEXT = """csreader looked for posts below

  {folder}

and found none. Posts are files that end in .md, .markdown, .txt, .html \
and the like. Put some there, or open another folder:

  csreader FOLDER

To see what csreader does, open its own stories:

  csreader --demo"""


def empty_text(folder: str) -> ReadingText:
    """What csreader looked for, and how to begin."""
    return read_text(_TEXT.format(folder=folder), Format.TEXT)
