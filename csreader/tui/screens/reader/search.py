"""Searching in the text of the reader."""

from __future__ import annotations

from textual import on

from csreader.tui.screens.reader.frame import Frame
from csreader.tui.searching import Search
from csreader.tui.session import Session
from csreader.tui.widgets.bars import KeyBar
from csreader.tui.widgets.body_selection import Selection
from csreader.tui.widgets.search_bar import SearchBar


class SearchActions(Frame):
    """What is searched for in the open post, and what was found."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.search = Search()
        self._search_from = Selection()
        """The cursor and the selection when the search began."""

    def action_search(self) -> None:
        """Search in the post."""
        if self.session.post is not None:
            self._search_from = self.body.selection
            self.query_one(SearchBar).open()
            keys = (("enter", "keeps what is found"), ("esc", "leaves"))
            self.query_one(KeyBar).show(self.scope, self.session.store.coder, keys)

    @on(SearchBar.Changed)
    def _search_changed(self, event: SearchBar.Changed) -> None:
        self.search.look(self.session.reading, event.wanted)
        self.body.take(self._search_from)
        if first := self.search.at_or_after(self._search_from.cursor):
            self.body.reach(first)
        self._show_found()

    @on(SearchBar.Ended)
    def _search_ended(self, event: SearchBar.Ended) -> None:
        if not event.kept:
            self.search.clear()
            self.body.take(self._search_from)
        self._show_found()
        self.show_pane("body-pane")
        if event.kept and self.search.wanted:
            self.say(f"/{self.search.wanted}: {self.search.count(self.body.cursor)}")

    def action_found(self, step: int) -> None:
        """Go to the next or the previous place that was searched for."""
        if not self.search.wanted:
            self.say("nothing is searched for; / searches", warning=True)
            return
        self.search.renew(self.session.reading)
        there = self.search.beyond(self.body.cursor, step * self.body.take_count())
        self._show_found()
        if there is None:
            self.say(f"/{self.search.wanted}: not found in this post", warning=True)
            return
        place, went_round = there
        self.body.reach(place)
        around = "; went round the post's end" if went_round else ""
        self.say(f"/{self.search.wanted}: {self.search.count(place[0])}{around}")

    def _show_found(self) -> None:
        self.body.show_found(self.search.found)
        self.query_one(SearchBar).tell(
            self.search.count(self.body.cursor) if self.search.wanted.strip() else ""
        )
