"""What an import does to a collection: marks, tags, coders, status, new posts; and what stays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from annotating import tree
from bringing import (
    add_mark,
    bring,
    collection_of,
    marks,
    one_document,
    own_files,
    reading_of,
    values,
)

from csreader.annotations import Status, Store
from csreader.annotations.imports.joining import Fate, Wishes
from csreader.exchange.brought import Brought, BroughtDocument, BroughtMark, BroughtTag
from csreader.exchange.importing import Wanted

STORY = "# The kettle\n\nIt broke in its first week. They said sorry.\n\nA new one came.\n"
NEW_TEXT = "A lamp\n\nIt came *late*.\n1. And twice\n\n# no heading - [x](y) <b>&amp;</b>"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    collection_of(root, kettle__md=STORY, page__txt="A plain page.\n\nThank you.\n")
    return root


def _quoted(quote: str, *tags: str, identity: str = "", **more: Any) -> BroughtMark:
    return BroughtMark(identity or quote, tags, quote=quote, **more)


def _tagged(root: Path) -> list[tuple[str, str, tuple[str, ...], str]]:
    return [(one["coder"], one["quote"], tuple(one["tags"]), one["note"]) for one in marks(root)]


# Ids: nothing is doubled, and what is here stays.


def test_the_same_file_twice_changes_nothing(root: Path) -> None:
    brought = one_document(_quoted("broke", "a"), _quoted("nowhere", "b"), _quoted("sorry", "c"))
    bring(root, brought)
    before = tree(root)
    plan, saved = bring(root, brought)
    assert tree(root) == before
    assert (saved.change, saved.fates) == (None, {Fate.HERE: 3})
    # What has no place is told each time.
    assert len(plan.unplaced) == 1


def test_a_mark_that_was_changed_here_stays_so(root: Path) -> None:
    brought = one_document(_quoted("broke", "a", note="theirs"), _quoted("sorry", "a"))
    bring(root, brought)
    store, reading = Store(root, "ann"), reading_of(root)
    for one in marks(root):
        store.update("kettle.md", reading, one["id"], tags=["mine"], note="mine")
    _, saved = bring(root, brought)
    assert (saved.change, saved.fates) == (None, {Fate.DIFFERENT: 2})
    _, saved = bring(root, brought, wanted=Wanted(wishes=Wishes(update=True)))
    assert saved.fates == {Fate.UPDATED: 2}
    assert _tagged(root) == [("ann", "broke", ("a",), "theirs"), ("ann", "sorry", ("a",), "")]


def test_a_mark_that_was_removed_here_stays_away(root: Path) -> None:
    brought = one_document(_quoted("broke", "a"), _quoted("sorry", "a"))
    bring(root, brought)
    gone = marks(root)[0]
    Store(root, "ann").remove("kettle.md", reading_of(root), gone["id"])
    _, saved = bring(root, brought)
    assert (saved.change, saved.fates) == (None, {Fate.HERE: 1, Fate.REMOVED: 1})
    _, saved = bring(root, brought, wanted=Wanted(wishes=Wishes(again=True)))
    assert saved.fates == {Fate.HERE: 1, Fate.NEW: 1}
    assert len(marks(root)) == 2


def test_what_undo_took_away_comes_again(root: Path) -> None:
    brought = one_document(_quoted("broke", "a"))
    _, saved = bring(root, brought)
    assert saved.change is not None
    Store(root, "ann").replay(saved.change, lambda _: reading_of(root), back=True)
    assert bring(root, brought)[1].fates == {Fate.NEW: 1}


def test_a_tag_that_the_passage_has_already_is_not_put_there_twice(root: Path) -> None:
    add_mark(root, "broke", "a")
    brought = one_document(_quoted("broke", "a", "b"), _quoted("sorry", "a"))
    bring(root, brought)
    assert sorted(_tagged(root)) == [
        ("ann", "broke", ("a",), ""),
        ("ann", "broke", ("b",), ""),
        ("ann", "sorry", ("a",), ""),
    ]
    # What of it is here now is all of it.
    for wishes in (Wishes(), Wishes(update=True)):
        _, saved = bring(root, brought, wanted=Wanted(wishes=wishes))
        assert (saved.change, saved.fates) == (None, {Fate.HERE: 2})


def test_marks_of_one_passage_that_a_tool_has_for_each_tag_are_one(root: Path) -> None:
    found = [_quoted("broke", tag, identity=f"row {tag}") for tag in "abc"]
    bring(root, one_document(*found))
    assert _tagged(root) == [("ann", "broke", ("a", "b", "c"), "")]


def test_ids_of_different_documents_and_formats_are_different(root: Path) -> None:
    one, other = _quoted("broke", "a", identity="1"), _quoted("Thank you.", "a", identity="1")
    bring(
        root, Brought((BroughtDocument("kettle.md", (one,)), BroughtDocument("page.txt", (other,))))
    )
    bring(root, one_document(_quoted("sorry", "a", identity="1")), name="another format")
    assert len({mark["id"] for mark in marks(root)}) == 3


def test_a_mark_that_another_coder_has_gets_an_id_of_its_own(root: Path) -> None:
    identity = add_mark(root, "broke", "a", coder="bob")
    brought = one_document(_quoted("broke", "b", identity=identity))
    for _ in range(2):
        bring(root, brought)
        ann, bob = marks(root)
        assert (ann["tags"], bob["tags"], bob["id"]) == (["b"], ["a"], identity)
        assert ann["id"] != identity
    # A coder who has it, too, keeps it, whatever became of it since.
    Store(root, "ann").update("kettle.md", reading_of(root), ann["id"], tags=["c"])
    assert bring(root, brought)[1].fates == {Fate.DIFFERENT: 1}


def test_coders_with_marks_of_one_id_each_keep_theirs(root: Path) -> None:
    identity = "0a0a0a0a-0000-4000-8000-000000000001"
    found = [_quoted("broke", coder, identity=identity, coder=coder) for coder in ("bob", "eva")]
    brought = one_document(*found)
    bring(root, brought)
    store = Store(root, "bob")
    store.update("kettle.md", reading_of(root), identity, tags=["other"])
    before = own_files(root)
    assert bring(root, brought)[1].fates == {Fate.DIFFERENT: 1, Fate.HERE: 1}
    assert own_files(root) == before


# Tags.


def test_tags_that_are_here_keep_what_they_have(root: Path) -> None:
    store = Store(root, "ann")
    store.add_tag("Fast Response", color="#112233", description="mine")
    store.add_tag("late")
    store.rename_tag("late", "delay/late")
    tags = [
        BroughtTag("fast response", "#ffffff", "theirs", "4"),
        BroughtTag("late", "#ffffff"),
        BroughtTag("new/one", "#abcdef", "new", "z"),
        BroughtTag("odd colour", "red; no colour"),
        BroughtTag("", "#000000"),
    ]
    brought = one_document(
        _quoted("broke", "FAST RESPONSE", "late", "used only", "a//b"), tags=tags
    )
    plan, saved = bring(root, brought)
    book = {tag["name"]: tag for tag in values(root)["codebook"]}
    assert list(book) == ["Fast Response", "delay/late", "new/one", "odd colour", "used only"]
    assert (book["Fast Response"]["color"], book["Fast Response"]["description"]) == (
        "#112233",
        "mine",
    )
    assert (book["new/one"]["color"], book["new/one"]["shortcut"]) == ("#abcdef", "z")
    assert marks(root)[0]["tags"] == ["Fast Response", "delay/late", "used only"]
    assert [tag.name for tag in saved.tags] == ["new/one", "odd colour", "used only"]
    assert any('"a//b"' in remark for remark in plan.remarks)


def test_names_that_differ_only_in_case_are_one_tag(root: Path) -> None:
    bring(root, one_document(_quoted("broke", "Late", "LATE"), _quoted("sorry", "late")))
    assert [tag["name"] for tag in values(root)["codebook"]] == ["Late"]
    assert [one["tags"] for one in marks(root)] == [["Late"], ["Late"]]


def test_a_key_that_another_tag_has_is_not_given_twice(root: Path) -> None:
    store = Store(root, "ann")
    store.add_tag("mine")
    store.set_shortcut("mine", "z")
    plan, _ = bring(root, Brought(codebook=(BroughtTag("theirs", shortcut="z"),)))
    assert [tag["shortcut"] for tag in values(root)["codebook"]] == ["z", ""]
    assert any("key z" in remark for remark in plan.remarks)


# Coders and status.


@pytest.mark.parametrize(
    ("named", "asked", "got"),
    [
        ("", "", "ann"),
        ("bob", "", "bob"),
        ("bob", "eva", "eva"),
        ("../../odd\x1b", "", "../../odd\ufffd"),
        ("  \n", "", "ann"),
    ],
)
def test_whose_a_mark_is(root: Path, named: str, asked: str, got: str) -> None:
    bring(root, one_document(_quoted("broke", "a", coder=named)), wanted=Wanted(coder=asked))
    assert [one["coder"] for one in marks(root)] == [got]
    below = {path.relative_to(root).parts[0] for path in root.rglob("*") if path.is_file()}
    assert below == {"posts", "annotations"}


def test_done_counts_where_the_coder_has_nothing_yet(root: Path) -> None:
    add_mark(root, "broke", "a", coder="bob")
    status = {"ann": Status.DONE, "bob": Status.DONE, "eva": Status.UNREAD}
    bring(root, one_document(status=status))
    (kettle,) = [post for post in values(root)["posts"] if post["id"] == "kettle.md"]
    assert kettle["status"] == {"ann": "done", "bob": "in-progress"}
