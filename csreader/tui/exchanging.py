"""What export and import do in the reader: a dialog, the work in a thread, what came of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

from textual.screen import Screen

from csreader.collection import Post
from csreader.tui.exporting import Exporting, Written
from csreader.tui.importing import Brought, Foreseen, Importing
from csreader.tui.screens.export_dialog import Choice, ExportDialog
from csreader.tui.screens.import_dialog import WAYS, ImportDialog
from csreader.tui.screens.working import Outcome, Working
from csreader.tui.session import Session


class Host(Protocol):
    """The screen that it is asked for on."""

    def say(self, message: str, *, warning: bool = False) -> None:
        """Show a message."""

    def ask(self, dialog: Screen[Any], then: Callable[[Any], Any]) -> Awaitable[None]:
        """Show a dialog."""

    def marks_changed(self) -> None:
        """Paint lists, counts and marks anew."""


class Exchanging:
    """Exports and imports a session's marks.

    Args:
        session: What is open.
        host: The screen.
        read_again: Takes in posts that were written.
    """

    def __init__(
        self, session: Session, host: Host, read_again: Callable[[], Awaitable[None]]
    ) -> None:
        self._session = session
        self._host = host
        self._read_again = read_again
        self._last_format = "json"

    async def export(self, listed: Sequence[Post] | None) -> None:
        """Ask what shall be written, and write it.

        Args:
            listed: The posts that the list shows, where it is filtered.
        """
        exporting = Exporting(self._session, listed)

        async def chosen(choice: Choice | None) -> None:
            if choice is not None:
                self._last_format = choice.format.name
                await self._write(exporting, choice)

        await self._host.ask(ExportDialog(exporting, self._last_format), chosen)

    async def _write(self, exporting: Exporting, choice: Choice) -> None:
        def ended(outcome: Outcome | None) -> None:
            if outcome is None:
                return
            if isinstance(outcome.value, Written):
                self._host.say(outcome.value.message, warning=not outcome.value.done)
            elif outcome.error is not None:
                self._host.say(outcome.error.message, warning=True)

        def work(progress: Callable[[int, int], None]) -> Written:
            one = choice
            return exporting.write(one.format, one.paths, one.posts, one.options, progress)

        await self._host.ask(Working("Exporting", work, unit="posts"), ended)

    async def import_marks(self) -> None:
        """Ask which file shall be imported, show what that would do, and do it."""
        if (waiting := self._session.save_waiting().error) is not None:
            self._host.say(f"first what waits has to be saved: {waiting.message}", warning=True)
            return
        importing = Importing(self._session, WAYS)

        async def chosen(foreseen: Foreseen | None) -> None:
            if foreseen is not None:
                await self._bring(importing, foreseen)

        await self._host.ask(ImportDialog(importing), chosen)

    async def _bring(self, importing: Importing, foreseen: Foreseen) -> None:
        session = self._session

        async def ended(outcome: Outcome | None) -> None:
            session.at_work = False
            session.reload()
            brought = outcome.value if outcome is not None else None
            if isinstance(brought, Brought):
                saved = brought.saved
                if saved is not None and saved.change is not None:
                    session.history.record(saved.change)
                self._host.marks_changed()
                if brought.has_posts:
                    await self._read_again()
                refused = saved is None or bool(saved.refused)
                self._host.say(brought.message, warning=refused)
            else:
                self._host.marks_changed()

        session.at_work = True
        work = Working("Importing", lambda progress: importing.do(foreseen, progress))
        await self._host.ask(work, ended)
