"""Makes posts of documents that a collection lacks.

A document becomes a Markdown file with a header and a body that reads as the document's
text; where no Markdown does, a plain-text page without a header.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

from csreader.annotations.disk.paths import encoded_part
from csreader.collection import Collection
from csreader.exchange.brought import BroughtDocument
from csreader.text.characters import one_line, replace_controls
from csreader.text.model import Format, ReadingText
from csreader.text.reader import read_text

_LONGEST = 80
"""Code points of a new file's name before its ending."""
_SIGNS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&$:^=\"'@%])")
_POST_ENDINGS = re.compile(r"\.(?:md|markdown|mkd|txt|text|html?)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post to be written."""

    path: Path
    id: str
    content: bytes
    reading: ReadingText


class Writer:
    """Makes posts for a collection; writes nothing.

    Args:
        collection: What they join, none of whose files is overwritten.
    """

    def __init__(self, collection: Collection) -> None:
        self._folder = collection.posts_folder or collection.root
        self._language = collection.config.language
        self._taken: set[str] = set()

    def post(self, document: BroughtDocument) -> NewPost:
        """The post that a document becomes."""
        text = replace_controls((document.text or "").replace("\r\n", "\n").replace("\r", "\n"))
        header = _header(document)
        body = _escaped(text)
        line = header.count("\n") + 1
        reading = self._read(body, Format.MARKDOWN, line)
        if _words(reading.text) == _words(text):
            path = self._free(document, ".md")
            return NewPost(path, path.name, (header + body).encode(), reading)
        path = self._free(document, ".txt")
        return NewPost(path, path.name, f"{text}\n".encode(), self._read(text, Format.TEXT, 1))

    def _read(self, body: str, kind: Format, line: int) -> ReadingText:
        language = self._language or "en"
        return read_text(body, kind, first_line=line, language=language)

    def _free(self, document: BroughtDocument, ending: str) -> Path:
        """A path below the posts folder that nothing has yet."""
        name = _POST_ENDINGS.sub("", re.split(r"[/\\]", document.name or document.title)[-1])
        name = encoded_part(one_line(name).strip().lstrip(".")[:_LONGEST].strip() or "post")
        for number in range(1, 1_000_000):
            made = f"{name}{f'-{number}' if number > 1 else ''}{ending}"
            there = os.path.lexists(self._folder / made)
            if made.casefold() not in self._taken and not there:
                break
        self._taken.add(made.casefold())
        return self._folder / made


def _header(document: BroughtDocument) -> str:
    title = one_line(document.title or _POST_ENDINGS.sub("", document.name))
    fields = {"title": title, "date": document.date[:10], "source": one_line(document.name)}
    # A JSON string is one of YAML, too.
    lines = [f"{key}: {json.dumps(value)}" for key, value in fields.items() if value]
    return "\n".join(("---", *lines, "---", "", ""))


def _escaped(text: str) -> str:
    """Markdown that reads as a text, its lines kept."""
    paragraphs = re.split(r"\n[ \t]*\n\s*", text.strip())
    return (
        "\n\n".join(
            "\\\n".join(_SIGNS.sub(r"\\\1", line.strip()) for line in paragraph.split("\n"))
            for paragraph in paragraphs
        )
        + "\n"
    )


def _words(text: str) -> list[str]:
    return text.split()
