"""Keys are dealt with one by one, however fast they come.

Textual sends each key to where the focus is when it comes. Of keys that come together,
as a paste or a slow line brings them, those behind one that opens a dialog would go to
what was there before. Here a key is sent when the one before has been dealt with: a
message goes its way behind it, from the widget up to the app, and lets the next one go.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator
from typing import Any

from textual import events
from textual.app import App
from textual.message import Message
from textual.message_pump import MessagePump

_TICK = 0.05
_PATIENCE = 6
"""Ticks, of so many seconds, after which the next key goes all the same: a widget that is
closed may keep the message that it waits for. While the app is busy none of them passes, so
that a key does not run ahead where the machine is slow."""
_ROUNDS = 4
"""How often the message goes its way: what a key sets off may send word of itself, which
travels behind it."""
_ALT = "alt+"


class KeyDone(Message):
    """A key has been dealt with by all that it came by.

    Args:
        number: Which key, counted from 1.
        target: Where it was sent.
        round: Which of the rounds this is, from 1.
    """

    def __init__(self, number: int, target: MessagePump, round: int = 1) -> None:  # noqa: A002
        super().__init__()
        self.number = number
        self.target = target
        self.round = round


class OneByOne(App[int]):
    """An app that takes its keys one by one."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[events.Key] = deque()
        self._number = 0
        self._under_way = False
        self._patience: asyncio.TimerHandle | None = None

    async def on_event(self, event: events.Event) -> None:
        """Holds a key back while another is under way."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
            return
        self._waiting.append(event)
        if not self._under_way:
            await self._send_next()

    async def _send_next(self) -> None:
        if not self._waiting or self._under_way:
            return
        self._under_way = True
        self._number += 1
        event, *rest = self._parted(self._waiting.popleft())
        self._waiting.extendleft(reversed(rest))
        target = self.focused or self.screen
        number = self._number
        self._tick(number, _PATIENCE)
        await super().on_event(event)
        target.post_message(KeyDone(number, target))

    @property
    def has_keys(self) -> bool:
        """Whether a key is being dealt with, or waits for that."""
        return self._under_way or bool(self._waiting)

    def _tick(self, number: int, left: int) -> None:
        """Waits a moment for a key to be dealt with, so many times."""
        if not left:
            self._end(number)
        elif number == self._number and self._under_way:
            loop = asyncio.get_running_loop()
            self._patience = loop.call_later(_TICK, self._tick, number, left - 1)

    def on_key_done(self, event: KeyDone) -> None:
        """Lets the next key go, after some rounds."""
        again = KeyDone(event.number, event.target, event.round + 1)
        if event.round >= _ROUNDS or not event.target.post_message(again):
            self._end(event.number)

    def _end(self, number: int) -> None:
        if number != self._number or not self._under_way:
            return
        self._under_way = False
        if self._patience is not None:
            self._patience.cancel()
        if self._waiting:
            self.call_next(self._send_next)

    def _parted(self, event: events.Key) -> Iterator[events.Key]:
        """Escape and a key right behind it, where the terminal's library took them for one.

        Nobody types alt with a key that means nothing; many type escape and go on.
        """
        key = event.key
        if not key.startswith(_ALT) or key in self._bound():
            yield event
            return
        rest = key.removeprefix(_ALT)
        yield events.Key("escape", "\x1b")
        yield events.Key(rest, event.character or (rest if len(rest) == 1 else None))

    def _bound(self) -> dict[str, Any]:
        return self.screen.active_bindings
