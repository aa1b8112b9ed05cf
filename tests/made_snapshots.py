"""Snapshots made for tests of the formats, with every awkward character."""

from __future__ import annotations

import hashlib
import io
import uuid
from pathlib import Path

from hypothesis import strategies as st

from csreader.annotations import State, Status, Tag
from csreader.annotations.errors import TagNameError
from csreader.annotations.tags.codebook import clean_tag_name
from csreader.exchange.interface import Format, Options
from csreader.exchange.snapshot import PlacedMark, PostSnapshot, Snapshot
from csreader.text.characters import replace_controls
from csreader.text.model import Format as PostFormat
from csreader.text.model import ReadingText

EXPORTED = "2026-01-02T03:04:05Z"
REFI_SCHEMAS = Path(__file__).resolve().parents[2] / "shared" / "data" / "refi-qda"

AWKWARD = (
    "<&>\"'`*_[]()#|\\~!{}=+-@;,:/%$^?\u2215\u00a0\u00ad\u200b\u200d\u2028\u2029"
    "\ufeff\ufffd\ufffe\uffff"
    "\x00\x07\x1b\x7f\x85\x9b\r\n\t e\u0301ßعא中\u202e"
    "\U0001f600\U0001f469\u200d\U0001f52c\U0010fffe"
)
"""Markup of each kind, controls, joiners, characters that XML cannot hold, line ends."""

words = st.text(
    st.one_of(st.sampled_from(AWKWARD), st.characters(exclude_categories=["Cs"])), max_size=12
)
"""Anything a person can type, without lone surrogates."""


def _cleaned(name: str) -> str:
    try:
        return clean_tag_name(name)
    except TagNameError:
        return ""


tag_names = (
    st.lists(words, min_size=1, max_size=3)
    .map(lambda levels: _cleaned("/".join(level.replace("/", "") for level in levels)))
    .filter(bool)
)
colors = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
descriptions = words.map(replace_controls)


@st.composite
def codebooks(draw: st.DrawFn, least: int = 0) -> tuple[Tag, ...]:
    """Tags as a codebook lists them."""
    names = draw(st.lists(tag_names, unique=True, min_size=least, max_size=5))
    return tuple(
        Tag(str(uuid.UUID(int=number + 1)), name, draw(colors), draw(descriptions))
        for number, name in enumerate(names)
    )


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Reading texts: without control characters and blank ends."""
    return replace_controls(draw(st.text(st.one_of(st.sampled_from(AWKWARD)), max_size=60))).strip()


def placed(
    text: str, start: int, end: int, identity: str, tags: tuple[str, ...], **more: object
) -> PlacedMark:
    """A mark on a passage of a text."""
    values: dict[str, object] = {
        "coder": "ann",
        "note": "",
        "state": State.ANCHORED,
        "quote_was": None,
        "line": 1,
        "created": "2024-01-01T00:00:00Z",
        "modified": "2024-01-02T00:00:00Z",
        **more,
    }
    return PlacedMark(
        id=identity,
        tags=tags,
        start=start,
        end=end,
        quote=text[start:end],
        prefix=text[max(0, start - 5) : start],
        suffix=text[end : end + 5],
        **values,  # type: ignore[arg-type]
    )


def orphaned(quote: str, identity: str, tags: tuple[str, ...], **more: object) -> PlacedMark:
    """A mark whose passage is not found any more."""
    values: dict[str, object] = {"coder": "ann", "note": "", **more}
    return PlacedMark(
        id=identity,
        tags=tags,
        start=None,
        end=None,
        quote=quote,
        prefix="",
        suffix="",
        state=State.ORPHAN,
        quote_was=None,
        line=None,
        created="2024-01-01T00:00:00Z",
        modified="2024-01-02T00:00:00Z",
        **values,  # type: ignore[arg-type]
    )


def post(
    identity: str, text: str, *marks: PlacedMark, reading: ReadingText | None = None, **more: object
) -> PostSnapshot:
    """A post with its marks."""
    values: dict[str, object] = {
        "title": "A story",
        "date": None,
        "status": {mark.coder: Status.IN_PROGRESS for mark in marks},
        **more,
    }
    return PostSnapshot(
        id=identity,
        path=f"posts/{identity}",
        format=PostFormat.MARKDOWN,
        text_sha256=hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(),
        text_rules=1,
        marks=tuple(
            sorted(
                marks,
                key=lambda one: (
                    one.start is None,
                    one.start or 0,
                    one.end or 0,
                    one.coder,
                    one.id,
                ),
            )
        ),
        text=text,
        reading=reading,
        **values,  # type: ignore[arg-type]
    )


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    """Posts with marks of several coders, orphans among them."""
    codebook = draw(codebooks())
    names = [tag.name for tag in codebook] + draw(st.lists(tag_names, max_size=2))
    posts = []
    identity = 0
    for number in range(draw(st.integers(0, 3))):
        text = draw(texts())
        marks = []
        for _ in range(draw(st.integers(0, 4))):
            identity += 1
            tags = tuple(draw(st.lists(st.sampled_from(names), unique=True))) if names else ()
            note = draw(words)
            if not tags and not note.strip():
                note = "a note"  # a mark has a tag or says something
            coder = draw(st.sampled_from(["ann", "bob <b>", "coder/3 é"]))
            own = str(uuid.UUID(int=identity))
            if text and draw(st.booleans()):
                start = draw(st.integers(0, len(text) - 1))
                end = draw(st.integers(start + 1, len(text)))
                marks.append(placed(text, start, end, own, tags, note=note, coder=coder))
            else:
                quote = draw(words.filter(str.strip))
                marks.append(orphaned(quote, own, tags, note=note, coder=coder))
        title = draw(words)
        posts.append(
            post(
                f"folder/{number} é.md",
                text,
                *marks,
                title=title,
                date=draw(st.sampled_from([None, "2020-02-02"])),
            )
        )
    return Snapshot(EXPORTED, codebook, tuple(posts))


class Once:
    """Posts that may be gone through once only, without a length."""

    def __init__(self, posts: tuple[PostSnapshot, ...]) -> None:
        self._posts = iter(posts)

    def __iter__(self):
        posts, self._posts = self._posts, None
        assert posts is not None, "the posts are gone through twice"
        return posts


def written(one: Format, snapshot: Snapshot, options: Options | None = None) -> bytes:
    """What a format writes, from posts that may be gone through once."""
    assert one.write is not None
    stream = io.BytesIO()
    lazy = Snapshot(snapshot.exported, snapshot.codebook, Once(tuple(snapshot.posts)))
    one.write(lazy, stream, options or Options())
    assert not stream.closed
    return stream.getvalue()
