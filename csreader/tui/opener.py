"""Hands an address or a file to the system's own browser or viewer."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

_OPENERS = (("xdg-open",), ("gio", "open"), ("wslview",), ("termux-open",))
_PATIENCE_SECONDS = 2.0
"""How long a program has to say that it cannot open what it was given."""


def open_outside(target: str | Path) -> str:
    """Opens an address or a file with what the system has for it, apart from this process.

    May take two seconds: call it in a thread.

    Args:
        target: An address of http, https or mailto, or an absolute path.

    Returns:
        What is wrong, in a few words; empty where it was handed over.
    """
    if sys.platform == "win32":
        try:
            os.startfile(str(target))
        except OSError as error:
            return f"it could not be opened ({error.strerror or error})"
        return ""
    command = _command()
    if command is None:
        return "this system has no program to open it with"
    try:
        # A browser for the terminal must not write into this one: it gets a session of its own.
        process = subprocess.Popen(
            [*command, str(target)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        return f"it could not be opened ({error.strerror or error})"
    try:
        code = process.wait(_PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        threading.Thread(target=process.wait, daemon=True).start()
        return ""
    return f"it could not be opened ({command[0]} ended with {code})" if code else ""


def _command() -> tuple[str, ...] | None:
    if sys.platform == "darwin":
        return ("open",)
    return next((one for one in _OPENERS if shutil.which(one[0])), None)
