"""Work that takes a while: done in a thread, with its progress over the screen."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import ProgressBar, Static

from csreader.annotations import StoreError
from csreader.text.characters import one_line
from csreader.tui.widgets.hint import Hint

Progress = Callable[[int, int], None]
_PATIENCE = 0.25
"""Seconds after which the work is shown; what is quicker does not flicker."""
_LOOK = 0.1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What work gave, or why it could not be done."""

    value: object = None
    error: StoreError | None = None


class StoppedError(Exception):
    """The person does not want to wait any longer; work that tells its progress is told so."""


class Working(ModalScreen[Outcome]):
    """Does work, and takes all keys meanwhile: nothing else changes what is on disk.

    Args:
        title: What is being done.
        work: Does it, in a thread; tells its progress to what it is given.
        unit: What its progress counts.
        can_stop: Whether escape ends the work, by `StoppedError` where it tells its progress.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "stop", "stop", show=False)]

    DEFAULT_CSS = """
    Working {
        align: center middle;
        background: transparent;
        & > Vertical {
            display: none;
            width: 50; max-width: 96%; height: auto; padding: 1 2;
            background: $surface; border: round $primary 60%;
        }
        &.-slow { background: $background 60%; }
        &.-slow > Vertical { display: block; }
        & Static { width: 1fr; height: auto; }
        & #count { color: $dim; }
        & ProgressBar, & Bar { width: 1fr; }
    }
    """

    def __init__(
        self,
        title: str,
        work: Callable[[Progress], object],
        *,
        unit: str = "files",
        can_stop: bool = False,
    ) -> None:
        super().__init__()
        self._can_stop = can_stop
        self._is_stopped = False
        self._unit = unit
        self._title = one_line(title)
        self._work = work
        self._at = (0, 0)

    def compose(self) -> ComposeResult:
        """What is done, how far it is."""
        with Vertical():
            yield Static(self._title, markup=False)
            yield ProgressBar(show_eta=False, show_percentage=False)
            yield Static("", id="count", markup=False)
            if self._can_stop:
                yield Hint("esc stops")

    def on_mount(self) -> None:
        """Begin."""
        self.set_timer(_PATIENCE, lambda: self.add_class("-slow"))
        self.set_interval(_LOOK, self._show)
        self.run_worker(self._run())

    def _show(self) -> None:
        done, of = self._at
        if of:
            self.query_one(ProgressBar).update(total=of, progress=done)
            self.query_one("#count", Static).update(f"{done:,} of {of:,} {self._unit}")

    def _tell(self, done: int, of: int) -> None:
        self._at = done, of
        if self._is_stopped and done < of:
            raise StoppedError

    def action_stop(self) -> None:
        """End the work where it can be ended."""
        self._is_stopped = self._can_stop

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        ended: asyncio.Future[Outcome] = loop.create_future()

        def settle(outcome: Outcome | BaseException) -> None:
            if ended.done():
                return
            if isinstance(outcome, BaseException):
                ended.set_exception(outcome)
            else:
                ended.set_result(outcome)

        def work() -> None:
            outcome: Outcome | BaseException
            try:
                outcome = Outcome(self._work(self._tell))
            except StoreError as error:
                outcome = Outcome(error=error)
            except Exception as error:
                outcome = error
            with contextlib.suppress(RuntimeError):  # the app has ended
                loop.call_soon_threadsafe(settle, outcome)

        # A thread that the end of the process waits for: so the work is done even then.
        threading.Thread(target=work).start()
        self.dismiss(await ended)
