"""Formats that need an extra of csreader: where it is missing, their tests skip and say so."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec
from typing import Any

import pytest

from csreader.exchange.interface import Format


def is_there(one: Format) -> bool:
    """Whether what a format needs is installed; an extra is named like its package."""
    return not one.extra or find_spec(one.extra) is not None


def each(found: Iterable[Format]) -> list[Any]:
    """Formats as the parameters of a test."""
    return [
        pytest.param(
            one,
            id=one.name,
            marks=pytest.mark.skipif(not is_there(one), reason=f"{one.extra} is not installed"),
        )
        for one in found
    ]
