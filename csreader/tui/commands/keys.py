"""Keys as people write them and as Textual calls them."""

from __future__ import annotations

from csreader.tui.commands.model import Command

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
    "full_stop": ".",
    "semicolon": ";",
    "slash": "/",
    "plus": "+",
    "minus": "-",
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
