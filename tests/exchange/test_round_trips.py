"""Laws of every format that is both written and read: out and in again is the same.

What a format cannot carry, its row of `KEEPS` takes away before the two are compared. A
format without a row keeps all but what its `leaves_out` names.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from bringing import bring_file, collection_of, exported, own_files, values, write
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from csreader.annotations import Store, StoreError
from csreader.exchange.formats.csreader_json import JSON
from csreader.exchange.formats.csv_table import CSV
from csreader.exchange.interface import Format, FormatError
from csreader.exchange.registry import formats

MARK = frozenset(
    "post id coder note start end quote prefix suffix state quote_was created modified".split()
)
"""What a mark is told by, beside its tags."""
TAG = ("name", "color", "description", "shortcut", "id")
"""What a tag is told by; the tags' order counts where all of it is kept."""


@dataclass(frozen=True)
class Keeps:
    """What comes back of a collection that went through a file of a format."""

    marks: bool = True
    """Whether it holds marks at all."""
    mark: frozenset[str] = MARK
    """What of a mark. Without `id` marks may be joined or parted: each tag counts for itself."""
    orphans: frozenset[str] | None = MARK
    """What of a mark without a place; None where these are left out."""
    untagged: bool = True
    """Whether it holds marks with a note only."""
    done: bool = True
    """Whether it tells which posts are done."""
    tag: tuple[str, ...] = TAG
    """What of an entry of the codebook; nothing where the codebook is not in it."""
    ordered: bool = True
    """Whether the codebook comes back in its order."""

    @classmethod
    def of(cls, one: Format) -> Keeps:
        """A format's row, or what its `leaves_out` says."""
        if one.name in KEEPS:
            return KEEPS[one.name]
        mark = MARK - {"note"} if "notes" in one.leaves_out else MARK
        return cls(
            mark=mark,
            orphans=None if "orphans" in one.leaves_out else mark,
            untagged=not {"untagged", "notes"} & one.leaves_out,
            done="done" not in one.leaves_out,
        )


_QUOTED = frozenset(("post", "quote"))
_NOT_CHANGED = MARK - {"state", "quote_was"}
KEEPS: Mapping[str, Keeps] = {
    "json": Keeps(),
    "jsonl": Keeps(),
    "csv": Keeps(done=False, tag=()),
    "qdpx": Keeps(
        mark=_NOT_CHANGED,
        orphans=_NOT_CHANGED - {"prefix", "suffix"},
        tag=("name", "color", "description", "id"),
        ordered=False,
    ),
    "qdc": Keeps(marks=False, tag=("name", "color", "description", "id"), ordered=False),
    "taguette": Keeps(mark=_QUOTED, orphans=_QUOTED, done=False, tag=()),
    "taguette-codebook": Keeps(marks=False, tag=("name", "description")),
}
"""By the format's name. A sentence of its `loses` stands for each thing that is missing."""

BOTH = [one for one in formats().values() if one.read and (one.write or one.write_folder)]
every_format = pytest.mark.parametrize("one", BOTH, ids=lambda one: one.name)

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


def _kept(root: Path, keeps: Keeps, *, came: bool = False) -> Mapping[str, Any]:
    """What a collection holds, without what a format does not keep.

    Args:
        root: The collection's.
        keeps: What the format keeps.
        came: Whether it came from the file.
    """
    found = values(root)
    for post in found["posts"]:
        for one in post["annotations"]:
            if came and "start" not in keeps.mark and one["quote_was"]:
                # Its words alone, without a place, came close to others.
                one["quote"] = one["quote_was"]
    marks = _marks(found, keeps)
    return {
        # Sorted: orphans stand where they were, and a file may not say where that was.
        "marks": sorted(marks, key=repr) if "id" in keeps.mark else set(marks),
        "done": [
            (post["id"], coder)
            for post in found["posts"]
            for coder, status in post["status"].items()
            if status == "done" and keeps.done and keeps.marks
        ],
        "codebook": _codebook(found["codebook"], keeps),
    }


def _marks(found: Mapping[str, Any], keeps: Keeps) -> Iterator[tuple[Any, ...]]:
    for post in found["posts"]:
        for one in post["annotations"] if keeps.marks else ():
            one["post"] = post["id"]
            # The file says where a mark is, and there it is when it is brought in.
            one["state"] = "anchored" if one["state"] == "moved" else one["state"]
            fields = keeps.orphans if one["start"] is None else keeps.mark
            if fields is None or not (one["tags"] or keeps.untagged):
                continue
            said = tuple((name, one[name]) for name in sorted(fields))
            if "id" in keeps.mark:
                yield (*said, tuple(one["tags"]))
            else:
                yield from ((*said, tag) for tag in one["tags"] or [""])


def _codebook(tags: list[dict[str, Any]], keeps: Keeps) -> list[tuple[Any, ...]]:
    found = [tuple(tag[name] for name in keeps.tag) for tag in tags]
    if not keeps.tag:
        return []
    return found if keeps.ordered else sorted(found)


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


@_laws
@every_format
@given(made=_made, text=st.booleans())
def test_out_and_in_is_the_same_but_for_what_is_lost(one: Format, made: Made, text: bool) -> None:
    keeps = Keeps.of(one)
    with _collections(made) as (source, target):
        file = _file(one, source, target.parent, text=text)
        plan, _ = bring_file(target, one, file, coder="somebody")
        assert _kept(target, keeps, came=True) == _kept(source, keeps)
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
        after = values(target)
        store = Store(target, "ann")

        def read(post: str) -> Any:
            return collection_of(target).get(post).read()

        assert store.replay(saved.change, read, back=True) == ()
        assert own_files(target) == there
        assert store.replay(saved.change, read, back=False) == ()
        assert values(target) == after


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
        came = list(_marks(values(target), Keeps(mark=_QUOTED, orphans=_QUOTED)))
        for post in values(target)["posts"]:
            for mark in post["annotations"]:
                if mark["start"] is not None:
                    assert texts[post["id"]][mark["start"] : mark["end"]] == mark["quote"]
        sent = list(_marks(values(source), Keeps(mark=_QUOTED, orphans=_QUOTED)))
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


def test_every_row_of_the_table_is_a_format_s_that_tells_what_it_loses() -> None:
    known = {one.name: one for one in BOTH}
    assert KEEPS.keys() <= known.keys()
    for name, keeps in KEEPS.items():
        assert (keeps == Keeps()) == (known[name].loses == ""), name
