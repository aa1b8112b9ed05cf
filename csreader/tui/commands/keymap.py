"""Other keys for commands, as the configuration says, and what is wrong with what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from csreader.tui.commands.bindings import COMMANDS
from csreader.tui.commands.keys import key_name, textual_key
from csreader.tui.commands.model import Command, Scope

_FIXED = frozenset(("body.quick_tag", "body.line_start", "app.quit"))
"""Commands whose keys are digits, or that must be at hand whatever the configuration says."""
_TOGETHER: Mapping[Scope, tuple[Scope, ...]] = {
    Scope.POSTS: (Scope.EVERYWHERE, Scope.LISTS),
    Scope.ANNOTATIONS: (Scope.EVERYWHERE, Scope.LISTS),
    Scope.LISTS: (Scope.EVERYWHERE, Scope.POSTS, Scope.ANNOTATIONS, Scope.CODEBOOK),
    Scope.BODY: (Scope.EVERYWHERE,),
    Scope.CODEBOOK: (Scope.LISTS,),
}
"""Places whose keys work at the same time."""
UNBOUND = "f35"
"""A key that no keyboard sends: for what has lost its key."""


@dataclass(frozen=True, slots=True)
class Keymap:
    """The commands with the keys that they have now."""

    commands: tuple[Command, ...] = COMMANDS
    textual: Mapping[str, str] = field(default_factory=dict)
    """What Textual calls a keymap: keys by the ids of bindings."""
    problems: tuple[str, ...] = ()
    """A sentence for each change that was not made."""

    def of_scope(self, scope: Scope) -> tuple[Command, ...]:
        """The commands whose keys work in a place, in their order."""
        return tuple(command for command in self.commands if command.scope == scope)

    def first_key(self, name: str) -> str:
        """The first key of a command, by its id, as people write it.

        Raises:
            StopIteration: If there is no such command.
        """
        return key_name(next(one for one in self.commands if one.id == name).keys[0])

    def following(self, chord: str) -> list[tuple[str, str]]:
        """The keys that may follow a chord's first key, each with a word or two on it."""
        names = _FOLLOWING.get(chord, ())
        return [
            (key_name(command.keys[0].rpartition(",")[2]), command.label)
            for command in self.commands
            if command.id in names
        ]


_FOLLOWING: Mapping[str, tuple[str, ...]] = {
    "g": ("body.text_start",),
    "i": ("body.word_next", "body.sentence", "body.paragraph"),
    "a": ("body.word_next", "body.sentence", "body.paragraph"),
}
"""The commands whose keys go on with a chord, by its first key."""


def keymap_of(app: object) -> Keymap:
    """The keys of an app; the commands' own where it has none."""
    keys = getattr(app, "keys", None)
    return keys if isinstance(keys, Keymap) else Keymap()


def keymap(wanted: Mapping[str, Sequence[str]]) -> Keymap:
    """The commands with other keys.

    Args:
        wanted: Keys as people write them, by the ids of commands.
    """
    problems: list[str] = []
    changed: dict[str, Command] = {}
    known = {command.id: command for command in COMMANDS}
    for name, keys in wanted.items():
        command = known.get(name)
        if command is None:
            problems.append(f"There is no command {name}; docs/commands.md lists them.")
        elif name in _FIXED:
            problems.append(f"The keys of {name} cannot be changed.")
        elif not keys or not all(map(textual_key, keys)):
            problems.append(f"{' '.join(keys) or 'nothing'} is no key for {name}.")
        else:
            changed[name] = replace(command, keys=tuple(map(textual_key, keys)))
    # A key that clashes is not given; a command that has none left keeps its own, and what
    # clashes with those then falls as well.
    while clash := _clash([changed.get(command.id, command) for command in COMMANDS], changed):
        loser, other, key = clash
        problems.append(
            f"The key {key_name(key)} of {loser} is {other}'s in the same place: choose another."
        )
        left = tuple(one for one in changed[loser].keys if one != key)
        if left:
            changed[loser] = replace(changed[loser], keys=left)
        else:
            del changed[loser]
    commands = tuple(changed.get(command.id, command) for command in COMMANDS)
    textual: dict[str, str] = {}
    for command in changed.values():
        textual[command.id] = ",".join(command.keys)
        if any("," in key for key in known[command.id].keys):
            textual[f"{command.id}.chord"] = UNBOUND
    return Keymap(commands, textual, tuple(problems))


def _clash(
    commands: Sequence[Command], changed: Mapping[str, Command]
) -> tuple[str, str, str] | None:
    """The changed command that has another's key, that other, and the key."""
    for one in commands:
        if one.id not in changed:
            continue
        for other in commands:
            if other is one or not _meet(one.scope, other.scope):
                continue
            if shared := [key for key in one.keys if key in _single(other)]:
                return one.id, other.id, shared[0]
    return None


def _meet(one: Scope, other: Scope) -> bool:
    if one is other or Scope.EVERYWHERE in (one, other):
        return True
    return other in _TOGETHER.get(one, ())


def _single(command: Command) -> list[str]:
    """The keys that a command takes, of a chord the first, of a range each."""
    keys: list[str] = []
    for key in command.keys:
        keys.extend("123456789" if key == "1-9" else [key.split(",")[0]])
    return keys
