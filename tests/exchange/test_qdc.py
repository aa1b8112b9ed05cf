"""The REFI-QDA codebook."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from made_snapshots import EXPORTED, REFI_SCHEMAS, codebooks, written

from csreader.annotations import Tag
from csreader.exchange.brought import BroughtTag
from csreader.exchange.formats.refi.codebook import LARGEST, QDC
from csreader.exchange.interface import FormatError
from csreader.exchange.snapshot import Snapshot
from csreader.exchange.xml_writing import xml_text

SCHEMA = REFI_SCHEMAS / "Codebook.xsd"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMED = 'xmlns="urn:QDA-XML:codebook:1.0"'


def _tag(name: str, identity: str = "", color: str = "#56b4e9", description: str = "") -> Tag:
    return Tag(identity, name, color, description)


def _written(*tags: Tag) -> bytes:
    return written(QDC, Snapshot(EXPORTED, tags, ()))


def _read(folder: Path, content: bytes | str):
    path = folder / "codes.qdc"
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return QDC.read(path)


def _refused(folder: Path, content: bytes | str) -> str:
    with pytest.raises(FormatError) as caught:
        _read(folder, content)
    message = str(caught.value)
    assert message.startswith(str(folder / "codes.qdc"))
    assert "\n" not in message
    return message


def test_levels_are_nested_codes_with_the_tags_own_uuids() -> None:
    first, second = "88712fbb-5501-4452-a95d-01d388a09b42", "7d6f857b-3af4-46ad-852a-a55109e1dde3"
    data = _written(
        _tag("service/quick & kind", first, "#e69f00", 'said "at once"'), _tag("service", second)
    ).decode()
    assert data.splitlines()[1:] == [
        f'<CodeBook {_NAMED} origin="{data.split("origin=")[1][1:].split(chr(34))[0]}">',
        "  <Codes>",
        f'    <Code guid="{second}" name="service" isCodable="true" color="#56b4e9">',
        f'      <Code guid="{first}" name="quick &amp; kind" isCodable="true" color="#e69f00">',
        '        <Description>said "at once"</Description>',
        "      </Code>",
        "    </Code>",
        "  </Codes>",
        "</CodeBook>",
    ]


def test_a_level_that_is_no_tag_cannot_be_given(tmp_path: Path) -> None:
    data = _written(_tag("above/below"))
    assert b'name="above" isCodable="false"' in data
    assert [tag.name for tag in _read(tmp_path, data).codebook] == ["above/below"]


def test_a_slash_in_a_name_goes_out_and_comes_back(tmp_path: Path) -> None:
    data = _written(_tag("and∕or/either∕or"))
    assert b'name="and/or"' in data
    assert b'name="either/or"' in data
    assert [tag.name for tag in _read(tmp_path, data).codebook] == ["and∕or/either∕or"]


def test_a_tag_without_a_uuid_has_the_same_guid_each_time(tmp_path: Path) -> None:
    one, two = (_read(tmp_path, _written(_tag("a", identity))) for identity in ("row-1", "row-2"))
    assert one.codebook[0].id == two.codebook[0].id
    assert _read(tmp_path, _written(_tag("b"))).codebook[0].id != one.codebook[0].id


def test_a_codebook_without_tags_is_not_written() -> None:
    with pytest.raises(FormatError, match="no tag yet"):
        _written()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tags=codebooks(least=1))
def test_what_is_written_is_read(tmp_path: Path, tags: tuple[Tag, ...]) -> None:
    brought = _read(tmp_path, _written(*tags))
    expected = {
        tag.name: BroughtTag(
            xml_text(tag.name),
            tag.color,
            xml_text(tag.description) if tag.description.strip() else "",
            id=tag.id,
        )
        for tag in tags
        if xml_text(tag.name) == tag.name
    }
    found = {tag.name: tag for tag in brought.codebook}
    assert {name: found.get(name) for name in expected} == expected
    assert len(found) == len({xml_text(tag.name) for tag in tags})
    assert brought.remarks == ()


@pytest.mark.skipif(not SCHEMA.exists(), reason="the published schemas are not beside the project")
@settings(max_examples=30, deadline=None)
@given(tags=codebooks(least=1))
def test_it_is_valid_by_the_published_schema(tags: tuple[Tag, ...]) -> None:
    xmlschema = pytest.importorskip("xmlschema", reason="xmlschema is not installed")
    xmlschema.XMLSchema(str(SCHEMA)).validate(_written(*tags).decode())


def test_what_other_programs_write_is_read(tmp_path: Path) -> None:
    """Braces and capitals in GUIDs, short colours, folders, sets, another version's namespace."""
    brought = _read(
        tmp_path,
        _HEAD
        + """<CodeBook xmlns="urn:QDA-XML:codebook:0:4" origin="Other 1.0"><Codes>
        <Code guid="{AAAAAAAA-0000-0000-0000-000000000001}" name="Folder" isCodable="false">
          <Code guid="AAAAAAAA-0000-0000-0000-000000000002" name=" fast&#10;reply " isCodable="true"
            color="#0AF"><Description>at
once</Description></Code>
          <Code guid="aaaaaaaa-0000-0000-0000-000000000003" name="" isCodable="true"/>
        </Code>
        <Code guid="aaaaaaaa-0000-0000-0000-000000000004" name="either/or" isCodable="false"/>
        </Codes>
        <Sets><Set guid="aaaaaaaa-0000-0000-0000-000000000005" name="s"/></Sets></CodeBook>""",
    )
    assert brought.codebook == (
        BroughtTag(
            "Folder/fast reply", "#00aaff", "at\nonce", id="aaaaaaaa-0000-0000-0000-000000000002"
        ),
        BroughtTag("Folder/unnamed", id="aaaaaaaa-0000-0000-0000-000000000003"),
        BroughtTag("either∕or", id="aaaaaaaa-0000-0000-0000-000000000004"),
    )
    assert brought.remarks == ("1 set of codes is left out.",)


def test_a_file_that_is_not_well_formed_is_named_with_its_line(tmp_path: Path) -> None:
    assert "line 3" in _refused(tmp_path, f"{_HEAD}<CodeBook {_NAMED}>\n<Codes></CodeBook>")
    assert "XML" in _refused(tmp_path, b"")
    assert "XML" in _refused(tmp_path, "\x00\x01")
    assert "XML" in _refused(tmp_path, '<?xml version="1.0" encoding="klingon"?><CodeBook/>')


def test_xml_of_another_kind_is_refused(tmp_path: Path) -> None:
    assert "begins with html" in _refused(tmp_path, "<html/>")


@pytest.mark.parametrize(
    "harm",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><CodeBook>&x;</CodeBook>',
        '<!DOCTYPE a [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]><CodeBook>&b;</CodeBook>',
        '<!DOCTYPE a SYSTEM "http://localhost/a.dtd"><CodeBook/>',
        "<!DOCTYPE CodeBook><CodeBook/>",
    ],
)
def test_document_types_and_entities_are_refused(tmp_path: Path, harm: str) -> None:
    assert "harm" in _refused(tmp_path, harm)


def test_too_deep_and_too_large_files_are_refused(tmp_path: Path) -> None:
    assert "deeper" in _refused(tmp_path, "<CodeBook>" + "<Code>" * 100_000)
    path = tmp_path / "codes.qdc"
    with path.open("wb") as stream:
        stream.truncate(LARGEST + 1)
    with pytest.raises(FormatError, match="MiB"):
        QDC.read(path)
