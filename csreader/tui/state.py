"""What is the user's own and kept between runs: small files outside of the collection.

A convenience: what cannot be read is as if it were not there, what cannot be written is
not written.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

from platformdirs import user_state_path

from csreader.annotations.coder import state_folder
from csreader.annotations.disk.replacing import replace_file

_MOST_BYTES = 50_000_000


class StateFile:
    """One file of the state, a JSON object.

    Args:
        root: The collection's root; None for what is the same in all collections.
        name: The file's name.
    """

    def __init__(self, root: Path | None, name: str) -> None:
        folder = user_state_path("csreader") if root is None else state_folder(root)
        self._path = folder / name

    def read(self) -> dict[str, Any]:
        """What the file holds; nothing where there is none, or it is broken."""
        with contextlib.suppress(OSError, ValueError, RecursionError):
            if self._path.is_file() and self._path.stat().st_size < _MOST_BYTES:
                stored = json.loads(self._path.read_text(encoding="utf-8"))
                if isinstance(stored, dict):
                    return stored
        return {}

    def write(self, content: dict[str, Any]) -> bool:
        """Replaces the file in one step; tells whether it was written."""
        # Post ids may hold lone surrogates: they are escaped.
        data = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self._path, data.encode("ascii"))
        except OSError:
            return False
        return True
