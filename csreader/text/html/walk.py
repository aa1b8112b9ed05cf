"""HTML becomes reading text, in one walk over the parser's tree.

What a browser shows is read: also what only scripts or a press of a button would show or
hide (noscript, details, an element that a style hides), for it is part of what was written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from csreader.text.html.builder import Builder
from csreader.text.html.elements import BLOCKS, HIDDEN, MEDIA, PREFORMATTED
from csreader.text.html.inline_styles import styled
from csreader.text.html.media import image_label, media_label
from csreader.text.html.numbering import ListCount, list_count
from csreader.text.html.tables import Grid
from csreader.text.html.tree import LAYOUT, attributes_of, read_events, text_of
from csreader.text.html.whitespace import PLAIN
from csreader.text.model import BlockKind, ContainerKind, DecorationKind, Style

_KINDS = {
    **{f"h{n}": BlockKind.HEADING for n in range(1, 7)},
    "li": BlockKind.ITEM,
    "dt": BlockKind.TERM,
    "dd": BlockKind.DEFINITION,
    "figcaption": BlockKind.CAPTION,
    "caption": BlockKind.CAPTION,
}
_PASSED_ON = frozenset((*_KINDS.values(),)) - {BlockKind.ITEM}
"""Kinds that a paragraph or division in such an element has too."""
_CONTAINERS = {
    "blockquote": ContainerKind.QUOTE,
    "li": ContainerKind.ITEM,
    "dd": ContainerKind.INDENT,
}
_LISTS = frozenset(("ul", "ol", "menu", "dir"))
_NAMED = re.compile(r"\s(id|name)=\"([^\"]+)\"")
_ENTERED = HIDDEN | MEDIA | {"br", "img", "hr", "input", "q", "embed"}
"""Other elements that do more than to style the text in them."""


def read_html(html: str, builder: Builder, *, line_attribute: str = "") -> None:
    """Gives what a browser shows of a page to a builder.

    Args:
        html: The page, or a piece of one.
        builder: Takes the blocks.
        line_attribute: The attribute that carries the line that an element begins on.
    """
    _Walk(builder, line_attribute).run(read_events(html))
    builder.flush()


@dataclass(slots=True)
class _Entered:
    """An element that the walk is inside of."""

    name: str
    style: Style
    """Around the element."""
    block: bool = False
    kind: BlockKind = BlockKind.PARAGRAPH
    """Of text that stands in the element itself."""
    level: int = 0


class _Walk:
    """One walk over one tree."""

    def __init__(self, builder: Builder, line_attribute: str) -> None:
        self.builder = builder
        self.line = f' {line_attribute}="' if line_attribute else ""
        self.style = PLAIN
        self.entered: list[_Entered] = []
        self.around: list[_Entered] = []
        """The elements entered that stand on lines of their own."""
        self.lists: list[ListCount] = []
        self.skipped = ""
        """The element that is being passed over, and how many of its name are open."""
        self.skip_depth = 0
        self.skipped_tags: list[str] = []
        self.quotes = 0
        self.verbatim = 0
        """How many preformatted elements are entered."""
        self.grid: Grid | None = None

    def run(self, events: list[str]) -> None:
        """Take texts and tags in turn."""
        runs = self.builder.runs
        events.append("")
        for text, tag in zip(events[::2], events[1::2], strict=True):
            if self.skipped:
                self.skip(tag)
                continue
            if text and (runs or self.verbatim or not text.isspace()):
                runs.append((text_of(text), self.style))
            if not tag or tag[1] in "!?":
                continue
            if tag[1] == "/":
                self.leave(tag[2:-1])
                continue
            space = tag.find(" ")
            name = tag[1:space] if space > 0 else tag[1:-1]
            if name in BLOCKS:
                if self.grid and name != "caption":
                    self.enter_in_grid(name, tag)
                else:
                    self.enter_block(name, tag)
            elif name in _ENTERED:
                self.enter(name, tag)
            else:
                self.entered.append(_Entered(name, self.style))
                if not (self.verbatim and name == "code"):
                    self.style = styled(self.style, name, tag if space > 0 else "")
            if space > 0 and ('id="' in tag or 'name="' in tag):
                self.note_name(name, tag)

    def note_name(self, name: str, tag: str) -> None:
        """Remember what addresses call the place where an element begins."""
        named = _NAMED.search(tag)
        if named and (named[1] == "id" or name == "a"):
            at = 0 if self.grid else len(self.builder.runs)
            self.builder.names.append((at, text_of(named[2])))

    def skip(self, tag: str) -> None:
        """Pass over a tag in an element that is not shown."""
        if tag.startswith(f"</{self.skipped}>"):
            self.skip_depth -= 1
            if not self.skip_depth:
                if self.skipped in MEDIA:
                    label, target = media_label(self.skipped_tags)
                    self.builder.add_decoration(DecorationKind.MEDIA, label, target)
                self.skipped = ""
                self.skipped_tags.clear()
        elif tag.startswith((f"<{self.skipped}>", f"<{self.skipped} ")):
            self.skip_depth += 1
        elif self.skipped in MEDIA:
            self.skipped_tags.append(tag)

    def enter(self, name: str, tag: str) -> None:
        """Begin an element that does more than to style the text in it."""
        builder = self.builder
        if name == "br":
            if self.grid:
                builder.runs.append((" ", PLAIN))
            else:
                builder.add_break()
        elif name == "img":
            attributes = attributes_of(tag)
            label, source = image_label(attributes), attributes.get("src", "")
            builder.add_decoration(DecorationKind.IMAGE, label, source, self.style.link)
        elif name == "embed":
            builder.add_decoration(DecorationKind.MEDIA, *media_label([tag]))
        elif name == "input":
            if 'type="checkbox"' in tag.lower():
                label = "☑" if " checked=" in tag else "☐"
                builder.add_decoration(DecorationKind.CHECKBOX, label)
        elif name == "hr":
            builder.add_rule()
        elif (name in HIDDEN and (name != "rp" or self.is_in("ruby"))) or name in MEDIA:
            self.skipped, self.skip_depth = name, 1
            self.skipped_tags.append(tag)
        elif name == "q":
            self.entered.append(_Entered(name, self.style))
            builder.runs.append(("‘" if self.quotes % 2 else "“", self.style))
            self.quotes += 1
        else:
            self.entered.append(_Entered(name, self.style))

    def enter_block(self, name: str, tag: str) -> None:
        """Begin an element that stands on lines of its own."""
        builder = self.builder
        if name in _CONTAINERS:
            builder.enter(_CONTAINERS[name], self.marker(tag) if name == "li" else "")
        else:
            builder.flush()
        outer = self.around[-1].kind if self.around else BlockKind.PARAGRAPH
        kind = _KINDS.get(name) or (outer if outer in _PASSED_ON else BlockKind.PARAGRAPH)
        level = self.around[-1].level if self.around else 0
        entered = _Entered(name, self.style, True, kind, level)
        if name in _KINDS:
            entered.level = int(name[1]) if name[0] == "h" else 0
        self.entered.append(entered)
        self.around.append(entered)
        self.style = styled(self.style, name, tag)
        builder.kind, builder.level = kind, entered.level
        builder.line = self.line_of(tag)
        if name in _LISTS:
            self.lists.append(list_count(name, tag, self.lists))
        elif name in PREFORMATTED:
            self.verbatim += 1
            builder.preformatted = True
        elif name == "table" and f" {LAYOUT}=" not in tag:
            self.grid = Grid(builder)

    def leave(self, name: str) -> None:
        """End an element, and what may still be open in it."""
        while self.entered:
            entered = self.entered.pop()
            if entered.name == "q":
                self.quotes -= 1
                self.builder.runs.append(("’" if self.quotes % 2 else "”", self.style))
            if entered.block:
                self.leave_block(entered)
            self.style = entered.style
            if entered.name == name:
                break

    def leave_block(self, entered: _Entered) -> None:
        """End an element that stands on lines of its own."""
        builder = self.builder
        name = entered.name
        if self.grid and name != "caption":
            if name != "table":
                self.grid.leave(name)
                return
            grid, self.grid = self.grid, None
            grid.finish()
        if name in _CONTAINERS:
            builder.leave()
        else:
            builder.flush()
        self.around.pop()
        outer = self.around[-1] if self.around else None
        builder.kind = outer.kind if outer else BlockKind.PARAGRAPH
        builder.level = outer.level if outer else 0
        builder.line = 0
        if name in _LISTS:
            self.lists.pop()
        elif name in PREFORMATTED:
            self.verbatim -= 1
            builder.preformatted = self.verbatim > 0

    def enter_in_grid(self, name: str, tag: str) -> None:
        """Begin an element in a table whose cells hold a line of text each."""
        assert self.grid is not None
        self.entered.append(_Entered(name, self.style, True))
        self.style = styled(self.style, name, tag)
        self.grid.enter(name, tag)

    def line_of(self, tag: str) -> int:
        """The line that an element carries; 0 where it carries none."""
        at = tag.find(self.line) if self.line else -1
        if at < 0:
            return 0
        at += len(self.line)
        return int(tag[at : tag.index('"', at)])

    def is_in(self, name: str) -> bool:
        """Whether an element of a name is entered."""
        return any(entered.name == name for entered in reversed(self.entered))

    def marker(self, tag: str) -> str:
        """The bullet or number of the item that begins."""
        count = self.lists[-1] if self.lists else ListCount(depth=1)
        return count.marker(tag)
