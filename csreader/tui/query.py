"""The query line of the list of posts: what is asked for, and whether a post has it.

    refund tag:"fast response" -status:done date:>=2012-07 words:>500 coder:ann problem:yes

Words without a field are looked for in the title. All that stands in the line must fit;
`-` in front negates, `|` between values means either. A part that makes no sense is told in
`Query.problems` and otherwise passed over.
"""

from __future__ import annotations

import datetime
import operator
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from csreader.annotations import Status
from csreader.annotations.model import Overview, Summary
from csreader.collection import Post
from csreader.text.characters import one_line


class Subject(NamedTuple):
    """What is known of a post that a query asks about."""

    post: Post
    summary: Summary
    status: Status
    words: int | None
    """None where they are not counted yet."""


Test = Callable[[Subject], bool]


@dataclass(frozen=True, slots=True)
class Word:
    """Something to look for in the titles."""

    text: str
    """Folded; see `fold`."""
    literal: bool
    """Whether only these very characters will do: it stood in quotation marks."""


@dataclass(frozen=True, slots=True)
class Query:
    """A line that was read."""

    words: tuple[Word, ...] = ()
    without: tuple[str, ...] = ()
    """What no title may hold; folded."""
    tests: tuple[Test, ...] = ()
    counts_words: bool = False
    """Whether the posts' words have to be counted for it."""
    problems: tuple[str, ...] = ()
    """What makes no sense in it, each as a phrase."""

    def __bool__(self) -> bool:
        return bool(self.words or self.without or self.tests)


@dataclass(frozen=True, slots=True)
class Known:
    """The names that a query may give."""

    tags: frozenset[str] = frozenset()
    coders: frozenset[str] = frozenset()

    @classmethod
    def of(cls, overview: Overview, listed: tuple[str, ...] = ()) -> Known:
        """The tags of the codebook and those in use, and all coders with marks."""
        coders = {coder for one in overview.posts.values() for coder in one.statuses}
        return cls(frozenset((*overview.tags, *listed)), frozenset(coders))


def fold(text: str) -> str:
    """Text as it is compared: without case and accents."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))


def parse(line: str, known: Known) -> Query:
    """Reads a query line; what is still being typed is no problem."""
    words: list[Word] = []
    without: list[str] = []
    tests: list[Test] = []
    problems: list[str] = []
    counts = False
    for part in _parts(line):
        field = part.field
        if not field or field == "title":
            for value, literal in part.values:
                text = " ".join(fold(value).split())
                if text and part.negated:
                    without.append(text)
                elif text:
                    words.append(Word(text, literal))
            continue
        if field not in _FIELDS:
            named = one_line(field)
            problems.append(f"there is no {named}: but {', '.join(('title', *_FIELDS))}")
            continue
        found: list[Test] = []
        try:
            found = [_FIELDS[field](value, known) for value, _ in part.values if value]
        except _WrongError as error:
            problems.append(str(error))
            continue
        if found:
            counts = counts or field == "words"
            tests.append(_either(found, part.negated))
    return Query(tuple(words), tuple(without), tuple(tests), counts, tuple(problems))


def nonsense(line: str) -> str:
    """What makes no sense in a line whatever the collection; empty where nothing does."""
    names = frozenset(value for part in _parts(line) for value, _ in part.values)
    return "; ".join(parse(line, Known(names, names)).problems)


# Reading the line


@dataclass(slots=True)
class _Part:
    negated: bool
    field: str
    values: list[tuple[str, bool]]
    """Each with whether it stood in quotation marks."""


_FIELD = re.compile(r"([^\W\d_]+):")


def _parts(line: str) -> Iterator[_Part]:
    at = 0
    while at < len(line):
        if line[at].isspace():
            at += 1
            continue
        negated = line[at] == "-"
        at += negated
        match = _FIELD.match(line, at)
        field = match[1].lower() if match else ""
        at = match.end() if match else at
        values: list[tuple[str, bool]] = []
        while at < len(line) and not line[at].isspace():
            value, quoted, at = _value(line, at, bool(field))
            values.append((value, quoted))
        yield _Part(negated, field, values)


def _value(line: str, at: int, in_field: bool) -> tuple[str, bool, int]:
    """A value, whether it is quoted, and where the next begins; an open quotation runs on."""
    if line[at] == '"':
        end = line.find('"', at + 1)
        end = len(line) if end < 0 else end
        value, quoted, at = line[at + 1 : end], True, end + 1
    else:
        stop = re.compile(r"[\s|]" if in_field else r"\s").search(line, at)
        end = stop.start() if stop else len(line)
        value, quoted, at = line[at:end], False, end
    if in_field and at < len(line) and line[at] == "|":
        at += 1
    return value, quoted, at


def _either(tests: list[Test], negated: bool) -> Test:
    return lambda subject: any(test(subject) for test in tests) is not negated


# The fields


class _WrongError(Exception):
    """A value that makes no sense; its text says which would."""


_COMPARED = re.compile(r"(>=|<=|>|<|=|)(.*)", re.DOTALL)
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
    "": operator.eq,
}


def _tag(value: str, known: Known) -> Test:
    wanted = fold(value).strip("/")
    names = {name: fold(name) for name in known.tags}
    found = {
        name for name, tag in names.items() if tag == wanted or tag.startswith(f"{wanted}/")
    } or {
        # Not typed to its end, or only its last levels.
        name
        for name, tag in names.items()
        if f"/{tag}".find(f"/{wanted}") >= 0
    }
    if not found:
        raise _WrongError(f"no tag is called {one_line(value)}")
    return lambda subject: not found.isdisjoint(subject.summary.tags)


def _coder(value: str, known: Known) -> Test:
    wanted = fold(value)
    found = {name for name in known.coders if fold(name) == wanted} or {
        name for name in known.coders if fold(name).startswith(wanted)
    }
    if not found:
        raise _WrongError(f"no coder {one_line(value)} has marks here")

    def test(subject: Subject) -> bool:
        statuses = subject.summary.statuses
        return any(statuses.get(name, Status.UNREAD) is not Status.UNREAD for name in found)

    return test


def _status(value: str, known: Known) -> Test:  # noqa: ARG001
    wanted = value.lower().replace("_", "-").replace(" ", "-")
    found = next((one for one in Status if one.value.startswith(wanted)), None)
    if found is None:
        raise _WrongError("a status is done, in-progress or unread")
    return lambda subject: subject.status is found


_TYPED = re.compile(r"\d{1,3}|\d{4}-[01]?|\d{4}-\d\d-[0-3]?")
"""A date that is not typed to its end."""
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


def _date(value: str, known: Known) -> Test:  # noqa: ARG001
    sign, day = _split(value)
    if not day:
        return lambda _: True
    if day == "none"[: len(day)]:
        return lambda subject: subject.post.date is None
    if _TYPED.fullmatch(day):
        if not sign:
            return lambda subject: (subject.post.date or "").startswith(day)
        day = day[:7] if len(day) > 7 else day[:4] if len(day) > 4 else ""
        if not day:
            return lambda _: True
    match = _DATE.fullmatch(day)
    try:
        year, month, number = match.groups() if match else ("0", None, None)
        datetime.date(int(year), int(month or 1), int(number or 1))
    except ValueError:
        raise _WrongError("a date is 2012, 2012-07, 2012-07-31 or >=2012-07, or none") from None
    compare = _COMPARISONS[sign]

    def test(subject: Subject) -> bool:
        date = subject.post.date
        return date is not None and compare(date[: len(day)], day)

    return test


def _number(value: str, example: str) -> tuple[Callable[[Any, Any], bool], int] | None:
    sign, digits = _split(value)
    if not digits:
        return None
    if not (digits.isascii() and digits.isdecimal()):
        raise _WrongError(f"this is a number: {example}")
    return _COMPARISONS[sign], int(digits[:12])


def _words(value: str, known: Known) -> Test:  # noqa: ARG001
    wanted = _number(value, "words:>500")
    if wanted is None:
        return lambda _: True
    compare, number = wanted
    return lambda subject: subject.words is not None and compare(subject.words, number)


def _marks(value: str, known: Known) -> Test:  # noqa: ARG001
    wanted = _number(value, "marks:>0")
    if wanted is None:
        return lambda _: True
    compare, number = wanted
    return lambda subject: compare(subject.summary.annotations, number)


def _problem(value: str, known: Known) -> Test:  # noqa: ARG001
    wanted = next((one for one in ("yes", "no") if one.startswith(value.lower())), None)
    if wanted is None:
        raise _WrongError("problem: is yes or no")
    return lambda subject: bool(subject.post.problems) is (wanted == "yes")


def _split(value: str) -> tuple[str, str]:
    match = _COMPARED.fullmatch(value)
    return (match[1], match[2].strip()) if match else ("", value)


_FIELDS: dict[str, Callable[[str, Known], Test]] = {
    "tag": _tag,
    "status": _status,
    "coder": _coder,
    "date": _date,
    "words": _words,
    "marks": _marks,
    "problem": _problem,
}
