"""What a person can do, declared once.

Bindings, the footer, the command palette, the help screen and the README's table of
keys are all made from these declarations, and a test holds them together.
"""

from __future__ import annotations

from csreader.tui.commands.bindings import COMMANDS, bindings, of_scope
from csreader.tui.commands.keys import key_name, key_names
from csreader.tui.commands.model import Command, Scope

__all__ = ["COMMANDS", "Command", "Scope", "bindings", "key_name", "key_names", "of_scope"]
