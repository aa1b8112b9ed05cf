"""Puts blocks, decorations and the blank lines between them in the order they are painted in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from csreader.text.characters import one_line
from csreader.text.clusters import snap
from csreader.text.layout.flow import Flow, Insert
from csreader.text.layout.lines import Role
from csreader.text.layout.prefixes import Part, Prefix, prefix_of, shared_containers
from csreader.text.layout.rows import BlankRows, Rows, wrapped
from csreader.text.layout.tables import table_rows
from csreader.text.model import (
    Block,
    BlockKind,
    ContainerKind,
    Decoration,
    DecorationKind,
    ReadingText,
)


def arrange(reading: ReadingText, width: int) -> Iterator[tuple[int, Rows]]:
    """The rows of all that is painted, from the top, each with its block's index or -1."""
    flow = Flow.of(reading.text)
    inline: dict[int, list[Decoration]] = defaultdict(list)
    apart: dict[int, list[Decoration]] = defaultdict(list)
    for decoration in reading.decorations:
        (inline if decoration.inline else apart)[decoration.before].append(decoration)

    most = width // 2  # cells for prefixes
    before: Block | Decoration | None = None
    for index, offset, shown in _in_order(reading, apart):
        shared = 0
        if before is not None:
            shared = shared_containers(before.containers, shown.containers)
            if not _tight(before, shown, shared):
                prefix = prefix_of(shown.containers[:shared], shared, most)
                yield -1, BlankRows((offset,), prefix)
        prefix = prefix_of(shown.containers, shared, most)
        if isinstance(shown, Block):
            inserts = _inserts(reading.text, shown, inline[index]) if index in inline else []
            yield index, _block_rows(flow, shown, index, prefix, width - prefix.room, inserts)
        else:
            yield -1, _decoration_rows(shown, offset, prefix, width - prefix.room)
        before = shown


def _in_order(
    reading: ReadingText, apart: dict[int, list[Decoration]]
) -> Iterator[tuple[int, int, Block | Decoration]]:
    """Blocks, and decorations on lines of their own, each with the next block's index and start."""
    for index, block in enumerate(reading.blocks):
        for decoration in apart.get(index, ()):
            yield index, block.start, decoration
        yield index, block.start, block
    for decoration in apart.get(len(reading.blocks), ()):
        yield len(reading.blocks), len(reading.text), decoration


def _tight(before: Block | Decoration, after: Block | Decoration, shared: int) -> bool:
    """Whether no blank line stands between: in lists, and after a term."""
    if isinstance(before, Decoration) or isinstance(after, Decoration):
        return False
    if before.kind is BlockKind.TERM:
        return after.kind in (BlockKind.TERM, BlockKind.DEFINITION)
    if before.kind is not BlockKind.ITEM or after.kind is not BlockKind.ITEM:
        return False
    begun = after.containers[shared:]
    apart = (*before.containers[shared:], *begun)
    return bool(begun) and all(each.kind is ContainerKind.ITEM for each in apart)


def _block_rows(
    flow: Flow, block: Block, index: int, prefix: Prefix, width: int, inserts: Sequence[Insert]
) -> Rows:
    if block.kind is BlockKind.TABLE:
        return table_rows(flow, block, index, prefix, width, inserts)
    start, end = block.start, block.end
    if inserts:
        flow = Flow.with_inserts(flow.source, start, end, inserts)
        start, end = 0, len(flow.source)
    return wrapped(flow, index, start, end, prefix, width, hard=block.kind is BlockKind.CODE)


def _decoration_rows(shown: Decoration, offset: int, prefix: Prefix, width: int) -> Rows:
    if shown.kind is DecorationKind.RULE:
        return BlankRows((offset,), prefix, (Part("─" * width, width, Role.RULE),))
    flow = Flow.with_inserts("", offset, offset, [Insert(offset, _label(shown), _role(shown))])
    return wrapped(flow, -1, 0, len(flow.source), prefix, width)


def _inserts(text: str, block: Block, decorations: Sequence[Decoration]) -> list[Insert]:
    """What is painted within a block, with a blank to each side where there is none."""
    inserts: list[Insert] = []
    for decoration in sorted(decorations, key=lambda each: each.at):
        at = snap(text, decoration.at, decoration.at)[1]
        at = max(block.start, min(at, block.end))
        follows = inserts[-1].offset == at if inserts else at == block.start
        if not follows and not text[at - 1].isspace():
            inserts.append(Insert(at, " ", Role.PADDING))
        label = _label(decoration)
        if at < block.end and not text[at].isspace():
            label += " "
        inserts.append(Insert(at, label, _role(decoration)))
    return inserts


def _label(decoration: Decoration) -> str:
    return one_line(decoration.label) or f"[{decoration.kind}]"


def _role(decoration: Decoration) -> Role:
    return Role.MARKER if decoration.kind is DecorationKind.CHECKBOX else Role.IMAGE
