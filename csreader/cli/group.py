"""The command `csreader`: opens the app on a path, or runs one of the commands."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from csreader import __version__
from csreader.cli.app import open_app
from csreader.cli.check import check
from csreader.cli.export import export
from csreader.cli.failures import FINE, report
from csreader.cli.history import history
from csreader.cli.import_ import import_marks
from csreader.cli.list import list_posts
from csreader.cli.merge import merge
from csreader.cli.options import coder_option, images_option
from csreader.cli.relink import relink
from csreader.cli.report import report as write_report
from csreader.cli.restore import restore
from csreader.cli.session import SessionOptions, with_session_options
from csreader.cli.show import show
from csreader.cli.tag import tag
from csreader.cli.untag import untag

COMMANDS = (
    list_posts,
    show,
    check,
    tag,
    untag,
    history,
    restore,
    export,
    write_report,
    import_marks,
    merge,
    relink,
)
"""In the order that the help tells of them."""

EPILOG = """\b
Examples:
  csreader posts               read and mark the stories in posts/
  csreader --demo              try it on stories that come with it
  csreader --session posts     go through those that are not done, one by one
  csreader list posts          what is there
  csreader export posts -o marks.json
  csreader ./list              open a folder that is named as a command is

A path is a folder of posts or one post; without one the current folder opens. Exit
codes: 0 fine, 1 problems found, 2 wrong use.
"""


class _ReaderGoneError(Exception):
    """What is under stdout is a pipe whose reader has enough, such as `head`."""


class CommandOrPath(click.Group):
    """A group whose first argument may be a path instead of a command.

    A command returns its exit code. Called, it ends the process with that code and turns
    every error into one line on stderr.
    """

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments name, or the one that opens the app on a path."""
        if args and args[0] in self.commands:
            return super().resolve_command(ctx, args)
        return open_app.name, open_app, args

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The commands' names, in the order of `COMMANDS`."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            # click would end the process with 1, which stands for problems found.
            raise _ReaderGoneError from error

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Runs the command line and ends the process, unless `standalone_mode` is off."""
        if standalone_mode:
            # A text is made of very many small objects and no circles: looking for those
            # every 700 objects takes a fifth of the time.
            gc.set_threshold(100_000, 50, 50)
        _print_anywhere()
        try:
            code = super().main(
                args,
                prog_name or "csreader",
                complete_var,
                standalone_mode=False,
                windows_expand_args=windows_expand_args,
                **extra,
            )
            sys.stdout.flush()
        except (_ReaderGoneError, BrokenPipeError):
            _forget_stdout()
            code = FINE
        except Exception as error:
            code = report(error)
        if standalone_mode:
            sys.exit(code or FINE)
        return code or FINE


def _print_anywhere() -> None:
    """Lets characters that a stream's encoding lacks show as `?` instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _forget_stdout() -> None:
    """Keeps Python from complaining at its end about a pipe that its reader has closed."""
    try:
        with open(os.devnull, "w", encoding="utf-8") as devnull:  # noqa: PTH123
            os.dup2(devnull.fileno(), sys.stdout.fileno())
    except (OSError, ValueError):
        pass


@click.group(
    "csreader",
    cls=CommandOrPath,
    invoke_without_command=True,
    subcommand_metavar="[PATH | COMMAND [ARGS]...]",
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@coder_option
@click.option("--demo", is_flag=True, help="Open a copy of the posts that come with csreader.")
@images_option
@with_session_options
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def main(ctx: click.Context, /, coder: str, demo: bool, images: bool, **session: Any) -> int:
    """Read a collection of stories in the terminal and mark what matters in them.

    Without a command, PATH opens in the app.
    """
    ctx.obj = coder
    if ctx.invoked_subcommand is None:
        given = {"coder": coder, "demo": demo, "images": images, **session}
        return int(ctx.invoke(open_app, path=None, **given))
    if demo and ctx.invoked_subcommand != open_app.name:
        raise click.UsageError("--demo opens the app and goes with no command.", ctx)
    asked = SessionOptions(**session)
    if asked.given and ctx.invoked_subcommand != open_app.name:
        raise click.UsageError(f"{asked.given} opens the app and goes with no command.", ctx)
    ctx.meta["csreader.session"] = asked
    ctx.meta["csreader.demo"] = demo
    ctx.meta["csreader.images"] = images
    return FINE


for command in COMMANDS:
    main.add_command(command)
