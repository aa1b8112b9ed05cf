"""Undo and redo of what was done to the codebook: on what is there now, by id and field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from csreader.annotations.model import BookChange, Tag
from csreader.annotations.tags.codebook import Codebook

_FIELDS = {"color": "colour", "description": "description", "shortcut": "key"}


def replay(book: Codebook, change: BookChange, *, back: bool) -> tuple[Codebook, list[str]]:
    """Applies a change, or its inverse, to the codebook as it is on disk.

    A name that is given up is kept in `was`, for files may hold it; see `left_over`.

    Returns:
        The codebook after, and phrases that say what another has changed since.
    """
    pairs = [(after, before) if back else (before, after) for before, after in change.tags]
    order = change.order_before if back else change.order_after
    expected = change.order_after if back else change.order_before
    kept: list[str] = []
    tags = {tag.id: tag for tag in book.tags}
    updates = [(start, goal) for start, goal in pairs if start is not None and goal is not None]
    # What is given up first: another of the entries may take it.
    for old, new in sorted(updates, key=lambda pair: bool(pair[1].shortcut)):
        _update(tags, old, new, kept)
    for old, new in updates:
        if old.name != new.name and old.id in tags:
            _rename(tags, old, new, kept)
    for start, goal in pairs:
        if goal is None and start is not None:
            _remove(tags, start, kept)
    for start, goal in pairs:
        if start is None and goal is not None:
            tags = _add(tags, goal, order, kept)
    if set(order) == set(expected) and order != expected:
        now = [one for one in tags if one in expected]
        if now == [one for one in expected if one in tags]:
            places = {one: place for place, one in enumerate(order)}
            arranged = sorted(tags, key=lambda one: places.get(one, len(places)))
            tags = {one: tags[one] for one in arranged}
        else:
            kept.append("the order, changed since, stays")
    return Codebook(tuple(tags.values())), kept


def left_over(change: BookChange, used: Iterable[str]) -> set[str]:
    """The names that an undone change had given, and that no file holds: they are free again."""
    given = {after.name for before, after in change.tags if before and after}
    before = {name for old, _ in change.tags if old for name in (old.name, *old.was)}
    return given - before - set(used)


def forget(book: Codebook, names: set[str]) -> Codebook:
    """The codebook without some former names."""
    return Codebook(
        tuple(
            replace(tag, was=tuple(one for one in tag.was if one not in names))
            if names & set(tag.was)
            else tag
            for tag in book.tags
        )
    )


def _update(tags: dict[str, Tag], start: Tag, goal: Tag, kept: list[str]) -> None:
    disk = tags.get(start.id)
    if disk is None:
        kept.append(f'the tag "{start.name}" was removed since')
        return
    for field, called in _FIELDS.items():
        old, new = getattr(start, field), getattr(goal, field)
        if old == new or getattr(disk, field) == new:
            continue
        taken = field == "shortcut" and any(
            new and one.shortcut == new for one in tags.values() if one.id != disk.id
        )
        if getattr(disk, field) != old or taken:
            kept.append(f'the {called} of "{disk.name}", changed since, stays')
        else:
            disk = replace(disk, **{field: new})
    lost = set(start.was) - set(goal.was)
    was = [one for one in disk.was if one not in lost]
    was.extend(one for one in goal.was if one not in start.was and one not in was)
    tags[disk.id] = replace(disk, was=tuple(one for one in was if one != disk.name))


def _rename(tags: dict[str, Tag], start: Tag, goal: Tag, kept: list[str]) -> None:
    disk = tags[start.id]
    if disk.name == goal.name:
        return
    others = Codebook(tuple(tag for tag in tags.values() if tag.id != disk.id))
    if disk.name != start.name or others.get(goal.name) is not None:
        kept.append(f'the name "{disk.name}", given since, stays')
        if start.name != disk.name:
            tags[disk.id] = replace(disk, was=_named((*disk.was, goal.name), disk.name))
        return
    tags[disk.id] = replace(disk, name=goal.name, was=_named((*disk.was, disk.name), goal.name))


def _remove(tags: dict[str, Tag], start: Tag, kept: list[str]) -> None:
    disk = tags.get(start.id)
    if disk is None:
        kept.append(f'the tag "{start.name}" was removed since')
    elif replace(disk, was=()) != replace(start, was=()):
        kept.append(f'the tag "{disk.name}", changed since, stays')
    else:
        del tags[disk.id]


def _add(
    tags: dict[str, Tag], goal: Tag, order: tuple[str, ...], kept: list[str]
) -> dict[str, Tag]:
    if goal.id in tags:
        return tags
    if Codebook(tuple(tags.values())).get(goal.name) is not None:
        kept.append(f'the tag "{goal.name}" is in the codebook already')
        return tags
    if any(goal.shortcut and one.shortcut == goal.shortcut for one in tags.values()):
        kept.append(f'the key {goal.shortcut} of "{goal.name}" is another\'s now')
        goal = replace(goal, shortcut="")
    ids = list(tags)
    # An order that does not have it, such as an import's, puts it last.
    before = set(order[: order.index(goal.id)] if goal.id in order else ids)
    place = max((at + 1 for at, one in enumerate(ids) if one in before), default=0)
    ids.insert(place, goal.id)
    return {one: goal if one == goal.id else tags[one] for one in ids}


def _named(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(one for one in dict.fromkeys(names) if one != name)
