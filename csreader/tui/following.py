"""Takes into the reader what others change in the collection's folders while it is open."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Protocol

from csreader.collection import Collection, Post
from csreader.text.characters import one_line
from csreader.text.cursor.following import followed
from csreader.tui.folder_change import FolderChange
from csreader.tui.opening import Opening
from csreader.tui.session import Session
from csreader.tui.widgets.body import Body


class Host(Protocol):
    """The screen that shows the collection."""

    def may_change(self) -> bool:
        """Whether the text may change now: no dialog is at work on it."""

    def open_post(self, post: Post) -> None:
        """Show a post."""

    def marks_changed(self) -> None:
        """Paint lists, counts and marks anew."""

    def say(self, message: str, *, warning: bool = False) -> None:
        """Show a message."""


class Following:
    """Follows a session's folders.

    What changes while a dialog is open waits until it is closed: its passage is one of the
    text as it was.
    """

    def __init__(self, session: Session, body: Body, opening: Opening, host: Host) -> None:
        self._session = session
        self._body = body
        self._opening = opening
        self._host = host
        self._waiting: Collection | None = None
        self._dropped = False
        """Whether the selection went when the open post was read again."""
        self._lost = 0
        """How many marks of the open post were not found before it was read again."""

    @property
    def is_waiting(self) -> bool:
        """Whether a change is still to be taken in."""
        return self._waiting is not None

    def annotations_changed(self, paths: set[Path] | None) -> None:
        """Annotation files were changed by another window, or by a synced folder."""
        if self._session.changed_on_disk(paths):
            self._host.marks_changed()

    def posts_changed(self, fresh: Collection) -> None:
        """The posts were read again, for some were added, changed or removed."""
        self._waiting = fresh
        self.go_on()

    def go_on(self) -> None:
        """Take in what waits, if there is anything and it may be done now."""
        if self._waiting is not None and self._host.may_change():
            fresh, self._waiting = self._waiting, None
            self._take_in(fresh)

    def _take_in(self, fresh: Collection) -> None:
        session = self._session
        shown = self._opening.post if self._opening.busy else session.post
        change = session.take_in(fresh)
        if not change:
            return
        now = next((post for post in session.posts if shown and post.id == shown.id), None)
        if now is None:
            if session.posts:
                self._host.open_post(session.posts[0])
        elif now in change.changed:
            self._lost = sum(mark.start is None for mark in session.all_marks)
            selected = self._body.selection.range is not None
            self._show(now)
            self._dropped = selected and self._body.selection.range is None
        self._host.marks_changed()
        self._tell(change, now)

    def _tell(self, change: FolderChange, now: Post | None) -> None:
        """Say what happened, of the open post first."""
        root = self._session.collection.root
        if change.removed and not root.is_dir():
            message = "the folder is gone: what is shown was read before"
            self._host.say(message, warning=True)
            return
        said = f"in the folder: {change}"
        if now in change.removed:
            others = replace(change, removed=tuple(one for one in change.removed if one != now))
            twin = next((one for one in change.added if now and one.body == now.body), None)
            said = "its file is gone from the folder"
            if twin is not None:
                said += f"; {one_line(twin.id)} has the same text: R moves its marks there"
            elif others:
                said += f"; {others}"
        elif now in change.changed:
            said = "changed on disk, and read again"
            lost = sum(mark.start is None for mark in self._session.all_marks)
            if lost > self._lost:
                count = lost - self._lost
                said += f"; {count} mark{'s' if count > 1 else ''} not found any more; R lists them"
            if self._dropped:
                said += "; the selection was dropped"
        elif now in change.returned:
            said = "its file is back"
        self._host.say(said, warning=now in change.removed)

    def _show(self, post: Post) -> None:
        """Show the open post as it is now, at the same place."""
        if self._opening.busy:
            self._host.open_post(post)
            return
        old = self._session.reading.text
        self._session.show(post)
        reading = self._session.reading
        self._opening.post = post
        self._body.show_edited(reading, lambda offset: followed(old, reading.text, offset))
