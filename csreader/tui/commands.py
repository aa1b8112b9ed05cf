"""What a person can do, declared once.

Bindings, the footer, the command palette, the help screen and the README's table of
keys are all made from this list, and a test holds them together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from textual.binding import Binding


class Scope(StrEnum):
    """Where a command's keys work."""

    EVERYWHERE = "everywhere"
    POSTS = "posts"
    BODY = "body"
    ANNOTATIONS = "annotations"
    LISTS = "lists"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that a person can do."""

    id: str
    """A stable name, such as `body.tag`; what comes before the dot says little to code."""
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
    footer: bool = False
    """Whether the footer names it."""


def _motion(
    name: str, keys: str, label: str, description: str, *, extend: str = ""
) -> tuple[Command, ...]:
    """A motion of the cursor, and where there are keys for it, the same with a selection."""
    move = Command(
        f"body.{name}",
        tuple(keys.split()),
        f"move('{name}')",
        label,
        description,
        "Move",
        Scope.BODY,
    )
    if not extend:
        return (move,)
    return (
        move,
        Command(
            f"body.extend_{name}",
            tuple(extend.split()),
            f"extend('{name}')",
            label,
            f"the same, and select: {description}",
            "Select",
            Scope.BODY,
        ),
    )


def _body(
    name: str, keys: str, label: str, description: str, group: str, *, footer: bool = False
) -> Command:
    # Marks are the screen's business; called as its actions, keys typed fast stay in order.
    action = f"screen.{name}" if group == "Mark" else name
    return Command(
        f"body.{name}", tuple(keys.split()), action, label, description, group, Scope.BODY, footer
    )


def _list(name: str, keys: str, action: str, description: str) -> Command:
    return Command(
        f"lists.{name}", tuple(keys.split()), action, name, description, "Move", Scope.LISTS
    )


COMMANDS: tuple[Command, ...] = (
    # Reading
    *_motion("down", "j down", "down", "next painted line", extend="shift+down"),
    *_motion("up", "k up", "up", "previous painted line", extend="shift+up"),
    *_motion("left", "h left", "left", "previous character", extend="shift+left"),
    *_motion("right", "l right", "right", "next character", extend="shift+right"),
    *_motion("word_next", "w ctrl+right", "word", "next word's start", extend="ctrl+shift+right"),
    *_motion(
        "word_previous", "b ctrl+left", "word", "previous word's start", extend="ctrl+shift+left"
    ),
    *_motion("word_end", "e", "word end", "the word's end"),
    *_motion("sentence_next", "right_parenthesis", "sentence", "next sentence"),
    *_motion("sentence_previous", "left_parenthesis", "sentence", "previous sentence"),
    *_motion("paragraph_next", "right_curly_bracket", "paragraph", "next paragraph"),
    *_motion("paragraph_previous", "left_curly_bracket", "paragraph", "previous paragraph"),
    *_motion(
        "line_start",
        "0 home circumflex_accent",
        "line start",
        "the line's start",
        extend="shift+home",
    ),
    *_motion("line_end", "dollar_sign end", "line end", "the line's end", extend="shift+end"),
    *_motion("half_page_down", "ctrl+d", "half page", "half a page down"),
    *_motion("half_page_up", "ctrl+u", "half page", "half a page up"),
    *_motion("page_down", "pagedown ctrl+f space", "page", "a page down", extend="shift+pagedown"),
    *_motion("page_up", "pageup ctrl+b", "page", "a page up", extend="shift+pageup"),
    *_motion("text_start", "g,g ctrl+home", "top", "the post's start"),
    *_motion("text_end", "G ctrl+end", "bottom", "the post's end"),
    # Selecting
    _body(
        "select",
        "v",
        "select",
        "start or end a selection; motions extend it",
        "Select",
        footer=True,
    ),
    _body(
        "sentence",
        "s",
        "sentence",
        "select the sentence; again, the next one too",
        "Select",
        footer=True,
    ),
    _body("paragraph", "p", "paragraph", "select the paragraph; again, the next one too", "Select"),
    # Marking
    _body(
        "tag",
        "t enter",
        "tag",
        "choose tags for the selection, the mark or the sentence",
        "Mark",
        footer=True,
    ),
    _body(
        "quick_tag",
        "1-9",
        "tag",
        "on a selection, toggle one of the first nine tags; else a count",
        "Mark",
        footer=True,
    ),
    _body(
        "note",
        "m",
        "note",
        "write a note on the selection, the mark or the sentence",
        "Mark",
        footer=True,
    ),
    _body("delete", "d delete", "delete", "delete the mark at the cursor", "Mark", footer=True),
    _body("mark_next", "right_square_bracket", "next mark", "next annotation", "Mark"),
    _body("mark_previous", "left_square_bracket", "previous mark", "previous annotation", "Mark"),
    _body("copy", "y", "copy", "copy the selection, the mark or the sentence", "Mark"),
    Command(
        "body.open",
        ("o",),
        "screen.open",
        "open",
        "show where the link or image at the cursor leads, then open it",
        "Read",
        Scope.BODY,
    ),
    # Posts
    Command(
        "posts.open",
        ("enter", "l", "right"),
        "screen.open_post",
        "open",
        "go to the post's text",
        "Posts",
        Scope.POSTS,
        True,
    ),
    Command(
        "posts.filter",
        ("f",),
        "filter_posts",
        "filter",
        "filter the posts by their titles",
        "Posts",
        Scope.EVERYWHERE,
        True,
    ),
    Command(
        "posts.next", ("J",), "next_post(1)", "next post", "next post", "Posts", Scope.EVERYWHERE
    ),
    Command(
        "posts.previous",
        ("K",),
        "next_post(-1)",
        "previous post",
        "previous post",
        "Posts",
        Scope.EVERYWHERE,
    ),
    Command(
        "posts.about",
        ("I",),
        "about",
        "about",
        "what the post's header says: author, source, its own tags",
        "Posts",
        Scope.EVERYWHERE,
    ),
    Command(
        "posts.done",
        ("D",),
        "done",
        "done",
        "mark the post done and open the next; again, not done",
        "Posts",
        Scope.EVERYWHERE,
    ),
    # Annotations
    Command(
        "annotations.jump",
        ("enter",),
        "jump",
        "go there",
        "go to the annotation's passage",
        "Mark",
        Scope.ANNOTATIONS,
        True,
    ),
    Command(
        "annotations.note",
        ("m",),
        "note",
        "note",
        "write the annotation's note",
        "Mark",
        Scope.ANNOTATIONS,
        True,
    ),
    Command(
        "annotations.tag",
        ("t",),
        "tag",
        "tag",
        "choose the annotation's tags",
        "Mark",
        Scope.ANNOTATIONS,
        True,
    ),
    Command(
        "annotations.delete",
        ("d", "delete"),
        "delete",
        "delete",
        "delete the annotation",
        "Mark",
        Scope.ANNOTATIONS,
        True,
    ),
    # Lists
    _list("down", "j down", "step(1)", "the next row"),
    _list("up", "k up", "step(-1)", "the previous row"),
    _list("page_down", "pagedown ctrl+d ctrl+f", "page(1)", "a page down"),
    _list("page_up", "pageup ctrl+u ctrl+b", "page(-1)", "a page up"),
    _list("first", "g home", "go(0)", "the first row"),
    _list("last", "G end", "go(-1)", "the last row"),
    # Everywhere
    Command(
        "app.undo",
        ("u",),
        "undo",
        "undo",
        "undo the last change",
        "Everywhere",
        Scope.EVERYWHERE,
        True,
    ),
    Command("app.redo", ("ctrl+r",), "redo", "redo", "do it again", "Everywhere", Scope.EVERYWHERE),
    Command(
        "app.next_pane",
        ("tab",),
        "pane(1)",
        "next pane",
        "next pane",
        "Everywhere",
        Scope.EVERYWHERE,
    ),
    Command(
        "app.previous_pane",
        ("shift+tab",),
        "pane(-1)",
        "previous pane",
        "previous pane",
        "Everywhere",
        Scope.EVERYWHERE,
    ),
    Command(
        "app.back",
        ("escape",),
        "back",
        "back",
        "close the dialog, drop the selection, clear the filter",
        "Everywhere",
        Scope.EVERYWHERE,
    ),
    Command(
        "app.problems",
        ("exclamation_mark",),
        "problems",
        "problems",
        "what is wrong with the collection's files",
        "Everywhere",
        Scope.EVERYWHERE,
    ),
    Command(
        "app.palette",
        ("ctrl+p",),
        "app.command_palette",
        "palette",
        "find a command by its name",
        "Everywhere",
        Scope.EVERYWHERE,
    ),
    Command(
        "app.help",
        ("question_mark", "f1"),
        "help",
        "help",
        "the keys that work here",
        "Everywhere",
        Scope.EVERYWHERE,
        True,
    ),
    Command(
        "app.quit",
        ("q", "ctrl+q"),
        "app.quit",
        "quit",
        "quit; everything is saved already",
        "Everywhere",
        Scope.EVERYWHERE,
        True,
    ),
)

_SHOWN = {
    "right_parenthesis": ")",
    "left_parenthesis": "(",
    "right_curly_bracket": "}",
    "left_curly_bracket": "{",
    "right_square_bracket": "]",
    "left_square_bracket": "[",
    "circumflex_accent": "^",
    "dollar_sign": "$",
    "exclamation_mark": "!",
    "question_mark": "?",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "escape": "esc",
    "pagedown": "page down",
    "pageup": "page up",
    "delete": "del",
    "g,g": "gg",
}


def key_name(key: str) -> str:
    """A Textual key name as people write it, such as `)` or `ctrl+d`."""
    *modifiers, name = key.split("+")
    return "+".join([*modifiers, _SHOWN.get(name, name)])


def key_names(command: Command) -> str:
    """All keys of a command as people write them, such as `j ↓`."""
    return " ".join(key_name(key) for key in command.keys)


def of_scope(scope: Scope) -> tuple[Command, ...]:
    """The commands whose keys work in a place, in their order."""
    return tuple(command for command in COMMANDS if command.scope == scope)


def bindings(scope: Scope, *, without: Iterable[str] = ()) -> list[Binding]:
    """The bindings of a place, but for some keys."""
    left_out = set(without)
    found = []
    for command in of_scope(scope):
        for key in command.keys:
            if key in left_out:
                continue
            for one, action in _expanded(key, command.action):
                found.append(
                    Binding(
                        one,
                        action,
                        command.description,
                        key_display=key_name(key),
                        show=command.footer and key == command.keys[0],
                        id=f"{command.id}.{one}" if key != command.keys[0] else command.id,
                    )
                )
    return found


def _expanded(key: str, action: str) -> list[tuple[str, str]]:
    """A key as Textual binds it: a range is several, a chord its first key."""
    if key == "1-9":
        return [(str(number), f"digit({number})") for number in range(1, 10)]
    if key == "0":
        return [("0", "digit(0)")]
    if key == "g,g":
        return [("g", "chord('g')")]
    return [(key, action)]
