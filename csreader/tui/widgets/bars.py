"""The lines at the screen's foot: what is at the cursor, and which keys work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import set_cell_size
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from csreader.annotations import Codebook, Mark, State, Tag
from csreader.text.characters import one_line
from csreader.text.layout.widths import cells_of
from csreader.tui.commands import Scope, key_name
from csreader.tui.commands.keymap import keymap_of
from csreader.tui.paint import Part, clip, strip_of, wrap
from csreader.tui.widgets.row_list import Look
from csreader.tui.widgets.rows import tag_parts

_NAME_CELLS = (24, 18, 14, 11, 8, 6)
"""How much of a tag's name shows beside its key, tried until all are in sight."""


_TIGHT_CELLS = (8, 7, 6, 5, 4, 3, 2)
"""How much of it shows where even the shortest of those leave keys out of sight."""


def _key_parts(key: str, tag: Tag, cells: int, look: Look) -> list[Part]:
    """A tag with its key, its name in at most so many cells."""
    name = clip(tag.name, cells)
    return [(f"{key} ", look.strong), ("█ ", Style(color=tag.color)), (name, look.text)]


def _tight_parts(key: str, tag: Tag, cells: int, look: Look) -> list[Part]:
    """The same without blanks, with the beginning of the name's last level."""
    name = set_cell_size(one_line(tag.name.rpartition("/")[2]), cells).rstrip()
    return [(key, look.strong), ("█", Style(color=tag.color)), (name, look.text)]


def _rows(entries: Sequence[list[Part]], gap: int, width: int) -> list[list[Part]]:
    """The entries in lines of so many cells, so many blanks between two; none is cut."""
    rows: list[list[Part]] = [[]]
    room = width
    for entry in entries:
        size = sum(cells_of(text) for text, _ in entry)
        if rows[-1] and gap + size > room:
            rows.append([])
            room = width
        if rows[-1]:
            rows[-1].append((" " * gap, Style()))
            room -= gap
        rows[-1].extend(entry)
        room -= size
    return rows


class PaintedLines(Widget):
    """A widget that paints lines of parts.

    Not called Bar: Textual's progress bar has a part of that name, whose styles it would get.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"bar--dim", "bar--strong", "bar--key"}
    DEFAULT_CSS = """
    PaintedLines {
        & > .bar--dim { color: $dim; }
        & > .bar--strong { text-style: bold; }
        & > .bar--key { color: $primary; text-style: bold; }
    }
    """
    ALLOW_SELECT = False

    def lines(self, width: int, look: Look) -> list[list[Part]]:
        """The bar's lines."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """One line of the bar."""
        width = self.size.width
        look = Look(
            text=Style(),
            dim=self.get_component_rich_style("bar--dim", partial=True),
            strong=self.get_component_rich_style("bar--strong", partial=True),
        )
        lines = self.lines(width, look)
        return strip_of(lines[y] if y < len(lines) else [], width, self.rich_style)


class MarkBar(PaintedLines):
    """The marks at the cursor with their notes; while something is selected, the tags' keys."""

    DEFAULT_CSS = """
    MarkBar { height: 2; padding: 0 1; background: $foreground 4%; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._marks: Sequence[Mark] = ()
        self._codebook = Codebook()
        self._coder = ""
        self._selecting = False
        self._message = ""
        self._warning = False

    def show(
        self, marks: Sequence[Mark], codebook: Codebook, coder: str, *, selecting: bool
    ) -> None:
        """Show what is at the cursor."""
        before = (self._marks, self._codebook, self._coder, self._selecting)
        self._marks, self._codebook, self._coder = marks, codebook, coder
        self._selecting = selecting
        if before != (marks, codebook, coder, selecting):
            self.refresh()

    def say(self, message: str, *, warning: bool = False) -> None:
        """Show a message until something else happens."""
        if (message, warning) != (self._message, self._warning):
            self._message, self._warning = message, warning
            self.refresh()

    def lines(self, width: int, look: Look) -> list[list[Part]]:
        """Two lines: tags, and a message or a note."""
        if cells_of(self._message) > width:
            style = look.strong if self._warning else look.text
            return [[(line, style)] for line in wrap(self._message, width, 2)]
        if not self._selecting:
            return [self._tags(look), self._below(width, look)]
        if self._message:
            return [*self._keys(width, 1, look), self._below(width, look)]
        return self._keys(width, 2, look)

    def _keys(self, width: int, lines: int, look: Look) -> list[list[Part]]:
        """The tags with their keys in so many lines, their names as long as there is room."""
        keyed = [(str(number), tag) for number, tag in self._codebook.keys.items()]
        keyed += [(f";{letter}", tag) for letter, tag in self._codebook.letters.items()]
        if not keyed:
            return [[("t chooses or makes a tag", look.dim)]]
        wide = [(_key_parts, cells, 2) for cells in _NAME_CELLS]
        tight = [(_tight_parts, cells, 1) for cells in _TIGHT_CELLS]
        for parts, cells, gap in (*wide, *tight):
            made = _rows([parts(key, tag, cells, look) for key, tag in keyed], gap, width)
            if len(made) <= lines:
                break
        return made[:lines]

    def _tags(self, look: Look) -> list[Part]:
        parts: list[Part] = []
        for mark in self._marks:
            if parts:
                parts.append((" │ ", look.dim))
            parts.extend(tag_parts(mark.annotation.tags, self._codebook, look))
            if not mark.annotation.tags:
                parts.append(("note", look.dim))
            if mark.state is State.CHANGED:
                parts.append((" changed: A accepts it", look.dim))
            if mark.coder != self._coder:
                parts.append((f" by {clip(mark.coder, 16)}", look.dim))
        return parts

    def _below(self, width: int, look: Look) -> list[Part]:
        if self._message:
            style = look.strong if self._warning else look.text
            return [(clip(self._message, width), style)]
        note = next((mark.annotation.note for mark in self._marks if mark.annotation.note), "")
        was = next((mark.quote_was for mark in self._marks if mark.quote_was), "")
        below = note or (f"was “{one_line(was)}”" if was else "")
        return [(clip(below, width), look.dim + Style(italic=True))] if below else []


class TourBar(PaintedLines):
    """The tour's step; nothing where no tour is under way."""

    DEFAULT_CSS = """
    TourBar { height: auto; padding: 0 1; background: $primary 30%; display: none; }
    TourBar.-on { display: block; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._text = ""

    def show(self, text: str) -> None:
        """Show a step; an empty text hides the bar."""
        self._text = text
        self.set_class(bool(text), "-on")
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as the text needs."""
        return len(wrap(self._text, width, 4))

    def lines(self, width: int, look: Look) -> list[list[Part]]:
        """The text, wrapped."""
        return [[(line, look.strong)] for line in wrap(self._text, width, 4)]


class KeyBar(PaintedLines):
    """The keys that work where the focus is; help and quit always show."""

    DEFAULT_CSS = """
    KeyBar { height: 1; padding: 0 1; background: $foreground 8%; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._scope = Scope.POSTS
        self._hints: Sequence[tuple[str, str]] = ()
        self._coder = ""
        self._typed = ""
        self._next: Sequence[tuple[str, str]] = ()

    def show(self, scope: Scope, coder: str, hints: Sequence[tuple[str, str]] = ()) -> None:
        """Show the keys of a place, or of a line that is typed in: keys and what they do."""
        self._scope, self._coder, self._hints = scope, coder, hints
        self.refresh()

    def typed(self, text: str, following: Sequence[tuple[str, str]] = ()) -> None:
        """Show a count or a chord's first key, and the keys that may follow it."""
        self._typed, self._next = text, following
        self.refresh()

    def lines(self, width: int, look: Look) -> list[list[Part]]:
        """One line: the keys that fit, help and quit, then the coder where there is room."""
        key = self.get_component_rich_style("bar--key", partial=True)
        keys = keymap_of(self.app)
        named = [
            command
            for scope in (self._scope, Scope.EVERYWHERE)
            for command in keys.of_scope(scope)
            if command.footer
        ]
        named.sort(key=lambda command: command.footer)
        usual = [(key_name(command.keys[0]), command.label) for command in named]
        hints = [*self._next, *usual[-2:]] if self._next else self._hints or usual
        last = [hint for hint in hints if hint[1] in ("help", "quit")]
        ending: list[Part] = []
        for name, label in last:
            ending.extend([("  ", look.text), (name, key), (f" {label}", look.dim)])
        room = width - sum(cells_of(text) for text, _ in ending)
        parts: list[Part] = []
        if self._typed:
            waiting = f"{self._typed}…"
            parts.append((waiting, look.strong))
            room -= cells_of(waiting)
        for name, label in hints:
            size = cells_of(name) + cells_of(label) + 1 + (2 if parts else 0)
            if (name, label) in last or size > room:
                continue
            if parts:
                parts.append(("  ", look.text))
            parts.extend([(name, key), (f" {label}", look.dim)])
            room -= size
        coder = f"   {clip(self._coder, 20)}"
        if self._coder and cells_of(coder) < room:
            # What is not a key has what room is left.
            ending.append((coder, look.strong))
            room -= cells_of(coder)
        return [[*parts, (" " * max(0, room), look.text), *ending]]
