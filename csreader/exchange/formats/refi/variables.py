"""What csreader knows of a post, as variables of its source."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from csreader.annotations import Status
from csreader.exchange.identity import made_id
from csreader.exchange.snapshot import PostSnapshot
from csreader.exchange.xml_writing import XmlWriter, xml_text

_TYPES = {"date": "Date"}
_STATUS = "status ("


def variable_guid(name: str) -> str:
    """The GUID of a variable of csreader's."""
    return made_id("variable", name)


def values_of(post: PostSnapshot) -> Iterator[tuple[str, str]]:
    """The variables of a post, by name: `post` is its id, `status (NAME)` how far a coder is."""
    yield "post", post.id
    yield "path", post.path
    if post.title:
        yield "title", post.title
    if post.date and _is_date(post.date):
        yield "date", post.date
    for coder, status in post.status.items():
        yield f"{_STATUS}{coder})", status.value


def write_variables(xml: XmlWriter, names: Mapping[str, None]) -> None:
    """Writes the element `Variables`, where there are any."""
    if not names:
        return
    with xml.within("Variables"):
        for name in names:
            xml.element(
                "Variable",
                {
                    "guid": variable_guid(name),
                    "name": name,
                    "typeOfVariable": _TYPES.get(name, "Text"),
                },
            )


def write_value(xml: XmlWriter, name: str, value: str) -> None:
    """Writes a source's value of a variable."""
    with xml.within("VariableValue"):
        xml.element("VariableRef", {"targetGUID": variable_guid(name)})
        xml.element(f"{_TYPES.get(name, 'Text')}Value", None, value)


def status_of(values: Mapping[str, str]) -> dict[str, Status]:
    """How far each coder is, from the values of a source by the variables' names."""
    known = {status.value: status for status in Status}
    return {
        name.removeprefix(_STATUS).removesuffix(")"): known[value]
        for name, value in values.items()
        if name.startswith(_STATUS) and value in known
    }


def is_own(name: str, guid: str) -> bool:
    """Whether a variable of a file is one that csreader wrote."""
    return guid == variable_guid(xml_text(name))


def _is_date(date: str) -> bool:
    try:
        return datetime.date.fromisoformat(date).isoformat() == date
    except ValueError:
        return False
