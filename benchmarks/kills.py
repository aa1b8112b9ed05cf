"""Kills while saving, and processes that save at once: the proofs that no mark is lost.

The same as the tests of cases 53 and 56, in full size: 1,000 processes killed at a random
moment, one killed before each call of each kind of save, a fault at each call, and four
processes (two windows, two times `csreader tag`) with 250 changes each on one post.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KILLS = 1000
PROOFS = {
    "killed at a random moment": ("test_interrupted.py", "killed"),
    "killed before each call": ("test_faults.py", "kill"),
    "a fault at each call": ("test_faults.py", "fault"),
    "four processes at once": ("test_processes.py", ""),
}
"""The tests of each proof: file, and part of their names."""


def run() -> list[str]:
    """Runs each proof in full, and says how long it took, or what it found."""
    lines = [f"no mark lost, with {KILLS:,} kills"]
    environment = {**os.environ, "CSREADER_KILLS": str(KILLS), "PYTHONPATH": str(ROOT)}
    for name, (file, part) in PROOFS.items():
        begun = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-x", "-k", part, f"tests/annotations/{file}"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        verdict = "holds" if done.returncode == 0 else f"BELOW: it does not hold\n{done.stdout}"
        lines.append(f"  {name:28}{time.monotonic() - begun:6.0f} s   {verdict}")
    return lines
