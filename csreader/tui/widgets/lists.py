"""The list of posts and the list of annotations."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message

from csreader.annotations import Mark
from csreader.tui.commands import Scope, bindings
from csreader.tui.widgets.row_list import RowList
from csreader.tui.widgets.rows import MarkRow


class PostList(RowList):
    """The posts of the collection."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.POSTS)]


class AnnotationList(RowList):
    """The open post's annotations."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.ANNOTATIONS)]

    class Asked(Message):
        """Something was asked for with an annotation."""

        def __init__(self, what: str, mark: Mark) -> None:
            super().__init__()
            self.what = what
            """`jump`, `tag`, `note`, `delete` or `accept`."""
            self.mark = mark

    def _ask(self, what: str) -> None:
        if isinstance(self.row, MarkRow):
            self.post_message(self.Asked(what, self.row.mark))

    def action_choose(self) -> None:
        """Go to the passage."""
        self._ask("jump")

    def action_jump(self) -> None:
        """Go to the passage."""
        self._ask("jump")

    def action_tag(self) -> None:
        """Choose its tags."""
        self._ask("tag")

    def action_note(self) -> None:
        """Write its note."""
        self._ask("note")

    def action_delete(self) -> None:
        """Delete it."""
        self._ask("delete")

    def action_accept(self) -> None:
        """Accept its words."""
        self._ask("accept")
