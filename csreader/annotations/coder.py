"""Who marks: the acting coder's name."""

from __future__ import annotations

import contextlib
import getpass
import hashlib
import json
import os
import subprocess
from pathlib import Path

from csreader.annotations.disk.paths import percent_encoded
from csreader.annotations.disk.replacing import replace_file
from csreader.text.characters import one_line

VARIABLE = "CSREADER_CODER"
_GIT_SECONDS = 2.0


def acting_coder(root: Path, explicit: str = "", configured: str = "") -> str:
    """The acting coder in a collection.

    The first of: the one asked for, the environment's CSREADER_CODER, the configuration's,
    the one that made the first mark here, git's user.name as asked in the root, the login.

    Args:
        root: The collection's root.
        explicit: What `--coder` says.
        configured: What csreader.toml says.
    """
    for name in (explicit, os.environ.get(VARIABLE, ""), configured, _remembered(root)):
        if cleaned := clean_coder(name):
            return cleaned
    return _guessed(root)


def remember_coder(root: Path, coder: str) -> None:
    """Keeps the coder of the first mark, so that a change of git's name starts no second one.

    Only a guessed name is kept: one that was asked for, once, is not the user's for good.
    """
    # A convenience: a mark does not fail for it.
    with contextlib.suppress(OSError):
        path = _state_file(root)
        if path.exists() or coder != _guessed(root):
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        stored = {"root": percent_encoded(str(root)), "coder": coder}
        replace_file(path, (json.dumps(stored, indent=2) + "\n").encode())


def _guessed(root: Path) -> str:
    return clean_coder(_git_name(root)) or clean_coder(_login()) or "coder"


def clean_coder(name: str) -> str:
    """A coder's name on one line, without blanks at its ends."""
    return " ".join(one_line(name).split())


def state_folder(root: Path) -> Path:
    """Where what is the user's own, and not the collection's, is kept for a root."""
    # Deferred: a command that marks nothing need not load it.
    from platformdirs import user_state_path

    key = hashlib.sha256(os.fsencode(root)).hexdigest()[:20]
    return user_state_path("csreader") / key


def _state_file(root: Path) -> Path:
    return state_folder(root) / "coder.json"


def _remembered(root: Path) -> str:
    try:
        stored = json.loads(_state_file(root).read_text(encoding="utf-8"))
        coder = stored["coder"]
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return coder if isinstance(coder, str) else ""


def _git_name(root: Path) -> str:
    try:
        asked = subprocess.run(
            ["git", "config", "user.name"],
            cwd=root,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_GIT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return asked.stdout.decode("utf-8", "replace")


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
