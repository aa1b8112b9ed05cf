"""Opens a post's file in the user's editor, at a line."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

_USUAL = ("sensible-editor", "nano", "vi", "emacs")
_LINE_BEHIND = frozenset(("hx", "helix", "zed", "subl", "sublime_text"))
_LINE_OPTION = frozenset(("code", "codium", "code-insiders", "cursor"))
_WAITS = _LINE_OPTION | {"zed", "subl", "sublime_text"}
"""Editors with windows of their own, which must be told to wait until the file is closed."""


def editor_command(path: Path, line: int) -> Sequence[str]:
    """The command that opens a file at a line, from 1, by VISUAL, EDITOR, or what is there.

    Returns:
        The command's words; empty where there is no editor.
    """
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        words = shlex.split(chosen)
    except ValueError:
        words = []
    if not words:
        words = [name for name in _USUAL if shutil.which(name)][:1]
    if not words:
        return ()
    name = Path(words[0]).stem.lower()
    if name in _WAITS and not {"-w", "--wait"} & set(words):
        words.append("--wait")
    if name in _LINE_OPTION:
        return [*words, "--goto", f"{path}:{line}"]
    if name in _LINE_BEHIND:
        return [*words, f"{path}:{line}"]
    return [*words, f"+{line}", str(path)]


def edit(path: Path, line: int) -> str:
    """Opens a file in the editor and waits; the terminal must be free for it.

    Returns:
        What is wrong, in a few words; empty where the editor ended well.
    """
    command = editor_command(path, line)
    if not command:
        return "no editor was found; set the variable EDITOR"
    # ctrl+c is the editor's while it has the terminal; a handler of ours does not go to it.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        code = subprocess.run(command, check=False).returncode
    except OSError as error:
        return f"{command[0]} could not be started ({error.strerror or error})"
    finally:
        signal.signal(signal.SIGINT, before)
    return f"{command[0]} ended with {code}" if code else ""
