"""The queue of a tagging session: which posts, in which order, and how far the coder is."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from csreader.annotations import Status
from csreader.annotations.model import Overview
from csreader.collection import Post

EVERYTHING_LEFT = "-status:done"
"""The query that a session begins with unless told: what is not done."""


class QueueOrder(StrEnum):
    """The order in which a queue brings its posts."""

    DATE = "date"
    RANDOM = "random"
    LEAST_TAGGED = "least-tagged"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a tagging session goes through."""

    query: str = EVERYTHING_LEFT
    order: QueueOrder = QueueOrder.DATE
    seed: int | None = None
    """Decides the random order; None in any other, or where one is still to be drawn."""

    @property
    def told(self) -> str:
        """The order in words, such as `random 42`."""
        words = self.order.value.replace("-", " ")
        return words if self.seed is None else f"{words} {self.seed}"

    def asks_for(self, kept: Plan) -> bool:
        """Whether a session that was kept is what this one wants."""
        same = (self.query.split(), self.order) == (kept.query.split(), kept.order)
        return same and (self.seed is None or self.seed == kept.seed)


@dataclass(frozen=True, slots=True)
class Queue:
    """The posts of a session in their order, and what was done with them."""

    plan: Plan
    ids: tuple[str, ...]
    """Of the posts; some may be gone by now."""
    started: str
    """UTC, ISO 8601, to the second."""
    done_before: frozenset[str] = frozenset()
    """Those that were done when the session began: their status does not tell of it."""
    looked_at: frozenset[str] = frozenset()
    """Those of them that were gone through since."""
    here: str = ""
    """The post that was open last."""
    seconds: float = 0.0
    """How long the session was open, all runs together."""

    def is_finished(self, post_id: str, status: Status) -> bool:
        """Whether a post was gone through."""
        done = status is Status.DONE
        return done and (post_id not in self.done_before or post_id in self.looked_at)

    def skipped(self, post_id: str) -> Queue:
        """The queue with a post at its end."""
        if post_id not in self.ids:
            return self
        rest = tuple(one for one in self.ids if one != post_id)
        return replace(self, ids=(*rest, post_id))

    def after(self, post_id: str) -> tuple[str, ...]:
        """The posts in the order in which they come next, from behind a post round to it."""
        if post_id not in self.ids:
            return self.ids
        place = self.ids.index(post_id) + 1
        return (*self.ids[place:], *self.ids[:place])


def make_queue(
    plan: Plan, posts: Sequence[Post], overview: Overview, coder: str, now: str
) -> Queue:
    """Puts posts, which come in the usual order, into a queue."""
    ids = [post.id for post in posts]
    if plan.order is QueueOrder.RANDOM:
        ids.sort(key=lambda one: _drawn(plan.seed or 0, one))
    elif plan.order is QueueOrder.LEAST_TAGGED:
        ids.sort(key=lambda one: sum(overview.post(one).tags.values()))
    done = (one for one in ids if overview.post(one).statuses.get(coder) is Status.DONE)
    return Queue(plan, tuple(ids), now, frozenset(done), here=ids[0] if ids else "")


def _drawn(seed: int, post_id: str) -> bytes:
    """A place by lot: the same for a post whatever others there are, and in any Python."""
    return hashlib.sha256(f"{seed}:{post_id}".encode("utf-8", "surrogatepass")).digest()


# How it is kept


def to_state(queue: Queue) -> dict[str, Any]:
    """A queue as JSON."""
    return {
        "query": queue.plan.query,
        "order": queue.plan.order.value,
        "seed": queue.plan.seed,
        "ids": list(queue.ids),
        "started": queue.started,
        "done_before": sorted(queue.done_before),
        "looked_at": sorted(queue.looked_at),
        "here": queue.here,
        "seconds": round(queue.seconds, 1),
    }


def from_state(stored: object) -> Queue | None:
    """A queue as it was kept; None where it is none."""
    if not isinstance(stored, Mapping):
        return None
    try:
        seed, seconds = stored["seed"], stored["seconds"]
        if not (seed is None or type(seed) is int) or not isinstance(seconds, int | float):
            return None
        return Queue(
            Plan(_text(stored["query"]), QueueOrder(stored["order"]), seed),
            tuple(dict.fromkeys(map(_text, _list(stored["ids"])))),
            _text(stored["started"]),
            frozenset(map(_text, _list(stored["done_before"]))),
            frozenset(map(_text, _list(stored["looked_at"]))),
            _text(stored["here"]),
            max(0.0, float(seconds)),
        )
    except (KeyError, TypeError, ValueError):
        return None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _list(value: object) -> Collection[object]:
    if not isinstance(value, list):
        raise TypeError
    return value
