"""Adds annotations to a post once it is told to, beside other processes that do.

Run as `adding.py ROOT POST NAME COUNT`: prints a line when it is ready, and begins when
it reads one.
"""

from __future__ import annotations

import sys
from pathlib import Path

from csreader.annotations import Store
from csreader.text.model import Format
from csreader.text.reader import read_text

root, post, name, count = Path(sys.argv[1]), *sys.argv[2:]
reading = read_text((root / post).read_text(encoding="utf-8"), Format.MARKDOWN)
store = Store(root, "ann", lock_timeout=60)
print("ready", flush=True)  # noqa: T201
sys.stdin.readline()
for number in range(int(count)):
    store.add(post, reading, 0, 4, [], f"{name} {number}")
