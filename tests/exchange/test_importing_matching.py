"""Which post a file's document is: by hand, id, path, text, file name, title or words."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from bringing import bring, collection_of

from csreader.exchange.brought import Brought, BroughtDocument
from csreader.exchange.importing import Wanted
from csreader.exchange.importing.matching import Match, Matcher

KETTLE = "# The kettle\n\nIt broke in its first week, and the shop said sorry within the hour.\n"
LAMP = "# A lamp\n\nThe lamp came late. Nobody wrote, nobody called, and then it came twice.\n"
KETTLE_TEXT = "The kettle\n\nIt broke in its first week, and the shop said sorry within the hour."


def _match(root: Path, document: BroughtDocument, **by_hand: str) -> tuple[str | None, str]:
    found = _found(root, document, **by_hand)
    return (None if found.post is None else found.post.id), found.how


def _found(root: Path, document: BroughtDocument, **by_hand: str) -> Match:
    return Matcher(collection_of(root), by_hand).match(document)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    collection_of(tmp_path, kettle__md=KETTLE, lamp__md=LAMP)
    return tmp_path


@pytest.mark.parametrize(
    ("document", "how"),
    [
        (BroughtDocument("anything", id="kettle.md"), "id"),
        (BroughtDocument("kettle.md"), "id"),
        (BroughtDocument("posts/kettle.md"), "path"),
        (BroughtDocument("/posts/kettle.md"), "path"),
        (BroughtDocument("file:///home/someone/stories/posts/kettle.md"), "path"),
        (BroughtDocument(r"C:\Users\someone\stories\posts\kettle.md"), "path"),
        (BroughtDocument("https://example.org/kettle.md"), "id"),
        (BroughtDocument("1", text=KETTLE_TEXT), "text"),
        (
            BroughtDocument("1", text_sha256=hashlib.sha256(KETTLE_TEXT.encode()).hexdigest()),
            "text",
        ),
        # Other white space and another normal form are the same text.
        (BroughtDocument("1", text=KETTLE_TEXT.replace("\n\n", "\r\n  ")), "text"),
        (BroughtDocument("elsewhere/KETTLE.txt"), "file name"),
        (BroughtDocument("kettle"), "file name"),
        (BroughtDocument("The  Kettle"), "title"),
        (BroughtDocument("1", title="the kettle"), "title"),
        (BroughtDocument("1", text="x " + KETTLE_TEXT.replace("sorry", "so sorry")), "words"),
    ],
)
def test_a_document_is_found(root: Path, document: BroughtDocument, how: str) -> None:
    assert _match(root, document) == ("kettle.md", how)


@pytest.mark.parametrize(
    "document",
    [
        BroughtDocument("unknown.md"),
        BroughtDocument(""),
        BroughtDocument("1", text="Quite another story, of a bicycle and what became of it."),
        BroughtDocument("1", text=""),
        BroughtDocument("1", text_sha256="0" * 64),
        # The name is a post's, and its text is none of it.
        BroughtDocument("some/kettle.txt", text="Of a bicycle that nobody ever rode again."),
    ],
)
def test_one_that_is_none_of_the_posts_is_nobody_s(root: Path, document: BroughtDocument) -> None:
    assert _found(root, document) == Match(None)


def test_what_is_said_by_hand_goes_before_all_else(root: Path) -> None:
    document = BroughtDocument("a", id="kettle.md", text=KETTLE_TEXT)
    assert _match(root, document, a="lamp.md") == ("lamp.md", "by hand")


def test_a_renamed_post_is_found_by_its_text(root: Path) -> None:
    (root / "posts" / "kettle.md").rename(root / "posts" / "the-kettle-story.md")
    assert _match(root, BroughtDocument("posts/kettle.md", text=KETTLE_TEXT)) == (
        "the-kettle-story.md",
        "text",
    )


def test_a_name_that_another_story_has_since_gives_way_to_the_text(root: Path) -> None:
    (root / "posts" / "kettle.md").rename(root / "posts" / "old.md")
    (root / "posts" / "lamp.md").rename(root / "posts" / "kettle.md")
    assert _match(root, BroughtDocument("kettle.md", text=KETTLE_TEXT)) == ("old.md", "text")


def test_a_name_and_a_hash_of_two_posts_are_nobody_s(root: Path) -> None:
    sha256 = hashlib.sha256(KETTLE_TEXT.encode()).hexdigest()
    found = _found(root, BroughtDocument("lamp.md", text_sha256=sha256))
    assert (found.post, set(found.rivals)) == (None, {"kettle.md", "lamp.md"})


def test_two_posts_of_one_text_are_told_apart_by_their_names_only(root: Path) -> None:
    collection_of(root, copy__md=KETTLE)
    assert _match(root, BroughtDocument("copy.md", text=KETTLE_TEXT)) == ("copy.md", "id")
    assert _match(root, BroughtDocument("else/copy", text=KETTLE_TEXT)) == ("copy.md", "file name")
    unclear = _found(root, BroughtDocument("1", text=KETTLE_TEXT))
    assert unclear.post is None
    assert set(unclear.rivals) == {"kettle.md", "copy.md"}
    near = _found(root, BroughtDocument("1", text=f"{KETTLE_TEXT} The end."))
    assert near.post is None
    assert set(near.rivals) == {"kettle.md", "copy.md"}


def test_two_posts_of_one_title_or_file_name_are_rivals(root: Path) -> None:
    collection_of(root, other__txt="The kettle\n\nAnother one, another day.\n")
    assert set(_found(root, BroughtDocument("The kettle")).rivals) == {"kettle.md", "other.txt"}
    (root / "posts" / "deep").mkdir()
    (root / "posts" / "deep" / "lamp.md").write_text("Deep down.\n", encoding="utf-8")
    assert set(_found(root, BroughtDocument("x/lamp.txt")).rivals) == {"lamp.md", "deep/lamp.md"}


def test_two_documents_of_one_file_can_be_one_post(root: Path) -> None:
    brought = Brought((BroughtDocument("kettle.md"), BroughtDocument("1", text=KETTLE_TEXT)))
    plan, _ = bring(root, brought, dry_run=True)
    assert [post for _, post, _ in plan.matches] == ["kettle.md", "kettle.md"]


def test_a_name_said_by_hand_that_the_file_lacks_is_told(root: Path) -> None:
    plan, _ = bring(
        root,
        Brought((BroughtDocument("a"),)),
        dry_run=True,
        wanted=Wanted(posts={"b": "lamp.md"}),
    )
    assert "The file has no document b." in plan.remarks
