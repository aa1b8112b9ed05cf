"""Opens the app."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path

import click
from click.core import ParameterSource

from csreader.cli.failures import WrongUseError
from csreader.cli.options import chosen_coder, coder_option, images_option
from csreader.cli.session import SessionOptions, with_session_options


def _show_help(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:  # noqa: ARG001
    """Shows the help of `csreader` itself: a path is none of its commands."""
    if value and not ctx.resilient_parsing:
        click.echo((ctx.parent or ctx).get_help())
        ctx.exit()


@click.command("PATH", add_help_option=False)
@click.argument("path", required=False)
@coder_option
@click.option("--demo", is_flag=True)
@images_option
@with_session_options
@click.option("-h", "--help", is_flag=True, is_eager=True, expose_value=False, callback=_show_help)
def open_app(
    path: str | None,
    coder: str,
    demo: bool,
    images: bool,
    session: bool,
    order: str | None,
    seed: int | None,
    query: str | None,
) -> int:
    """Opens a collection in the app."""
    ctx = click.get_current_context()
    asked = SessionOptions(session, order, seed, query).over(ctx.meta.get("csreader.session"))
    asked.check(ctx.parent)
    demo = demo or bool(ctx.meta.get("csreader.demo"))
    images = images or bool(ctx.meta.get("csreader.images"))
    if demo and path is not None:
        raise click.UsageError("--demo opens posts of its own and takes no path.", ctx.parent)
    if path is not None:
        _expect(path, ctx)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise WrongUseError(
            "The app needs a terminal; list, show, check, tag, untag and export do without."
        )
    if demo:
        from csreader.cli.demo import demo_folder

        path = str(demo_folder())
    # Deferred: no command but this one needs Textual, which takes a while to load.
    if images:
        from csreader.tui import pictures

        problem = pictures.prepare()
        # Asked for by the environment, they are shown where they can be.
        if problem and not _by_environment(ctx):
            raise WrongUseError(problem)
    from csreader.tui.app import run

    return run(path, chosen_coder(coder), tour=demo, request=asked.request())


def _by_environment(ctx: click.Context) -> bool:
    """Whether pictures were asked for by the variable, not by the option."""
    sources = [one.get_parameter_source("images") for one in (ctx, ctx.parent) if one]
    return ParameterSource.COMMANDLINE not in sources


def _expect(path: str, ctx: click.Context) -> None:
    """Ends with a helpful line where neither a path nor a command is meant.

    Raises:
        UsageError: If the path does not exist.
    """
    try:
        if Path(path).expanduser().exists():
            return
    except (OSError, RuntimeError, ValueError):
        # The app's reader says what is wrong with it.
        return
    commands = ctx.parent.command if ctx.parent else None
    names = list(commands.commands) if isinstance(commands, click.Group) else []
    near = difflib.get_close_matches(path, names, 1)
    hint = f" Did you mean csreader {near[0]}?" if near else ""
    raise click.UsageError(f"{path} does not exist, and no command is named so.{hint}", ctx.parent)
