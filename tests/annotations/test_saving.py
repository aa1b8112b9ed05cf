"""A save that fails leaves the old file whole, says why, and leaves nothing behind."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from annotating import POST, STORY, contents, mark, markdown, own, stored

from csreader.annotations import Store, StoreError

READING = markdown(STORY)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path, "ann")
    mark(store, READING, "refund", "a")
    return store


class Fault:
    """Makes one of the system's calls fail, where it is about the file being written."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, call: str, number: int) -> None:
        self.met = 0
        self._number = number
        self._files: set[int] = set()
        real: dict[str, Callable[..., Any]] = {
            name: getattr(os, name) for name in ("open", "write", "fsync", "replace", "rename")
        }

        def opened(path: Any, flags: int, *args: Any, **more: Any) -> int:
            writes = bool(flags & (os.O_WRONLY | os.O_RDWR)) and str(path).endswith("-tmp")
            if call == "open" and writes:
                self._fail(path)
            descriptor: int = real["open"](path, flags, *args, **more)
            if writes:
                self._files.add(descriptor)
            return descriptor

        def written(descriptor: int, data: bytes) -> int:
            if call == "write" and descriptor in self._files:
                self._fail()
            if call == "half" and descriptor in self._files:
                if self.met:
                    self._fail()
                self.met += 1
                data = bytes(data)[: len(data) // 2]
            count: int = real["write"](descriptor, data)
            return count

        def synced(descriptor: int) -> None:
            if call == "fsync" and descriptor in self._files:
                self._fail()
            if call == "fsync of the folder" and stat.S_ISDIR(os.fstat(descriptor).st_mode):
                self._fail()
            real["fsync"](descriptor)

        def replaced(name: str) -> Callable[..., None]:
            def move(source: Any, target: Any, *args: Any, **more: Any) -> None:
                if call == "replace" and str(source).endswith("-tmp"):
                    self._fail(target)
                real[name](source, target, *args, **more)

            return move

        monkeypatch.setattr(os, "open", opened)
        monkeypatch.setattr(os, "write", written)
        monkeypatch.setattr(os, "fsync", synced)
        monkeypatch.setattr(os, "replace", replaced("replace"))
        monkeypatch.setattr(os, "rename", replaced("rename"))

    def _fail(self, path: Any = "") -> None:
        self.met += 1
        raise OSError(self._number, os.strerror(self._number), str(path))


SENTENCES = {
    errno.ENOSPC: "disk is full",
    errno.EDQUOT: "quota",
    errno.EACCES: "may not write",
    errno.EROFS: "read-only",
    errno.EIO: "fault",
}


@pytest.mark.parametrize("number", SENTENCES, ids=errno.errorcode.get)
@pytest.mark.parametrize("call", ["open", "write", "half", "fsync", "replace"])
def test_a_failed_save_leaves_everything_as_it_was(
    store: Store, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    before = contents(store.root)
    (found,) = own(store.root, READING)
    at = (found.annotation.start, found.annotation.end)
    acts: list[Callable[[], object]] = [
        lambda: mark(store, READING, "sorry", "a"),
        lambda: store.toggle(POST, READING, *at, "a"),
        lambda: store.update(POST, READING, found.annotation.id, note="none"),
        lambda: store.remove(POST, READING, found.annotation.id),
        lambda: store.set_done(POST, READING, True),
        lambda: store.add_tag("new"),
    ]
    for act in acts:
        with monkeypatch.context() as patch:
            fault = Fault(patch, call, number)
            with pytest.raises(StoreError) as caught:
                act()
            assert fault.met
        message = caught.value.message
        assert message.startswith("annotations/")
        assert "was not saved" in message
        assert SENTENCES[number] in message
        assert message.endswith(".")
        assert "\n" not in message
        assert contents(store.root) == before
    # And once the fault is gone, the same store saves again.
    mark(store, READING, "sorry", "a")
    assert len(own(store.root, READING)) == 2


@pytest.mark.parametrize("call", ["open", "write", "replace"])
def test_a_first_save_that_fails_makes_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    store = Store(tmp_path, "ann")
    with monkeypatch.context() as patch:
        Fault(patch, call, errno.ENOSPC)
        with pytest.raises(StoreError):
            store.set_done("deep/down/post.md", READING, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS], ids=errno.errorcode.get)
def test_a_folder_that_cannot_be_made_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    store = Store(tmp_path, "ann")
    with monkeypatch.context() as patch:

        def refused(path: Any, *_args: Any, **_more: Any) -> None:
            raise OSError(number, os.strerror(number), str(path))

        patch.setattr(os, "mkdir", refused)
        with pytest.raises(StoreError) as caught:
            mark(store, READING, "refund", "a")
    assert SENTENCES[number] in caught.value.message
    assert list(tmp_path.iterdir()) == []
    assert store.marks(POST, READING).own == ()


def test_a_folder_that_cannot_be_synced_does_not_lose_the_new_file(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        Fault(patch, "fsync of the folder", errno.EINVAL)  # as some network disks answer
        mark(store, READING, "sorry", "a")
    assert len(own(store.root, READING)) == 2
    with monkeypatch.context() as patch:
        Fault(patch, "fsync of the folder", errno.EIO)
        with pytest.raises(StoreError):
            mark(store, READING, "shop", "a")
    assert not [name for name in contents(store.root) if name.endswith("-tmp")]


def test_every_byte_is_synced_before_the_rename_and_the_folder_after(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = store.root / "annotations" / "ann" / "kettle.md.json"
    steps: list[str] = []
    real_sync, real_replace = os.fsync, os.replace

    def synced(descriptor: int) -> None:
        status = os.fstat(descriptor)
        steps.append("folder" if stat.S_ISDIR(status.st_mode) else f"file of {status.st_size}")
        real_sync(descriptor)

    def replaced(source: Any, target: Any, **more: Any) -> None:
        steps.append(f"{Path(source).parent == Path(target).parent} {Path(target).name}")
        real_replace(source, target, **more)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", synced)
        patch.setattr(os, "replace", replaced)
        patch.setattr(os, "rename", replaced)
        mark(store, READING, "sorry", "a")
    assert steps == [f"file of {path.stat().st_size}", "True kettle.md.json", "folder"]


def test_a_write_protected_file_is_not_replaced(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(store.root)
    with monkeypatch.context() as patch:
        patch.setattr(os, "access", lambda *_args, **_more: False)
        with pytest.raises(StoreError, match="may not write"):
            mark(store, READING, "sorry", "a")
    assert contents(store.root) == before


def test_permissions_and_links_stay(store: Store, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = store.root / "annotations" / "ann" / "kettle.md.json"
    path.chmod(0o640)
    mark(store, READING, "sorry", "a")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    elsewhere = tmp_path_factory.mktemp("synced") / "kettle.json"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    mark(store, READING, "shop", "a")
    assert path.is_symlink()
    assert len(own(store.root, READING)) == 3
    assert elsewhere.read_bytes() == path.read_bytes()
    assert os.listdir(elsewhere.parent) == ["kettle.json"]  # noqa: PTH208


def test_a_file_that_cannot_be_read_is_a_problem_and_not_overwritten(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(store.root)
    real = os.open

    def refused(path: Any, *args: Any, **more: Any) -> int:
        if str(path).endswith("ann/kettle.md.json"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        descriptor: int = real(path, *args, **more)
        return descriptor

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refused)
        marks = store.marks(POST, READING)
        assert marks.own == ()
        assert marks.refused is not None
        assert "kettle.md.json" in marks.refused
        assert marks.refused_path is None  # nothing is broken: nothing to set aside
        with pytest.raises(StoreError, match=r"kettle\.md\.json cannot be read"):
            mark(store, READING, "sorry", "a")
        theirs = Store(store.root, "bob").marks(POST, READING)
        assert [problem.kind for problem in theirs.problems] == ["unreadable"]
        assert theirs.refused is None
    assert contents(store.root) == before


@pytest.mark.parametrize(
    "place", ["annotations", "annotations/ann", "annotations/ann/kettle.md.json"]
)
def test_something_else_in_the_place_is_said(tmp_path: Path, place: str) -> None:
    path = tmp_path / place
    path.parent.mkdir(parents=True, exist_ok=True)
    if place.endswith(".json"):
        path.mkdir()
    else:
        path.write_text("a file of theirs", encoding="utf-8")
    before = contents(tmp_path)
    store = Store(tmp_path, "ann")
    assert store.marks(POST, READING).own == ()
    with pytest.raises(StoreError) as caught:
        mark(store, READING, "sorry", "a")
    assert "annotations" in caught.value.message
    changed = contents(tmp_path)
    changed.pop("annotations/codebook.json", None)
    assert changed == before


def test_a_pipe_in_the_place_does_not_hang(tmp_path: Path) -> None:
    folder = tmp_path / "annotations" / "ann"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "kettle.md.json")
    store = Store(tmp_path, "ann")
    marks = store.marks(POST, READING)
    assert marks.refused is not None
    with pytest.raises(StoreError, match="not a regular file"):
        mark(store, READING, "sorry", "a")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_the_systems_own_limit_is_said_and_the_old_file_stays(store: Store) -> None:
    # As case 53 has it: ulimit -f, which no wrapper of ours stands before.
    script = """
import resource, sys
from pathlib import Path
from csreader.annotations import Store, StoreError
from csreader.text.model import Format
from csreader.text.reader import read_text
reading = read_text("Words " * 400, Format.MARKDOWN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
for number in range(100):
    try:
        Store(Path(sys.argv[1]), "ann").add("b.md", reading, 6 * number, 6 * number + 5, ["a"])
    except StoreError as error:
        print(number, error.message)
        break
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(store.root)], capture_output=True, text=True, check=True
    )
    number, message = done.stdout.split(maxsplit=1)
    assert message.startswith("annotations/ann/b.md.json was not saved: it grew larger")
    path = store.root / "annotations" / "ann" / "b.md.json"
    assert len(stored(path)) == int(number) > 1
    assert len(own(store.root, READING)) == 1
    assert sorted(each.name for each in path.parent.iterdir()) == ["b.md.json", "kettle.md.json"]
