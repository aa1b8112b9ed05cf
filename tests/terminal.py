"""Plays the command in a terminal of its own: a tmux that nothing else uses."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_PATIENCE = 90.0
"""Seconds until something is said never to happen."""

_DROPPED = frozenset({"NO_COLOR", "COLUMNS", "LINES"})
"""What would decide on colours and the size in the window's place; pytest-xdist's workers
have the last two."""


class Terminal:
    """A window of a tmux server of its own."""

    def __init__(self, folder: str, environment: dict[str, str]) -> None:
        self._environment = {**environment, "TMUX_TMPDIR": folder}

    def tmux(self, *arguments: str) -> str:
        """What a tmux command prints."""
        done = subprocess.run(
            ["tmux", "-L", "csreader", "-f", "/dev/null", *arguments],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout

    def start(self, arguments: list[str], size: tuple[int, int]) -> None:
        """Start csreader in a window of so many columns and lines; it shows how it ended."""
        command = [sys.executable, "-m", "csreader", *arguments]
        columns, lines = map(str, size)
        self.tmux(
            *("new-session", "-d", "-x", columns, "-y", lines),
            f"{' '.join(command)}; echo ended with $?; cat",
        )

    def press(self, *keys: str) -> None:
        """Press keys, named as tmux names them."""
        self.tmux("send-keys", *keys)

    def type(self, text: str) -> None:
        """Type a text."""
        self.tmux("send-keys", "-l", text)

    def resize(self, columns: int, lines: int) -> None:
        """Give the window another size."""
        self.tmux("resize-window", "-x", str(columns), "-y", str(lines))

    def screen(self, *, styles: bool = False) -> str:
        """What is on the screen."""
        return self.tmux("capture-pane", "-p", *(["-e"] if styles else []))

    @property
    def footer(self) -> str:
        """The last line."""
        return self.screen().splitlines()[-1]

    def wait(self, *wanted: str) -> str:
        """Wait until the screen shows all of some words; gives the screen."""
        return self.wait_for(
            lambda screen: all(words in screen for words in wanted), " and ".join(wanted)
        )

    def wait_for(self, ready: Callable[[str], bool], what: str) -> str:
        """Wait until the screen is as it should be; gives the screen."""
        end = time.monotonic() + _PATIENCE
        while not ready(screen := self.screen()):
            if time.monotonic() > end:
                raise AssertionError(f"never on the screen: {what}\n{screen}")
            time.sleep(0.01)
        return screen


@contextmanager
def terminal(**environment: str) -> Iterator[Terminal]:
    """A terminal, with some variables set; skips where tmux is absent."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    # A socket's path must be short.
    with tempfile.TemporaryDirectory(prefix="cs-") as folder:
        kept = {name: value for name, value in os.environ.items() if name not in _DROPPED}
        path = str(Path(__file__).parents[1])
        shown = Terminal(folder, {**kept, "PYTHONPATH": path, "LC_ALL": "C.UTF-8", **environment})
        try:
            yield shown
        finally:
            shown.tmux("kill-server")
