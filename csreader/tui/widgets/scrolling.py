"""A view that scrolls up and down only, with a scrollbar that keeps to itself."""

from __future__ import annotations

from textual.scroll_view import ScrollView


class Scrolling(ScrollView):
    """What the text and the lists have in common."""

    DEFAULT_CSS = """
    Scrolling {
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        scrollbar-background: $background;
        scrollbar-background-hover: $background;
        scrollbar-background-active: $background;
        scrollbar-color: $foreground 20%;
        scrollbar-color-hover: $foreground 30%;
        scrollbar-color-active: $foreground 40%;
    }
    """
    ALLOW_SELECT = False
