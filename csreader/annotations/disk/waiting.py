"""What waits to be saved, as the files of an annotations folder ask about it.

While a change waits, what is read has it already, and what would be written upon it waits
as well: so the changes of a post keep their order.
"""

from __future__ import annotations

from csreader.annotations.disk.sheet import Sheet
from csreader.annotations.errors import StoreError
from csreader.annotations.tags.codebook import Codebook


class Waiting:
    """What waits to be saved; here nothing does."""

    def on_sheet(self, sheet: Sheet) -> Sheet:
        """A coder's own sheet as it will be once all is saved."""
        return sheet

    def on_codebook(self, book: Codebook) -> Codebook:
        """The codebook as it will be once all is saved."""
        return book

    def before_sheet(self, post_id: str) -> StoreError | None:  # noqa: ARG002
        """Why a change to a post's marks has to wait; None where it need not."""
        return None

    def before_codebook(self) -> StoreError | None:
        """Why a change to the codebook has to wait; None where it need not."""
        return None
