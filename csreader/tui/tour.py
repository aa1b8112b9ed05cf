"""A minute's tour of the app: five steps, each waiting for the reader to do what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from platformdirs import user_state_path


class Reading(Protocol):
    """What the tour looks at."""

    @property
    def has_tags(self) -> bool:
        """Whether the codebook has a tag."""

    @property
    def in_text(self) -> bool:
        """Whether the focus is in the text."""

    @property
    def place(self) -> int:
        """The cursor's offset."""

    @property
    def has_selection(self) -> bool:
        """Whether something is selected."""

    @property
    def own_marks(self) -> int:
        """How many passages the coder has marked in the open post, each of its tags counted."""


@dataclass(frozen=True, slots=True)
class Start:
    """How things were when a step began."""

    place: int
    own_marks: int


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do."""

    text: str
    done: Callable[[Reading, Start], bool]
    first: str = ""
    """What to do where there is no tag yet, if that is something else."""


STEPS = (
    Step(
        "These are the posts: j and k (or the arrows) go through them. Press enter to read one.",
        lambda now, _: now.in_text,
    ),
    Step(
        "Go on by sentence with ) and back with ( (the arrows work, too).",
        lambda now, start: now.place != start.place,
    ),
    Step(
        "Press s to select the sentence at the cursor; s again takes the next one as well.",
        lambda now, _: now.has_selection,
    ),
    Step(
        "Press 1 to give it the first tag of the codebook. It is saved at once.",
        lambda now, start: now.own_marks > start.own_marks,
        "Press t, type a name for a first tag, and press enter. It is saved at once.",
    ),
    Step(
        "That is a mark: two keys. u undoes it, t has all tags, m writes a note, ? shows the keys."
        " Esc ends the tour.",
        lambda _now, _start: False,
    ),
)


class Tour:
    """Goes through the steps.

    Args:
        reading: What is looked at.
        show: Shows a step's text, and which of how many it is; an empty text ends the tour.
    """

    def __init__(self, reading: Reading, show: Callable[[str], None]) -> None:
        self._reading = reading
        self._show = show
        self._step = -1
        self._start = Start(0, 0)

    @property
    def is_on(self) -> bool:
        """Whether the tour is under way."""
        return self._step >= 0

    def begin(self) -> None:
        """Begin at the first step that is still to be done."""
        self._go(0)
        self.look()

    def look(self) -> None:
        """Something happened: go on where the step is done."""
        while self.is_on and STEPS[self._step].done(self._reading, self._start):
            self._go(self._step + 1)

    def end(self) -> bool:
        """End the tour, for good; tells whether it was on."""
        was_on, self._step = self.is_on, -1
        if was_on:
            self._show("")
            remember_toured()
        return was_on

    def _go(self, step: int) -> None:
        self._step = step
        self._start = Start(self._reading.place, self._reading.own_marks)
        text = STEPS[step].text
        if STEPS[step].first and not self._reading.has_tags:
            text = STEPS[step].first
        self._show(f"{step + 1} of {len(STEPS)}  {text}")


def was_toured() -> bool:
    """Whether this user has taken the tour, or left it."""
    try:
        return (user_state_path("csreader") / "toured").exists()
    except OSError:
        return True


def remember_toured() -> None:
    """Remember that the tour need not be offered again."""
    try:
        folder = user_state_path("csreader")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "toured").touch()
    except OSError:
        # It is offered again, then.
        return
