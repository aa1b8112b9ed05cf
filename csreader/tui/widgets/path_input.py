"""A line for a path, completed from what is in the folders."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.suggester import Suggester
from textual.widgets import Input

_MOST_ENTRIES = 5000
"""How many entries of a folder are looked at."""


class _Entries(Suggester):
    """Goes on with the first entry of a folder that begins as what is typed.

    Args:
        is_wanted: Whether a file is offered; folders always are.
    """

    def __init__(self, is_wanted: Callable[[str], bool]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._is_wanted = is_wanted

    async def get_suggestion(self, value: str) -> str | None:
        """The path so far with the rest of the entry's name; a folder with a / behind."""
        folder, _, begun = value.rpartition("/")
        if not begun:
            return None
        return await asyncio.to_thread(self._look, folder, value, begun)

    def _look(self, folder: str, value: str, begun: str) -> str | None:
        there = Path(f"{folder}/" if folder or value.startswith("/") else ".").expanduser()
        names = []
        try:
            with os.scandir(there) as entries:
                for _, entry in zip(range(_MOST_ENTRIES), entries, strict=False):
                    if not entry.name.startswith(begun):
                        continue
                    is_folder = entry.is_dir()
                    if is_folder or self._is_wanted(entry.name):
                        names.append(f"{entry.name}/" if is_folder else entry.name)
        except OSError:
            return None
        before = value.removesuffix(begun)
        return before + min(names) if names else None


class PathInput(Input):
    """A line for a path; tab or → takes what is offered.

    Args:
        path: What stands there at first.
        is_wanted: Whether a file is offered, by its name.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", "complete", show=False)]
    DEFAULT_CSS = """
    PathInput, PathInput:focus {
        border: none; height: 1; padding: 0 1; background: $foreground 8%; width: 1fr;
    }
    """

    def __init__(self, path: str = "", *, is_wanted: Callable[[str], bool] = bool) -> None:
        super().__init__(path, suggester=_Entries(is_wanted))

    @property
    def path(self) -> Path | None:
        """The path, with the user's home for ~; None where nothing is typed."""
        typed = self.value.strip()
        if not typed or "\0" in typed:
            return None
        try:
            return Path(typed).expanduser()
        except RuntimeError:  # a user that there is not
            return Path(typed)

    def action_complete(self) -> None:
        """Take what is offered; without an offer, go to the next field."""
        if self._suggestion and self.cursor_position == len(self.value):
            self.action_cursor_right()
        else:
            self.screen.focus_next()
