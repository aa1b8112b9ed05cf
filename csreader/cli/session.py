"""The options that begin a tagging session in the app."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from csreader.tui.tagging import Request

_OPTIONS = (
    click.option(
        "--session",
        is_flag=True,
        help="Go through a queue of posts; the one that was left is taken up again.",
    ),
    click.option(
        "--order",
        type=click.Choice(("date", "random", "least-tagged")),
        help="With --session: the queue's order; date unless told.",
    ),
    click.option(
        "--seed",
        type=click.IntRange(1, 999_999_999),
        metavar="N",
        help="With --session: the number that decides the random order.",
    ),
    click.option(
        "--query",
        metavar="TEXT",
        help="With --session: which posts, as in the app's filter; -status:done unless told.",
    ),
)


def with_session_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a command the options of a tagging session."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class SessionOptions:
    """A tagging session as it is asked for on the command line."""

    session: bool = False
    order: str | None = None
    seed: int | None = None
    query: str | None = None

    def over(self, other: SessionOptions | None) -> SessionOptions:
        """These options, and where they say nothing, those given before the path."""
        if other is None:
            return self
        return SessionOptions(
            self.session or other.session,
            self.order or other.order,
            self.seed if self.seed is not None else other.seed,
            self.query if self.query is not None else other.query,
        )

    @property
    def given(self) -> str:
        """The first option that was given; empty without any."""
        named = {
            "--session": self.session or None,
            "--order": self.order,
            "--seed": self.seed,
            "--query": self.query,
        }
        return next((name for name, value in named.items() if value is not None), "")

    def check(self, ctx: click.Context | None) -> None:
        """Ends with one line where the options do not go together.

        Raises:
            UsageError: If they do not, or the query makes no sense.
        """
        if not self.session:
            if self.given:
                raise click.UsageError(f"{self.given} goes with --session.", ctx)
            return
        if self.seed is not None and self.order not in (None, "random"):
            raise click.UsageError("--seed goes with --order random.", ctx)
        if self.query is not None:
            # Deferred: the app opens next, or wrong use is told.
            from csreader.tui.query import nonsense

            if wrong := nonsense(self.query):
                raise click.UsageError(f"--query: {wrong}.", ctx)

    def request(self) -> Request | None:
        """What the app is asked for; None where no session is."""
        if not self.session:
            return None
        from csreader.tui.session_queue import EVERYTHING_LEFT, Plan, QueueOrder
        from csreader.tui.tagging import Request

        if not (self.order or self.query is not None or self.seed is not None):
            return Request()
        query = EVERYTHING_LEFT if self.query is None else self.query
        order = self.order or ("random" if self.seed is not None else "date")
        return Request(Plan(query, QueueOrder(order), self.seed))
