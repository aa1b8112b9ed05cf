"""What is saved is what is loaded, whatever characters it holds."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from annotating import contents, mark, markdown, own
from hypothesis import given, settings
from hypothesis import strategies as st

from csreader.annotations import Annotation, Store
from csreader.annotations.disk.jsonfile import dumped, read_tables
from csreader.annotations.disk.sheet import Sheet, annotation_row, meta_row, ordered, read_sheet
from csreader.annotations.model import TextVersion
from csreader.text.model import Block, BlockKind, ReadingText

AWKWARD = (
    '\\"/\t\n\u00a0\u0301\u200b\u200d\u200f\u202e\u2028\u2029\u2066\ufeff\ufffd\x7f\x85é値🧵%{}[]:,'
)
characters = st.one_of(st.sampled_from(AWKWARD), st.characters(exclude_categories=["Cs"]))
texts = st.text(characters, max_size=40)
names = st.text(characters, min_size=1, max_size=20).filter(str.strip)


@st.composite
def annotations(draw: st.DrawFn) -> Annotation:
    start = draw(st.integers(0, 10**7))
    return Annotation(
        str(draw(st.uuids())),
        start,
        start + draw(st.integers(1, 1000)),
        draw(st.text(characters, min_size=1)),
        draw(texts),
        draw(texts),
        tuple(draw(st.lists(names, unique=True, max_size=4))),
        draw(texts),
        draw(st.integers(1, 10**6)),
        draw(st.sampled_from(["", "2024-05-06T07:08:09Z"])),
        draw(st.sampled_from(["", "2024-05-06T07:08:10Z"])),
    )


posts = st.one_of(
    st.text(characters, min_size=1, max_size=40),
    st.binary(min_size=1, max_size=20).map(lambda raw: raw.decode("utf-8", "surrogateescape")),
)


@given(
    st.builds(
        Sheet,
        names,
        posts,
        st.builds(TextVersion, st.sampled_from(["", "ab" * 32]), st.integers(0, 9), st.none())
        | st.builds(TextVersion, st.just("cd" * 32), st.integers(0, 9), st.integers(0, 9999)),
        st.booleans(),
        st.lists(annotations(), max_size=4, unique_by=lambda one: one.id).map(ordered),
    )
)
def test_a_sheet_comes_back_from_its_bytes(sheet: Sheet) -> None:
    data = dumped(
        {
            "meta": {"1": meta_row(sheet)},
            "annotations": {
                str(number): annotation_row(one) for number, one in enumerate(sheet.annotations, 5)
            },
        }
    )
    text = data.decode("utf-8")
    assert text.endswith("}\n")
    assert "\r" not in text
    assert not set(text) & set("\x7f\x85\u200f\u202e\u2028\u2029\u2066\ufeff")
    # Any JSON reader sees the same, and nothing the size of a line is hidden in one line.
    assert [row["quote"] for row in json.loads(text)["annotations"].values()] == [
        one.quote for one in sheet.annotations
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sheet.json")
        path.write_bytes(data)
        assert read_sheet(read_tables(path, path.parent), "", "") == sheet


@settings(max_examples=40, deadline=None)
@given(
    st.text(characters, min_size=1, max_size=60).filter(str.strip),
    st.lists(names.filter(lambda name: "/" not in name), min_size=1, max_size=3),
    texts,
    posts.filter(lambda post: len(post) < 20),
    names,
    st.data(),
)
def test_a_mark_comes_back_through_the_store(
    text: str, tags: list[str], note: str, post: str, coder: str, data: st.DataObject
) -> None:
    text = text.strip()
    reading = ReadingText(text, (Block(BlockKind.PARAGRAPH, 0, len(text), 1),))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if not text[start:end].strip():
        return
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        made = Store(root, coder).add(post, reading, start, end, tags, note).after
        assert made is not None
        store = Store(root, coder)
        (found,) = store.marks(post, reading).own
        assert found.annotation == made
        assert text[made.start : made.end] == made.quote
        assert made.start <= start + len(text[start:end]) - len(text[start:end].lstrip())
        assert text[: made.start].endswith(made.prefix)
        assert text[made.end :].startswith(made.suffix)
        assert {tag.name for tag in store.codebook().tags} == set(made.tags)
        assert store.overview().problems == ()
        assert list(store.overview().posts) == [post]
        # To save the same again changes no byte.
        before = contents(root)
        store.add(post, reading, start, end, tags, note)
        assert contents(root) == before


@pytest.mark.parametrize("note", ["a\r\nb\rc", "bell\x07", "lone \ud800 half", "\u202edesrever"])
def test_notes_are_kept_as_they_can_be_shown(tmp_path: Path, note: str) -> None:
    reading = markdown("Some words.\n")
    made = mark(Store(tmp_path, "ann"), reading, "words", note=note)
    (found,) = own(tmp_path, reading)
    assert found.annotation == made
    expected = note.replace("\r\n", "\n").replace("\r", "\n")
    assert made.note == expected.replace("\x07", "\ufffd").replace("\ud800", "\ufffd")


def test_one_change_changes_few_lines(tmp_path: Path) -> None:
    # Git shows a readable difference: only what was added, and what it stands beside.
    reading = markdown("\n\n".join(f"Paragraph number {number} of many." for number in range(50)))
    store = Store(tmp_path, "ann")
    for number in range(0, 50, 2):
        mark(store, reading, f"number {number} ", "a")
    path = tmp_path / "annotations" / "ann" / "kettle.md.json"
    before = path.read_text(encoding="utf-8").splitlines()
    mark(store, reading, "number 25 ", "a")
    after = path.read_text(encoding="utf-8").splitlines()
    rest = iter(after)
    assert all(line in rest for line in before)
    assert len(after) - len(before) < 20
