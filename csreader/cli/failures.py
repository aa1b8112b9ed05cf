"""What went wrong, as one line on stderr and an exit code."""

from __future__ import annotations

import errno
import os

import click

from csreader.cli.output import say

FINE, PROBLEMS, WRONG_USE = 0, 1, 2
"""The exit codes: fine, problems found, wrong use."""
INTERRUPTED = 130
"""128 and the number of SIGINT, as shells have it."""
DEBUG = "CSREADER_DEBUG"


class WrongUseError(click.ClickException):
    """A command that cannot be done as asked; its text is one plain sentence."""

    exit_code = WRONG_USE


_NOT_THERE = frozenset((errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.EINVAL))


def report(error: Exception) -> int:
    """Says what an error is, in one line, and gives the exit code that it stands for."""
    if os.environ.get(DEBUG) and not isinstance(error, click.ClickException | click.Abort):
        raise error
    if isinstance(error, click.ClickException):
        message = error.format_message()
        hint = getattr(getattr(error, "ctx", None), "command_path", "csreader")
        usage = isinstance(error, click.UsageError)
        say(f"{message} See {hint} --help." if usage else message)
        return error.exit_code
    if isinstance(error, click.Abort):
        say("stopped.")
        return INTERRUPTED
    known = _known(error)
    if known is not None:
        message, code = known
        say(message)
        return code
    if isinstance(error, OSError):
        name = f"{error.filename}: " if isinstance(error.filename, str) else ""
        say(f"{name}{error.strerror or error}.")
        return PROBLEMS
    say(
        f"{type(error).__name__}: {error}. This is a fault of csreader; please report it, "
        f"with what {DEBUG}=1 shows."
    )
    return PROBLEMS


def _known(error: Exception) -> tuple[str, int] | None:
    """The message and exit code of an error that a room raises on purpose; else None."""
    # Deferred: they load what only commands that read need.
    try:
        from csreader.annotations import errors
        from csreader.collection import CollectionError
        from csreader.exchange.interface import FormatError, UnfitError
    except ImportError:
        # A package that csreader needs is not there, which is the error at hand.
        return None
    if isinstance(error, CollectionError):
        cause = error.__cause__
        there = isinstance(cause, OSError) and cause.errno not in _NOT_THERE
        return str(error), PROBLEMS if there else WRONG_USE
    if isinstance(error, FormatError):
        return str(error), WRONG_USE if isinstance(error, UnfitError) else PROBLEMS
    if isinstance(error, errors.StoreError):
        wrong = errors.PassageError, errors.TagNameError, errors.UnknownAnnotationError
        return error.message, WRONG_USE if isinstance(error, wrong) else PROBLEMS
    return None
