"""What became of a collection's posts on disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from csreader.collection import Collection, Post


@dataclass(frozen=True, slots=True)
class FolderChange:
    """What became of a collection's posts on disk."""

    added: tuple[Post, ...] = ()
    changed: tuple[Post, ...] = ()
    """As they are now."""
    removed: tuple[Post, ...] = ()
    returned: tuple[Post, ...] = ()
    """Those that were gone and are back as they were."""

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.returned)

    def __str__(self) -> str:
        """For a message, such as `2 posts added, 1 changed`; empty where nothing happened."""
        parts = [
            (f"{len(posts)} post{'s' if len(posts) > 1 else ''}", what)
            for posts, what in (
                (self.added, "added"),
                (self.changed, "changed"),
                (self.removed, "gone"),
                (self.returned, "back"),
            )
            if posts
        ]
        return ", ".join(f"{count} {what}" for count, what in parts)


def compared(before: Collection, gone: Mapping[str, Post], now: Collection) -> FolderChange:
    """What became of the posts between two readings of a folder.

    Args:
        before: The collection as it was read.
        gone: Posts that had been there earlier still, by id.
        now: The same collection read again.
    """
    then = {post.id: post for post in before.posts}
    today = {post.id: post for post in now.posts}
    back = [post for name, post in today.items() if name in gone]
    returned = [post for post in back if post == gone[post.id]]
    changed = [
        post
        for name, post in today.items()
        if (name in then and then[name] is not post) or (post in back and post not in returned)
    ]
    return FolderChange(
        tuple(post for name, post in today.items() if name not in then and name not in gone),
        tuple(changed),
        tuple(post for name, post in then.items() if name not in today),
        tuple(returned),
    )
