"""Laws of every format that is both written and read: out and in again is the same.

What a format cannot carry, its row of `keeping.KEEPS` takes away before the two are
compared.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from bringing import bring_file, collection_of, exported, own_files, values, write
from extras import each
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from keeping import KEEPS, QUOTED, Keeps, kept, marks_of

from csreader.annotations import Store, StoreError
from csreader.exchange.formats.csreader_json import JSON, schema
from csreader.exchange.formats.csreader_lines import JSONL
from csreader.exchange.formats.csv_table import CSV
from csreader.exchange.interface import Format, FormatError
from csreader.exchange.registry import formats

BOTH = [one for one in formats().values() if one.read and (one.write or one.write_folder)]
every_format = pytest.mark.parametrize("one", each(BOTH))

_STORY = """# The kettle 😀

It broke in its first week, and the café\u0301's owner said sorry. Thank you.

> They sent another. Thank you.

* 👩‍👩‍👧‍👦 came by\u00a0bicycle; a\u0308nd that was it.
"""
_PAGE = "A plain page.\r\n\r\nThank you. Thank you.\r\n\r\n\U0001d518\u0301 =1+1 ﷺ\r\n"
EDITS = (
    lambda text: text,
    lambda text: f"New on top.\n\n{text}",
    lambda text: text.replace("broke in its first", "broke, in its very first"),
    lambda text: text.replace("They sent another. Thank you.", "No more of it."),
)
"""What becomes of the story once it is marked: the same, moved, changed, and lost words."""

_awkward = st.text(
    st.characters(exclude_categories=["Cs"])
    | st.sampled_from("=+-@'\",;\t\n\r\\/∕﹨\u2028\u0085\x1b😀é"),
    min_size=1,
    max_size=12,
)
_named = st.fixed_dictionaries(
    {
        "name": _awkward | st.sampled_from(["a", "a/b", "A/c", "a/b/c"]),
        "color": st.sampled_from(["", "#123456"]),
        "description": st.just("") | _awkward,
        "key": st.sampled_from(["", "7", "z"]),
    }
)
_mark = st.tuples(
    st.sampled_from(["kettle.md", "page.txt"]),
    st.sampled_from(["ann", "bob/../x", "Zoë 😀"]),
    st.integers(0, 160),
    st.integers(1, 60),
    st.lists(_awkward | st.sampled_from(["a", "a/b", "A/c", "a/b/c"]), max_size=3),
    st.just("") | _awkward,
)
_made = st.fixed_dictionaries(
    {
        "tags": st.lists(_named, max_size=3),
        "marks": st.lists(_mark, max_size=6),
        "done": st.sampled_from(["", "kettle.md", "page.txt"]),
        "edit": st.sampled_from(EDITS),
    }
)
_laws = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
Made = Mapping[str, Any]


@contextmanager
def _collections(made: Made) -> Iterator[tuple[Path, Path]]:
    """A collection with marks, and the same posts without any."""
    with tempfile.TemporaryDirectory() as folder:
        one, two = Path(folder, "one"), Path(folder, "two")
        collection = collection_of(one, kettle__md=_STORY, page__txt=_PAGE)
        for tag in made["tags"]:
            # Some names no tag can have, or two.
            with suppress(StoreError):
                Store(one, "ann").add_tag(
                    tag["name"], color=tag["color"], description=tag["description"]
                )
                Store(one, "ann").set_shortcut(tag["name"], tag["key"])
        for post, coder, start, length, tags, note in made["marks"]:
            reading = collection.get(post).read()
            end = min(start + length, len(reading.text))
            with suppress(StoreError):
                Store(one, coder).add(post, reading, min(start, end - 1), end, tags, note)
        if made["done"]:
            reading = collection.get(made["done"]).read()
            Store(one, "zed").set_done(made["done"], reading, True)
        collection_of(one, kettle__md=made["edit"](_STORY))
        shutil.copytree(one / "posts", two / "posts")
        yield one, two


def _file(one: Format, source: Path, folder: Path, *, text: bool = False) -> Path:
    """A file, or folder, of a format with what a collection holds."""
    path = folder / f"file{one.endings[0]}"
    try:
        write(source, one, path, text=text and "with_text" in one.accepts)
    except FormatError:
        # Some cannot say that there is nothing.
        assume(values(source)["codebook"])
        raise
    return path


_TWINS: Made = {
    "tags": [],
    "marks": [
        ("kettle.md", "ann", _STORY.index("Thank you.", 80) - 4, 10, ["a"], ""),
        ("kettle.md", "ann", 105, 1, ["a"], ""),
        ("page.txt", "ann", 15, 10, ["a"], ""),
        ("page.txt", "ann", 26, 10, ["a"], ""),
    ],
    "done": "",
    "edit": EDITS[3],
}
"""Words that stand twice, of which the one that is marked is lost."""


@_laws
@every_format
@example(made=_TWINS, text=False)
@given(made=_made, text=st.booleans())
def test_out_and_in_is_the_same_but_for_what_is_lost(one: Format, made: Made, text: bool) -> None:
    keeps = Keeps.of(one)
    with _collections(made) as (source, target):
        file = _file(one, source, target.parent, text=text)
        plan, _ = bring_file(target, one, file, coder="somebody")
        assert kept(target, keeps, source=source) == kept(source, keeps)
        assert plan.unmatched == ()
        assert not any(lost.is_left_out for lost in plan.unplaced)
        # Nothing is doubled.
        after = own_files(target)
        _, again = bring_file(target, one, file, coder="somebody")
        assert own_files(target) == after
        assert again.change is None


@_laws
@every_format
@given(made=_made, before=st.booleans())
def test_an_import_undone_leaves_every_byte_as_it_was(
    one: Format, made: Made, before: bool
) -> None:
    with _collections(made) as (source, target):
        if before:
            reading = collection_of(target).get("kettle.md").read()
            Store(target, "ann").add("kettle.md", reading, 0, 9, ["here before", "a"])
        there = own_files(target)
        _, saved = bring_file(target, one, _file(one, source, target.parent), coder="ann")
        if saved.change is None:
            assert own_files(target) == there
            return
        after = own_files(target)
        store = Store(target, "ann")

        def read(post: str) -> Any:
            return collection_of(target).get(post).read()

        assert store.replay(saved.change, read, back=True) == ()
        assert own_files(target) == there
        assert store.replay(saved.change, read, back=False) == ()
        assert own_files(target) == after


@_laws
@every_format
@given(made=_made, edit=st.sampled_from(EDITS))
def test_into_an_edited_post_no_mark_is_lost_or_put_on_other_words(
    one: Format, made: Made, edit: Any
) -> None:
    keeps = Keeps.of(one)
    with _collections({**made, "edit": EDITS[0]}) as (source, target):
        file = _file(one, source, target.parent, text=True)
        collection_of(target, kettle__md=edit(_STORY))
        plan, _ = bring_file(target, one, file, coder="somebody")
        texts = {post.id: post.read().text for post in collection_of(target).posts}
        came = list(marks_of(values(target), Keeps(mark=QUOTED, orphans=QUOTED)))
        for post in values(target)["posts"]:
            for mark in post["annotations"]:
                if mark["start"] is not None:
                    assert texts[post["id"]][mark["start"] : mark["end"]] == mark["quote"]
        kept = Keeps(mark=QUOTED, orphans=QUOTED, untagged=keeps.untagged)
        sent = list(marks_of(values(source), kept))
        if keeps.marks:
            assert {tag for *_, tag in came} == {tag for *_, tag in sent}
        if keeps.marks and "id" in keeps.mark:
            assert len(came) == len(sent)
        assert len([lost for lost in plan.unplaced if lost.is_left_out]) == 0


@_laws
@given(made=_made)
def test_what_a_file_quotes_stands_at_its_offsets(made: Made) -> None:
    with _collections(made) as (source, _):
        for post in json.loads(exported(source, JSON, text=True))["posts"]:
            for one in post["annotations"]:
                if one["state"] != "orphan":
                    assert post["text"][one["start"] : one["end"]] == one["quote"]
        texts = {post.id: post.read().text for post in collection_of(source).posts}
        table = io.StringIO(exported(source, CSV).decode(), newline="")
        for row in csv.DictReader(table):
            if row["state"] != "orphan":
                quote = texts[row["post"]][int(row["start"]) : int(row["end"])]
                assert row["quote"].removeprefix("'") == quote


@_laws
@given(made=_made, text=st.booleans())
def test_every_export_is_valid_by_the_schema(made: Made, text: bool) -> None:
    shapes = schema()
    validator = jsonschema.Draft202012Validator(shapes)
    with _collections(made) as (source, _):
        whole = json.loads(exported(source, JSON, text=text))
        validator.validate(whole)
        head, *posts = map(json.loads, exported(source, JSONL, text=text).splitlines())
        shape = {"$ref": "#/$defs/header", "$defs": shapes["$defs"]}
        validator.evolve(schema=shape).validate(head)
        assert posts == whole["posts"]


def test_every_row_of_the_table_is_a_format_s_that_tells_what_it_loses() -> None:
    known = {one.name: one for one in BOTH}
    assert KEEPS.keys() <= known.keys()
    for name, keeps in KEEPS.items():
        assert (keeps == Keeps()) == (known[name].loses == ""), name
