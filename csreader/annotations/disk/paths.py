"""Names of annotation files: one for each coder and post, safe on every file system.

Different coders and posts get different paths, whatever characters they hold, and no
path leaves the annotations folder. The true names are stored in the file, so a name is
never decoded. File systems that take two of the names for one (upper and lower case,
normal forms) are caught by comparing the stored names.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path
from urllib.parse import unquote_to_bytes

FOLDER = "annotations"
CODEBOOK = "codebook.json"
ENDING = ".json"

NAME_LIMIT = 180
"""The most UTF-8 bytes of an encoded name, leaving room for endings below the usual 255
(and below the 200 of some network shares)."""

_UNSAFE = re.compile('[%\x00-\x1f\x7f-\x9f<>:"|?*\\\\/\ud800-\udfff]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=[. ]|$)", re.IGNORECASE)
"""Names that Windows keeps for devices, whatever their ending."""


def raw_bytes(name: str) -> bytes:
    """The bytes a name has on disk: UTF-8, but for bytes that were not.

    Python gives bytes that are not UTF-8 as the surrogates U+DC80 to U+DCFF (PEP 383).
    """
    parts = (
        bytes([ord(character) - 0xDC00])
        if "\udc80" <= character <= "\udcff"
        else character.encode("utf-8", "surrogatepass")
        for character in name
    )
    return b"".join(parts)


def percent_encoded(name: str) -> str:
    """A name with `%` and all that is not UTF-8 percent-encoded, the rest as it is."""
    return re.sub("[%\ud800-\udfff]", lambda match: _triples(match.group()), name)


def percent_decoded(name: str) -> str:
    """Turns `percent_encoded` back."""
    return unquote_to_bytes(name).decode("utf-8", "surrogateescape")


def encoded_part(name: str, *, folder: bool = False) -> str:
    """The name of a file (before its ending) or folder for one part of a path.

    Args:
        name: A part of a post's id, or a coder's name.
        folder: Whether it names a folder, which may not look like an annotation file.
    """
    if not name:
        return "%"
    encoded = _UNSAFE.sub(lambda match: _triples(match.group()), name)
    if encoded in (".", ".."):
        return encoded.replace(".", "%2E")
    if _RESERVED.match(encoded):
        encoded = _triples(encoded[0]) + encoded[1:]
    if encoded[-1] in ". ":
        encoded = encoded[:-1] + _triples(encoded[-1])
    if folder and encoded.casefold().endswith(ENDING):
        encoded = encoded[:-1] + _triples(encoded[-1])
    return _shortened(encoded, name)


def coder_folder(annotations: Path, coder: str) -> Path:
    """The folder of a coder's files."""
    name = encoded_part(coder, folder=True)
    if name.startswith("."):  # hidden names are csreader's own: the lock, .gitignore
        name = "%2E" + name[1:]
    return annotations / name


def post_file(post_id: str) -> Path:
    """The path of a post's annotation file below a coder's folder.

    Args:
        post_id: The post's id: `/` between parts, `./` before a post outside the posts folder.
    """
    *folders, name = post_id.split("/")
    return Path(*(encoded_part(part, folder=True) for part in folders), encoded_part(name) + ENDING)


def annotation_path(annotations: Path, coder: str, post_id: str) -> Path:
    """Where a coder's annotations of a post are kept."""
    return coder_folder(annotations, coder) / post_file(post_id)


def same_name(stored: str, name: str) -> bool:
    """Whether a stored name is this one; normal forms count as equal, as macOS has it."""
    return stored == name or unicodedata.normalize("NFC", stored) == unicodedata.normalize(
        "NFC", name
    )


def _triples(characters: str) -> str:
    return "".join(f"%{byte:02X}" for byte in raw_bytes(characters))


def _shortened(encoded: str, name: str) -> str:
    if len(encoded.encode()) <= NAME_LIMIT:
        return encoded
    # `%~` occurs in no encoded name, so a shortened one meets no other.
    tail = "%~" + hashlib.sha256(raw_bytes(name)).hexdigest()[:20]
    head = encoded.encode()[: NAME_LIMIT - len(tail)].decode("utf-8", "ignore")
    return re.sub("%[0-9A-F]?$", "", head) + tail
