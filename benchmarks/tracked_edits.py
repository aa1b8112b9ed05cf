"""Stories edited by machine, each of whose characters is known again afterwards."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

NEW = -1
"""The origin of a character that was not there before."""
Sentence = list[tuple[str, int]]
"""Characters, each with its offset in the text before."""
Paragraph = list[Sentence]
Story = list[Paragraph]

_SENTENCE = re.compile(r".+?(?:[.!?]['\")\]”’]*(?:\s+|$)|$)", re.S)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Edited:
    """A text after its edits."""

    text: str
    origins: tuple[int, ...]
    """For each code point its offset in the text before, or `NEW`."""


def story_of(text: str) -> Story:
    """A text in paragraphs and sentences."""
    story = []
    at = 0
    for paragraph in text.split("\n\n"):
        sentences = [
            [(c, at + match.start() + number) for number, c in enumerate(match.group())]
            for match in _SENTENCE.finditer(paragraph)
        ]
        story.append(sentences)
        at += len(paragraph) + 2
    return story


def written(story: Story) -> Edited:
    """The text of a story: one blank between sentences, a blank line between paragraphs."""
    characters: Sentence = []
    for paragraph in story:
        line: Sentence = []
        for sentence in paragraph:
            if line and line[-1][0].strip() and sentence and sentence[0][0].strip():
                line.append((" ", NEW))
            line.extend(sentence)
        while line and not line[-1][0].strip():
            line.pop()
        while line and not line[0][0].strip():
            line.pop(0)
        if not line:
            continue
        if characters:
            characters.extend([("\n", NEW), ("\n", NEW)])
        characters.extend(line)
    return Edited("".join(c for c, _ in characters), tuple(origin for _, origin in characters))


def new(text: str) -> Sentence:
    """A sentence that was not there."""
    return [(c, NEW) for c in text]


Edit = Callable[[Story, random.Random, Sequence[str]], None]
"""Changes a story in place; the last are sentences of other stories."""


def _sentences(story: Story) -> list[tuple[Paragraph, int]]:
    return [(paragraph, at) for paragraph in story for at in range(len(paragraph))]


def typos(story: Story, rng: random.Random, _: Sequence[str], rate: float = 0.03) -> None:
    """Letters left out, doubled, changed or swapped in some of the words."""
    for paragraph, at in _sentences(story):
        sentence = paragraph[at]
        for match in reversed(list(re.finditer(r"\w+", "".join(c for c, _ in sentence)))):
            if rng.random() >= rate:
                continue
            place = rng.randrange(match.start(), match.end())
            kind = rng.randrange(4)
            if kind == 0 and match.end() - match.start() > 1:
                del sentence[place]
            elif kind == 1:
                sentence.insert(place, (rng.choice(_LETTERS), NEW))
            elif kind == 2:
                sentence[place] = (rng.choice(_LETTERS), NEW)
            elif place + 1 < match.end():
                sentence[place], sentence[place + 1] = sentence[place + 1], sentence[place]


def reworded(story: Story, rng: random.Random, others: Sequence[str], rate: float = 0.08) -> None:
    """Some words taken out, put in, or others put in their place."""
    words = re.findall(r"\w+", " ".join(others[:50])) or ["word"]
    for paragraph, at in _sentences(story):
        sentence = paragraph[at]
        for match in reversed(list(re.finditer(r"\w+", "".join(c for c, _ in sentence)))):
            if rng.random() >= rate:
                continue
            kind = rng.randrange(3)
            if kind == 0:
                end = match.end()
                if end < len(sentence) and sentence[end][0] == " ":
                    end += 1
                del sentence[match.start() : end]
            elif kind == 1:
                sentence[match.start() : match.start()] = new(rng.choice(words) + " ")
            else:
                sentence[match.start() : match.end()] = new(rng.choice(words))


def added(story: Story, rng: random.Random, others: Sequence[str], share: float = 0.15) -> None:
    """Sentences put between others, and paragraphs between paragraphs."""
    for _number in range(max(1, int(len(_sentences(story)) * share))):
        sentence = new(rng.choice(others).strip() + " ")
        if rng.random() < 0.3 or not story:
            story.insert(rng.randint(0, len(story)), [sentence])
        else:
            paragraph = rng.choice(story)
            paragraph.insert(rng.randint(0, len(paragraph)), sentence)


def removed(story: Story, rng: random.Random, _: Sequence[str], share: float = 0.15) -> None:
    """Sentences left out."""
    for paragraph in story:
        paragraph[:] = [sentence for sentence in paragraph if rng.random() >= share]


def reordered(story: Story, rng: random.Random, _: Sequence[str], share: float = 0.3) -> None:
    """Neighbouring sentences swapped."""
    for paragraph in story:
        for at in range(len(paragraph) - 1):
            if rng.random() < share:
                paragraph[at], paragraph[at + 1] = paragraph[at + 1], paragraph[at]


def moved(story: Story, rng: random.Random, _: Sequence[str], share: float = 0.25) -> None:
    """Paragraphs put elsewhere."""
    for _number in range(max(1, int(len(story) * share))):
        paragraph = story.pop(rng.randrange(len(story)))
        story.insert(rng.randint(0, len(story)), paragraph)


def curly(story: Story, rng: random.Random, _: Sequence[str]) -> None:
    """Straight quotation marks and apostrophes made curly, or the other way round."""
    straight = rng.random() < 0.3
    for paragraph in story:
        for sentence in paragraph:
            for at, (c, _origin) in enumerate(sentence):
                before = sentence[at - 1][0] if at else " "
                opening = not before.strip() or before in "([“‘"
                if straight:
                    swap = {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "…": "."}
                else:
                    swap = {'"': "“" if opening else "”", "'": "‘" if opening else "’"}
                if c in swap:
                    sentence[at] = (swap[c], NEW)


def merged(story: Story, rng: random.Random, _: Sequence[str]) -> None:
    """Paragraphs joined, and others parted."""
    at = 0
    while at < len(story):
        if at + 1 < len(story) and rng.random() < 0.2:
            story[at].extend(story.pop(at + 1))
        elif len(story[at]) > 3 and rng.random() < 0.3:
            middle = rng.randrange(1, len(story[at]))
            story.insert(at + 1, story[at][middle:])
            del story[at][middle:]
        at += 1


def mixed(story: Story, rng: random.Random, others: Sequence[str]) -> None:
    """What an author does on another day: some of all."""
    edits: list[Edit] = [typos, reworded, added, removed, reordered, moved, curly, merged]
    for edit in rng.sample(edits, 3):
        edit(story, rng, others)


def heavy(story: Story, rng: random.Random, others: Sequence[str]) -> None:
    """Written anew in great part."""
    reworded(story, rng, others, 0.2)
    typos(story, rng, others, 0.06)
    removed(story, rng, others, 0.3)
    added(story, rng, others, 0.4)
    reordered(story, rng, others)
    moved(story, rng, others)


EDITS: dict[str, Edit] = {
    "typos": typos,
    "words changed": reworded,
    "sentences added": added,
    "sentences removed": removed,
    "sentences reordered": reordered,
    "paragraphs moved": moved,
    "paragraphs joined, parted": merged,
    "quotes curly": curly,
    "mixed": mixed,
    "heavy": heavy,
}


def twin(sentence: str, rng: random.Random, words: Sequence[str]) -> str:
    """A sentence that differs in a word or two, a name or a number, from another."""
    places = [match.span() for match in re.finditer(r"\w{3,}|\d+", sentence)]
    for start, end in sorted(rng.sample(places, min(len(places), rng.randint(1, 2))), reverse=True):
        old = sentence[start:end]
        other = rng.choice(words)
        if old.isdigit():
            other = str(rng.randint(2, 99))
        elif old[0].isupper():
            other = other.capitalize()
        sentence = sentence[:start] + other + sentence[end:]
    return sentence


def with_twins(text: str, rng: random.Random) -> tuple[str, list[tuple[int, int]]]:
    """A text into which lookalikes of some sentences were put; and where those sentences are."""
    story = story_of(text)
    words = [word for word in re.findall(r"\w{4,}", text) if word.isalpha()] or ["word"]
    chosen = [
        (paragraph, at)
        for paragraph, at in _sentences(story)
        if len("".join(c for c, _ in paragraph[at]).split()) >= 6 and rng.random() < 0.25
    ]
    originals = [[origin for _, origin in paragraph[at]] for paragraph, at in chosen]
    twins = [
        new(twin("".join(c for c, _ in paragraph[at]), rng, words)) for paragraph, at in chosen
    ]
    for sentence in twins:
        if rng.random() < 0.5:
            story.insert(rng.randint(0, len(story)), [sentence])
        else:
            paragraph = rng.choice(story)
            paragraph.insert(rng.randint(0, len(paragraph)), sentence)
    made = written(story)
    place = {origin: at for at, origin in enumerate(made.origins) if origin != NEW}
    spans = []
    for origins in originals:
        there = [place[origin] for origin in origins if origin in place]
        if there:
            start, end = there[0], there[-1] + 1
            while end > start and not made.text[end - 1].strip():
                end -= 1
            spans.append((start, end))
    return made.text, spans


def without(story: Story, spans: Sequence[tuple[int, int]]) -> None:
    """Leaves the sentences out that lie in spans of the text before."""
    for paragraph in story:
        paragraph[:] = [
            sentence
            for sentence in paragraph
            if not any(start <= origin < end for _, origin in sentence for start, end in spans)
        ]


def remarked(source: str, rng: random.Random) -> str:
    """Markdown with other markup around the same words."""

    def lines() -> Iterator[str]:
        fenced = False
        for line in source.split("\n"):
            fenced ^= line.lstrip().startswith(("```", "~~~"))
            if fenced or line.startswith(("    ", "\t", "<", "|", "{", "[")) or "`" in line:
                yield line
                continue
            if line.startswith("- "):
                line = "* " + line[2:]
            words = line.split(" ")
            for at, word in enumerate(words):
                if word.isalpha() and rng.random() < 0.06:
                    words[at] = rng.choice(("*{}*", "**{}**", "[{}](http://example.org/)")).format(
                        word
                    )
            yield " ".join(words)

    return "\n".join(lines())
