"""Runs the tests in which other programs read csreader's files, and csreader theirs.

`make readers` runs it. Each file NAME.txt beside it lists the packages of one program, with
exact versions, which get an environment of their own, .readers/NAME. Its comment
`# names: VARIABLE=bin/PROGRAM` says what the tests find by which variable; a variable that
is set already is left as it is, and nothing is installed for it. A program that cannot be
installed is told of in a line, and its tests are skipped.

spaCy is an extra of csreader and is read by this environment's own.

What comes from elsewhere is used where it is found: a Chromium on the PATH, and in .readers
the script of axe-core (axe.min.js) and the context of Web Annotations that the W3C
publishes (anno.jsonld).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_ROOT = _HERE.parents[2]
_FOLDER = _ROOT / ".readers"
_NAMES = re.compile(r"^# names: (\w+)=(\S+)$", re.MULTILINE)
_FOUND = {"CSREADER_AXE": "axe.min.js", "CSREADER_ANNO_CONTEXT": "anno.jsonld"}
_TESTS = (
    "test_readers_*.py",
    "test_spacy.py",
    "test_w3c_jsonld.py",
    "test_report_in_browser.py",
)


def programs() -> Iterator[tuple[Path, str, str]]:
    """Each list of packages, the variable it is found by, and what that names in it."""
    for path in sorted(_HERE.glob("*.txt")):
        named = _NAMES.search(path.read_text(encoding="utf-8"))
        assert named is not None, path
        yield path, named[1], named[2]


def _installed(wanted: Path) -> Path | None:
    """An environment with a list's packages; None where they cannot be installed."""
    folder = _FOLDER / wanted.stem
    ready = folder / ".ready"
    packages = wanted.read_text(encoding="utf-8")
    if ready.exists() and ready.read_text(encoding="utf-8") == packages:
        return folder
    print(f"Installing {wanted.stem} ...", flush=True)
    venv.create(folder, clear=True, with_pip=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
    # Lists hold all that is needed, so that no version depends on the day.
    done = subprocess.run(
        [*pip, "install", "--quiet", "--no-deps", "--requirement", str(wanted)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        said = done.stderr.splitlines()
        reason = next((line for line in reversed(said) if line.startswith("ERROR")), "pip failed")
        print(f"{wanted.stem} cannot be installed; its tests are skipped: {reason}", flush=True)
        return None
    ready.write_text(packages, encoding="utf-8")
    return folder


def main(arguments: list[str]) -> int:
    """Sets up what is missing and runs the tests; their exit code."""
    environment = dict(os.environ)
    for wanted, variable, named in programs():
        if variable not in environment and (folder := _installed(wanted)) is not None:
            environment[variable] = str(folder / named)
    for variable, name in _FOUND.items():
        if (path := _FOLDER / name).exists():
            environment.setdefault(variable, str(path))
    tests = [str(path) for pattern in _TESTS for path in sorted(_HERE.parent.glob(pattern))]
    command = [sys.executable, "-m", "pytest", "-v", "-rs", *tests, *arguments]
    return subprocess.run(command, cwd=_ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
