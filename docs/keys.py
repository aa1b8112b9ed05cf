"""`make docs`: writes the README's table of keys from the commands."""

from __future__ import annotations

from pathlib import Path

from csreader.tui.commands import COMMANDS, Scope, key_name

README = Path(__file__).resolve().parents[1] / "README.md"
BEGIN = "<!-- keys: made by `make docs` -->"
END = "<!-- end of keys -->"

_WHERE = {
    Scope.BODY: "In the text",
    Scope.POSTS: "In the list of posts",
    Scope.ANNOTATIONS: "In the annotations",
    Scope.LISTS: "In any list",
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


def with_table(readme: str) -> str:
    """The README with its table as it should be."""
    before, rest = readme.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


if __name__ == "__main__":
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"wrote the keys into {README.name}")
