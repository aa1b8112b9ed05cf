"""How a post and a version of its text are named by an address, and found by one.

A post's address is its path from the collection's root, percent-encoded (RFC 3986): a
relative reference, so that it stays when the collection moves. A version of a text is named
by its hash (RFC 6920), which is what an annotation's state calls a copy of the source.
"""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import quote, unquote_to_bytes

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_URN = re.compile(r"urn:uuid:", re.IGNORECASE)
_HASH = "ni:///sha-256;"
_SHA256_BYTES = 32


def address_of(path: str) -> str:
    """A path as a relative reference; bytes of a file's name that are no UTF-8 come along."""
    try:
        encoded = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        encoded = path.encode("utf-8", "surrogatepass")
    return quote(encoded, safe="/")


def name_of(address: str) -> str:
    """What an address calls a text: the path of a relative reference, else the address."""
    if _SCHEME.match(address) or address.startswith("//"):
        return address
    path = re.split("[?#]", address, maxsplit=1)[0]
    return unquote_to_bytes(path.removeprefix("./")).decode("utf-8", "surrogateescape")


def urn_of(identity: str) -> str:
    """A UUID as an address."""
    return f"urn:uuid:{identity}"


def identity_of(address: str) -> str:
    """The UUID that an address names; the address itself where it names none."""
    return _URN.sub("", address, count=1)


def hash_address(sha256: str) -> str:
    """A hexadecimal SHA-256 as an address."""
    digest = base64.urlsafe_b64encode(bytes.fromhex(sha256))
    return _HASH + digest.decode("ascii").rstrip("=")


def sha256_of(address: str) -> str:
    """The hexadecimal SHA-256 that an address names; empty where it names none."""
    if not address.startswith(_HASH):
        return ""
    written = address.removeprefix(_HASH).partition("?")[0]
    try:
        digest = base64.urlsafe_b64decode(written + "=" * (-len(written) % 4))
    except (binascii.Error, ValueError):
        return ""
    return digest.hex() if len(digest) == _SHA256_BYTES else ""
