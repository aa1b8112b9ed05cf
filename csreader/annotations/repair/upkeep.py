"""What is done to files that cannot be read, when the user asks for it."""

from __future__ import annotations

from pathlib import Path

from csreader.annotations.disk.paths import coder_folder
from csreader.annotations.errors import StoreError
from csreader.annotations.journal.recording import SET_ASIDE
from csreader.annotations.repair.repairing import Repaired, name_aside, repair, set_aside
from csreader.annotations.tags.tag_store import TagStore
from csreader.text.characters import one_line


class UpkeepStore(TagStore):
    """The annotations of a collection as one coder sees them, tags to change, files to mend.

    Args: as `TagStore`.
    """

    def set_aside(self, path: Path) -> Path:
        """Renames a file that cannot be read, so that a new one can be begun.

        Args:
            path: A broken file of this annotations folder, as `Marks.refused_path` gives it.

        Returns:
            Its new path, `*.broken-<time>` beside it.

        Raises:
            StoreError: If it is not broken (any more), or cannot be renamed.
        """
        with self._folder.locked():
            self._files.expect_broken(path)
            target = name_aside(path, self._clock())
            own = coder_folder(self._folder.path, self.coder) in path.parents
            post = self._files.named_by(path)[1] if own else ""
            message = f"{one_line(self._folder.shown(path))} set aside as {target.name}"
            journal = self._files.journal
            try:
                with journal.change(lambda: (SET_ASIDE, message)), journal.moved(post):
                    path.rename(target)
            except OSError as error:
                shown = self._folder.shown(path)
                reason = one_line(error.strerror or str(error))
                raise StoreError(f"{shown} cannot be set aside: {reason}.", path) from error
        return target

    def repair(self, path: Path) -> Repaired:
        """Brings back what can be read from a broken file, and keeps it under another name.

        Args:
            path: A broken file of this annotations folder, whosever it is.

        Raises:
            StoreError: If it cannot be repaired; it is as it was then.
        """
        return repair(self._files, path, self._clock(), self._new_id)

    def set_aside_files(self) -> list[Path]:
        """The broken files that are kept under another name, in order."""
        return list(set_aside(self._files))
