"""Ids of things in other tools' files that have none of their own, the same each time."""

from __future__ import annotations

import re
import uuid

NAMESPACE = uuid.UUID("0f1d0c5a-6f0e-5b7e-9a53-6c1f7c1f2d84")
"""What the ids are made in."""

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def own_or_made(identity: str, *said: str) -> str:
    """A thing's own UUID, in small letters, else one made of what is said."""
    lower = identity.lower()
    return lower if _UUID.fullmatch(lower) else made_id(*said)


def made_id(*said: str) -> str:
    """A UUID (version 5) made of what is said, such as a kind and a name."""
    return str(uuid.uuid5(NAMESPACE, "\n".join(said).encode("utf-8", "replace").decode()))
