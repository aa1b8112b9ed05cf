"""Whole stories against readings of our own that share no code with the product.

The header is cut off by its fences; a page of plain text is its words; raw HTML is read by the
standard library's parser; from Markdown the signs that these stories use are taken by hand.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support import shared_path
from visible import visible_text

from csreader.collection import Collection, Post
from csreader.text.model import Format

POSTS = Path(__file__).resolve().parents[2] / "posts"
SEEDS = ("000", "001", "002", "003", "004")
OURS = sorted(path.name for path in POSTS.iterdir())


def seed(number: str) -> Post:
    collection = Collection.open(shared_path("seeds"))
    return next(post for post in collection.posts if post.id.startswith(number))


def ours(name: str) -> Post:
    return Collection.open(POSTS).get(name)


def body_of(post: Post) -> str:
    text = post.path.read_text(encoding="utf-8")
    return text.split("\n---\n", 1)[1] if text.startswith("---\n") else text


def words_of_markdown(body: str) -> list[str]:
    body = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", body)
    body = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", body)
    body = re.sub(r"\{:[^}]*\}|</?span[^>]*>|\*+", "", body)
    return re.sub(r"^(?:>|#+ )", "", body, flags=re.MULTILINE).split()


def words_shown(post: Post) -> list[str]:
    body = body_of(post)
    if post.format is Format.TEXT:
        return body.split()
    if body.lstrip().startswith("<div"):
        return visible_text(body).split()
    return words_of_markdown(body)


@pytest.mark.parametrize("number", SEEDS)
def test_every_word_of_a_given_story_is_there_in_order(number: str) -> None:
    post = seed(number)
    assert post.reading.text.split() == words_shown(post)


@pytest.mark.parametrize("name", OURS)
def test_every_word_of_our_stories_is_there_in_order(name: str) -> None:
    post = ours(name)
    assert post.reading.text.split() == words_shown(post)
    assert post.reading.word_count > 240


def nothing_but_the_story(post: Post) -> None:
    text = post.reading.text
    assert not re.search(r"</?[a-z]+[ />]|&[a-z#0-9]+;|\{:|_blank|\]\(|\*\*|https?:|loader", text)
    assert post.reading.problems == ()


@pytest.mark.parametrize("number", SEEDS)
def test_no_markup_of_a_given_story_shows(number: str) -> None:
    nothing_but_the_story(seed(number))


@pytest.mark.parametrize("name", OURS)
def test_no_markup_of_our_stories_shows(name: str) -> None:
    nothing_but_the_story(ours(name))


def told_once(post: Post) -> None:
    """The excerpt in the header holds the whole story; each line of it is read once."""
    text = post.reading.text
    assert len(str(post.header.values["excerpt"])) > len(text)
    for block in post.reading.blocks:
        assert text.count(text[block.start : block.end]) == 1
        assert block.line >= post.body_line


def test_the_given_excerpt_is_not_mixed_in() -> None:
    told_once(seed("001"))


def test_our_excerpt_is_not_mixed_in() -> None:
    told_once(ours("2010-03-15-small-print-and-the-end-of-the-ferry-line.markdown"))


def test_blocks_of_the_given_blog_stand_as_a_browser_shows_them() -> None:
    post = seed("001")
    assert post.reading.text == visible_text(body_of(post))


def test_blocks_of_our_blog_stand_as_a_browser_shows_them() -> None:
    post = ours("2010-03-15-small-print-and-the-end-of-the-ferry-line.markdown")
    assert post.reading.text == visible_text(body_of(post))


@pytest.mark.parametrize("name", [name for name in OURS if name.endswith(".txt")])
def test_a_plain_page_is_its_lines(name: str) -> None:
    post = ours(name)
    assert post.reading.text == post.path.read_text(encoding="utf-8").rstrip("\n")


@pytest.mark.parametrize("name", OURS)
def test_blocks_know_the_line_of_their_first_word(name: str) -> None:
    post = ours(name)
    lines = post.path.read_text(encoding="utf-8").split("\n")
    reading = post.reading
    for block in reading.blocks:
        first = re.findall(r"\w+", reading.text[block.start : block.end])[0]
        assert first in lines[block.line - 1]


def test_the_blue_words_of_our_letter() -> None:
    reading = ours("2019-05-14-the-refund-i-did-not-need.md").reading
    blue = [reading.text[span.start : span.end] for span in reading.spans if span.style.color]
    assert blue[0] == "hello@bobbinrake.example.com"
    assert blue[1].startswith("By the book I should now ask")
    assert all(span.style.strong for span in reading.spans if span.style.color)
