"""Pages to read over the reader: help, problems."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from textual import on
from textual.binding import Binding, BindingType

from csreader.text.characters import one_line
from csreader.tui.commands import Scope, key_names
from csreader.tui.commands.keymap import keymap_of
from csreader.tui.paint import Part, clip, clip_middle, wrap
from csreader.tui.screens.dialog import ListDialog
from csreader.tui.widgets.row_list import Look, Row, RowList

_NAMES = {
    Scope.POSTS: "in the list of posts",
    Scope.BODY: "in the text",
    Scope.ANNOTATIONS: "in the annotations",
    Scope.LISTS: "in any list",
    Scope.CODEBOOK: "codebook",
}

_GROUPS = ("Mark", "Select", "Read", "Posts", "Codebook", "Everywhere", "Move")
"""What a person looks for first comes first."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A key and what it does; or a heading."""

    left: str
    right: tuple[str, ...] = ("",)
    column: int = 0
    """The cells of the keys' column."""
    heading: bool = False

    @classmethod
    def make(cls, keys: str, description: str, width: int) -> _Line:
        """A line with the description wrapped to what the keys leave of a width in cells."""
        column = min(24, width // 3)
        return cls(keys, tuple(wrap(description, width - column - 3, 4)) or ("",), column)

    @property
    def height(self) -> int:
        """The description's lines."""
        return len(self.right)

    def paint(self, width: int, look: Look) -> list[list[Part]]:
        """See `RowList`."""
        if self.heading:
            return [[(" " + clip(self.left, width - 2), look.strong)]]
        keys = [clip(self.left, self.column - 1), *([""] * (self.height - 1))]
        return [
            [("  ", look.text), (key.ljust(self.column), look.strong), (line, look.text)]
            for key, line in zip(keys, self.right, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A problem: where, and what to do."""

    where: str
    message: str
    width: int

    @property
    def height(self) -> int:
        """Where, the message's lines and a blank."""
        return 2 + len(wrap(self.message, self.width - 4, 4))

    def paint(self, width: int, look: Look) -> list[list[Part]]:
        """See `RowList`."""
        message = wrap(self.message, self.width - 4, 4)
        return [
            [(" ", look.text), (clip_middle(self.where, width - 2), look.strong)],
            *([("   ", look.text), (line, look.text)] for line in message),
            [("", Style())],
        ]


class Page(ListDialog[str]):
    """A list of lines to read; gives what was chosen of them, mostly nothing.

    Args:
        title: Stands above.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1,exclamation_mark", "close", "close", show=False),
    ]
    DEFAULT_CSS = """
    Page { & > Vertical { width: 84; } }
    """

    def __init__(self, title: str) -> None:
        super().__init__(title, "esc closes")

    def height_for(self, rows: Sequence[Row]) -> int:  # noqa: ARG002
        """All the room there is: a page does not change its height with what is on it."""
        return self.list_room


class HelpPage(Page):
    """All keys, those of where the reader is first; made from the commands."""

    def __init__(self, scope: Scope) -> None:
        super().__init__("Keys")
        self._scope = scope

    def rows(self, width: int) -> Iterable[_Line]:
        """A heading and a line for each command."""
        keys = keymap_of(self.app)
        here = [self._scope] if self._scope is Scope.BODY else [self._scope, Scope.LISTS]
        rest = [scope for scope in Scope if scope not in (*here, Scope.EVERYWHERE)]
        for scope in (*here, Scope.EVERYWHERE, *rest):
            listed = [c for c in keys.of_scope(scope) if ".extend_" not in c.id]
            groups = sorted(dict.fromkeys(c.group for c in listed), key=_GROUPS.index)
            for group in groups:
                where = _NAMES.get(scope, "everywhere")
                title = group if group.lower() == where else f"{group}, {where}"
                yield _Line(title, heading=True)
                for command in listed:
                    if command.group == group:
                        yield _Line.make(key_names(command), command.description, width)
                if scope is Scope.BODY and group == "Select":
                    words = "with arrows, home, end and page keys: select"
                    yield _Line.make("shift+…", words, width)
                yield _Line("")


class ProblemsPage(Page):
    """What is wrong with the collection's files, each with what to do; gives where, if chosen.

    Args:
        problems: Where, and a sentence.
    """

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        title = f"{len(problems)} problems" if problems else "No problems"
        super().__init__(title if len(problems) != 1 else "1 problem")
        self._problems = problems

    def rows(self, width: int) -> Iterable[_Entry]:
        """An entry for each problem."""
        for where, message in self._problems:
            yield _Entry(one_line(where), one_line(message), width)

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        if isinstance(event.row, _Entry):
            self.dismiss(event.row.where)
