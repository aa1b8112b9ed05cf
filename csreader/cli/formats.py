"""The table of formats."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from csreader.cli.console import stdout_console
from csreader.cli.output import say
from csreader.exchange.interface import Format
from csreader.exchange.registry import known_formats
from csreader.text.characters import one_line


def print_formats() -> None:
    """Prints all formats, and on stderr what is wrong with those of plug-ins."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Format", no_wrap=True)
    table.add_column("Files", no_wrap=True)
    table.add_column("Export", no_wrap=True)
    table.add_column("Import", no_wrap=True)
    table.add_column("What it is, takes, and cannot carry", overflow="fold")
    known = known_formats()
    for one in known.formats.values():
        export = "folder" if one.write_folder else "yes" if one.write else "no"
        cells = (one.name, " ".join(one.endings), export, "yes" if one.read else "no", _about(one))
        table.add_row(*(Text(one_line(cell)) for cell in cells))
    stdout_console(unbounded=True).print(table)
    for remark in known.remarks:
        say(remark)


def _about(one: Format) -> str:
    parts = [f"{one.description}."]
    if one.accepts:
        flags = ", ".join(f"--{name.replace('_', '-')}" for name in sorted(one.accepts))
        parts.append(f"Takes {flags}.")
    if one.extra:
        parts.append(f"Needs csreader[{one.extra}].")
    parts.append(one.loses or "It carries everything.")
    return " ".join(parts)
