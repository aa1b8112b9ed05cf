"""Tells git to merge annotation files with csreader.

See gitattributes(5), "Defining a custom merge driver". The attributes are part of the
repository and go to every clone; the driver's command is part of a clone's configuration,
so it is installed once in each.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from csreader.annotations.disk.paths import FOLDER
from csreader.annotations.disk.replacing import replace_file
from csreader.annotations.errors import StoreError
from csreader.text.characters import one_line

DRIVER = "csreader"
_ARGUMENTS = "merge %O %A %B --path=%P"
_NAME = "csreader: annotations by id and field"
_SECONDS = 10.0


class GitError(StoreError):
    """What git cannot do, or is not there for."""


def install(root: Path) -> list[str]:
    """Sets the merge driver for a collection in the repository that it lies in.

    Args:
        root: The collection's root.

    Returns:
        Sentences that say what was done.

    Raises:
        GitError: If git is not there, or the root is in no repository.
        StoreError: If a file cannot be written.
    """
    top = _top(root)
    done = []
    path, line = top / ".gitattributes", _line(root, top)
    lines = _lines(path)
    if _is_there(line, lines):
        done.append(f"{path} has the line {line} already.")
    else:
        if lines and not lines[-1].endswith((b"\n", b"\r")):
            lines[-1] += b"\n"
        _write(path, [*lines, os.fsencode(f"{line}\n")])
        done.append(f"{path} got the line {line}; commit it, so that every clone has it.")
    command = _command()
    _git(top, "config", "--local", f"merge.{DRIVER}.name", _NAME)
    _git(top, "config", "--local", f"merge.{DRIVER}.driver", command)
    done.append(
        f"This clone merges annotations with: {command} "
        "(each other clone needs `csreader merge --install` once)."
    )
    return done


def uninstall(root: Path) -> list[str]:
    """Turns `install` back.

    Args:
        root: The collection's root.

    Returns:
        Sentences that say what was done.

    Raises:
        GitError: If git is not there, or the root is in no repository.
        StoreError: If a file cannot be written.
    """
    top = _top(root)
    done = []
    path, line = top / ".gitattributes", _line(root, top)
    lines = _lines(path)
    left = [one for one in lines if not _is_there(line, [one])]
    if left == lines:
        done.append(f"{path} has no line {line}.")
    elif left:
        _write(path, left)
        done.append(f"{path} has the line {line} no more.")
    else:
        path.unlink()
        done.append(f"{path}, which had only the line {line}, is removed.")
    if _git(top, "config", "--local", "--get", f"merge.{DRIVER}.driver", fails=True):
        _git(top, "config", "--local", "--remove-section", f"merge.{DRIVER}")
        done.append("This clone merges annotations with csreader no more.")
    else:
        done.append("This clone had no merge driver of csreader's.")
    return done


def _top(root: Path) -> Path:
    found = _git(root, "rev-parse", "--show-toplevel", fails=True)
    if not found:
        raise GitError(f"{one_line(str(root))} is in no git repository; git init makes one.")
    return Path(found)


def _line(root: Path, top: Path) -> str:
    """The line of .gitattributes for all annotation files of a collection."""
    folder = (root.resolve() / FOLDER).relative_to(top.resolve()).as_posix()
    # A pattern of gitignore(5), in C's quotes where blanks would end it.
    pattern = "/" + re.sub(r"[\\*?\[]", r"\\\g<0>", folder) + "/**/*.json"
    if re.search(r'[\s"]', pattern):
        escaped = pattern.replace("\\", "\\\\").replace('"', '\\"')
        pattern = f'"{escaped}"'
    return f"{pattern} merge={DRIVER}"


def _command() -> str:
    if shutil.which("csreader"):
        return f"csreader {_ARGUMENTS}"
    return f"{shlex.quote(Path(sys.executable).as_posix())} -m csreader {_ARGUMENTS}"


def _is_there(line: str, lines: list[bytes]) -> bool:
    return os.fsencode(line) in [one.strip() for one in lines]


def _lines(path: Path) -> list[bytes]:
    """A file's lines with their ends, which stay as they are."""
    try:
        return path.read_bytes().splitlines(keepends=True)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}.", path) from error


def _write(path: Path, lines: list[bytes]) -> None:
    try:
        replace_file(path, b"".join(lines))
    except OSError as error:
        raise StoreError(f"{path} was not saved: {error.strerror or error}.", path) from error


def _git(folder: Path, *arguments: str, fails: bool = False) -> str:
    """What git prints; empty where it fails and may."""
    try:
        asked = subprocess.run(
            ["git", *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError as error:
        raise GitError("git is not found; install it, or put it on the PATH.") from error
    except (OSError, subprocess.SubprocessError) as error:
        raise GitError(f"git cannot be asked: {one_line(str(error))}.") from error
    if asked.returncode == 0:
        return asked.stdout.decode("utf-8", "surrogateescape").rstrip("\n")
    told = asked.stderr.decode("utf-8", "replace").strip()
    if fails and "dubious ownership" not in told:
        return ""
    raise GitError(f"git {arguments[0]}: {one_line(told)}")
