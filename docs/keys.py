"""`make docs`: writes the README's table of keys, and that of all commands, from the commands."""

from __future__ import annotations

from pathlib import Path

from csreader.tui.commands import COMMANDS, Scope, key_name

README = Path(__file__).resolve().parents[1] / "README.md"
COMMANDS_PAGE = README.parent / "docs" / "commands.md"
BEGIN = "<!-- keys: made by `make docs` -->"
END = "<!-- end of keys -->"

_WHERE = {
    Scope.BODY: "In the text",
    Scope.POSTS: "In the list of posts",
    Scope.ANNOTATIONS: "In the annotations",
    Scope.LISTS: "In any list",
    Scope.CODEBOOK: "In the codebook",
    Scope.EVERYWHERE: "Everywhere",
}


def table() -> str:
    """The table of keys in Markdown."""
    lines = ["| where | key | what it does |", "|---|---|---|"]
    for scope, where in _WHERE.items():
        for command in COMMANDS:
            if command.scope == scope and not command.id.startswith("body.extend_"):
                keys = " ".join(f"`{key}`" for key in map(key_name, command.keys))
                lines.append(f"| {where} | {keys} | {command.description} |".replace("||", "|"))
                where = ""
    return "\n".join(lines)


def commands_page() -> str:
    """All commands by the names that the configuration knows them by."""
    lines = [
        "# Commands",
        "",
        "Made by `make docs`. csreader.toml gives other keys to a command by its name; a key",
        "that another command of the same place has is not taken, and `!` in the app says so.",
        "",
        "| name | where | keys | what it does |",
        "|---|---|---|---|",
    ]
    for command in COMMANDS:
        keys = " ".join(f"`{key}`" for key in map(key_name, command.keys))
        where = _WHERE[command.scope].lower()
        lines.append(f"| {command.id} | {where} | {keys} | {command.description} |")
    return "\n".join(lines) + "\n"


def with_table(readme: str) -> str:
    """The README with its table as it should be."""
    before, rest = readme.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


if __name__ == "__main__":
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")
    COMMANDS_PAGE.write_text(commands_page(), encoding="utf-8")
    print(f"wrote the keys into {README.name} and docs/{COMMANDS_PAGE.name}")
