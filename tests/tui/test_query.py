"""The query line: what it asks for, what fits, in which order."""

from __future__ import annotations

from pathlib import Path

import pytest

from csreader.annotations import Status
from csreader.annotations.model import Overview, Summary
from csreader.collection import Collection, Post
from csreader.tui.post_index import Order, PostIndex
from csreader.tui.query import Known, fold, nonsense, parse

POSTS = {
    "a.md": ("The late parcel", "2012-07-01"),
    "b.md": ("Refund for a parcel", "2012-08-15"),
    "c.md": ("Parcels, a refunded order", "2013-01-02"),
    "d.md": ("Crème brûlée, free of charge", None),
    "e.md": ("A: broken header", "2014-05-05"),
}
OVERVIEW = Overview(
    {
        "a.md": Summary(3, {"fast response": 2, "apology": 1}, {"ann": Status.DONE}),
        "b.md": Summary(1, {"resolution/refund": 1}, {"ben": Status.IN_PROGRESS}),
        "c.md": Summary(0, {}, {"ann": Status.UNREAD}),
    },
    {"fast response": 2, "apology": 1, "resolution/refund": 1},
)
KNOWN = Known.of(OVERVIEW, ("resolution/replacement",))
WORDS = {"a.md": 700, "b.md": 20, "c.md": 500, "d.md": 501}


@pytest.fixture
def posts(tmp_path: Path) -> tuple[Post, ...]:
    for name, (title, date) in POSTS.items():
        header = f"title: {title}\n" + (f"date: {date}\n" if date else "")
        (tmp_path / name).write_text(f"---\n{header}---\nWords.\n", encoding="utf-8")
    return Collection.open(tmp_path).posts


def found(posts: tuple[Post, ...], line: str, order: Order = Order.DATE, coder: str = "ann") -> str:
    """The posts that a line asks for, by their files' letters."""
    query = parse(line, KNOWN)
    chosen = PostIndex(posts).select(query, order, OVERVIEW, coder, WORDS)
    return "".join(post.id[0] for post in chosen)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", "abced"),
        ("   ", "abced"),
        # Words of the title: whole, begun, within, with a slip.
        ("parcel", "abc"),
        ("refund", "bc"),
        ("refund parcel", "bc"),
        ("refnud", "bc"),
        ("parcle late", "a"),
        ("fund", "bc"),
        ("LATE", "a"),
        ("creme brulee", "d"),
        ("zebra", ""),
        # Letters in order, where nothing fits better: in a word, or at the beginnings of words.
        ("ltprcl", "a"),
        ("rfp", "b"),
        ("lpx", ""),
        ('"late parcel"', "a"),
        ('"parcel late"', ""),
        ('"refnud"', ""),
        ('title:"late parcel"', "a"),
        ("-parcel", "ed"),
        ("parcel -refund", "a"),
        # Fields.
        ('tag:"fast response"', "a"),
        ("tag:fast", "a"),
        ("tag:resolution", "b"),
        ("tag:RESOLUTION/refund", "b"),
        ("tag:refund", "b"),
        ("tag:resolution/replacement", ""),
        ("-tag:resolution", "aced"),
        ("tag:apology|resolution", "ab"),
        ('tag:"fast response"|"resolution/refund"', "ab"),
        ("status:done", "a"),
        ("-status:done", "bced"),
        ("status:unread", "bced"),
        ("status:done|unread", "abced"),
        ("coder:ann", "a"),
        ("coder:BEN", "b"),
        ("date:2012", "ab"),
        ("date:2012-07", "a"),
        ("date:2012-07-01", "a"),
        ("date:>=2012-08", "bce"),
        ("date:>2012", "ce"),
        ("date:<=2012", "ab"),
        ("date:<2012-08-15", "a"),
        ("date:none", "d"),
        ("-date:none", "abce"),
        ("words:>500", "ad"),
        ("words:>=500", "acd"),
        ("words:<500", "b"),
        ("words:20", "b"),
        ("marks:0", "ced"),
        ("marks:>1", "a"),
        ("problem:yes", "e"),
        ("problem:no", "abcd"),
        ("parcel date:2012 -status:done", "b"),
        # What is still being typed takes nothing away.
        ("tag:", "abced"),
        ("date:>=", "abced"),
        ("date:>=2012-0", "abce"),
        ("date:201", "abce"),
        ("status:d", "a"),
        ("-", "abced"),
        ('"late par', "a"),
    ],
)
def test_what_a_line_asks_for(posts: tuple[Post, ...], line: str, expected: str) -> None:
    assert parse(line, KNOWN).problems == ()
    assert sorted(found(posts, line)) == sorted(expected)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("colour:red parcel", "there is no colour: but title, tag, status"),
        ("tag:nothing parcel", "no tag is called nothing"),
        ("status:finished parcel", "a status is done, in-progress or unread"),
        ("coder:zoe parcel", "no coder zoe has marks here"),
        ("date:soon parcel", "a date is 2012, 2012-07"),
        ("date:2012-13 parcel", "a date is 2012, 2012-07"),
        ("date:2012-02-31 parcel", "a date is 2012, 2012-07"),
        ("words:many parcel", "words:>500"),
        ("problem:perhaps parcel", "problem: is yes or no"),
    ],
)
def test_nonsense_is_told_and_the_rest_still_filters(
    posts: tuple[Post, ...], line: str, told: str
) -> None:
    (problem,) = parse(line, KNOWN).problems
    assert told in problem
    assert found(posts, line) == found(posts, "parcel")


def test_nonsense_whatever_the_collection() -> None:
    assert nonsense('tag:anything coder:"any one" refund -status:done') == ""
    assert "a status is" in nonsense("status:x")


def test_what_fits_best_comes_first(posts: tuple[Post, ...]) -> None:
    # A whole word, then a beginning, then a slip.
    assert found(posts, "parcels") == "cab"
    assert found(posts, "parcel") == "abc"
    assert found(posts, "refunded") == "c"


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.DATE, "abced"),
        (Order.TITLE, "edcba"),
        (Order.STATUS, "baced"),
        (Order.LEAST_TAGGED, "cedba"),
        (Order.MOST_TAGGED, "abced"),
        (Order.WORDS, "bcdae"),
        # By the coders who marked it, a.md ann's and b.md ben's; the others unmarked.
        (Order.CODER, "abced"),
    ],
)
def test_orders(posts: tuple[Post, ...], order: Order, expected: str) -> None:
    assert found(posts, "", order, coder="ben") == expected


def test_only_words_are_counted_for() -> None:
    assert parse("words:>5", KNOWN).counts_words
    assert not parse("parcel marks:>5", KNOWN).counts_words


def test_folding() -> None:
    assert fold("Crème BRÛLÉE") == "creme brulee"
    assert fold("Straße") == "strasse"
