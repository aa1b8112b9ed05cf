"""Changes to single entries of the codebook: colour, description, key, place."""

from __future__ import annotations

from collections.abc import Callable

from csreader.annotations.errors import RefusedError, StoreError, TagNameError
from csreader.annotations.model import BookChange, Change, ChangeKind
from csreader.annotations.tags import codebook_edits as edits
from csreader.annotations.tags import codebook_tree
from csreader.annotations.tags.codebook import Codebook, clean_color
from csreader.annotations.tags.codebook_store import clean_note
from csreader.annotations.tags.tag_files import TagFiles


class EntryStore(TagFiles):
    """The annotations of a collection as one coder sees them, and entries to change.

    Args: as `TagFiles`.
    """

    def change_tag(
        self, name: str, *, color: str | None = None, description: str | None = None
    ) -> Change:
        """Gives a tag another colour or description.

        Raises:
            StoreError: If the tag is not there, the colour is none, or it cannot be saved.
        """
        fields, what = dict[str, str](), list[str]()
        if color is not None:
            fields["color"] = clean_color(color)
            what.append("new colour")
        if description is not None:
            fields["description"] = clean_note(description)
            what.append("new description")
        message = f'{" and ".join(what)} for "{name}"'
        return self._change_book(
            name, lambda book: edits.changed(book, name, self._new_id, **fields), message
        )

    def set_shortcut(self, name: str, sign: str) -> Change:
        """Gives a tag a digit from 1 to 9 or a letter from a to z; an empty sign takes it away.

        Raises:
            StoreError: If the tag is not there, the sign is none, or it cannot be saved.
        """
        if sign and sign not in edits.SIGNS:
            raise TagNameError("A tag's key is a digit from 1 to 9 or a letter from a to z.")
        had = edits.holder(self.codebook(), sign) if sign else None
        message = f'key {sign} for "{name}"' if sign else f'no key of its own for "{name}"'
        if had is not None and had.name != name:
            message += f'; "{had.name}" had it'
        return self._change_book(
            name, lambda book: edits.with_shortcut(book, name, sign, self._new_id), message
        )

    def move_tag(self, name: str, step: int) -> Change:
        """Moves a tag, with those below it, before (-1) or behind (1) its neighbour of one level.

        Raises:
            StoreError: If it is not there, or it cannot be saved.
        """
        made: list[BookChange] = []

        def edit(book: Codebook) -> Codebook:
            after = Codebook(codebook_tree.moved(book.tags, name, step))
            made.append(edits.difference(book, after))
            return after

        message = f'"{name}" moved {"up" if step < 0 else "down"}'
        self._edit_kept(edit, made, message)
        if made[-1].order_before == made[-1].order_after:
            ending = "first" if step < 0 else "last"
            return Change(ChangeKind.NOTHING, f'"{name}" is the {ending} of its level')
        return Change(ChangeKind.BOOK, message, book=made[-1])

    def _change_book(self, name: str, edit: Callable[[Codebook], Codebook], message: str) -> Change:
        """Changes the codebook alone."""
        used = self.overview().tags if self.codebook().get(name) is None else {}
        made: list[BookChange] = []

        def apply(book: Codebook) -> Codebook:
            known = book.with_used(used)
            there(known, name)
            after = edit(known)
            made.append(edits.difference(book, after))
            return after

        self._edit_kept(apply, made, message)
        if not made[-1].tags and made[-1].order_before == made[-1].order_after:
            return Change(ChangeKind.NOTHING, "no change")
        return Change(ChangeKind.BOOK, message, book=made[-1])

    def _edit_kept(
        self, edit: Callable[[Codebook], Codebook], made: list[BookChange], message: str
    ) -> None:
        """Changes the codebook alone; what cannot be saved is in the error.

        Args:
            edit: Makes another codebook, and puts what that changes into `made`.
            made: Takes it.
            message: What is done.

        Raises:
            StoreError: If the wish is no good, or it cannot be saved.
        """
        try:
            with self._files.journal.change(lambda: (ChangeKind.BOOK, message)):
                self._edit_codebook(edit)
        except (RefusedError, TagNameError):
            raise
        except StoreError as error:
            edit(self.codebook())
            if made[-1].tags or made[-1].order_before != made[-1].order_after:
                error.unsaved = (Change(ChangeKind.BOOK, message, book=made[-1]),)
            raise


def there(book: Codebook, name: str) -> str:
    """The name, which has to be a tag's.

    Raises:
        TagNameError: If it is none, or none any more.
    """
    if not any(tag.name == name for tag in book.tags):
        now = book.get(name)
        since = f', it is "{now.name}" now' if now is not None else ""
        raise TagNameError(f'There is no tag "{name}" in the codebook{since}.')
    return name
