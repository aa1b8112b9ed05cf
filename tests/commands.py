"""Runs csreader's commands, within the test's process and in one of their own."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from support import shared_case

from csreader.cli import main

ROOT = Path(__file__).resolve().parents[1]

CONTROLS = re.compile(b"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]")
"""What no command may send to a terminal, in UTF-8."""


def run(*arguments: object, code: int | None = 0, env: dict[str, str] | None = None) -> Result:
    """Runs a command; its exit code must be `code`, unless that is None."""
    result = CliRunner().invoke(main, [str(one) for one in arguments], env=env)
    assert "Traceback" not in result.output
    if code is not None:
        assert result.exit_code == code, result.output
    return result


def run_json(*arguments: object, code: int = 0) -> Any:
    """Runs a command that prints JSON."""
    return json.loads(run(*arguments, code=code).stdout_bytes)


def run_apart(
    *arguments: object, cwd: Path | None = None, env: dict[str, str] | None = None, **more: Any
) -> subprocess.CompletedProcess[bytes]:
    """Runs `python -m csreader` in a process of its own, without a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "csreader", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=180,
        check=False,
        **more,
    )


def copy_case(name: str, target: Path) -> Path:
    """A copy of a shared case that may be written to; skips where the case is absent."""
    return Path(shutil.copytree(shared_case(name), target / "copy"))


def write_posts(folder: Path, **texts: str | bytes) -> Path:
    """Writes files into a folder and returns it; `__` in a name stands for a dot."""
    for name, text in texts.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return folder
