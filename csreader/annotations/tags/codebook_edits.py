"""What a command makes of the codebook: pure functions from a codebook to a codebook.

A name that was given up stays in `was` and keeps its meaning in files that hold it; so no
name may come to mean another tag than it did.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from csreader.annotations.errors import TagNameError
from csreader.annotations.model import BookChange, Tag
from csreader.annotations.tags.codebook import Codebook
from csreader.annotations.tags.codebook_tree import below

SIGNS = "123456789abcdefghijklmnopqrstuvwxyz"
"""What can be a tag's shortcut."""


def rename(book: Codebook, name: str, new: str, new_id: Callable[[], str]) -> Codebook:
    """Gives a tag another path; what is below it follows.

    Args:
        book: The codebook with the tags in use that it does not list: those that are
            renamed are listed from now on.
        name: The tag's name, which is in the codebook.
        new: The new one, clean.
        new_id: Gives the id of a tag that was not listed.

    Raises:
        TagNameError: If another tag has the name, or had it.
    """
    moves = {name: new}
    for child in below(name, [tag.name for tag in book.tags]):
        moves[child] = new + child[len(name) :]
    for old, wanted in moves.items():
        there = book.get(wanted)
        if there is None or there.name == old:
            continue
        if there.name == wanted or there.name.casefold() == wanted.casefold():
            raise TagNameError(f'There is a tag "{there.name}" already; merge the two instead.')
        raise TagNameError(
            f'"{wanted}" is a former name of "{there.name}"; files may still hold it.'
        )
    return _moved(book, moves, new_id)


def merge(book: Codebook, name: str, into: str, new_id: Callable[[], str]) -> Codebook:
    """Makes one tag of two; what is below the one goes below the other.

    Args:
        book: As for `rename`.
        name: The tag that goes.
        into: The tag that stays, and keeps its colour, description and key.
        new_id: Gives the id of a tag that was not listed.

    Raises:
        TagNameError: If they are one, or what is below cannot follow.
    """
    if name == into:
        raise TagNameError("A tag cannot be merged with itself.")
    moves = {name: into}
    for child in below(name, [tag.name for tag in book.tags]):
        if child != into and not child.startswith(f"{into}/"):
            wanted = into + child[len(name) :]
            there = book.get(wanted)
            moves[child] = there.name if there is not None else wanted
    for old, new in moves.items():
        if new in moves:
            raise TagNameError(f'"{old}" cannot follow to "{new}"; rename it first.')
    return _moved(book, moves, new_id)


def _moved(book: Codebook, moves: Mapping[str, str], new_id: Callable[[], str]) -> Codebook:
    """The codebook with tags under other names; those whose new name is a tag's join it."""
    there = {tag.name: tag for tag in book.tags}
    joined: dict[str, list[str]] = {}
    for tag in book.tags:
        new = moves.get(tag.name)
        if new is not None and new != tag.name and new in there:
            joined.setdefault(new, []).extend((*tag.was, tag.name))
    tags = []
    for tag in book.tags:
        new = moves.get(tag.name, tag.name)
        gained = joined.get(tag.name, [])
        if new != tag.name and new in there:
            continue
        if new == tag.name and not gained:
            if tag.listed:
                tags.append(tag)
            continue
        was = (*tag.was, *gained, *([tag.name] if new != tag.name else []))
        tags.append(_listed(replace(tag, name=new, was=_without(was, new)), new_id))
    return Codebook(tuple(tags))


def changed(book: Codebook, name: str, new_id: Callable[[], str], **fields: str) -> Codebook:
    """The codebook with other fields of a tag, which is listed from now on."""
    tags = []
    for tag in book.tags:
        if tag.name == name:
            tags.append(_listed(replace(tag, **fields), new_id))  # type: ignore[arg-type]
        elif tag.listed:
            tags.append(tag)
    return Codebook(tuple(tags))


def with_shortcut(book: Codebook, name: str, sign: str, new_id: Callable[[], str]) -> Codebook:
    """Gives a tag a key, and takes it from whichever had it."""
    free = tuple(
        replace(tag, shortcut="") if sign and tag.shortcut == sign and tag.name != name else tag
        for tag in book.tags
    )
    return changed(Codebook(free), name, new_id, shortcut=sign)


def holder(book: Codebook, sign: str) -> Tag | None:
    """The tag that a key means now, by its shortcut or by its place in the list."""
    return book.key(int(sign)) if sign.isdecimal() else book.letters.get(sign)


def difference(before: Codebook, after: Codebook) -> BookChange:
    """What became of one codebook in another."""
    old, new = ({tag.id: tag for tag in book.tags} for book in (before, after))
    pairs = [(old.get(one), new.get(one)) for one in {**old, **new}]
    return BookChange(tuple((was, now) for was, now in pairs if was != now), tuple(old), tuple(new))


def _listed(tag: Tag, new_id: Callable[[], str]) -> Tag:
    return tag if tag.listed else replace(tag, id=new_id(), listed=True)


def _without(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(one for one in dict.fromkeys(names) if one != name)
