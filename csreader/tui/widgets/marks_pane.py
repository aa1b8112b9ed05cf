"""The pane of the marks: the open post's annotations, and the codebook."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical

from csreader.tui.commands.keymap import keymap_of
from csreader.tui.session import Session
from csreader.tui.widgets.heading import PaneTitle
from csreader.tui.widgets.lists import AnnotationList
from csreader.tui.widgets.row_list import RowList
from csreader.tui.widgets.rows import MarkRow, TagRow

_CODEBOOK_LINES = 12
_NO_TAGS_LINES = 2


class MarksPane(Vertical):
    """The marks of a session's open post.

    Args:
        session: What is open.
    """

    def __init__(self, session: Session, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._session = session

    def compose(self) -> ComposeResult:
        """Annotations above, the codebook below."""
        yield PaneTitle("Annotations", id="marks-title")
        yield AnnotationList(id="marks")
        yield PaneTitle("Codebook", id="codebook-title")
        codebook = RowList(id="codebook")
        codebook.can_focus = False
        yield codebook

    @property
    def annotations(self) -> AnnotationList:
        """The list of annotations."""
        return self.query_one(AnnotationList)

    def show(self) -> None:
        """List annotations and tags as they are now."""
        session = self._session
        marks = session.all_marks
        # Less the scrollbar, which may come or go with the rows.
        width = max(20, self.annotations.outer_size.width - 1)
        rows = [MarkRow.make(mark, session.codebook, session.is_own(mark), width) for mark in marks]
        before = self.annotations.row
        cursor = max(0, self.annotations.cursor)
        if isinstance(before, MarkRow):
            # On the mark that it was on: another window may have added some above.
            known = before.mark.annotation.id
            ids = (row.mark.annotation.id for row in rows)
            cursor = next((n for n, one in enumerate(ids) if one == known), cursor)
        key = keymap_of(self.app).first_key
        hidden = len(session.marks.others) if session.others_hidden else 0
        self.annotations.nothing = (
            f"Others' marks are hidden; {key('app.others')} shows them."
            if hidden
            else f"None yet: {key('body.sentence')} takes a sentence, then a digit or"
            f" {key('body.tag')} tags it."
        )
        self.annotations.show_rows(rows, cursor)
        count = f"{len(marks)}, {hidden} hidden" if hidden else str(len(marks))
        self.query_one("#marks-title", PaneTitle).show("Annotations", count)
        keys = {tag.name: str(number) for number, tag in session.codebook.keys.items()}
        tags = session.codebook.tags
        codebook = self.query_one("#codebook", RowList)
        codebook.nothing = f"No tags yet: {key('body.tag')} makes one."
        codebook.show_rows(
            [
                TagRow(tag, keys.get(tag.name, ""), session.overview.tags.get(tag.name, 0))
                for tag in tags
            ],
            -1,
        )
        codebook.styles.height = min(len(tags) or _NO_TAGS_LINES, _CODEBOOK_LINES)

    def point_at(self, annotation_id: str) -> None:
        """Put the list's cursor on an annotation, unless somebody is at the list."""
        if self.annotations.has_focus:
            return
        for index, row in enumerate(self.annotations.rows):
            if isinstance(row, MarkRow) and row.mark.annotation.id == annotation_id:
                self.annotations.point(index)
                return

    def on_resize(self) -> None:
        """Wrap the rows to the new width."""
        self.call_after_refresh(self.show)
