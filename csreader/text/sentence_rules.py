"""Mends where the sentences of a line begin, after sentencex.

Ideographic full stops end a sentence in any language, but not within brackets; brackets
around a whole sentence end it; what follows a quotation may belong to its sentence; more
abbreviations end none; a list's number stays with its words.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from itertools import pairwise

from csreader.text.sentences import Range

_CLOSING = dict(zip("「『【〔〈《｢“（［([", "」』】〕〉》｣”）］)]", strict=True))
_OPENING = {closing: opening for opening, closing in _CLOSING.items()}
_BRACKET = re.compile(r"[「『【〔〈《｢“（［(\[」』】〕〉》｣”）］)\]]")
_ROUND = frozenset("（［([")
# sentencex keeps the others whole by itself.
_KEPT_WHOLE = frozenset("「『【〔〈《｢（［")

# A face, or laughter, after a sentence.
_LAUGHTER = r"[（(](?:[笑泣涙汗爆怒哭]{1,2}|(?:[^\w（）()\s]|_){1,8})[）)]"
_END = re.compile(
    r"(?:[。！？｡]|(?<!\d)．|．(?!\d))[。．！？｡!?…‥]*[」』】〕〉》｣”）］\"')\]]*"
    f"(?:{_LAUGHTER})?"
)
_ELLIPSIS = re.compile(r"…[\"'”’]?\s+(?=[\"'“‘«„¿¡(]*([^\W\d_]))")
_WHOLE = re.compile(r"[.!?…。！？｡．।॥؟۔።။][\"'”’」』]?\Z")
# No sentence begins with such a sign.
_GOES_ON = re.compile(rf"[、，,;；:：!?！？。｡)）\]］」』】〉》〕｣]|{_LAUGHTER}")
# What belongs to the quotation before it: particles, and what should have a blank before.
_PARTICLE = re.compile(
    "と(?![てこもきりに])|って|など|なんて|の(?![ちど])|は(?![いじ])|が(?!ん)|を|に(?![っこほ])"
    "|も(?![うっしの])|へ|[\uac00-\ud7a3a-z]"
)
_QUOTED = frozenset('」』｣”’"»')
# Which of them open and which close differs from language to language.
_MARKS = frozenset("«»‹›“”„‘’‚\"'")
_ORDINAL = re.compile(
    r"\b(?:[ivaz]m|beim|vom|zu[mr]|de[mnrs]|die|das|eine?[mnrs]?|jede[mnrs]?|[mds]einen?|"
    r"ihren?|unseren?|nach|bis|ab) \d{1,2}\.\s*\Z",
    re.IGNORECASE,
)
_LAST_WORD = re.compile(r"([^\s(“”\"'«»\u3000-\u9fff\uff00-\uffef]+)\.\s*\Z")
_LONGEST_WORD = 24
_MARKER = re.compile(
    r"\s*(?:[(（]?(?:\d{1,3}|[０-９]{1,3}|[A-Za-z]|[ivx]{1,5}|[IVX]{1,5})[.)．）]|[-*+•◦▪‣·–—])\s*"
)
_NUMBER = re.compile(r"(?:\A|(?<=[.!?。！？｡]))\s*[(（]?([0-9０-９]{1,3})[.)．）](?!\d)")

_TITLES = frozenset({"dr", "mr", "mrs", "ms", "prof"})
_ABBREVIATIONS = {
    language: frozenset(words.split())
    for language, words in {
        "fr": "mm mme mmes mlle mlles mgr dr cf",
        "hi": "डॉ श्री श्रीमती सुश्री प्रो पं रु मो कि.मी ई.पू ए बी सी डी एम एस आर जे एन वी",
        "nl": "dhr mevr mw dr bijv d.w.z",
        "pl": "dr np ul mgr prof tzn",
        "pt": "av sr sra dr dra",
        "ru": "г е ул им проф",
        "sv": "kl t.ex bl.a d.v.s dr",
    }.items()
}


def sentence_starts(line: str, starts: Iterable[int], language: str) -> list[int]:
    """The offsets at which the sentences of a line begin, 0 first.

    Args:
        line: The line.
        starts: Where they begin according to sentencex.
        language: The ISO 639 code that sentencex was given.
    """
    outer = _outermost(_pairs(line))
    whole = [pair for pair in outer if line[pair[0]] in _KEPT_WHOLE]
    found = {start for start in starts if not _within(start, whole)}
    if not line.isascii():
        more = [match.end() for match in _END.finditer(line)]
        more += _after_ellipses(line)
        found.update(at for at in more if not _within(at, outer))
    found.update(_numbers(line))
    found = {_beside_marks(line, _after_blanks(line, start)) for start in found}
    kept = {start for start in found if start < len(line) and not _goes_on(line, start, language)}
    for first, last in outer:
        if line[first] in _ROUND:
            _end_with_brackets(line, first, last, kept)
    return _joined(line, [0, *sorted(kept - {0})])


def _pairs(line: str) -> list[Range]:
    """Where brackets open and close that belong together."""
    pairs: list[Range] = []
    opened: list[int] = []
    waiting = dict.fromkeys(_CLOSING, 0)
    for match in _BRACKET.finditer(line):
        sign = match.group()
        if sign in _CLOSING:
            opened.append(match.start())
            waiting[sign] += 1
        elif waiting[_OPENING[sign]]:
            while True:
                first = opened.pop()
                waiting[line[first]] -= 1
                if line[first] == _OPENING[sign]:
                    break
            pairs.append((first, match.start()))
    return pairs


def _outermost(pairs: list[Range]) -> list[Range]:
    outer: list[Range] = []
    for first, last in sorted(pairs):
        if not outer or first > outer[-1][1]:
            outer.append((first, last))
    return outer


def _within(at: int, outer: list[Range]) -> bool:
    """Whether a sentence that began there would begin within brackets."""
    index = bisect_left(outer, (at,)) - 1
    return index >= 0 and at <= outer[index][1]


def _after_ellipses(line: str) -> list[int]:
    """Where a capital follows an ellipsis, but within straight quotation marks."""
    found: list[int] = []
    marks = done = 0
    for match in _ELLIPSIS.finditer(line):
        marks += line.count('"', done, match.start())
        done = match.start()
        if marks % 2 == 0 and match[1].isupper():
            found.append(match.end())
    return found


def _numbers(line: str) -> list[int]:
    """Where the items of a list within a line begin: at 1, 2, 3 and so on."""
    found: list[int] = []
    wanted = None
    for match in _NUMBER.finditer(line):
        number = int(match[1])
        if match.start() and number != wanted:
            continue
        if not match.start() or wanted is not None:
            wanted = number + 1
            found.append(_after_blanks(line, match.start()))
    return found


def _after_blanks(line: str, at: int) -> int:
    while at < len(line) and line[at].isspace():
        at += 1
    return at


def _beside_marks(line: str, start: int) -> int:
    """The start, so that a quotation mark is on the side that it touches."""
    if not 0 < start < len(line) - 1:
        return start
    if line[start] in _MARKS and line[start + 1].isspace() and not line[start - 1].isspace():
        return _after_blanks(line, start + 1)
    touches = line[start - 1] in _MARKS and not line[start].isspace()
    return start - 1 if touches and line[start - 2 : start - 1].isspace() else start


def _goes_on(line: str, start: int, language: str) -> bool:
    """Whether what begins there is of the sentence before."""
    if start == 0 or _GOES_ON.match(line, start):
        return True
    if line[start - 1] in _QUOTED and _PARTICLE.match(line, start):
        return True
    if line[start - 1] == "．" and line[start].isdigit():
        return line[start - 2 : start - 1].isdigit()
    last = _LAST_WORD.search(line, max(0, start - _LONGEST_WORD), start)
    if last is None:
        return False
    word = last[1]
    if len(word) == 1 and (language == "ar" or (language == "fr" and word.isupper())):
        return True
    if language == "de" and _ORDINAL.search(line, max(0, start - _LONGEST_WORD), start):
        return True
    return word.lower() in _TITLES or word.lower() in _ABBREVIATIONS.get(language, ())


def _end_with_brackets(line: str, first: int, last: int, starts: set[int]) -> None:
    """Lets a sentence end with the brackets that it began with, and with no others."""
    after = _after_blanks(line, last + 1)
    ideographic = line[first] not in "(["
    if not _WHOLE.search(line, max(first + 1, last - 2), last):
        return
    if first not in starts and first != _after_blanks(line, 0):
        if ideographic:
            starts.discard(after)
        return
    apart = ideographic or after > last + 1
    goes_on = after == len(line) or line[after].islower() or _GOES_ON.match(line, after)
    if apart and not goes_on:
        starts.add(after)


def _joined(line: str, starts: list[int]) -> list[int]:
    """The starts without those behind a list's number, or before signs alone."""
    kept: list[int] = []
    listed = _MARKER.match(line) is not None
    joins = False  # whether the piece before wants this one
    for start, end in pairwise([*starts, len(line)]):
        piece = line[start:end]
        bare = len(piece) < _LONGEST_WORD and _is_bare(piece)
        if not kept or not (joins or bare):
            kept.append(start)
        marker = _MARKER.fullmatch(piece) is not None
        joins = (marker and (listed or start == 0)) or (bare and kept[-1] == start)
    return kept


def _is_bare(piece: str) -> bool:
    """Whether a piece holds punctuation only."""
    return all(unicodedata.category(sign)[0] in "PZC" for sign in piece)
