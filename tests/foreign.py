"""Runs scripts in other Pythons, which have the tools that csreader's files are tried in."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

_SCRIPTS = Path(__file__).parent / "exchange" / "data"


def run_foreign(
    python: str | None, script: str, *arguments: str, stdin: str = "", cwd: Path | None = None
) -> str:
    """What a script prints, of tests/exchange/data or elsewhere, run by another Python."""
    assert python is not None
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [python, str(_SCRIPTS / script), *arguments],
        input=stdin, capture_output=True, text=True, timeout=300, check=False, env=environment,
        cwd=cwd,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout
