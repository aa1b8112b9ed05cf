"""Helpers that every room's tests use."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared_path(name: str) -> Path:
    """A file or folder of the shared inputs beside the checkout; skips where it is absent."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"the shared input {name} is not beside this checkout")
    return path


def shared_case(name: str) -> Path:
    """The folder of a shared case; skips where it is absent."""
    return shared_path(f"cases/{name}")
