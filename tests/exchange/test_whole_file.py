"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from csreader.exchange.whole_file import replacing


def test_a_file_is_as_it_was_after_an_error(tmp_path: Path) -> None:
    target = tmp_path / "marks.json"
    target.write_bytes(b"old")

    def fail() -> None:
        with replacing(target) as stream:
            stream.write(b"half of")
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="space"):
        fail()
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_new_file_has_the_usual_mode_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    target = tmp_path / "marks.json"
    old = os.umask(0o027)
    try:
        with replacing(target) as stream:
            stream.write(b"new")
    finally:
        os.umask(old)
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    target.chmod(0o604)
    with replacing(target) as stream:
        stream.write(b"newer")
    assert (target.read_bytes(), stat.S_IMODE(target.stat().st_mode)) == (b"newer", 0o604)
