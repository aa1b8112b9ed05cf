"""Tagging sessions: a queue, its bar, done and put off, left and taken up again, the summary."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playing import bar_text, make_collection, playing, screen_text, until
from textual.pilot import Pilot
from textual.widgets import Input

from csreader.annotations import Store
from csreader.annotations.coder import state_folder
from csreader.annotations.model import Overview
from csreader.collection import Collection
from csreader.tui.app import CsreaderApp
from csreader.tui.screens.confirm import Confirm
from csreader.tui.screens.reader import Reader
from csreader.tui.screens.session_dialog import SessionDialog
from csreader.tui.screens.summary_page import SummaryPage
from csreader.tui.session_queue import Plan, Queue, QueueOrder, from_state, make_queue, to_state
from csreader.tui.tagging import NAME, Request
from csreader.tui.widgets.session_bar import SessionBar


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Five posts, a to e, in the order of their days."""
    root = make_collection(tmp_path / "stories")
    for number, name in enumerate("abcde"):
        text = f"---\ntitle: Post {name}\ndate: 2020-01-0{number + 1}\n---\nIt was late. Sorry.\n"
        (root / "posts" / f"{name}.md").write_text(text, encoding="utf-8")
    return root


@asynccontextmanager
async def asked(root: Path, request: Request | None) -> AsyncIterator[tuple[Pilot[int], Reader]]:
    """The app, opened with `--session`."""
    app = CsreaderApp(root, request=request)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: any(isinstance(one, Reader) for one in app.screen_stack))
        reader = next(one for one in app.screen_stack if isinstance(one, Reader))
        await until(pilot, lambda: reader.session.post is not None)
        await pilot.pause()
        yield pilot, reader


async def on(pilot: Pilot[int], reader: Reader, name: str) -> None:
    await until(pilot, lambda: bool(reader.session.post) and reader.session.post.id == f"{name}.md")
    await pilot.pause()


def progress(reader: Reader) -> str:
    return reader.query_one(SessionBar).told


def listed(reader: Reader) -> str:
    return "".join(row.post.id[0] for row in reader.posts.rows)


BY_DATE = Request(Plan())


async def test_q_asks_and_enter_begins(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("Q")
        assert isinstance(pilot.app.screen, SessionDialog)
        await pilot.pause()
        assert "5 posts" in screen_text(reader)
        await pilot.press("enter")
        await until(pilot, lambda: progress(reader) != "")
        assert progress(reader) == "0 of 5 done, 5 left, order: date"
        assert "5 posts to go through" in bar_text(reader)
        assert "0 of 5 done" in screen_text(reader)
        assert reader.body.has_focus


async def test_the_dialog_chooses_query_order_and_seed(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("Q")
        query = pilot.app.screen.query_one("#query", Input)
        query.value = "date:>=2020-01-03 colour:red"
        await pilot.pause()
        assert "there is no colour:" in screen_text(reader)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, SessionDialog)
        query.value = "date:>=2020-01-03"
        await pilot.press("down", "tab")
        pilot.app.screen.query_one("#seed", Input).value = "42"
        await pilot.pause()
        assert "3 posts" in screen_text(reader)
        await pilot.press("enter")
        await until(pilot, lambda: progress(reader) != "")
        assert progress(reader) == "0 of 3 done, 3 left, order: random 42"
        assert sorted(listed(reader)) == ["c", "d", "e"]


async def test_done_and_put_off(root: Path) -> None:
    async with asked(root, BY_DATE) as (pilot, reader):
        await on(pilot, reader, "a")
        await pilot.press("D")
        await on(pilot, reader, "b")
        assert progress(reader) == "1 of 5 done, 4 left, order: date"
        await pilot.press("S")
        await on(pilot, reader, "c")
        assert listed(reader) == "acdeb"
        await pilot.press("J")
        await on(pilot, reader, "d")
        await pilot.press("D")
        await on(pilot, reader, "e")
        await pilot.press("D")
        await on(pilot, reader, "b")
        assert progress(reader) == "3 of 5 done, 2 left, order: date"
        await pilot.press("D")
        # c was passed by with J: it comes round.
        await on(pilot, reader, "c")
        await pilot.press("u")
        await until(pilot, lambda: "3 of 5 done" in progress(reader))
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "4 of 5 done" in progress(reader))


async def test_the_end_brings_the_summary(root: Path) -> None:
    async with asked(root, Request(Plan("date:2020-01-01|2020-01-02"))) as (pilot, reader):
        await on(pilot, reader, "a")
        reader.tagging.clock = lambda: reader.tagging._since + 60
        await pilot.press("s", "1", "right_parenthesis", "s", "1", "2")
        await pilot.press("D")
        await on(pilot, reader, "b")
        await pilot.press("s", "2", "D")
        await until(pilot, lambda: isinstance(pilot.app.screen, SummaryPage))
        await pilot.pause()
        assert isinstance(pilot.app.screen, SummaryPage)
        summary = pilot.app.screen._summary
        assert (summary.posts, summary.passages) == (2, 3)
        assert dict(summary.tags) == {"fast response": 2, "apology": 2}
        assert summary.minutes > 0.9
        shown = screen_text(reader)
        assert "The queue is done" in shown
        assert "3  passages marked" in shown
        assert "4  tags on them" in shown
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is reader)
        assert progress(reader) == ""
        assert listed(reader) == "abcde"


async def test_it_is_taken_up_again(root: Path) -> None:
    async with asked(root, BY_DATE) as (pilot, reader):
        await on(pilot, reader, "a")
        await pilot.press("D")
        await on(pilot, reader, "b")
        await pilot.press("S")
        await on(pilot, reader, "c")
        await pilot.press("J")
        await on(pilot, reader, "d")
    async with asked(root, Request()) as (pilot, reader):
        await on(pilot, reader, "d")
        await until(pilot, lambda: progress(reader) == "1 of 5 done, 4 left, order: date")
        assert "the session that was left goes on: 1 of 5 done" in bar_text(reader)
        assert listed(reader) == "acdeb"


async def test_one_that_was_left_is_told_of_and_not_given_up_unasked(root: Path) -> None:
    async with asked(root, BY_DATE) as (pilot, reader):
        await on(pilot, reader, "a")
        await pilot.press("D")
        await on(pilot, reader, "b")
    async with asked(root, None) as (pilot, reader):
        assert "a tagging session was left, 1 of 5 done" in bar_text(reader)
        await pilot.press("Q")
        await until(pilot, lambda: progress(reader) == "1 of 5 done, 4 left, order: date")
        await on(pilot, reader, "b")
    another = Request(Plan("", QueueOrder.LEAST_TAGGED))
    async with asked(root, another) as (pilot, reader):
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        await pilot.press("n")
        await until(pilot, lambda: progress(reader) == "1 of 5 done, 4 left, order: date")
    async with asked(root, another) as (pilot, reader):
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: "order: least tagged" in progress(reader))


async def test_leaving_shows_the_summary_and_forgets_the_queue(root: Path) -> None:
    async with asked(root, BY_DATE) as (pilot, reader):
        await on(pilot, reader, "a")
        await pilot.press("D")
        await on(pilot, reader, "b")
        await pilot.press("Q")
        await pilot.pause()
        assert "1  post done, 4 left" in screen_text(reader)
        await pilot.press("escape")
        assert progress(reader) != ""
        await pilot.press("Q", "e")
        await until(pilot, lambda: progress(reader) == "")
        assert listed(reader) == "abcde"
    async with asked(root, Request()) as (pilot, _):
        # Nothing to take up: it asks.
        await until(pilot, lambda: isinstance(pilot.app.screen, SessionDialog))


async def test_posts_that_go_and_change_do_not_break_it(root: Path) -> None:
    async with asked(root, BY_DATE) as (pilot, reader):
        await on(pilot, reader, "a")
        (root / "posts" / "b.md").unlink()
        (root / "posts" / "c.md").write_text("# Post c\n\nNow otherwise.\n", encoding="utf-8")
        reader.following.posts_changed(reader.session.read_again())
        await pilot.pause()
        assert "0 of 4 done, 4 left" in progress(reader)
        await pilot.press("D")
        await on(pilot, reader, "c")
        assert "Now otherwise." in reader.session.reading.text
    (root / "posts" / "c.md").unlink()
    async with asked(root, Request()) as (pilot, reader):
        await on(pilot, reader, "d")
        assert progress(reader) == "1 of 3 done, 2 left, order: date"


async def test_posts_done_before_are_gone_through_again(root: Path) -> None:
    collection = Collection.open(root)
    store = Store(root, "tester")
    for name in "ab":
        post = collection.get(str(root / "posts" / f"{name}.md"))
        store.set_done(post.id, post.reading, True)
    async with asked(root, Request(Plan("status:done"))) as (pilot, reader):
        await until(pilot, lambda: progress(reader) == "0 of 2 done, 2 left, order: date")
        await pilot.press("D")
        await on(pilot, reader, "b")
        assert progress(reader) == "1 of 2 done, 1 left, order: date"
        assert reader.session.overview.post("a.md").statuses["tester"] == "done"


async def test_a_query_that_finds_nothing_says_so(root: Path) -> None:
    async with asked(root, Request(Plan("status:done"))) as (pilot, reader):
        await until(pilot, lambda: "no post is there for status:done" in bar_text(reader))
        assert progress(reader) == ""


async def test_words_are_counted_for_the_queue(root: Path) -> None:
    (root / "posts" / "e.md").write_text("# Long\n\n" + "word " * 50, encoding="utf-8")
    async with asked(root, Request(Plan("words:>40"))) as (pilot, reader):
        await on(pilot, reader, "e")
        await until(pilot, lambda: progress(reader) == "0 of 1 done, 1 left, order: date")


@pytest.mark.parametrize("content", [b"{", b'{"tester": 3}', b'{"tester": {"ids": ["a.md"]}}'])
async def test_a_broken_state_file_is_ignored(root: Path, content: bytes) -> None:
    file = state_folder(root) / NAME
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    async with asked(root, Request()) as (pilot, _):
        await until(pilot, lambda: isinstance(pilot.app.screen, SessionDialog))


async def test_skipping_needs_a_session(root: Path) -> None:
    async with playing(root) as (pilot, reader):
        await pilot.press("S")
        await pilot.pause()
        assert "Q begins one" in bar_text(reader)


def test_the_orders(root: Path) -> None:
    posts = Collection.open(root).posts

    def ids(plan: Plan, overview: Overview | None = None) -> str:
        queue = make_queue(plan, posts, overview or Overview({}, {}), "tester", "")
        return "".join(one[0] for one in queue.ids)

    assert ids(Plan()) == "abcde"
    drawn = ids(Plan(order=QueueOrder.RANDOM, seed=42))
    assert sorted(drawn) == list("abcde")
    assert drawn == ids(Plan(order=QueueOrder.RANDOM, seed=42))
    assert len({ids(Plan(order=QueueOrder.RANDOM, seed=seed)) for seed in range(20)}) > 10
    store = Store(root, "tester")
    store.add("a.md", posts[0].reading, 0, 5, ("apology",))
    assert ids(Plan(order=QueueOrder.LEAST_TAGGED), store.overview()) == "bcdea"


def test_a_queue_is_kept_whole() -> None:
    plan = Plan("tag:x", QueueOrder.RANDOM, 7)
    queue = Queue(plan, ("a", "b\udc80"), "2026", frozenset("a"), frozenset("a"), "b", 12.5)
    assert from_state(to_state(queue)) == queue
    assert from_state(None) is from_state({**to_state(queue), "order": "odd"}) is None


def test_after_goes_round() -> None:
    queue = Queue(Plan(), ("a", "b", "c"), "")
    assert queue.after("a") == ("b", "c", "a")
    assert queue.after("?") == ("a", "b", "c")
    assert queue.skipped("a").ids == ("b", "c", "a")
    assert queue.skipped("?") is queue
