"""The language that a piece of text is read in, where its script belies the one given."""

from __future__ import annotations

import re

_LOOKED_AT = 400
"""Code points of a text that its script is told by."""

# A script's letters, the language taken for it, and others that are written in it.
_SCRIPTS = (
    (re.compile("[\u3041-\u30ff\uff66-\uff9f]"), "ja", ()),
    (re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"), "zh", ("ja",)),
    (re.compile("[\u1100-\u11ff\uac00-\ud7a3]"), "ko", ()),
    (re.compile("[\u0620-\u06ff\u0750-\u077f]"), "ar", ("fa", "ur", "ps", "ckb", "sd", "ug")),
    (re.compile("[\u0904-\u0963\u0970-\u097f]"), "hi", ("mr", "ne", "sa", "kok", "mai")),
    (re.compile("[\u0e01-\u0e4e]"), "th", ()),
    (re.compile("[\u0400-\u052f]"), "ru", ("uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg")),
    (re.compile("[\u0370-\u03ff]"), "el", ()),
    (re.compile("[\u05d0-\u05ea]"), "he", ("yi",)),
)
_BEYOND_LATIN = re.compile("[\u0370-\u1dff\u3041-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_NOT_LATIN = frozenset({"zh", "yue", "ja", "ko", "ar", "hi", "th", "ru", "el", "he"}).union(
    *(others for _, _, others in _SCRIPTS)
) - {"sr"}


def language_of(text: str, start: int, end: int, language: str) -> str:
    """The language given, or that of the script which most letters of text[start:end] are of.

    Args:
        text: The text.
        start: Where to begin.
        end: Where to end.
        language: An ISO 639 code.
    """
    sample = text[start : min(end, start + _LOOKED_AT)]
    if not _BEYOND_LATIN.search(sample):
        return "en" if language in _NOT_LATIN and _LATIN.search(sample) else language
    latin = len(_LATIN.findall(sample))
    counts = [len(pattern.findall(sample)) for pattern, _, _ in _SCRIPTS]
    # Kana tell Japanese, in which most letters may be ideographs.
    counts[0], counts[1] = (counts[0] + counts[1], 0) if counts[0] else (0, counts[1])
    # One ideograph says as much as some letters.
    weights = [count * 3 if number < 2 else count for number, count in enumerate(counts)]
    most = max(weights)
    if most > latin:
        _, own, others = _SCRIPTS[weights.index(most)]
        return language if language == own or language in others else own
    return "en" if language in _NOT_LATIN and latin else language
