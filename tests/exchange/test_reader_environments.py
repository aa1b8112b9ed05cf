"""What `make readers` installs: exact versions, and a variable that tests ask for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

_HERE = Path(__file__).parent
_LISTS = sorted((_HERE / "readers").glob("*.txt"))
_VARIABLES = {
    variable
    for path in _HERE.glob("test_readers_*.py")
    for variable in re.findall(r"CSREADER_[A-Z]+(?:_[A-Z]+)*", path.read_text(encoding="utf-8"))
}


@pytest.mark.parametrize("path", _LISTS, ids=lambda path: path.stem)
def test_a_list_has_exact_versions_from_the_usual_index(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    packages = [line for line in lines if not line.startswith("#")]
    assert packages
    for line in packages:
        assert re.fullmatch(r"[\w.-]+==[\w.+!-]+", line), line
    assert packages == sorted(packages, key=lambda line: line.lower().replace("_", "-"))


def test_each_variable_of_the_tests_is_named_by_one_list() -> None:
    named = [
        re.findall(r"^# names: (\w+)=bin/\w+$", path.read_text(encoding="utf-8"), re.MULTILINE)
        for path in _LISTS
    ]
    assert all(len(one) == 1 for one in named)
    assert sorted(one[0] for one in named) == sorted(_VARIABLES)
