"""Shows pictures of the collection in terminals that can; an extra, and off unless asked for.

The terminal is asked what it can when the library is loaded, which works only before
Textual reads the keyboard: `prepare` comes first.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from textual.widget import Widget

_LARGEST_FILE = 50_000_000
"""In bytes."""
_LARGEST_SIDE = 2000
"""In pixels: more than a terminal shows, and quick to encode."""

_widget: type[Widget] | None = None


def prepare() -> str:
    """Turns pictures on.

    Returns:
        What is wrong, in a sentence; empty where pictures can be shown.
    """
    global _widget
    try:
        _widget = import_module("textual_image.widget").Image
    except ImportError:
        return "--images needs the extra named images; the README says how it is installed."
    except Exception as error:
        return f"Pictures cannot be shown in this terminal ({error})."
    return ""


def load(path: Path) -> object | None:
    """A picture, scaled down to what a terminal can show; None where it cannot be read.

    May take a while: call it in a thread.
    """
    if _widget is None:
        return None
    pillow = import_module("PIL.Image")
    try:
        if path.stat().st_size > _LARGEST_FILE:
            return None
        with pillow.open(path) as opened:
            opened.thumbnail((_LARGEST_SIDE, _LARGEST_SIDE))
            loaded: object = opened.copy()
        return loaded
    except Exception:
        # Whatever Pillow makes of a broken file, or of one made to fill the memory.
        return None


def picture(loaded: object) -> Widget | None:
    """A widget that shows a picture that was loaded."""
    return _widget(loaded) if _widget is not None else None  # type: ignore[arg-type]


def are_on() -> bool:
    """Whether pictures were asked for and can be shown."""
    return _widget is not None
