"""What each format writes of one small story: the examples of docs/formats.md.

`make docs` writes them into the page. The story, its ids and its times are the same in
every run, so that an example is what csreader writes, to the letter; long ones are shown
in part, with … on a line for what is left out.
"""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from csreader.annotations import Annotation, Mark, State, Status, Tag
from csreader.annotations.selectors import at_passage, describe
from csreader.exchange.formats.docbin.reading import OWN
from csreader.exchange.interface import Options, UnfitError
from csreader.exchange.registry import format_named, with_extra
from csreader.exchange.snapshot import PlacedMark, PostSnapshot, Snapshot, placed_mark
from csreader.text.model import Format, ReadingText
from csreader.text.reader import read_text

PAGE = Path(__file__).resolve().parent / "formats.md"
STORY = """# The lamp

The lamp came broken 💡. They said sorry at once.

It was late on a Thursday by then, and all of us slept well that night.
"""
WHEN = "2026-11-25T16:33:53Z"
NOTE = "the same day"
CODER = "ann"
SENTENCE = "They said sorry at once."
LOST = "They asked for nothing back."
TAGS = (
    Tag("88712fbb-5501-4452-a95d-01d388a09b42", "apology", "#56b4e9", "They say sorry."),
    Tag("7d6f857b-3af4-46ad-852a-a55109e1dde3", "service/fast", "#e69f00"),
)


def _marks(reading: ReadingText) -> Iterator[PlacedMark]:
    start = reading.text.index(SENTENCE)
    found = Annotation(
        "6b653a48-9de5-4384-b691-66b307c17343", start, start + len(SENTENCE), "",
        tags=("apology", "service/fast"), note=NOTE, created=WHEN, modified=WHEN,
    )  # fmt: skip
    found = at_passage(found, describe(reading, found.start, found.end))
    yield placed_mark(
        Mark(found, CODER, State.ANCHORED, found.start, found.end, found.quote, 3), reading
    )
    lost = Annotation(
        "f0db1015-7275-4708-b4db-21470604004f", start + 25, start + 53, LOST,
        prefix="said sorry at once.\n\n", tags=("apology",), created=WHEN, modified=WHEN,
    )  # fmt: skip
    yield placed_mark(Mark(lost, CODER, State.ORPHAN, None, None, LOST, None), reading)


def snapshot(*, with_text: bool = True) -> Snapshot:
    """A story with a marked sentence, and a mark whose words were rewritten since."""
    reading = read_text(STORY, Format.MARKDOWN)
    post = PostSnapshot(
        "lamp.md", "posts/lamp.md", "The lamp", "2021-03-04", Format.MARKDOWN,
        reading.sha256, reading.rules, {CODER: Status.IN_PROGRESS}, tuple(_marks(reading)),
        reading.text if with_text else None, reading if with_text else None,
    )  # fmt: skip
    return Snapshot("2026-11-25T16:33:54Z", TAGS, (post,))


def files(name: str, options: Options | None = None) -> Mapping[str, bytes]:
    """The files that a format's export of the story makes, by name; those of a zip, too.

    Raises:
        UnfitError: If the format needs a package that is not installed.
    """
    one = format_named(name)
    assert one is not None
    made: dict[str, io.BytesIO] = {}

    @contextlib.contextmanager
    def opened(path: str) -> Iterator[BinaryIO]:
        made[path] = io.BytesIO()
        yield made[path]

    options = options or Options()
    wanted = snapshot(with_text=one.needs_text or options.with_text)
    with with_extra(one):
        if one.write_folder is not None:
            one.write_folder(wanted, opened, options)
        if one.write is not None:
            for ending, write in {one.endings[0]: one.write, **one.companions}.items():
                with opened(f"lamp{ending}") as stream:
                    write(wanted, stream, options)
    found = {path: stream.getvalue() for path, stream in made.items()}
    for path, data in list(found.items()):
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                found |= {inner: packed.read(inner) for inner in packed.namelist()}
            del found[path]
    return found


def _whole(name: str, ending: str = "", options: Options | None = None) -> str:
    """The text of the first file whose name ends so."""
    made = files(name, options)
    data = next(data for path, data in made.items() if path.endswith(ending))
    text = data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    return text.rstrip("\n")


def _part(text: str, first: str, last: str) -> str:
    """The lines from the first that has some words to the next that has others."""
    lines = text.split("\n")
    begin = next(at for at, line in enumerate(lines) if first in line)
    end = next(at for at, line in enumerate(lines) if at >= begin and last in line)
    kept = lines[begin : end + 1]
    before = ["…"] if begin else []
    return "\n".join([*before, *kept, *(["…"] if end + 1 < len(lines) else [])])


def _cut(text: str, most: int) -> str:
    """The text with … for what its lines have beyond so many characters."""
    lines = text.split("\n")
    return "\n".join(line if len(line) <= most else f"{line[:most]}…" for line in lines)


def _spans() -> str:
    """The text of a DocBin's doc and its spans, a line each."""
    (data,) = files("spacy").values()
    import spacy
    from spacy.tokens import DocBin

    (doc,) = DocBin().from_bytes(data).get_docs(spacy.blank("en").vocab)
    said = [f"{one.label_} {one.start_char} {one.end_char} {one.text!r}" for one in doc.spans[OWN]]
    return "\n".join([repr(doc.text), *said])


EXAMPLES: Mapping[str, Callable[[], str]] = {
    "json": lambda: _whole("json", options=Options(with_text=True)),
    "jsonl": lambda: _cut(_whole("jsonl"), 200),
    "csv": lambda: _whole("csv"),
    "w3c": lambda: _part(_whole("w3c"), '"id": "urn:uuid:6b65', '"end": 58'),
    "doccano": lambda: _whole("doccano"),
    "label-studio": lambda: _part(_whole("label-studio", ".json"), '"value": {', '"service/fast"'),
    "label-studio.labels": lambda: _whole("label-studio", ".xml"),
    "brat": lambda: _whole("brat", ".ann"),
    "prodigy": lambda: re.sub(r'("tokens": \[\{.*?\}).*?\}\]', r"\1, …]", _whole("prodigy")),
    "spacy": _spans,
    "qdpx": lambda: _part(_whole("qdpx", ".qde"), "<Sources", "</PlainTextSelection>"),
    "qdc": lambda: _whole("qdc"),
    "markdown": lambda: _whole("markdown"),
    "html": lambda: _part(_whole("html"), "<article", "</article>"),
    "taguette": lambda: _whole("taguette"),
    "taguette-codebook": lambda: _whole("taguette-codebook"),
}
"""From an example's name, which begins with its format's, to how it is made."""
_BLOCK = re.compile(
    r"(?<=<!-- example: )([\w.-]+)( -->\n+(`{3,})[^\n]*\n)(.*?)(?=\n\3\n)", re.DOTALL
)


def with_examples(page: str) -> str:
    """The page with its examples as csreader writes them.

    Those of a format that needs a package that is not installed stay as they are.
    """

    def made(found: re.Match[str]) -> str:
        try:
            return f"{found[1]}{found[2]}{EXAMPLES[found[1]]()}"
        except UnfitError:
            return found[0]

    return _BLOCK.sub(made, page)


if __name__ == "__main__":
    PAGE.write_text(with_examples(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"wrote the examples into docs/{PAGE.name}")
