"""What a command is: one thing that a person can do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """Where a command's keys work."""

    EVERYWHERE = "everywhere"
    POSTS = "posts"
    BODY = "body"
    ANNOTATIONS = "annotations"
    LISTS = "lists"
    CODEBOOK = "codebook"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that a person can do."""

    id: str
    """A stable name, such as `body.tag`, by which its keys can be changed."""
    keys: tuple[str, ...]
    """Textual's key names, the one to show first."""
    action: str
    """The Textual action that does it."""
    label: str
    """One or two words for the footer."""
    description: str
    """One line for the help screen and the README."""
    group: str
    """The help screen's heading."""
    scope: Scope
    footer: int = 0
    """Its place in the footer, the nearest first, where there is room; 0 for none."""


def command(
    id: str,  # noqa: A002
    keys: str,
    action: str,
    label: str,
    description: str,
    group: str,
    scope: Scope,
    *,
    footer: int = 0,
) -> Command:
    """A command, its keys apart by blanks."""
    return Command(id, tuple(keys.split()), action, label, description, group, scope, footer)
