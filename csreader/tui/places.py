"""Where the reader was in each post, and in which: remembered between runs."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from csreader.collection import Post
from csreader.text.cursor.following import found_again
from csreader.text.model import ReadingText
from csreader.tui.session import Session
from csreader.tui.state import StateFile
from csreader.tui.widgets.body import Body

NAME = "places.json"
SAVE_SECONDS = 20.0
"""How often places are written while the app is open."""
_CONTEXT = 48
"""Code points kept from either side of a place, by which an edited post is found again."""
_MOST = 20_000
"""Places kept; the oldest go."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a reading text, and the words around it."""

    offset: int
    above: int
    """How many painted lines were in sight above its own."""
    length: int
    """The text's, then."""
    before: str
    after: str

    @classmethod
    def at(cls, text: str, offset: int, above: int) -> Place:
        """A place in a text as it is now."""
        before = text[max(0, offset - _CONTEXT) : offset]
        return cls(offset, above, len(text), before, text[offset : offset + _CONTEXT])

    @classmethod
    def read(cls, stored: object) -> Place | None:
        """A place as it was kept; None where it is none."""
        if not isinstance(stored, dict):
            return None
        numbers = [stored.get(name) for name in ("offset", "above", "length")]
        texts = [stored.get(name) for name in ("before", "after")]
        if not all(type(one) is int and one >= 0 for one in numbers):
            return None
        if not all(isinstance(one, str) and len(one) <= _CONTEXT for one in texts):
            return None
        return cls(*numbers, *texts)  # type: ignore[arg-type]

    def offset_in(self, reading: ReadingText) -> int:
        """Where it is in a text, which may have been edited since."""
        return found_again(reading.text, self.offset, self.length, self.before, self.after)


class PlaceBook:
    """The places of one collection, and the post that was open last.

    Args:
        root: The collection's root.
    """

    def __init__(self, root: Path) -> None:
        self._file = StateFile(root, NAME)
        self._root = root
        stored = self._file.read()
        last = stored.get("last")
        self.last = last if isinstance(last, str) else ""
        """The id of the post that was open last."""
        self._places = _places_of(stored)
        self._changed: dict[str, Place | None] = {}
        self._last_written = self.last

    def get(self, post_id: str) -> Place | None:
        """The place in a post; None for its beginning."""
        return self._places.get(post_id)

    def put(self, post_id: str, place: Place | None) -> None:
        """Remembers the place in a post; None for its beginning."""
        if self._places.get(post_id) == place:
            return
        self._places.pop(post_id, None)
        if place is not None:
            self._places[post_id] = place
        self._changed[post_id] = place

    def save(self) -> None:
        """Writes what changed, if anything did, over what another window wrote meanwhile."""
        if not self._changed and self.last == self._last_written:
            return
        places = _places_of(self._file.read())
        for post_id, place in self._changed.items():
            places.pop(post_id, None)
            if place is not None:
                places[post_id] = place
        kept = list(places.items())[-_MOST:]
        content: dict[str, Any] = {
            "version": 1,
            "root": str(self._root),
            "last": self.last,
            "places": {post_id: asdict(place) for post_id, place in kept},
        }
        if self._file.write(content):
            self._changed.clear()
            self._last_written = self.last


def _places_of(stored: dict[str, Any]) -> dict[str, Place]:
    kept = stored.get("places")
    if stored.get("version") != 1 or not isinstance(kept, dict):
        return {}
    places = ((post_id, Place.read(one)) for post_id, one in kept.items())
    return {post_id: place for post_id, place in places if place is not None}


class Host(Protocol):
    """The screen that shows the text."""

    def set_interval(self, interval: float, callback: Any) -> Any:
        """Call something again and again."""


class Places:
    """Keeps a session's places, and goes back to them."""

    def __init__(self, session: Session, body: Body, host: Host) -> None:
        self._session = session
        self._body = body
        self._book = PlaceBook(session.collection.root)
        host.set_interval(SAVE_SECONDS, self.save)

    @property
    def last_post(self) -> Post | None:
        """The post that was open last, if it is still there."""
        return self._session.collection.by_id(self._book.last) if self._book.last else None

    def leave(self) -> None:
        """Note where the open post is left."""
        post = self._session.post
        if post is None:
            return
        body, text = self._body, self._session.reading.text
        lines = body.layout_of_text.lines
        if lines and text:
            top = min(body.scroll_offset.y, len(lines) - 1)
            line = body.layout_of_text.line_of(body.cursor)
            # The wheel leaves the cursor behind; a pane that is closing has no height.
            height = body.size.height
            seen = not height or top <= line < top + height
            offset = body.cursor if seen else lines[top].start
            place = Place.at(text, offset, line - top if seen else 0) if offset else None
            self._book.put(post.id, place)
        self._book.last = post.id

    def cursor_in(self, post: Post, reading: ReadingText) -> int:
        """Where a post was left."""
        place = self._book.get(post.id)
        return place.offset_in(reading) if place is not None and reading.text else 0

    def reveal(self, post: Post) -> None:
        """Scroll the text, which was just shown, so that the same is in sight as when it was left.

        In a window of another size the cursor's line comes first.
        """
        body = self._body
        place = self._book.get(post.id)
        if place is None or not body.cursor or not body.size.height:
            return
        line = body.layout_of_text.line_of(body.cursor)
        height = body.size.height
        top = line - (place.above if place.above < height else height // 4)
        body.scroll_to(0, max(0, top), animate=False, force=True, immediate=True)

    def save(self) -> None:
        """Write the places, if they changed."""
        self.leave()
        self._book.save()
