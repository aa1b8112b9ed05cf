"""Splits a file into header and body, and reads the header.

The splitter is our own, for it keeps line numbers and the body as they are; YAML is read
by python-frontmatter's handler with a safe loader, TOML and JSON by the standard library.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from csreader.collection.model import Header, Severity

_FENCE = re.compile(r"---[ \t]*\Z")
_CLOSER = re.compile(r"(?:---|\.\.\.)[ \t]*\Z")
_TOML_FENCE = re.compile(r"\+\+\+[ \t]*\Z")
_KEY = re.compile(r"([A-Za-z_][\w .-]*?)[ \t]*:(?:[ \t]+(.*)|)\Z", re.S)
_ALIAS = re.compile(r"[\[,:\-]\s*\*[\w-]+")
_MOST_ALIASES = 50


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a header."""

    line: int
    """The file's line, from 1."""
    kind: str
    severity: Severity
    message: str


@dataclass(frozen=True, slots=True)
class Split:
    """A file's two parts."""

    header: Header
    body: str
    body_line: int
    findings: tuple[Finding, ...] = ()
    raw: str = ""
    """The header's text."""


def split(text: str) -> Split:
    """Splits a file's text, line ends as LF, into header and body."""
    lines = text.split("\n")
    if _FENCE.match(lines[0]):
        return _split_yaml(text, lines)
    if _TOML_FENCE.match(lines[0]):
        return _split_toml(text, lines)
    if lines[0].startswith("{"):
        return _split_json(text)
    return Split(Header(), text, 1)


def _split_yaml(text: str, lines: list[str]) -> Split:
    end = next((n for n in range(1, len(lines)) if _CLOSER.match(lines[n])), None)
    first = next((line for line in lines[1:end] if line.strip() and not line.startswith("#")), "")
    looks = _KEY.match(first) is not None or first.startswith(("{", '"', "'", "?"))
    if end is None:
        if not looks:
            return Split(Header(), text, 1)
        message = "front matter not closed: put a line --- behind the header."
        finding = Finding(1, "front-matter-not-closed", Severity.ERROR, message)
        return Split(Header(), text, 1, (finding,))
    raw = "\n".join(lines[1:end])
    if raw.strip() and not looks and not _loads_as_mapping(raw):
        # A rule that only looks like a header.
        return Split(Header(), text, 1)
    values, findings = read_yaml(raw, 2)
    header = Header(values, "yaml", any(one.kind == "front-matter" for one in findings))
    return Split(header, "\n".join(lines[end + 1 :]), end + 2, tuple(findings), raw)


def _loads_as_mapping(raw: str) -> bool:
    try:
        return isinstance(_load(raw), dict)
    except Exception:
        return False


def read_yaml(raw: str, first_line: int) -> tuple[dict[str, Any], list[Finding]]:
    """Reads a YAML header; what does not parse is read line by line."""
    if not raw.strip():
        return {}, []
    try:
        if len(_ALIAS.findall(raw)) > _MOST_ALIASES:
            raise ValueError("it repeats itself by too many aliases")
        values = _load(raw)
        if isinstance(values, dict):
            return {str(key): value for key, value in values.items()}, _doubled(raw, first_line)
        if values is None:
            return {}, []
        raise ValueError("it is no list of `key: value` lines")
    # PyYAML raises more than its own errors: on odd dates, deep nesting, unhashable keys.
    except Exception as error:
        line, reason = _where(error)
        values, broken = _read_leniently(raw)
        at = first_line + (line if line is not None else broken if broken is not None else 0)
        message = f"the header is not valid YAML ({reason}); put the value in quotes."
        return values, [Finding(at, "front-matter", Severity.ERROR, message)]


def _where(error: Exception) -> tuple[int | None, str]:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    reason = getattr(error, "problem", None) or str(error) or type(error).__name__
    return (mark.line if mark is not None else None), " ".join(str(reason).split())[:120]


def _doubled(raw: str, first_line: int) -> list[Finding]:
    seen: set[str] = set()
    findings = []
    for number, line in enumerate(raw.split("\n")):
        match = _KEY.match(line)
        if match is None or line[0] in " \t#-":
            continue
        if match[1] in seen:
            message = f"the key {match[1]} stands twice in the header; the last one counts."
            findings.append(
                Finding(first_line + number, "duplicate-key", Severity.WARNING, message)
            )
        seen.add(match[1])
    return findings


def _read_leniently(raw: str) -> tuple[dict[str, Any], int | None]:
    """Each `key: value` by itself; and the number of the first line that does not parse."""
    values: dict[str, Any] = {}
    broken: int | None = None
    chunks: list[tuple[int, list[str]]] = []
    for number, line in enumerate(raw.split("\n")):
        if _KEY.match(line) and line[0] not in " \t#-":
            chunks.append((number, [line]))
        elif chunks:
            chunks[-1][1].append(line)
    for number, chunk in chunks:
        match = _KEY.match(chunk[0])
        assert match is not None
        try:
            loaded = _load("\n".join(chunk))
            values[match[1]] = loaded[match[1]]
        except Exception:
            broken = number if broken is None else broken
            values.setdefault(match[1], " ".join((match[2] or "").split()))
    return values, broken


def _load(raw: str) -> Any:
    return _handler().load(raw, Loader=_loader())


@lru_cache(maxsize=1)
def _handler() -> Any:
    # Deferred, as is yaml: a command that reads no header need not load them.
    from frontmatter.default_handlers import YAMLHandler

    return YAMLHandler()


@lru_cache(maxsize=1)
def _loader() -> Any:
    """A safe loader that leaves scalars as typed and never builds what a tag names."""
    import yaml

    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Loader(base):  # type: ignore[misc]
        """Text stays text; only nothing is None."""

    Loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag.endswith((":null", ":merge"))]
        for first, resolvers in base.yaml_implicit_resolvers.items()
    }

    def untagged(loader: Any, _suffix: str, node: Any) -> Any:
        return loader.construct_scalar(node) if isinstance(node, yaml.ScalarNode) else None

    Loader.add_multi_constructor("!", untagged)
    Loader.add_multi_constructor("tag:", untagged)
    return Loader


def _split_toml(text: str, lines: list[str]) -> Split:
    end = next((n for n in range(1, len(lines)) if _TOML_FENCE.match(lines[n])), None)
    if end is None:
        return Split(Header(), text, 1)
    raw = "\n".join(lines[1:end])
    body, body_line = "\n".join(lines[end + 1 :]), end + 2
    try:
        values = tomllib.loads(raw)
    except (ValueError, RecursionError) as error:
        found = re.search(r"line (\d+)", str(error))
        line = 1 + int(found[1]) if found else 1
        message = f"the header is not valid TOML ({error})."
        values = _toml_leniently(lines[1:end])
        finding = Finding(line, "front-matter", Severity.ERROR, message)
        return Split(Header(values, "toml", True), body, body_line, (finding,), raw)
    return Split(Header(values, "toml"), body, body_line, (), raw)


def _toml_leniently(lines: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for line in lines:
        key, equals, value = line.partition("=")
        if equals and re.fullmatch(r"[\w-]+", key.strip()):
            values[key.strip()] = value.strip().strip("\"'")
    return values


def _split_json(text: str) -> Split:
    try:
        values, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return Split(Header(), text, 1)
    rest = text[end:]
    first = rest.split("\n", 1)[0]
    if not isinstance(values, dict) or not values or first.strip(" \t;"):
        return Split(Header(), text, 1)
    body = rest.partition("\n")[2]
    line = text.count("\n", 0, end) + 2
    return Split(Header(values, "json"), body, line, (), text[:end])
