"""What is done with posts."""

from __future__ import annotations

from csreader.tui.commands.model import Command, Scope, command

POSTS: tuple[Command, ...] = (
    command(
        "posts.open",
        "enter l right",
        "screen.open_post",
        "open",
        "go to the post's text",
        "Posts",
        Scope.POSTS,
        footer=True,
    ),
    command(
        "posts.filter",
        "f",
        "filter_posts",
        "filter",
        "filter the posts: words of the title, tag:, status:, date: and more",
        "Posts",
        Scope.EVERYWHERE,
        footer=True,
    ),
    command(
        "posts.sort",
        "O",
        "sort_posts",
        "sort",
        "sort the posts: by date, title, status, tags or words",
        "Posts",
        Scope.EVERYWHERE,
    ),
    command("posts.next", "J", "next_post(1)", "next post", "next post", "Posts", Scope.EVERYWHERE),
    command(
        "posts.previous",
        "K",
        "next_post(-1)",
        "previous post",
        "previous post",
        "Posts",
        Scope.EVERYWHERE,
    ),
    command(
        "posts.about",
        "I",
        "about",
        "about",
        "what the post's header says: author, source, its own tags",
        "Posts",
        Scope.EVERYWHERE,
    ),
    command(
        "posts.done",
        "D",
        "done",
        "done",
        "mark the post done and open the next; again, not done",
        "Posts",
        Scope.EVERYWHERE,
    ),
    command(
        "posts.skip",
        "S",
        "skip",
        "put off",
        "in a tagging session, put the post at the queue's end and bring the next",
        "Posts",
        Scope.EVERYWHERE,
    ),
    command(
        "posts.way_back",
        "backspace",
        "way_back",
        "way back",
        "back to where a link was followed",
        "Posts",
        Scope.EVERYWHERE,
    ),
)
