"""Sentences on what of a file csreader cannot carry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_NOUN = re.compile(r"(.+?)( (?:of|with|without|beyond|in) .*|$)")


def left_out(counts: Mapping[str, int]) -> Iterator[str]:
    """For each kind of thing that is left out a sentence: `3 relations are left out`, say.

    Args:
        counts: How many, by what one of them is called.
    """
    for called, count in counts.items():
        if count:
            yield f"{counted(called, count)} {'is' if count == 1 else 'are'} left out."


def counted(called: str, count: int) -> str:
    """How many things there are, such as `3 selections without text`.

    Args:
        called: What one of them is called.
        count: At least one.
    """
    if count != 1:
        called = _NOUN.sub(r"\1s\2", called, count=1)
    return f"{count:,} {called}"
