"""The lines that say what could not be saved, in sight until it is."""

from __future__ import annotations

from textual.geometry import Size

from csreader.text.layout.widths import cells_of
from csreader.tui.commands import key_name
from csreader.tui.commands.keymap import keymap_of
from csreader.tui.paint import Part, clip, fold, wrap
from csreader.tui.widgets.bars import PaintedLines
from csreader.tui.widgets.row_list import Look

_MOST = 2
"""Lines below the first."""
_KEYS = {"app.save_waiting": "save now", "app.copy_waiting": "copy out"}


class WaitBar(PaintedLines):
    """How many changes wait, with the keys for them, and why they wait or where they are."""

    DEFAULT_CSS = """
    WaitBar { height: auto; padding: 0 1; background: $warning 25%; display: none; }
    WaitBar.-on { display: block; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._shown = (0, "")

    def show(self, count: int, told: str) -> None:
        """Show how many changes wait, and why or where they are; with none the bar is hidden."""
        if (count, told) != self._shown:
            self._shown = count, told
            self.set_class(count > 0, "-on")
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """A line, and as many as the rest needs."""
        return 1 + len(self._below(width))

    def lines(self, width: int, look: Look) -> list[list[Part]]:
        """What waits with the keys; the rest."""
        count = self._shown[0]
        key = self.get_component_rich_style("bar--key", partial=True)
        said = f"{told_of_waiting(count)} kept, unsaved"
        first: list[Part] = [(clip(said, width), look.strong)]
        room = width - cells_of(said)
        for command in keymap_of(self.app).commands:
            if command.id in _KEYS:
                name, label = key_name(command.keys[0]), _KEYS[command.id]
                room -= cells_of(name) + cells_of(label) + 3
                if room >= 0:
                    first += [("  ", look.text), (name, key), (f" {label}", look.text)]
        return [first, *([(line, look.text)] for line in self._below(width))]

    def _below(self, width: int) -> list[str]:
        """The lines below the first: words wrapped, a long path cut anywhere."""
        text = " ".join(self._shown[1].split())
        wrapped = wrap(text, width, _MOST)
        return wrapped if " ".join(wrapped) == text else fold(text, width)[:_MOST]


def told_of_waiting(count: int) -> str:
    """Such as `1 change` or `12 changes`."""
    return f"{count:,} change{'' if count == 1 else 's'}"
