"""How a file's tags join the codebook: what is here keeps all that it has, what is new is added."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from csreader.annotations import Codebook, Tag
from csreader.annotations.errors import TagNameError
from csreader.annotations.tags.codebook import clean_color, clean_tag_name
from csreader.annotations.tags.codebook_edits import SIGNS
from csreader.annotations.tags.codebook_store import clean_note
from csreader.exchange.brought import BroughtTag
from csreader.exchange.importing.identity import is_uuid
from csreader.text.characters import one_line


@dataclass(frozen=True, slots=True)
class JoinedBook:
    """A codebook with a file's tags."""

    book: Codebook
    added: tuple[Tag, ...]
    names: Mapping[str, str]
    """From the names that the file uses, clean, to those of here."""
    remarks: tuple[str, ...] = ()
    """What of the file's tags was not taken, in sentences."""

    def names_here(self, names: Iterable[str]) -> tuple[str, ...]:
        """What some of the file's names, clean, are called here, each once."""
        return tuple(dict.fromkeys(self.names.get(name, name) for name in names))


def joined_book(
    book: Codebook, brought: Iterable[BroughtTag], used: Iterable[str], new_id: Callable[[], str]
) -> JoinedBook:
    """Adds a file's tags to a codebook.

    A tag that is here, by its name, whatever the case, by a former name or by its id, keeps
    what it has. A key that another tag has is not given twice.

    Args:
        book: The codebook.
        brought: The file's, in its order.
        used: The names, clean, that its marks use.
        new_id: Gives the id of a tag that has none of its own.
    """
    names: dict[str, str] = {}
    added: list[Tag] = []
    remarks: list[str] = []
    ids = {tag.id: tag for tag in book.tags}
    for entry in brought:
        try:
            name = clean_tag_name(entry.name)
        except TagNameError as error:
            remarks.append(f"A tag of the file is left out. {error.message}")
            continue
        there = book.get(name) or ids.get(entry.id if is_uuid(entry.id) else "")
        if there is not None:
            names[name] = there.name
            continue
        taken = {tag.shortcut for tag in book.tags}
        shortcut = entry.shortcut if entry.shortcut in SIGNS else ""
        if shortcut and shortcut in taken:
            remarks.append(
                f'The key {shortcut} of the tag "{one_line(name)}" is another tag\'s here.'
            )
            shortcut = ""
        identity = entry.id if is_uuid(entry.id) else new_id()
        tag = Tag(
            identity, name, _color(entry.color, book), clean_note(entry.description), shortcut
        )
        added.append(tag)
        names[name] = name
        ids[tag.id] = tag
        book = Codebook((*book.tags, tag))
    for name in used:
        if name in names:
            continue
        if (there := book.get(name)) is None:
            there = Tag(new_id(), name, book.next_color())
            added.append(there)
            book = Codebook((*book.tags, there))
        names[name] = there.name
    return JoinedBook(book, tuple(added), names, tuple(remarks))


def _color(color: str, book: Codebook) -> str:
    try:
        return clean_color(color)
    except TagNameError:
        return book.next_color()
