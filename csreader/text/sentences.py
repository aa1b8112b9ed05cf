"""Finds sentences (placeholder while the room is being built)."""

Range = tuple[int, int]


def find_sentences(text, blocks, language):  # type: ignore
    return tuple((s, e) for s, e, _ in blocks)
