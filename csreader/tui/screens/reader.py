"""The reader: posts, body, annotations and codebook side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from csreader.annotations import Mark, Status, StoreError
from csreader.collection import Post
from csreader.tui.commands import Scope, bindings
from csreader.tui.empty import empty_text
from csreader.tui.marking import Marking
from csreader.tui.opening import Opened, Opening
from csreader.tui.screens.confirm import Confirm
from csreader.tui.screens.note_editor import NoteEditor
from csreader.tui.screens.pages import HelpPage, ProblemsPage
from csreader.tui.screens.tag_picker import TagPicker
from csreader.tui.session import Session
from csreader.tui.widgets.bars import KeyBar, MarkBar
from csreader.tui.widgets.body import Body
from csreader.tui.widgets.heading import Heading, PaneTitle
from csreader.tui.widgets.lists import AnnotationList, PostList
from csreader.tui.widgets.row_list import RowList
from csreader.tui.widgets.rows import MarkRow, PostRow, TagRow

_SETTLE_SECONDS = 0.06
"""How long the list's cursor rests on a post before the post is shown."""
SMALLEST = (24, 8)
"""Columns and lines below which nothing can be read."""
_PANES = ("posts-pane", "body-pane", "marks-pane")


class Reader(Screen[None]):
    """The screen that a session is spent on.

    Args:
        session: What is open.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.EVERYWHERE, without=("ctrl+p", "ctrl+q"))
    ]
    CSS_PATH = "reader.tcss"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._pane = "posts-pane"
        self._settling: Timer | None = None
        self._opening = Opening(self)

    def compose(self) -> ComposeResult:
        """Three panes, the marks at the cursor, the keys."""
        with Horizontal(id="panes"):
            with Vertical(id="posts-pane"):
                yield PaneTitle("Posts", id="posts-title")
                yield Input(placeholder="filter by title", id="filter")
                yield PostList(id="posts")
            with Vertical(id="body-pane"):
                yield Heading(id="heading")
                yield Body(id="body")
                yield MarkBar(id="mark-bar")
            with Vertical(id="marks-pane"):
                yield PaneTitle("Annotations", id="marks-title")
                yield AnnotationList(id="marks")
                yield PaneTitle("Codebook", id="codebook-title")
                yield RowList(id="codebook")
        yield KeyBar(id="keys")
        yield Static("the window is too small to read in\nq quits", id="too-small", markup=False)

    def on_mount(self) -> None:
        """List the posts, then open the one that was named, or the first."""
        self.body = self.query_one(Body)
        self.posts = self.query_one(PostList)
        self.annotations = self.query_one(AnnotationList)
        self.marking = Marking(self.session, self.body, self)
        self.query_one("#codebook", RowList).can_focus = False
        self.query_one("#filter").display = False
        named = self.session.collection.named
        first = named or next(iter(self.session.collection.posts), None)
        self._list_posts(first)
        self.show_pane("body-pane" if named else "posts-pane")
        if first is not None:
            self.call_after_refresh(self.open_post, first)
        else:
            self.call_after_refresh(self._show_empty)

    def on_resize(self, event: events.Resize) -> None:
        """Say where the window is too small; nothing else can be read there."""
        columns, lines = event.size
        tiny = columns < SMALLEST[0] or lines < SMALLEST[1]
        if tiny == self.has_class("-tiny"):
            return
        self.set_class(tiny, "-tiny")
        if not tiny:
            # What is hidden loses the focus.
            self.call_after_refresh(self.show_pane, self._pane)

    # Panes

    def show_pane(self, pane: str) -> None:
        """Put the focus on a pane, and show it where there is no room for all."""
        self._pane = pane
        self.set_class(pane == "marks-pane", "-marks")
        for name in _PANES:
            self.query_one(f"#{name}").set_class(name == pane, "-active")
        target: Widget = {
            "posts-pane": self.posts,
            "body-pane": self.body,
            "marks-pane": self.annotations,
        }[pane]
        target.focus()
        scope = {
            "posts-pane": Scope.POSTS,
            "body-pane": Scope.BODY,
            "marks-pane": Scope.ANNOTATIONS,
        }[pane]
        self.query_one(KeyBar).show(scope, self.session.store.coder)

    def on_descendant_focus(self) -> None:
        """A click on a pane is a step to it."""
        for pane in _PANES:
            if pane != self._pane and self.query_one(f"#{pane}").has_focus_within:
                self.show_pane(pane)

    def action_pane(self, step: int) -> None:
        """Go to the next pane."""
        self.show_pane(_PANES[(_PANES.index(self._pane) + step) % len(_PANES)])

    # Posts

    def _list_posts(self, current: Post | None) -> None:
        session = self.session
        wanted = self.query_one("#filter", Input).value.casefold().split()
        shown = [
            post
            for post in session.collection.posts
            if all(part in post.title.casefold() for part in wanted)
        ]
        rows = [
            PostRow(
                post,
                session.overview.post(post.id),
                session.status_of(post),
                session.post is not None and post.id == session.post.id,
            )
            for post in shown
        ]
        cursor = next((n for n, post in enumerate(shown) if post is current), 0)
        self.posts.show_rows(rows, cursor)
        count = len(session.collection.posts)
        told = f"{len(shown)} of {count}" if wanted else str(count)
        self.query_one("#posts-title", PaneTitle).show("Posts", told)

    def open_post(self, post: Post, *, cursor: int = 0, focus: bool = False) -> None:
        """Show a post; one that is long is read meanwhile."""
        if focus:
            self.show_pane("body-pane")
        if self.session.post is post and not self._opening.busy:
            return
        self.say("")
        self._opening.open(post, self.body, cursor=cursor)
        self.query_one(Heading).show(post, self.session)

    @on(Opened)
    def _opened(self, event: Opened) -> None:
        """A post has been read whole."""
        self.session.show(event.post)
        self.body.show(self.session.reading, cursor=event.cursor, layout=event.layout)
        self.marks_changed()
        if problem := next(iter(self.session.marks.problems), None):
            self.say(problem.message, warning=True)
        if not self.session.reading.text:
            self.say("this post has no words")

    def _show_empty(self) -> None:
        collection = self.session.collection
        looked = collection.posts_folder or collection.root
        self.query_one(Heading).say("No posts here yet")
        self.body.show(empty_text(str(looked)))

    @on(PostList.Moved, "#posts")
    def _post_moved(self, event: PostList.Moved) -> None:
        row = event.row
        if self._settling is not None:
            self._settling.stop()
        if isinstance(row, PostRow):
            self._settling = self.set_timer(_SETTLE_SECONDS, lambda: self.open_post(row.post))

    @on(PostList.Chosen, "#posts")
    def _post_chosen(self, event: PostList.Chosen) -> None:
        if isinstance(event.row, PostRow):
            self.open_post(event.row.post, focus=True)

    def action_next_post(self, step: int) -> None:
        """Open the next or the previous post of the list."""
        rows = [row for row in self.posts.rows if isinstance(row, PostRow)]
        here = self._index_of(self._opening.post or self.session.post, rows)
        if not rows or not 0 <= here + step < len(rows):
            self.say("no further post" if step > 0 else "no post before this one")
            return
        self.posts.show_rows(self.posts.rows, here + step)
        self.open_post(rows[here + step].post)

    def _index_of(self, post: Post | None, rows: list[PostRow]) -> int:
        return next((n for n, row in enumerate(rows) if row.post is post), -1)

    def action_done(self) -> None:
        """Mark the post done and open the next; a done one is no longer done."""
        if self.session.post is None:
            return
        done = self.session.marks.status is not Status.DONE
        try:
            message = self.session.set_done(done)
        except StoreError as error:
            self.say(error.message, warning=True)
            return
        self.marks_changed()
        if done:
            self.action_next_post(1)
        self.say(message)

    def action_filter_posts(self) -> None:
        """Filter the list by title."""
        self.show_pane("posts-pane")
        field = self.query_one("#filter", Input)
        field.display = True
        field.focus()

    @on(Input.Changed, "#filter")
    def _filter_changed(self) -> None:
        self._list_posts(self.session.post)

    @on(Input.Submitted, "#filter")
    def _filter_submitted(self) -> None:
        self.posts.focus()

    # Marks

    def marks_changed(self) -> None:
        """Paint highlights, lists and counts anew."""
        session = self.session
        self.body.show_highlights(session.highlights())
        marks = session.all_marks
        width = max(20, self.annotations.size.width)
        at = self.annotations.cursor
        self.annotations.show_rows(
            [MarkRow(mark, session.codebook, session.is_own(mark), width) for mark in marks], at
        )
        self.query_one("#marks-title", PaneTitle).show("Annotations", str(len(marks)))
        keys = {tag.name: str(number) for number, tag in session.codebook.keys.items()}
        counts = session.overview.tags
        codebook = self.query_one("#codebook", RowList)
        codebook.show_rows(
            [
                TagRow(tag, keys.get(tag.name, ""), counts.get(tag.name, 0))
                for tag in session.codebook.tags
            ],
            -1,
        )
        codebook.styles.height = max(1, min(len(session.codebook.tags), 12))
        if session.post is not None:
            self.query_one(Heading).show(session.post, session)
        row = self.posts.row
        self._list_posts(row.post if isinstance(row, PostRow) else session.post)
        self._cursor_moved()

    @on(Body.Moved)
    def _body_moved(self) -> None:
        self.say("")
        self._cursor_moved()

    def _cursor_moved(self) -> None:
        marks = self.session.marks_at(self.body.cursor) if self.session.post else []
        self.body.show_current(frozenset(mark.annotation.id for mark in marks))
        self.query_one(MarkBar).show(
            marks,
            self.session.codebook,
            self.session.store.coder,
            selecting=self.body.selection.range is not None,
        )
        if marks and not self.annotations.has_focus:
            ids = [
                row.mark.annotation.id for row in self.annotations.rows if isinstance(row, MarkRow)
            ]
            self.annotations.show_rows(self.annotations.rows, ids.index(marks[0].annotation.id))

    def action_tag(self) -> None:
        """Choose tags for the selection, the mark at the cursor or the sentence."""
        self.marking.tag()

    def action_quick_tag(self, number: int) -> None:
        """Toggle the tag of a digit key on the selection."""
        self.marking.quick_tag(number)

    def action_note(self) -> None:
        """Write a note on the selection, the mark at the cursor or the sentence."""
        self.marking.note()

    def action_delete(self) -> None:
        """Delete the mark at the cursor."""
        self.marking.delete()

    def action_mark_next(self) -> None:
        """Go to the next annotation."""
        self.marking.step(self.body.take_count())

    def action_mark_previous(self) -> None:
        """Go to the previous annotation."""
        self.marking.step(-self.body.take_count())

    def action_copy(self) -> None:
        """Copy the selection, the mark at the cursor or the sentence."""
        text = self.marking.passage_text()
        if not text:
            self.say("there is nothing to copy here", warning=True)
            return
        self.app.copy_to_clipboard(text)
        self.say(f"copied {len(text)} characters, where the terminal allows it")

    @on(AnnotationList.Asked)
    def _annotation_asked(self, event: AnnotationList.Asked) -> None:
        mark = event.mark
        if event.what == "tag":
            self.marking.tag(mark)
        elif event.what == "note":
            self.marking.note(mark)
        elif event.what == "delete":
            self.marking.delete(mark)
        else:
            self._jump(mark)

    def _jump(self, mark: Mark) -> None:
        if mark.start is None or mark.end is None:
            self.say("its passage is not in the text any more", warning=True)
            return
        self.show_pane("body-pane")
        self.body.go_to((mark.start, mark.end))

    # Everywhere

    def action_undo(self) -> None:
        """Undo the last change."""
        self._turn(self.session.undo)

    def action_redo(self) -> None:
        """Do the last undone change again."""
        self._turn(self.session.redo)

    def _turn(self, turn: Callable[[], tuple[str, str]]) -> None:
        try:
            message, _ = turn()
        except StoreError as error:
            self.say(error.message, warning=True)
            return
        self.marks_changed()
        self.say(message)

    def action_back(self) -> None:
        """Drop the selection, else clear the filter, else go back to the list."""
        field = self.query_one("#filter", Input)
        if self.body.drop_selection():
            return
        if field.display:
            field.value = ""
            field.display = False
            self.posts.focus()
        elif self._pane != "posts-pane":
            self.show_pane("body-pane" if self._pane == "marks-pane" else "posts-pane")

    def action_problems(self) -> None:
        """Show what is wrong with the collection's files."""
        session = self.session
        found = [
            (f"{one.path}:{one.line}" if one.line else one.path, one.message)
            for one in session.collection.all_problems
        ]
        found.extend(
            (one.path.relative_to(session.collection.root).as_posix(), one.message)
            for one in session.overview.problems
        )
        self.app.push_screen(ProblemsPage(found))

    def action_help(self) -> None:
        """Show the keys that work here."""
        scopes = {"posts-pane": Scope.POSTS, "body-pane": Scope.BODY}
        self.app.push_screen(HelpPage(scopes.get(self._pane, Scope.ANNOTATIONS)))

    def say(self, message: str, *, warning: bool = False) -> None:
        """Show a message below the text."""
        self.query_one(MarkBar).say(message, warning=warning)

    def ask_tags(self, picker: TagPicker, then: Callable[[list[str] | None], None]) -> None:
        """Show the tag picker."""
        self.app.push_screen(picker, then)

    def ask(self, question: Confirm, then: Callable[[bool | None], None]) -> None:
        """Ask a question."""
        self.app.push_screen(question, then)

    def ask_note(self, editor: NoteEditor, then: Callable[[str | None], None]) -> None:
        """Show the note's editor."""
        self.app.push_screen(editor, then)

    def annotations_changed_on_disk(self) -> None:
        """Another window, or a synced folder, changed an annotation file."""
        self.session.reload()
        self.marks_changed()
