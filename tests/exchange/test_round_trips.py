"""Laws: out and in again is the same, but for what the format says that it loses."""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from bringing import bring_file, collection_of, exported, marks, own_files, values
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csreader.annotations import Store, StoreError
from csreader.exchange.formats.csreader_json import JSON
from csreader.exchange.formats.csreader_lines import JSONL
from csreader.exchange.formats.csv_table import CSV
from csreader.exchange.interface import Format

_STORY = """# The kettle 😀

It broke in its first week, and the café\u0301's owner said sorry. Thank you.

> They sent another. Thank you.

* 👩‍👩‍👧‍👦 came by\u00a0bicycle; a\u0308nd that was it.
"""
_OTHER = "A plain page.\r\n\r\nThank you. Thank you.\r\n"

_awkward = st.text(
    st.characters(exclude_categories=["Cs"])
    | st.sampled_from("=+-@'\",;\t\n\r\\/∕﹨\u2028\u0085\x1b😀é"),
    min_size=1,
    max_size=12,
)
_notes = st.just("") | _awkward
_made = st.lists(
    st.tuples(
        st.sampled_from(["kettle.md", "page.txt"]),
        st.sampled_from(["ann", "bob/../x", "Zoë 😀"]),
        st.integers(0, 90),
        st.integers(1, 60),
        st.lists(_awkward, max_size=3),
        _notes,
    ),
    max_size=6,
)
_laws = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@contextmanager
def _collections(made: list[tuple[Any, ...]]) -> Iterator[tuple[Path, Path]]:
    """A collection with marks, and the same posts without any."""
    with tempfile.TemporaryDirectory() as folder:
        one, two = Path(folder, "one"), Path(folder, "two")
        collection = collection_of(one, kettle__md=_STORY, page__txt=_OTHER)
        shutil.copytree(one, two)
        for post, coder, start, length, tags, note in made:
            reading = collection.get(post).read()
            end = min(start + length, len(reading.text))
            try:
                Store(one, coder).add(post, reading, min(start, end - 1), end, tags, note)
            except StoreError:
                continue  # no passage, or a name that no tag can have
        yield one, two


@_laws
@pytest.mark.parametrize("one", [JSON, JSONL], ids=["json", "jsonl"])
@given(made=_made, text=st.booleans())
def test_json_out_and_in_is_the_same(one: Format, made: list[tuple[Any, ...]], text: bool) -> None:
    with _collections(made) as (source, target):
        if made:
            reading = collection_of(source).get("page.txt").read()
            Store(source, "zed").set_done("page.txt", reading, True)
        file = target.parent / f"file{one.endings[0]}"
        file.write_bytes(exported(source, one, text=text))
        plan, saved = bring_file(target, one, file, coder="somebody")
        assert values(target)["posts"] == [
            {**post, "status": {c: s for c, s in post["status"].items() if s != "unread"}}
            for post in values(source)["posts"]
        ]
        assert values(target)["codebook"] == values(source)["codebook"]
        assert (plan.unmatched, plan.unplaced, plan.remarks) == ((), (), ())
        after = own_files(target)
        bring_file(target, one, file, coder="somebody")
        assert own_files(target) == after
        assert (saved.change is None) == (saved.posts.total() == 0 and not saved.tags and not made)


@_laws
@given(made=_made)
def test_csv_out_and_in_is_the_same_but_for_what_it_loses(made: list[tuple[Any, ...]]) -> None:
    with _collections(made) as (source, target):
        file = target.parent / "file.csv"
        file.write_bytes(exported(source, CSV))
        bring_file(target, CSV, file)
        assert marks(target) == marks(source)
        used = {tag for one in marks(source) for tag in one["tags"]}
        assert {tag["name"] for tag in values(target)["codebook"]} == used
        after = own_files(target)
        bring_file(target, CSV, file)
        assert own_files(target) == after


@_laws
@given(made=_made)
def test_what_a_file_quotes_stands_at_its_offsets(made: list[tuple[Any, ...]]) -> None:
    with _collections(made) as (source, _):
        for post in json.loads(exported(source, JSON, text=True))["posts"]:
            for one in post["annotations"]:
                assert post["text"][one["start"] : one["end"]] == one["quote"]
        texts = {post.id: post.read().text for post in collection_of(source).posts}
        table = io.StringIO(exported(source, CSV).decode(), newline="")
        for row in csv.DictReader(table):
            quote = texts[row["post"]][int(row["start"]) : int(row["end"])]
            assert row["quote"].removeprefix("'") == quote.removeprefix("'")


@_laws
@given(made=_made, one=st.sampled_from([JSON, JSONL, CSV]))
def test_an_import_undone_leaves_every_byte_as_it_was(
    made: list[tuple[Any, ...]], one: Format
) -> None:
    with _collections(made) as (source, target):
        reading = collection_of(target).get("kettle.md").read()
        Store(target, "ann").add("kettle.md", reading, 0, 9, ["here before"])
        before = own_files(target)
        file = target.parent / f"file{one.endings[0]}"
        file.write_bytes(exported(source, one))
        _, saved = bring_file(target, one, file, coder="ann")
        if saved.change is None:
            assert own_files(target) == before
            return
        after = values(target)
        store = Store(target, "ann")

        def read(post: str) -> Any:
            return collection_of(target).get(post).read()

        assert store.replay(saved.change, read, back=True) == ()
        assert own_files(target) == before
        assert store.replay(saved.change, read, back=False) == ()
        assert values(target) == after
