"""The codebook as a tree: tags below those whose names lead to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from csreader.annotations.model import Tag


@dataclass(frozen=True, slots=True)
class Node:
    """A place in the tree."""

    name: str
    """The full path."""
    tag: Tag | None
    """None where only tags below it exist."""

    @property
    def depth(self) -> int:
        """How many levels are above it."""
        return self.name.count("/")

    @property
    def level(self) -> str:
        """The last part of its path."""
        return self.name.rpartition("/")[2]


def tree(tags: Iterable[Tag]) -> tuple[Node, ...]:
    """The nodes from top to bottom, each followed by those below it.

    Neighbours stand in the order of the codebook; a level stands where its first tag does.
    """
    by_name: dict[str, Tag] = {}
    for tag in tags:
        by_name.setdefault(tag.name, tag)
    ranks = _ranks(by_name)
    names = sorted(ranks, key=lambda name: [ranks[above] for above in _path(name)])
    return tuple(Node(name, by_name.get(name)) for name in names)


def moved(tags: Sequence[Tag], name: str, step: int) -> tuple[Tag, ...]:
    """The tags in the tree's order, with a node before its upper or behind its lower neighbour.

    Args:
        tags: All tags.
        name: The node's path; what is below it goes with it.
        step: -1 for up, 1 for down.

    Returns:
        The tags as they are where it has no such neighbour.
    """
    parent = name.rpartition("/")[0]
    nodes = tree(tags)
    beside = [one.name for one in nodes if one.name.rpartition("/")[0] == parent]
    if name not in beside or not 0 <= beside.index(name) + step < len(beside):
        return tuple(tags)
    other = beside[beside.index(name) + step]
    ranks = _ranks([one.name for one in nodes])
    ranks[name], ranks[other] = ranks[other], ranks[name]
    # Of several rows with one name, which only a hand makes, each keeps its entry.
    return tuple(sorted(tags, key=lambda tag: [ranks[above] for above in _path(tag.name)]))


def below(name: str, names: Iterable[str]) -> list[str]:
    """Those of some names that are below a tag's."""
    return [one for one in names if one.startswith(f"{name}/")]


def _ranks(names: Iterable[str]) -> dict[str, int]:
    ranks: dict[str, int] = {}
    for name in names:
        for above in _path(name):
            ranks.setdefault(above, len(ranks))
    return ranks


def _path(name: str) -> list[str]:
    """A name and those of all levels above it, from the top."""
    levels = name.split("/")
    return ["/".join(levels[: count + 1]) for count in range(len(levels))]
