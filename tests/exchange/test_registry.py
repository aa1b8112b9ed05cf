"""The registry: csreader's own formats, plug-ins, extras, and which format a file is of."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from csreader.exchange import registry
from csreader.exchange.interface import Format, FormatError
from csreader.exchange.registry import (
    BUILT_IN,
    format_named,
    formats,
    known_formats,
    reader_for,
    with_extra,
    writer_for,
)

_PLUGIN = """
from csreader.exchange.brought import Brought
from csreader.exchange.interface import Format

def _write(snapshot, stream, options):
    stream.write(b"plugged in\\n")

PLUGGED = Format(
    "plugged", (".plugged",), "a test's", "All.", write=_write, read=lambda path: Brought()
)
MISNAMED = Format("other", (".other",), "a test's", "All.", write=_write)
NOTHING = 7
"""


def _distribution(folder: Path, points: str, module: str = _PLUGIN) -> None:
    """Lays out an installed package with entry points, as pip does."""
    info = folder / "plugged-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: plugged\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[csreader.formats]\n{points}\n")
    (folder / "plugged_formats.py").write_text(module)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "plugged_formats", raising=False)
    yield tmp_path
    sys.modules.pop("plugged_formats", None)


def test_every_format_of_csreader_is_under_its_own_name() -> None:
    found = formats()
    assert list(found)[: len(BUILT_IN)] == list(BUILT_IN)
    for name, one in found.items():
        assert one.name == name
        assert one.endings
        assert all(ending.startswith(".") and ending == ending.lower() for ending in one.endings)
        assert one.write or one.write_folder or one.read
        assert one.loses == "" or one.loses.endswith(".")


def test_a_plug_in_joins(site: Path) -> None:
    _distribution(site, "plugged = plugged_formats:PLUGGED")
    known = known_formats()
    assert known.remarks == ()
    assert known.formats["plugged"].description == "a test's"
    found = writer_for("x.PLUGGED")
    assert found is not None
    assert found.name == "plugged"
    assert reader_for(site / "x.plugged").name == "plugged"


@pytest.mark.parametrize(
    ("point", "said"),
    [
        ("plugged = plugged_formats:NO", "AttributeError"),
        ("plugged = no_such_module:X", "ModuleNotFoundError"),
        ("plugged = plugged_formats:NOTHING", "no such Format"),
        ("plugged = plugged_formats:MISNAMED", "no such Format"),
        ("json = plugged_formats:PLUGGED", "taken"),
    ],
)
def test_a_plug_in_that_fails_is_one_remark(site: Path, point: str, said: str) -> None:
    _distribution(site, point)
    known = known_formats()
    assert list(known.formats) == list(BUILT_IN)
    (remark,) = known.remarks
    assert said in remark
    assert "\n" not in remark


def test_a_plug_in_that_crashes_is_one_remark(site: Path) -> None:
    _distribution(site, "plugged = plugged_formats:PLUGGED", "raise RuntimeError('two\\nlines')\n")
    (remark,) = known_formats().remarks
    assert "RuntimeError: two lines" in remark


def test_a_format_of_csreader_is_found_without_the_others() -> None:
    code = (
        "import sys; from csreader.exchange.registry import format_named;"
        "format_named('csv');"
        "print(sorted(n for n in sys.modules if n.startswith('csreader.exchange.formats.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "csreader.exchange.formats.csv_table" in done.stdout
    assert "csreader.exchange.formats.csreader_json" not in done.stdout
    assert format_named("no such") is None


def _format(name: str, recognises: Callable[[Path], bool] | None, *endings: str) -> Format:
    return Format(name, endings, "", "", read=lambda _: None, recognises=recognises)  # type: ignore[arg-type,return-value]


def _known(monkeypatch: pytest.MonkeyPatch, *known: Format) -> None:
    monkeypatch.setattr(registry, "formats", lambda: {one.name: one for one in known})


def test_formats_of_one_ending_are_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def begins(sign: str) -> Callable[[Path], bool]:
        return lambda path: path.is_file() and path.read_text().startswith(sign)

    _known(monkeypatch, _format("a", begins("a"), ".x"), _format("b", begins("b"), ".x", ".y.x"))
    file = tmp_path / "f.X"
    for content in ("a", "b"):
        file.write_text(content)
        assert reader_for(file).name == content
    file.write_text("c")
    with pytest.raises(FormatError, match="a or b; say which with --format"):
        reader_for(file)
    with pytest.raises(FormatError, match=r"formats read: a, b; say which with --format\.$"):
        reader_for(tmp_path / "f.zzz")
    # The longer ending speaks first, and a folder is for whoever knows it.
    (tmp_path / "f.y.x").write_text("b")
    assert reader_for(tmp_path / "f.y.x").name == "b"
    with pytest.raises(FormatError):
        reader_for(tmp_path)
    _known(monkeypatch, _format("a", begins("a"), ".x"), _format("d", Path.is_dir, ".d"))
    assert reader_for(tmp_path).name == "d"
    # One that is not asked takes what the others leave.
    _known(monkeypatch, _format("a", begins("a"), ".x"), _format("rest", None, ".x"))
    assert reader_for(file).name == "rest"


def test_a_missing_extra_is_told_with_its_remedy() -> None:
    needing = Format("bin", (".bin",), "", "", extra="spacy")
    with pytest.raises(FormatError, match=r"pip install 'csreader\[spacy\]'"), with_extra(needing):
        import no_such_package
    with pytest.raises(ImportError), with_extra(Format("x", (".x",), "", "")):
        import no_such_package  # noqa: F401
