"""Keys as people write them and as Textual calls them."""

from __future__ import annotations

import unicodedata

from textual.keys import KEY_NAME_REPLACEMENTS, Keys

from csreader.tui.commands.model import Command

_MODIFIERS = frozenset(("ctrl", "alt", "shift"))
_NAMED = frozenset(key.value for key in Keys) | {"space", "enter", "tab"}
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


def textual_key(name: str) -> str:
    """A key as people write it, as Textual calls it; empty where it is none.

    Such as `?`, `ctrl+d`, `page down`, `esc`, `F5`.
    """
    *modifiers, key = name.strip().split("+") if name.strip() != "+" else ["+"]
    if not set(modifiers) <= _MODIFIERS:
        return ""
    key = key.strip()
    named = {shown: textual for textual, shown in _SHOWN.items() if textual != "g,g"}
    key = named.get(key) or named.get(key.lower(), key)
    if len(key) == 1 and not key.isalnum():
        # As Textual names keys: by the character's name in Unicode.
        long = unicodedata.name(key, "").lower().replace("-", "_").replace(" ", "_")
        key = KEY_NAME_REPLACEMENTS.get(long, long)
    elif len(key) > 1:
        key = key.lower().replace(" ", "")
        if key not in _NAMED and key not in _SHOWN:
            return ""
    return "+".join([*modifiers, key]) if key else ""
