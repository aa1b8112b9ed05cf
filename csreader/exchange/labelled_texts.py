"""Texts of files in which several records may be about the same one, one document each."""

from __future__ import annotations

from dataclasses import dataclass, field

from csreader.annotations.model import Status
from csreader.exchange.brought import BroughtDocument
from csreader.exchange.labelled import Label, Labelled, own_text
from csreader.text.characters import one_line


@dataclass(slots=True)
class Whole:
    """What a coder says of all of a text."""

    names: list[str] = field(default_factory=list)
    """Labels."""
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class LabelledText:
    """A text with what records say of it."""

    name: str
    """What it is called where it says no post or title."""
    raw: str
    """As the file has it."""
    post: str
    """The id of a post of csreader; empty where the file names none."""
    title: str = ""
    date: str = ""
    labels: list[Label] = field(default_factory=list)
    whole: dict[str, Whole] = field(default_factory=dict)
    """By coder."""
    status: dict[str, Status] = field(default_factory=dict)
    """By coder."""

    def tell(self, title: str, date: str) -> None:
        """Takes a title and a date, where none are known yet."""
        self.title = self.title or one_line(title)
        self.date = self.date or date

    def document(self, labelled: Labelled) -> BroughtDocument:
        """The text with its marks."""
        marks = list(labelled.marks(self.name, self.raw, self.labels))
        for coder, said in self.whole.items():
            note = "\n\n".join(dict.fromkeys(said.notes))
            marks += labelled.on_all(self.name, self.raw, said.names, note, coder)
        return BroughtDocument(
            one_line(self.post or self.title or self.name),
            tuple(marks),
            own_text(self.raw),
            id=self.post,
            title=self.title,
            date=self.date,
            status=self.status,
        )


@dataclass(slots=True)
class LabelledTexts:
    """The texts of a file, in the order they came."""

    _texts: dict[tuple[str, str], LabelledText] = field(default_factory=dict)

    def of(self, name: str, raw: str, post: str) -> LabelledText:
        """The text that a record is about, the same one for the same post and text."""
        return self._texts.setdefault((post, raw), LabelledText(name, raw, post))

    def documents(self, labelled: Labelled) -> tuple[BroughtDocument, ...]:
        """A document for each text."""
        return tuple(one.document(labelled) for one in self._texts.values())
