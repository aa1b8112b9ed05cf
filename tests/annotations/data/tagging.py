"""Gives `csreader tag` again and again, each in a process of its own, beside other processes.

Run as `tagging.py ROOT POST TAG COUNT`: prints a line when it is ready, and begins when it
reads one.
"""

from __future__ import annotations

import subprocess
import sys

root, post, tag, count = sys.argv[1:]
print("ready", flush=True)  # noqa: T201
sys.stdin.readline()
for number in range(int(count)):
    words = f"Sentence number {number} stands here."
    subprocess.run(
        [sys.executable, "-m", "csreader", "tag", post, "--tag", tag, "--quote", words],
        cwd=root,
        check=True,
        stdout=subprocess.DEVNULL,
    )
