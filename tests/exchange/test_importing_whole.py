"""Documents that become posts, what a dry run foresees, and files that are broken here."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from annotating import tree
from bringing import add_mark, bring, collection_of, marks, one_document, own_files, reading_of

from csreader.annotations import Store, StoreError
from csreader.annotations.imports.importer import Importer
from csreader.annotations.imports.joining import Wishes
from csreader.exchange.brought import Brought, BroughtDocument, BroughtMark, BroughtTag
from csreader.exchange.importing import Wanted, plan_import, save_import

STORY = "# The kettle\n\nIt broke in its first week. They said sorry.\n\nA new one came.\n"
NEW_TEXT = "A lamp\n\nIt came *late*.\n1. And twice\n\n# no heading - [x](y) <b>&amp;</b>"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    collection_of(root, kettle__md=STORY, page__txt="A plain page.\n\nThank you.\n")
    return root


def _quoted(quote: str, *tags: str, identity: str = "", **more: Any) -> BroughtMark:
    return BroughtMark(identity or quote, tags, quote=quote, **more)


# Documents that are no post.


def test_documents_that_are_no_post_are_left_out_and_told(root: Path) -> None:
    before = tree(root)
    brought = one_document(_quoted("late", "a"), name="lamp.md", text=NEW_TEXT)
    plan, saved = bring(root, brought)
    assert [(one.name, one.marks) for one in plan.unmatched] == [("lamp.md", 1)]
    assert marks(root) == []
    assert not saved.posts
    assert {path: one for path, one in tree(root).items() if path.startswith("posts")} == {
        path: one for path, one in before.items() if path.startswith("posts")
    }


def test_they_become_posts_that_read_as_their_text_when_asked(root: Path) -> None:
    brought = one_document(
        _quoted("came", "a"), name="x/lamp.docx", text=NEW_TEXT, title='A "lamp"', date="2020-02-03"
    )
    wanted = Wanted(write_posts=True)
    plan, _ = bring(root, brought, wanted=wanted)
    assert [new.id for new in plan.new_posts] == ["lamp.docx.md"]
    post = collection_of(root).get("lamp.docx.md")
    assert post.read().text.split() == NEW_TEXT.split()
    assert (post.title, post.date) == ('A "lamp"', "2020-02-03")
    (one,) = marks(root)
    assert (one["post"], one["quote"]) == ("lamp.docx.md", "came")
    # Then it is one of the posts.
    before = tree(root)
    plan, saved = bring(root, brought, wanted=wanted)
    assert (tree(root), saved.change, plan.new_posts) == (before, None, ())


@pytest.mark.parametrize(
    "name",
    [
        "kettle.md",
        "KETTLE.md",
        "a/b/kettle",
        "../../kettle.md",
        "/etc/kettle.md",
        "CON",
        "...",
        ".",
    ],
)
def test_a_new_post_never_takes_another_one_s_place(root: Path, name: str) -> None:
    before = own_files(root)
    documents = tuple(
        BroughtDocument(name, (), f"{word} {word} {word}, and nothing but {word}.")
        for word in ("bicycle", "umbrella")
    )
    wanted = Wanted(write_posts=True)
    bring(root, Brought(documents), wanted=wanted)
    after = own_files(root)
    assert {path: after[path] for path in before} == before
    assert all(path.startswith("posts/") for path in after.keys() - before.keys())
    assert list(root.parent.iterdir()) == [root]


def test_a_post_that_appeared_meanwhile_is_not_overwritten(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought = one_document(_quoted("late", "a"), name="lamp.md", text=NEW_TEXT)
    store, wanted = Importer(root, "ann"), Wanted(write_posts=True)
    plan = plan_import(brought, "test", collection_of(root), store, wanted)
    theirs = plan.new_posts[0].path
    theirs.write_text("Theirs.\n", encoding="utf-8")
    before = own_files(root)
    with pytest.raises(StoreError, match="import again"):
        save_import(plan, brought, store, wanted, name="f", sha256="0")
    assert own_files(root) == before
    # Also at the last moment.
    monkeypatch.setattr("os.path.lexists", lambda _: False)
    with pytest.raises(StoreError, match="import again"):
        save_import(plan, brought, store, wanted, name="f", sha256="0")
    assert own_files(root) == before


# A dry run.

_DOCUMENTS = (
    BroughtDocument(
        "kettle.md", (_quoted("broke", "a", "B"), _quoted("sorry", coder="bob", note="x"))
    ),
    BroughtDocument("page.txt", (_quoted("Thank you.", "a"), _quoted("gone", "c"))),
    BroughtDocument("lamp.md", (_quoted("late", "d"),), NEW_TEXT),
    BroughtDocument("none.md", (_quoted("x", "e"),)),
)
_SENT = Brought(_DOCUMENTS, (BroughtTag("b", "#123456"), BroughtTag("unused")))


@pytest.mark.parametrize(
    ("coder", "write_posts", "update", "again"),
    list(itertools.product(["", "eva"], [False, True], [False, True], [False, True])),
)
def test_a_dry_run_says_what_then_happens_and_writes_nothing(
    root: Path, coder: str, write_posts: bool, update: bool, again: bool
) -> None:
    add_mark(root, "broke", "a")
    bring(root, one_document(_quoted("sorry", "x", coder="bob"), _quoted("A new one", "gone")))
    Store(root, "ann").remove("kettle.md", reading_of(root), marks(root)[-1]["id"])
    wanted = Wanted(coder, {}, write_posts, Wishes(update, again))
    state = Path.home()
    before, state_before = tree(root), tree(state)
    plan, foreseen = bring(root, _SENT, wanted=wanted, dry_run=True)
    assert (tree(root), tree(state)) == (before, state_before)
    done_plan, done = bring(root, _SENT, wanted=wanted)
    assert [tag.name for tag in foreseen.tags] == [tag.name for tag in done.tags]
    assert (foreseen.fates, foreseen.posts, foreseen.refused) == (
        done.fates,
        done.posts,
        done.refused,
    )
    assert foreseen.fates
    for name in ("matches", "unmatched", "unplaced", "remarks"):
        assert getattr(plan, name) == getattr(done_plan, name)
    assert [new.content for new in plan.new_posts] == [
        new.path.read_bytes() for new in done_plan.new_posts
    ]


def test_a_dry_run_makes_no_folder(tmp_path: Path) -> None:
    root = tmp_path / "bare"
    collection_of(root, kettle__md=STORY)
    before = tree(root)
    state = tree(Path.home())
    bring(root, _SENT, wanted=Wanted(write_posts=True), dry_run=True)
    assert (tree(root), tree(Path.home())) == (before, state)


# What is broken here.


def test_a_file_that_is_broken_here_is_left_alone_and_told(root: Path) -> None:
    add_mark(root, "broke", "a")
    path = root / "annotations" / "ann" / "kettle.md.json"
    path.write_text("{", encoding="utf-8")
    brought = Brought(
        (
            BroughtDocument("kettle.md", (_quoted("sorry", "a"),)),
            BroughtDocument("page.txt", (_quoted("Thank you.", "a"),)),
        )
    )
    _, foreseen = bring(root, brought, dry_run=True)
    _, saved = bring(root, brought)
    assert len(foreseen.refused) == len(saved.refused) == 1
    assert path.read_text() == "{"
    assert [one["quote"] for one in marks(root)] == ["Thank you."]


def test_a_broken_codebook_refuses_the_import(root: Path) -> None:
    add_mark(root, "broke", "a")
    path = root / "annotations" / "codebook.json"
    path.write_text(json.dumps({"tags": 7}), encoding="utf-8")
    before = own_files(root)
    with pytest.raises(StoreError):
        bring(root, one_document(_quoted("sorry", "b")))
    assert own_files(root) == before
