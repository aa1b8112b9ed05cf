"""uniseg's grapheme clusters, at a cost that grows with the text and not with its square.

uniseg looks back over all marks before each character; a run of them is shortened here to
what its rules ask for. What a pair of characters tells is remembered.
"""

from __future__ import annotations

from functools import lru_cache

_LONG = 48
"""Code points that uniseg looks through in one go."""
# What marks can join a character to: a consonant with its virama, a picture.
_CONTEXTS = ("\u0915\u094d", "\U0001f469")
_MARK = "mark"
_FLAG_LETTERS = frozenset(map(chr, range(0x1F1E6, 0x1F200)))


def boundaries(text: str) -> list[int]:
    """Where the clusters of a text begin."""
    found: list[int] = []
    start = 0
    letters = 0
    for at in range(1, len(text) + 1):
        letters = letters + 1 if text[at - 1] in _FLAG_LETTERS else 0
        ends_flag = letters > 0 and letters % 2 == 0
        if at < len(text) and not (
            parts(text[at - 1], text[at]) or (ends_flag and text[at] in _FLAG_LETTERS)
        ):
            continue
        # A piece, often one cluster only, of which most come again.
        piece = text[start:at]
        found += [start + each for each in (_short if len(piece) <= _LONG else _long)(piece)]
        start = at
    return found


@lru_cache(maxsize=8192)
def parts(before: str, after: str) -> bool:
    """Whether a cluster begins between two characters, whatever is before and after them."""
    if len(_short(before + after)) == 1:
        return False
    # Only over marks do characters join that are apart by themselves.
    return _run_kind(before) != _MARK or all(
        len(context) + 1 in _short(context + before + after) for context in _CONTEXTS
    )


def parts_flags(text: str, offset: int) -> bool:
    """Whether a flag ends and another begins at an offset within the text."""
    first = offset
    while first > 0 and text[first - 1] in _FLAG_LETTERS:
        first -= 1
    return first < offset and (offset - first) % 2 == 0 and text[offset] in _FLAG_LETTERS


@lru_cache(maxsize=4096)
def _short(text: str) -> tuple[int, ...]:
    return _by_uniseg(text)


@lru_cache(maxsize=32)
def _long(text: str) -> tuple[int, ...]:
    """As `_short`; of a run of marks only the first of each and the run's last are looked at."""
    kept: list[int] = []
    seen: set[str] = set()
    kinds = [_run_kind(character) for character in text]
    for at, (character, kind) in enumerate(zip(text, kinds, strict=True)):
        if not kind or not at or kinds[at - 1] != kind:
            seen.clear()
        elif character in seen and at + 1 < len(text) and kinds[at + 1] == kind:
            continue
        seen.add(character)
        kept.append(at)
    return tuple(kept[at] for at in _by_uniseg("".join(text[at] for at in kept)))


@lru_cache(maxsize=4096)
def _run_kind(character: str) -> str:
    """What a character is, if a run of such never parts; else empty."""
    from uniseg.graphemecluster import grapheme_cluster_break

    kind: str = grapheme_cluster_break(character).value
    if kind in ("Extend", "ZWJ"):
        return _MARK
    return kind if kind in ("Prepend", "SpacingMark", "L", "V", "T") else ""


def _by_uniseg(text: str) -> tuple[int, ...]:
    # Deferred: uniseg's tables take a while to load, and most texts need none of them.
    from uniseg.graphemecluster import grapheme_cluster_boundaries

    return tuple(grapheme_cluster_boundaries(text))[:-1]
