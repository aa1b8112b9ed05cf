"""XML of other tools as a small tree that knows its lines.

It is read with defusedxml: a document type, an entity or an outside reference is refused,
so that nothing expands and nothing else is opened. How deep it nests and how many elements
it has are bounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler, feature_namespaces
from xml.sax.xmlreader import InputSource

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from csreader.exchange.interface import FormatError
from csreader.text.characters import one_line

MOST_ELEMENTS = 5_000_000
DEEPEST = 400


@dataclass(slots=True)
class Element:
    """An element with its attributes, whatever their namespace."""

    name: str
    """Without its namespace."""
    namespace: str
    attributes: dict[str, str]
    line: int
    """From 1."""
    children: list[Element] = field(default_factory=list)
    text: str = ""
    """The characters directly in it."""

    def get(self, attribute: str) -> str:
        """An attribute's value; empty where it is not there."""
        return self.attributes.get(attribute, "")

    def all(self, name: str) -> Iterator[Element]:
        """Its children of a name."""
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> Element | None:
        """Its first child of a name."""
        return next(self.all(name), None)

    def text_of(self, name: str) -> str:
        """The characters in its first child of a name; empty where there is none."""
        found = self.first(name)
        return found.text if found is not None else ""


def read_xml(stream: BinaryIO, name: str) -> Element:
    """The root of a document.

    Args:
        stream: The document's bytes.
        name: What to call the file in an error.

    Raises:
        FormatError: If it is not well-formed, declares a document type or entities, or is
            too deep or too large.
    """
    name = one_line(name)
    handler = _TreeBuilder(name)
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(handler)
    source = InputSource()
    source.setByteStream(stream)
    try:
        parser.parse(source)
    except DefusedXmlException as error:
        raise FormatError(
            f"{name} declares a document type or entities, which could do harm; it is not read."
        ) from error
    except SAXParseException as error:
        raise FormatError(
            f"{name}, line {error.getLineNumber()}: this is no well-formed XML "
            f"({one_line(error.getMessage())}); export the file again."
        ) from error
    except (SAXException, UnicodeError, LookupError) as error:
        raise FormatError(
            f"{name} is no XML that can be read ({one_line(str(error))}); export it again."
        ) from error
    assert handler.root is not None  # a document without one is not well-formed
    return handler.root


class _TreeBuilder(ContentHandler):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.root: Element | None = None
        self._name = name
        self._open: list[tuple[Element, list[str]]] = []
        self._count = 0
        self._locator: Any = None

    def setDocumentLocator(self, locator: Any) -> None:  # noqa: N802
        self._locator = locator

    def startElementNS(self, name: Any, qname: Any, attrs: Any) -> None:  # noqa: N802, ARG002
        line = self._locator.getLineNumber()
        self._count += 1
        if self._count > MOST_ELEMENTS:
            raise FormatError(
                f"{self._name} has more than {MOST_ELEMENTS:,} elements; export it in parts."
            )
        if len(self._open) >= DEEPEST:
            raise FormatError(
                f"{self._name}, line {line}: elements nest deeper than {DEEPEST}; "
                "this is no file that such tools write."
            )
        namespace, local = name
        values = {key[1]: value for key, value in attrs.items()}
        element = Element(local, namespace or "", values, line)
        if self._open:
            self._open[-1][0].children.append(element)
        else:
            self.root = element
        self._open.append((element, []))

    def endElementNS(self, name: Any, qname: Any) -> None:  # noqa: N802, ARG002
        element, parts = self._open.pop()
        element.text = "".join(parts)

    def characters(self, content: str) -> None:
        self._open[-1][1].append(content)
