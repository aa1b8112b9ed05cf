"""Takes the key that a tag shall have."""

from __future__ import annotations

from textual import events

from csreader.annotations import Codebook, Tag
from csreader.annotations.tags.codebook_edits import SIGNS
from csreader.tui.screens.dialog import ListDialog
from csreader.tui.widgets.row_list import Row
from csreader.tui.widgets.rows import TagRow


class ShortcutPicker(ListDialog[str]):
    """Gives a digit or a letter; an empty text where the tag shall have no key of its own.

    Args:
        tag: Whose key.
        codebook: Tells which keys are taken.
    """

    def __init__(self, tag: Tag, codebook: Codebook) -> None:
        super().__init__(
            f"Key of “{tag.name}”: 1-9, or a letter behind ;",
            "backspace takes it away   esc closes",
        )
        self._codebook = codebook

    def rows(self, width: int) -> list[Row]:  # noqa: ARG002
        """What has a key already."""
        digits = [TagRow(tag, str(key), 0) for key, tag in self._codebook.keys.items()]
        return [*digits, *(TagRow(tag, key, 0) for key, tag in self._codebook.letters.items())]

    def on_key(self, event: events.Key) -> None:
        """A sign chooses, also one that means something in other lists."""
        sign = event.character or ""
        if event.key in ("backspace", "delete"):
            sign = ""
        elif len(sign) != 1 or sign.lower() not in SIGNS:
            return
        event.stop()
        event.prevent_default()
        self.dismiss(sign.lower())
