"""csreader.toml, the configuration of a collection."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from csreader.collection.model import Problem, Severity

NAME = "csreader.toml"
_JOURNALS = ("state", "beside", "off")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:[-_][a-zA-Z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Config:
    """What a collection's configuration says."""

    coder: str = ""
    """Who marks; empty where it does not say."""
    language: str = "en"
    """The ISO 639 code of the posts' language, where a post says none."""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Other keys, as people write them, for the app's commands, by their ids."""
    problems: tuple[Problem, ...] = ()
    journal: str = "state"
    """Where the journal of changes is kept: `state` (the user's state folder), `beside` (the
    coder's annotations) or `off` (nowhere)."""


def read_config(root: Path) -> Config:
    """The configuration in a root; what is wrong with it stands in its problems."""
    path = root / NAME
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return Config()
    except (OSError, ValueError, RecursionError) as error:
        found = re.search(r"line (\d+)", str(error))
        return Config(problems=(_problem(f"cannot be read and is left out ({error}).", found),))
    problems = []
    texts = {"coder": "", "language": "en", "journal": "state"}
    keys: dict[str, tuple[str, ...]] = {}
    for key, value in values.items():
        if key == "keys" and isinstance(value, dict):
            keys, wrong = _keys(value)
            problems.extend(wrong)
        elif key not in texts:
            message = f"has the unknown key {key!r}; coder, language, journal and keys are known."
            problems.append(_problem(message))
        elif not isinstance(value, str) or not value.strip():
            problems.append(_problem(f"has no text for {key}; put its value in quotes."))
        elif key == "language" and not _LANGUAGE.fullmatch(value.strip()):
            problems.append(_problem(f"has no language code in {key}; write one such as en."))
        elif key == "journal" and value.strip() not in _JOURNALS:
            message = f"has an unknown value for journal; write {_one_of(_JOURNALS)}."
            problems.append(_problem(message))
        else:
            texts[key] = value.strip()
    language = re.split("[-_]", texts["language"])[0].lower()
    return Config(texts["coder"], language, keys, tuple(problems), texts["journal"])


def _one_of(values: Sequence[str]) -> str:
    quoted = [f'"{value}"' for value in values]
    return f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def _keys(table: Mapping[str, object]) -> tuple[dict[str, tuple[str, ...]], list[Problem]]:
    """The table of keys: a command's id, dotted or quoted, and a key or a list of keys."""
    found: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    waiting = list(table.items())
    while waiting:
        name, value = waiting.pop(0)
        if isinstance(value, dict):
            waiting.extend((f"{name}.{below}", more) for below, more in value.items())
        elif isinstance(value, str):
            found[name] = (value,)
        elif isinstance(value, list) and all(isinstance(key, str) for key in value):
            found[name] = tuple(value)
        else:
            problems.append(_problem(f"has no key for {name}; write one in quotes, or a list."))
    return found, problems


def _problem(message: str, found: re.Match[str] | None = None) -> Problem:
    line = int(found[1]) if found else None
    return Problem(NAME, line, "configuration", Severity.WARNING, f"{NAME} {message}")
