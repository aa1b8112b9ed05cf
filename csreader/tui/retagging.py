"""What the codebook's keys do: from a wish to the session's change, asked about where it is big.

A change that touches more than one passage says how many and asks first. It goes through
the files in a thread; `Working` takes the keys meanwhile.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from textual.screen import Screen

from csreader.annotations import Change, StoreError
from csreader.annotations.errors import UnfinishedError
from csreader.annotations.history import Undone
from csreader.annotations.model import ChangeKind
from csreader.annotations.tags import codebook_edits
from csreader.annotations.tags.codebook import clean_tag_name
from csreader.annotations.tags.tag_files import Progress, Reach
from csreader.tui.screens.confirm import Confirm
from csreader.tui.screens.working import Outcome, Working
from csreader.tui.session import Session

_FEW = 20
"""How many files are written without showing progress."""


class Host(Protocol):
    """The screen that a change is asked for on."""

    def say(self, message: str, *, warning: bool = False) -> None:
        """Show a message."""

    def ask(self, dialog: Screen[Any], then: Callable[[Any], Any]) -> Awaitable[None]:
        """Show a dialog."""

    def marks_changed(self) -> None:
        """Paint lists, counts and marks anew."""


class Retagging:
    """Changes the tags of a session's codebook."""

    def __init__(self, session: Session, host: Host) -> None:
        self._session = session
        self._host = host

    def add(self, name: str) -> str:
        """Add a tag; its name, or nothing where it could not be added."""
        try:
            name = clean_tag_name(name)
            there = self._session.codebook.get(name)
            if there is not None and there.listed:
                known = f'There is a tag "{there.name}" already'
                former = "" if there.name == name else f', which "{name}" means too'
                self._host.say(f"{known}{former}.", warning=True)
                return ""
            self._session.save_waiting()
            change = self._session.store.add_tag(name)
        except StoreError as error:
            return name if self._kept(error) else ""
        self._took(change)
        return name

    async def rename(self, name: str, new: str) -> bool:
        """Give a tag another path; tells whether that can be."""
        session = self._session
        try:
            new = clean_tag_name(new)
            codebook_edits.rename(session.codebook, name, new, lambda: "")
        except StoreError as error:
            self._host.say(error.message, warning=True)
            return False
        if new == name:
            self._host.say("the name is as it was")
            return True
        reach = session.store.reach(name, below=True)
        await self._asked(
            reach,
            f'"{name}" is on {passages(reach.all)}{_of_others(reach, "read the new name")}.',
            f'Rename it "{new}"?',
            f'Renaming "{name}"',
            lambda progress: session.store.rename_tag(name, new, progress),
        )
        return True

    async def merge(self, name: str, into: str) -> None:
        """Make one tag of two."""
        session = self._session
        try:
            codebook_edits.merge(session.codebook, name, into, lambda: "")
        except StoreError as error:
            self._host.say(error.message, warning=True)
            return
        reach = session.store.reach(name, below=True)
        await self._asked(
            reach,
            f'"{name}" is on {passages(reach.all)}{_of_others(reach, "read the other name")}. '
            f'"{into}" keeps its colour, description and key.',
            f'Merge it into "{into}"?',
            f'Merging "{name}" into "{into}"',
            lambda progress: session.store.merge_tags(name, into, progress),
        )

    async def delete(self, name: str) -> None:
        """Take a tag out of the codebook and off the coder's own marks."""
        store = self._session.store
        reach = store.reach(name)
        gone = ""
        if reach.alone:
            gone = (
                f"; {passages(reach.alone)} without another tag or a note will no longer be marked"
            )
        await self._asked(
            reach,
            f'"{name}" is on {passages(reach.all)}{_of_others(reach, "keep the name")}{gone}.',
            "Delete it?",
            f'Deleting "{name}"',
            lambda progress: store.delete_tag(name, progress),
        )

    def change(self, make: Callable[[], Change]) -> bool:
        """Change the codebook alone; tells whether it was done."""
        self._session.save_waiting()
        try:
            change = make()
        except StoreError as error:
            return self._kept(error)
        self._took(change)
        return True

    def _kept(self, error: StoreError) -> bool:
        """Say what went wrong; tells whether the change is kept and shows."""
        if not error.unsaved:
            self._host.say(error.message, warning=True)
            return False
        done = self._session.keep(error)
        self._host.marks_changed()
        self._host.say(f"{done.message}: {error.message}", warning=True)
        return True

    async def _asked(
        self,
        reach: Reach,
        message: str,
        question: str,
        title: str,
        work: Callable[[Progress], Change],
    ) -> None:
        """Do work on tags, after a question where it touches more than one passage."""
        if (waiting := self._session.save_waiting().error) is not None:
            self._host.say(f"first what waits has to be saved: {waiting.message}", warning=True)
            return

        async def answered(yes: bool | None) -> None:
            if yes:
                await self._do(title, work, reach)
            else:
                self._host.say("nothing was changed")

        if reach.all > 1:
            await self._host.ask(Confirm(message, question), answered)
        else:
            await self._do(title, work, reach)

    async def _do(self, title: str, work: Callable[[Progress], Change], reach: Reach) -> None:
        store = self._session.store

        def all_of_it(progress: Progress) -> Change:
            try:
                return work(progress)
            finally:
                # Counted here: the screen has the counts at once then.
                store.overview()

        def ended(outcome: Outcome | None) -> None:
            self._session.at_work = False
            error = outcome.error if outcome else None
            if isinstance(error, UnfinishedError):
                self._session.take(error.change)
            if error is not None:
                self._session.reload()
                self._host.marks_changed()
                self._host.say(error.message, warning=True)
            elif outcome is not None and isinstance(outcome.value, Change):
                on = f", on {passages(reach.all)}" if reach.all else ""
                self._took(outcome.value, f"{on}; u undoes it")

        self._session.at_work = True
        await self._host.ask(Working(title, all_of_it), ended)

    def _took(self, change: Change, after: str = "") -> None:
        message = self._session.take(change)
        self._host.marks_changed()
        self._host.say(message + after)


async def turn(
    session: Session,
    host: Host,
    *,
    back: bool,
    read_again: Callable[[], Awaitable[None]] | None = None,
) -> None:
    """Undo the last change, or do it again; one of many files in a thread.

    Args:
        session: Whose history it is.
        host: The screen.
        back: Whether to undo.
        read_again: Takes in posts that came or went with an import.
    """

    def finish(undone: Undone) -> None:
        message, elsewhere = session.turned(undone)
        host.marks_changed()
        host.say(f"{message}, in {elsewhere}" if elsewhere else message)

    if not back:
        session.save_waiting()

    def step(progress: Progress) -> Undone:
        return session.history.undo(progress) if back else session.history.redo(progress)

    if session.history.files(back=back) <= _FEW:
        try:
            undone = step(lambda _done, _of: None)
        except StoreError as error:
            host.say(error.message, warning=True)
        else:
            finish(undone)
        return

    def all_of_it(progress: Progress) -> Undone:
        try:
            return step(progress)
        finally:
            session.store.overview()

    async def ended(outcome: Outcome | None) -> None:
        session.at_work = False
        if outcome is not None and isinstance(outcome.value, Undone):
            kinds = [change.kind for change in outcome.value.changes]
            if read_again is not None and ChangeKind.IMPORT in kinds:
                await read_again()
            finish(outcome.value)
        elif outcome is not None and outcome.error is not None:
            session.reload()
            host.marks_changed()
            host.say(outcome.error.message, warning=True)

    session.at_work = True
    await host.ask(Working("Undoing" if back else "Doing it again", all_of_it), ended)


def passages(count: int) -> str:
    """Such as `1 passage`, `12 passages` or `no passage`."""
    return f"{count:,} passages" if count > 1 else f"{count or 'no'} passage"


def _of_others(reach: Reach, what: str) -> str:
    return f" ({reach.others:,} of other coders, who {what})" if reach.others else ""
