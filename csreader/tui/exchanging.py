"""What export and import do in the reader: a dialog, the work in a thread, what came of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, Protocol

from textual.screen import Screen

from csreader.annotations import StoreError
from csreader.annotations.imports.records import extent, last_import
from csreader.collection import Post
from csreader.tui.exporting import Exporting, Written
from csreader.tui.importing import Brought, Foreseen, Importing
from csreader.tui.retagging import turn
from csreader.tui.screens.confirm import Confirm
from csreader.tui.screens.export_dialog import Choice, ExportDialog
from csreader.tui.screens.import_dialog import WAYS, ImportDialog
from csreader.tui.screens.working import Outcome, Working
from csreader.tui.session import Session


class Host(Protocol):
    """The screen that it is asked for on."""

    def say(self, message: str, *, warning: bool = False) -> None:
        """Show a message."""

    def tell(self, message: str, *, warning: bool = False) -> None:
        """Show a message wherever the focus is."""

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
                self._host.tell(outcome.value.message, warning=not outcome.value.done)
            elif outcome.error is not None:
                self._host.tell(outcome.error.message, warning=True)

        def work(progress: Callable[[int, int], None]) -> Written:
            one = choice
            return exporting.write(one.format, one.paths, one.posts, one.options, progress)

        await self._host.ask(Working("Exporting", work, unit="posts", can_stop=True), ended)

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

    async def undo_import(self) -> None:
        """Take the last import back, after a question that says what it brought."""
        try:
            change = last_import(self._session.collection.root)
            found = extent(change, self._session.collection.root) if change is not None else ""
        except StoreError as error:
            self._host.say(error.message, warning=True)
            return
        if change is None:
            self._host.tell("there is no import of yours here that could be undone")
            return
        last = change

        async def answered(yes: bool | None) -> None:
            if yes:
                self._session.history.bring_up(last)
                await turn(self._session, self._host, back=True, read_again=self._read_again)

        question = Confirm(
            f"The last one here is the {last.message}, which brought {found}.",
            "Take it back? What was changed since stays, and redo brings it again.",
        )
        await self._host.ask(question, answered)

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
                self._host.tell(brought.message, warning=refused)
            else:
                self._host.marks_changed()

        session.at_work = True
        work = Working("Importing", partial(importing.do, foreseen), can_stop=True)
        await self._host.ask(work, ended)
