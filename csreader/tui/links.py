"""Follows what leads out of a text: shows where it goes, opens it when asked, and goes back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

from textual.screen import Screen

from csreader.collection import Post
from csreader.collection.about import is_web_address
from csreader.collection.destinations import Addresses, Destination
from csreader.text.cursor.targets import place_of, targets_at
from csreader.tui.opener import open_outside
from csreader.tui.screens.about import AboutPage
from csreader.tui.screens.open_page import OpenPage
from csreader.tui.session import Session
from csreader.tui.widgets.body import Body

_MOST_BACK = 100


class Host(Protocol):
    """The screen that shows the text."""

    def say(self, message: str, *, warning: bool = False) -> None:
        """Show a message."""

    def ask(self, dialog: Screen[Any], then: Callable[[Any], Any]) -> Awaitable[None]:
        """Show a dialog."""

    def go_to_post(self, post: Post, cursor: int = 0) -> None:
        """Open a post, with the list's cursor on it and the focus in its text."""


class Links:
    """The links of a session's open post."""

    def __init__(self, session: Session, body: Body, host: Host) -> None:
        self._session = session
        self._body = body
        self._host = host
        self._way: list[tuple[Post, int]] = []
        """Where links were followed, the last one last."""

    async def open(self) -> None:
        """Show where the link or image at the cursor leads."""
        if self._session.post is None:
            return
        found = targets_at(self._body.reading, self._body.cursor)
        if not found:
            self._host.say("no link or image is at the cursor", warning=True)
            return
        await self._offer([(one.label, one.address) for one in found])

    async def about(self, post: Post) -> None:
        """Show what a post's header says; an address in it can be opened."""
        reading = self._session.reading if self._session.post is post else None

        async def then(value: str | None) -> None:
            if value is not None and is_web_address(value):
                await self._offer([("in the post's header", value)])

        await self._host.ask(AboutPage(post, reading), then)

    def back(self) -> None:
        """Go back to where the last link was followed."""
        if not self._way:
            self._host.say("no link was followed yet", warning=True)
            return
        post, cursor = self._way.pop()
        self._host.go_to_post(post, cursor)

    async def _offer(self, found: Sequence[tuple[str, str]]) -> None:
        """Show where addresses lead; nothing is opened unless the user says so."""
        post = self._session.post
        if post is not None:
            addresses = Addresses(self._session.collection)
            places = [(name, addresses.destination(where, post)) for name, where in found]
            await self._host.ask(OpenPage(places), self._follow)

    async def _follow(self, chosen: Destination | None) -> None:
        if chosen is None:
            return
        if chosen.post is not None:
            self._go(chosen.post, chosen.part)
            return
        failure = await asyncio.to_thread(open_outside, chosen.file or chosen.url)
        self._host.say(failure or f"handed over: {chosen.shown}", warning=bool(failure))

    def _go(self, post: Post, part: str) -> None:
        place = place_of(post.reading, part) if part else 0
        if self._session.post is not None:
            self._way.append((self._session.post, self._body.cursor))
            del self._way[:-_MOST_BACK]
        self._host.go_to_post(post, place or 0)
        if place is None:
            self._host.say(f"there is no heading for #{part} in it", warning=True)
        else:
            self._host.say("backspace goes back")
