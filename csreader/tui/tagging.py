"""A tagging session: goes through a queue of posts, one after the other, and counts."""

from __future__ import annotations

import asyncio
import datetime
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from textual.screen import Screen

from csreader.annotations import Status
from csreader.collection import Post
from csreader.tui.post_index import Order, PostIndex
from csreader.tui.query import Known, Query, parse
from csreader.tui.screens.confirm import Confirm
from csreader.tui.screens.session_dialog import SessionDialog
from csreader.tui.screens.summary_page import Summary, SummaryPage
from csreader.tui.session import Session
from csreader.tui.session_queue import Plan, Queue, QueueOrder, from_state, make_queue, to_state
from csreader.tui.state import StateFile
from csreader.tui.word_counts import WordCounts

NAME = "sessions.json"
_MOST_SEED = 10_000


class Host(Protocol):
    """The screen that the session happens on."""

    def say(self, message: str, *, warning: bool = False) -> None:
        """Show a message."""

    def ask(self, dialog: Screen[Any], then: Callable[[Any], Any]) -> Awaitable[None]:
        """Show a dialog."""

    def go_on_with(self, post: Post, *, focus: bool) -> None:
        """Open a post where it was left, with the list's cursor on it; with the focus in it."""

    def show_queue(self, ids: Sequence[str] | None) -> None:
        """List these posts only; all of them where it is None."""

    def show_progress(self, told: str) -> None:
        """Show how far the session is; nothing where there is none."""


@dataclass(frozen=True, slots=True)
class Request:
    """That a tagging session is asked for when the app opens."""

    plan: Plan | None = None
    """None for the one that was left, or for asking which."""


@dataclass
class Tagging:
    """The tagging session of one coder at a collection, if there is one."""

    session: Session
    host: Host
    counts: WordCounts
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], datetime.datetime] = lambda: datetime.datetime.now(datetime.UTC)
    queue: Queue | None = None
    _since: float = 0.0
    """When the clock was read last."""
    _file: StateFile = field(init=False)
    _there: tuple[object, dict[str, Post]] = (None, {})

    def __post_init__(self) -> None:
        self._file = StateFile(self.session.collection.root, NAME)

    # Beginning and ending

    async def begin(self, request: Request) -> None:
        """Go on with the session that was left, or begin the one that is asked for."""
        kept = from_state(self._kept().get(self.session.store.coder))
        plan = request.plan
        left = kept if kept is not None and self._left(kept) else None
        if left is not None and (plan is None or plan.asks_for(left.plan)):
            self._go_on_with(left)
        elif left is not None and plan is not None:
            await self._ask_which(left, plan)
        else:
            await self._begin_anew(plan)

    def _go_on_with(self, kept: Queue) -> None:
        self._take(kept)
        post = self._there_now().get(kept.here)
        here = post if post is not None and self._is_left(kept, post.id) else None
        self._bring(here or self._next(""), focus=True)
        self.host.say(f"the session that was left goes on: {self._progress(kept)}; Q ends it")

    async def _ask_which(self, kept: Queue, plan: Plan) -> None:
        """A session that was left is not given up unasked."""

        async def then(anew: bool | None) -> None:
            if anew:
                await self._begin_anew(plan)
            else:
                self._go_on_with(kept)

        question = Confirm(
            f"A tagging session was left: {self._progress(kept)}.",
            "Give it up and begin the other? Marks stay in any case; n goes on with it.",
        )
        await self.host.ask(question, then)

    async def _begin_anew(self, plan: Plan | None) -> None:
        if plan is None or parse(plan.query, self._known()).problems:
            await self.choose(plan or Plan())
        else:
            await self._start(plan)

    @property
    def left_behind(self) -> str:
        """That a session was left which is not under way; empty where there is none."""
        kept = from_state(self._kept().get(self.session.store.coder))
        if self.queue is not None or kept is None or not self._left(kept):
            return ""
        return f"a tagging session was left, {self._progress(kept)}; Q goes on with it"

    async def open(self) -> None:
        """Go on with what was left, or choose; in a session, show how it goes, or end it."""
        if self.queue is None:
            await self.begin(Request())
        else:
            await self._sum_up(self.queue)

    async def choose(self, plan: Plan) -> None:
        """Ask what to go through."""
        if plan.seed is None:
            plan = replace(plan, seed=random.randrange(1, _MOST_SEED))
        await self.host.ask(SessionDialog(plan, self._fitting), self._chosen)

    async def _chosen(self, plan: Plan | None) -> None:
        if plan is not None:
            await self._start(plan)

    async def _start(self, plan: Plan) -> None:
        if plan.order is not QueueOrder.RANDOM:
            plan = replace(plan, seed=None)
        elif plan.seed is None:
            plan = replace(plan, seed=random.randrange(1, _MOST_SEED))
        query = parse(plan.query, self._known())
        if query.counts_words:
            self.host.say("counting words …")
            posts = self.session.collection.posts
            await asyncio.to_thread(lambda: [self.counts.count(post) for post in posts])
        found = self._select(query)
        if not found:
            self.host.say(f"no post is there for {plan.query}", warning=True)
            return
        store = self.session.store
        stamp = self.now().astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        queue = make_queue(plan, found, self.session.overview, store.coder, stamp)
        self._take(queue)
        self._bring(self._next(""), focus=True)
        count = f"{len(found):,} post{'' if len(found) == 1 else 's'}"
        self.host.say(f"{count} to go through: D is done with one, S puts it off")
        self.save()

    def _take(self, queue: Queue) -> None:
        self.queue = queue
        self._since = self.clock()
        self.host.show_queue(queue.ids)

    def end(self) -> None:
        """Leave the session; it is not taken up again."""
        self.queue = None
        kept = self._kept()
        if kept.pop(self.session.store.coder, None) is not None:
            self._file.write(kept)
        self.host.show_queue(None)
        self.show()

    async def _sum_up(self, queue: Queue) -> None:
        self._tick()
        left = len(self._left(queue))

        async def then(answer: str | None) -> None:
            if answer == "end" or (not answer and not left):
                self.end()
                self.host.say("the session has ended")
            elif answer == "anew":
                await self.choose(queue.plan if left else Plan())

        await self.host.ask(SummaryPage(self.summary(), left), then)

    # Going on

    async def done(self, toggle: Callable[[], Awaitable[bool]]) -> None:
        """Mark the open post done and bring the next of the queue; a finished one is so no more.

        Args:
            toggle: Changes the open post's status and tells whether it is done now.
        """
        queue, post = self.queue, self.session.post
        if queue is None or post is None:
            return
        status = self.session.status_of(post)
        if status is Status.DONE and not queue.is_finished(post.id, status):
            # Done before the session began: it has been looked at again.
            self.queue = replace(queue, looked_at=queue.looked_at | {post.id})
        elif not await toggle():
            self.show()
            return
        self.save()
        await self._go_on(post.id)

    async def skip(self) -> None:
        """Put the open post at the queue's end and bring the next."""
        queue, post = self.queue, self.session.post
        if queue is None or post is None or post.id not in queue.ids:
            self.host.say("no post of a session is open; Q begins one", warning=True)
            return
        following = next((one for one in self._order(post.id) if one != post.id), None)
        self.queue = queue.skipped(post.id)
        self.host.show_queue(self.queue.ids)
        self.save()
        if following is None:
            self.host.say("no other post is left")
        else:
            self._bring(self._there_now()[following])

    async def _go_on(self, post_id: str) -> None:
        following = self._next(post_id)
        self._bring(following)
        if following is None and self.queue is not None:
            await self._sum_up(self.queue)

    def _bring(self, post: Post | None, *, focus: bool = False) -> None:
        if post is not None:
            self.host.go_on_with(post, focus=focus)
        self.show()

    # How far it is

    def show(self) -> None:
        """Show how far the session is."""
        self.host.show_progress(self._progress(self.queue) if self.queue is not None else "")

    def _progress(self, queue: Queue) -> str:
        left = len(self._left(queue))
        total = sum(one in self._there_now() for one in queue.ids)
        return f"{total - left:,} of {total:,} done, {left:,} left, order: {queue.plan.told}"

    def summary(self) -> Summary:
        """What was done since the session began, as the files say it."""
        queue, store = self.queue, self.session.store
        assert queue is not None
        tags: Counter[str] = Counter()
        passages = 0
        for post_id in queue.ids:
            for sheet in store.sheets(post_id) if post_id in self.session.overview.posts else ():
                if sheet.coder == store.coder:
                    new = [one for one in sheet.annotations if one.created >= queue.started]
                    passages += len(new)
                    tags.update(tag for one in new for tag in one.tags)
        there = self._there_now()
        finished = sum(one in there for one in queue.ids) - len(self._left(queue))
        return Summary(finished, passages, dict(tags.most_common()), queue.seconds / 60)

    def save(self) -> None:
        """Keep the place in the queue for the next time."""
        self._tick()
        queue = self.queue
        if queue is None:
            return
        post = self.session.post
        if post is not None and post.id in queue.ids:
            self.queue = queue = replace(queue, here=post.id)
        self._file.write({**self._kept(), self.session.store.coder: to_state(queue)})

    def _tick(self) -> None:
        now = self.clock()
        if self.queue is not None:
            self.queue = replace(self.queue, seconds=self.queue.seconds + now - self._since)
        self._since = now

    def _kept(self) -> dict[str, Any]:
        """The sessions that were left, by coder."""
        return self._file.read()

    # The queue's posts

    def _is_left(self, queue: Queue, post_id: str) -> bool:
        summary = self.session.overview.posts.get(post_id)
        if summary is None:
            return True
        status = summary.statuses.get(self.session.store.coder, Status.UNREAD)
        return not queue.is_finished(post_id, status)

    def _left(self, queue: Queue) -> list[str]:
        """The posts that are there and not gone through."""
        there = self._there_now()
        return [one for one in queue.ids if one in there and self._is_left(queue, one)]

    def _order(self, post_id: str) -> list[str]:
        """The posts that are left, in the order in which they come behind a post."""
        queue, there = self.queue, self._there_now()
        if queue is None:
            return []
        return [one for one in queue.after(post_id) if one in there and self._is_left(queue, one)]

    def _next(self, post_id: str) -> Post | None:
        order = self._order(post_id)
        return self._there_now()[order[0]] if order else None

    def _there_now(self) -> dict[str, Post]:
        """The posts of the folder as it is now, by id."""
        collection = self.session.collection
        if self._there[0] is not collection:
            self._there = collection, {post.id: post for post in collection.posts}
        return self._there[1]

    def _known(self) -> Known:
        names = tuple(tag.name for tag in self.session.codebook.tags)
        return Known.of(self.session.overview, names)

    def _fitting(self, line: str) -> tuple[int, tuple[str, ...]]:
        """How many posts a query asks for, and what is wrong with it."""
        query = parse(line, self._known())
        return -1 if query.counts_words else len(self._select(query)), query.problems

    def _select(self, query: Query) -> list[Post]:
        session = self.session
        index = PostIndex(session.collection.posts)
        found = index.select(
            query, Order.DATE, session.overview, session.store.coder, self.counts.counts
        )
        # Best titles first is for the eye; a queue keeps the usual order.
        return sorted(found, key=lambda post: post.order)
