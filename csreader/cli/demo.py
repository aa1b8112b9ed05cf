"""The posts and marks that come with csreader, copied to where they can be tried."""

from __future__ import annotations

import tempfile
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

MARKS = ("codebook.json", "demo")
"""What is shipped of annotations/: the codebook and the demonstration coder's files."""


def demo_folder() -> Path:
    """A folder with a copy of the shipped posts and marks, made where it is not there yet.

    It is in the user's data folder, so that marks made there are there the next time, or
    in a new temporary folder where that cannot be written.

    Raises:
        OSError: If neither can be written.
    """
    from platformdirs import user_data_path

    try:
        return copy_demo(user_data_path("csreader") / "demo")
    except OSError:
        return copy_demo(Path(tempfile.mkdtemp(prefix="csreader-demo-")))


def copy_demo(target: Path) -> Path:
    """Copies what is not there yet of the shipped posts and marks; returns the folder.

    Raises:
        OSError: If it cannot be written.
    """
    source = shipped()
    _copy(source / "posts", target / "posts")
    for name in MARKS:
        _copy(source / "annotations" / name, target / "annotations" / name)
    return target


def shipped() -> Traversable:
    """The folder with the shipped posts/ and annotations/: the package's, else the checkout's."""
    package = files("csreader")
    packed = package / "demo"
    if (packed / "posts").is_dir():
        return packed
    return Path(str(package)).parent


def _copy(source: Traversable, target: Path) -> None:
    if source.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        for entry in source.iterdir():
            _copy(entry, target / entry.name)
    elif source.is_file() and not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        # Whole or not at all: what is there is not copied again.
        part = target.with_name(target.name + ".part")
        part.write_bytes(source.read_bytes())
        part.replace(target)
