"""Text to measure with, the same in every run."""

from __future__ import annotations

import random

_WORDS = (
    "the parcel came late and a clerk at counter four said sorry before she asked for any number "
    "then they sent another one by courier with a note that nobody had promised so we wrote back "
    "refund policy exception morning evening friend letter window quick careful honest answer"
).split()


def markdown(size: int) -> str:
    """Markdown of at least so many characters: headings, prose, quotes, lists, code."""
    rng = random.Random(20)
    parts: list[str] = []
    length = 0
    number = 0
    while length < size:
        number += 1
        kind = rng.random()
        if number % 12 == 1:
            part = f"## Story {number}"
        elif kind < 0.68:
            part = " ".join(_sentence(rng) for _ in range(rng.randint(2, 6)))
        elif kind < 0.82:
            part = "\n>\n".join(f"> {_sentence(rng)}" for _ in range(2))
        elif kind < 0.94:
            part = "\n".join(f"- {_sentence(rng)}" for _ in range(4))
        else:
            part = "    code = 1\n    more = code"
        parts.append(part)
        length += len(part) + 2
    return "\n\n".join(parts) + "\n"


def _sentence(rng: random.Random) -> str:
    words = [rng.choice(_WORDS) for _ in range(rng.randint(6, 20))]
    at = rng.randrange(len(words))
    words[at] = rng.choice(("**{}**", "*{}*", "[{}](https://example.org/x)", "{}")).format(
        words[at]
    )
    return " ".join(words).capitalize() + rng.choice(".?!")
