"""Reads a YAML header, with python-frontmatter's handler and a loader that builds no objects.

Text stays text: a title such as `1984`, `2011-01-02` or `yes` is kept as typed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from csreader.collection.fields import (
    LONGEST,
    Fields,
    doubled_key,
    is_known,
    line_counter,
    quoted,
)
from csreader.collection.model import Finding, Severity

_CORE = "tag:yaml.org,2002:"
_SCALARS = frozenset(
    _CORE + name for name in ("str", "int", "float", "bool", "timestamp", "binary", "value")
) | {"!"}
_SEQUENCES = frozenset(_CORE + name for name in ("seq", "omap", "pairs"))
_MAPPINGS = frozenset(_CORE + name for name in ("map", "set"))
_NULL = _CORE + "null"
_MERGE = _CORE + "merge"
_DEEPEST = 100
_FEWEST_NODES = 10_000
_DROPPED = object()
_WORD_TAG = re.compile(r"![^\W\d_]\w*\Z")
"""A tag such as people make by writing `!important`, not one that a program wrote."""
_COMMENTED = re.compile(r"[ \t]*:[ \t]+(#[^\s#][^\n]*)")
_GLUED_KEY = re.compile(r"(\w+):\S")


class UnreadableYamlError(ValueError):
    """YAML that does not parse, or whose aliases make it grow without bounds."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.line = line
        """The file's line, from 1."""


def load_yaml(raw: str, first_line: int) -> Fields | None:
    """Reads YAML whose top level is a mapping.

    Args:
        raw: The header between its fences.
        first_line: The file's line, from 1, that it begins on.

    Returns:
        Its values; None where it is YAML of another shape. Values whose tag names an
        object are left out, unless they are text.

    Raises:
        UnreadableYamlError: If it does not parse.
    """
    import yaml

    if len(raw) > LONGEST:
        raise UnreadableYamlError(f"it is longer than {LONGEST:,} characters", first_line)
    try:
        root = _handler().load(raw, Loader=_loader())
        if root is None:
            return Fields()
        if not isinstance(root, yaml.MappingNode):
            return None
        return _Builder(raw, first_line).fields(root)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (raw.count("\n", 0, mark.index) if mark else 0)
        reason = " ".join(str(error.problem or "it does not parse").split())
        raise UnreadableYamlError(reason, line) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        if isinstance(error, UnreadableYamlError):
            raise
        at = getattr(error, "position", 0)
        line = first_line + raw.count("\n", 0, at if isinstance(at, int) else 0)
        raise UnreadableYamlError("it holds what YAML does not allow", line) from error


@lru_cache(maxsize=1)
def _handler() -> Any:
    # Deferred, as is yaml: a command that reads no header need not load them.
    from frontmatter.default_handlers import YAMLHandler

    return YAMLHandler()


@lru_cache(maxsize=1)
def _loader() -> Any:
    """A loader that gives the tree of nodes, from which only plain values are made."""
    import yaml

    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Loader(base):  # type: ignore[misc]
        """Knows no numbers, dates or booleans."""

        def construct_document(self, node: Any) -> Any:
            return node

    Loader.yaml_implicit_resolvers = {
        first: kept
        for first, resolvers in base.yaml_implicit_resolvers.items()
        if (kept := [(tag, pattern) for tag, pattern in resolvers if tag in (_NULL, _MERGE)])
    }
    return Loader


class _Builder:
    """Makes text, lists and dicts of nodes, as many as a header of its length can have."""

    def __init__(self, raw: str, first_line: int) -> None:
        self._raw = raw
        self._line_at = line_counter(raw, first_line)
        self._left = max(_FEWEST_NODES, len(raw))
        self._findings: list[Finding] = []

    def fields(self, root: Any) -> Fields:
        if root.tag not in _MAPPINGS:
            self._tagged(root, "was read as plain values")
        values = self._mapping(root, 0)
        typed: dict[str, str] = {}
        lines: dict[str, int] = {}
        for key_node, value_node in root.value:
            key = self._key(key_node)
            lines[key] = self._line(key_node)
            glued = _GLUED_KEY.match(key)
            if glued and is_known(glued[1]) and not is_known(key):
                raise UnreadableYamlError(
                    f"no blank follows the colon of {quoted(glued[1])}", lines[key]
                )
            if key.lower() == "title" and values.get(key) is None:
                values[key] = self._commented(key_node)
            if key in values and not isinstance(values[key], str):
                typed[key] = self._source(value_node)
        return Fields(values, typed, lines, tuple(self._findings))

    def _commented(self, key_node: Any) -> str | None:
        """A title such as `#1 in service`, which YAML takes for a comment."""
        match = _COMMENTED.match(self._raw, key_node.end_mark.index)
        if match is None:
            return None
        title = match[1].strip()
        message = f"YAML takes {quoted(title)} for a comment; put it in quotes."
        line = self._line(key_node)
        self._findings.append(Finding(line, "front-matter", Severity.WARNING, message))
        return title

    def _value(self, node: Any, depth: int) -> object:
        self._left -= 1
        if self._left < 0 or depth > _DEEPEST:
            reason = "it is nested too deep, or its aliases repeat too much"
            raise UnreadableYamlError(reason, self._line(node))
        if node.id == "scalar":
            if node.tag == _NULL:
                return None
            if node.tag not in _SCALARS and node.tag != _MERGE:
                self._tagged(node, "was read as text")
                if not node.style and _WORD_TAG.match(node.tag):
                    return f"{node.tag} {node.value}".strip()
            return str(node.value)
        if node.tag not in (_SEQUENCES if node.id == "sequence" else _MAPPINGS):
            self._tagged(node, "was left out")
            return _DROPPED
        if node.id == "mapping":
            if any(key.id != "scalar" for key, _ in node.value):
                return self._braces(node)
            return self._mapping(node, depth)
        items = (self._value(item, depth + 1) for item in node.value)
        return [item for item in items if item is not _DROPPED]

    def _mapping(self, node: Any, depth: int) -> dict[str, object]:
        values: dict[str, object] = {}
        merged: dict[str, object] = {}
        for key_node, value_node in node.value:
            value = self._value(value_node, depth + 1)
            if key_node.tag == _MERGE:
                for source in value if isinstance(value, list) else [value]:
                    if isinstance(source, dict):
                        merged = {**source, **merged}
                continue
            key = self._key(key_node)
            if key in values:
                self._findings.append(doubled_key(self._line(key_node), key))
            if value is not _DROPPED:
                values[key] = value
        return {**merged, **values} if merged else values

    def _braces(self, node: Any) -> str:
        """A template's `{{ name }}`, which YAML takes for a mapping in a mapping."""
        source = self._source(node)
        message = f"The header has {quoted(source)}, read as text; put it in quotes."
        self._findings.append(Finding(self._line(node), "front-matter", Severity.ERROR, message))
        return source

    def _key(self, node: Any) -> str:
        return str(node.value).strip() if node.id == "scalar" else self._source(node)

    def _source(self, node: Any) -> str:
        return self._raw[node.start_mark.index : node.end_mark.index].strip()

    def _line(self, node: Any) -> int:
        # Not the mark's own line: YAML counts more characters as line ends.
        return self._line_at(node.start_mark.index)

    def _tagged(self, node: Any, done: str) -> None:
        message = f"The header asks for an object {quoted(str(node.tag))}, which {done}."
        self._findings.append(Finding(self._line(node), "object-tag", Severity.WARNING, message))
