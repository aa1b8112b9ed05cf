"""The reader, the screen that a session is spent on.

`frame` has the panes; `marks`, `search` and `posts` each a kind of action upon it; and
`screen` puts them together.
"""

from csreader.tui.screens.reader.screen import Reader

__all__ = ["Reader"]
