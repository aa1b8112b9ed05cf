"""HTML becomes reading text: a real HTML5 parser's tree, and one walk over it.

The walk keeps its own stack, so that no depth of nesting is too deep.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from csreader.text.builder import PLAIN, Builder
from csreader.text.html_tables import is_layout, read_table
from csreader.text.inline_styles import styled
from csreader.text.media import image_label, media_label
from csreader.text.model import BlockKind, ContainerKind, DecorationKind, Style
from csreader.text.numbering import bullet, numeral

HIDDEN = frozenset(
    "head title script style template noembed noframes datalist meta link base param source "
    "track area rp col colgroup map".split()
)
"""Elements that a browser shows nothing of (HTML, Rendering, 15.3.1)."""
MEDIA = frozenset("iframe video audio object embed canvas applet".split())
"""Elements that show something else than text; a placeholder stands for them."""
BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup html legend li "
    "listing main menu nav ol optgroup option p plaintext pre search section summary table "
    "tbody td tfoot th thead tr ul xmp caption textarea".split()
)
"""Elements whose text stands on lines of its own."""
_KINDS = {
    **{f"h{n}": BlockKind.HEADING for n in range(1, 7)},
    "dt": BlockKind.TERM,
    "dd": BlockKind.DEFINITION,
    "figcaption": BlockKind.CAPTION,
    "caption": BlockKind.CAPTION,
}
_CONTAINERS = frozenset(("blockquote", "li", "dd"))
_LISTS = frozenset(("ul", "ol", "menu", "dir"))
_PREFORMATTED = frozenset(("pre", "listing", "xmp", "plaintext", "textarea"))


@dataclass(slots=True)
class _Entered:
    """An element that the walk is inside of."""

    node: LexborNode
    tag: str
    style: Style
    """Around the element."""
    kind: BlockKind = BlockKind.PARAGRAPH
    ordinal: int = 1
    """An ordered list's next number."""
    step: int = 1


def read_tree(
    html: str, builder: Builder, *, line_attribute: str = "", line_shift: int = 0
) -> None:
    """Walks the tree of an HTML text and gives what a browser shows to a builder.

    Args:
        html: The document or a piece of one.
        builder: Takes the blocks.
        line_attribute: The attribute that carries a block's line, if any.
        line_shift: Added to such a line.
    """
    root = LexborHTMLParser(html).root
    if root is None:
        return
    _Walk(builder, line_attribute, line_shift).run(root)


class _Walk:
    """One walk over one tree."""

    def __init__(self, builder: Builder, line_attribute: str, line_shift: int) -> None:
        self.builder = builder
        self.line_attribute = line_attribute
        self.line_shift = line_shift
        self.style = PLAIN
        self.entered: list[_Entered] = []
        self.line = 0

    def run(self, root: LexborNode) -> None:
        """Walk from the root on."""
        node: LexborNode | None = root
        while node is not None:
            child = None
            if node.is_element_node:
                child = self.enter(node)
            else:
                self.leaf(node)
            if child is not None:
                node = child
                continue
            following = node.next
            while following is None and self.entered:
                following = self.leave().next
            node = following
        while self.entered:
            self.leave()

    def leaf(self, node: LexborNode) -> None:
        """A text; comments and the like show nothing."""
        if node.is_text_node:
            text = node.text_content
            if text:
                self.builder.add(text.replace("\x00", "\ufffd"), self.style)

    def enter(self, node: LexborNode) -> LexborNode | None:
        """Begin an element; returns its first child where the walk goes on inside."""
        tag = node.tag or ""
        builder = self.builder
        if tag == "br":
            builder.add_break()
            return None
        if tag in HIDDEN:
            return None
        attributes: Mapping[str, str | None] = node.attributes
        if tag == "img":
            builder.add_decoration(
                DecorationKind.IMAGE, image_label(attributes), attributes.get("src") or ""
            )
            return None
        if tag in MEDIA:
            label, target = media_label(node)
            builder.add_decoration(DecorationKind.MEDIA, label, target)
            return None
        if tag == "hr":
            builder.add_rule()
            return None
        style = self.style
        self.style = styled(style, tag, attributes)
        if tag not in BLOCKS:
            if node.child is None:
                self.style = style
                return None
            if tag == "q":
                builder.add("“", self.style)
            self.entered.append(_Entered(node, tag, style))
            return node.child
        return self.enter_block(node, tag, attributes, style)

    def enter_block(
        self, node: LexborNode, tag: str, attributes: Mapping[str, str | None], style: Style
    ) -> LexborNode | None:
        """Begin an element that stands on lines of its own."""
        line = self.line_of(attributes)
        if tag in _PREFORMATTED:
            self.preformatted(node, line)
            self.style = style
            return None
        if tag == "table" and not is_layout(node):
            read_table(node, self.builder, self.style, line or self.line, self.line_of)
            self.style = style
            return None
        entered = _Entered(node, tag, style, _KINDS.get(tag, BlockKind.PARAGRAPH))
        if tag == "ol":
            entered.ordinal = _whole(attributes.get("start"), 1)
            if "reversed" in attributes:
                entered.step = -1
        if tag == "blockquote":
            self.builder.enter(ContainerKind.QUOTE)
        elif tag == "li":
            self.builder.enter(ContainerKind.ITEM, self.marker(attributes))
        elif tag == "dd":
            self.builder.enter(ContainerKind.INDENT)
        elif entered.kind is BlockKind.PARAGRAPH and self.entered:
            # A paragraph in a caption, term or heading is still that.
            outer = self.entered[-1]
            if outer.kind is not BlockKind.PARAGRAPH and tag in ("p", "div"):
                entered.kind = outer.kind
        level = int(tag[1]) if entered.kind is BlockKind.HEADING and tag[1:].isdigit() else 0
        self.builder.begin_block(entered.kind, line, level)
        self.entered.append(entered)
        if node.child is None:
            self.leave()
            return None
        return node.child

    def leave(self) -> LexborNode:
        """End the innermost element."""
        entered = self.entered.pop()
        if entered.tag == "q":
            self.builder.add("”", self.style)
        self.style = entered.style
        if entered.tag in BLOCKS:
            if entered.tag in _CONTAINERS:
                self.builder.leave()
            else:
                self.builder.end_block()
            if self.entered and self.entered[-1].kind is not BlockKind.PARAGRAPH:
                self.builder.begin_block(self.entered[-1].kind)
        return entered.node

    def preformatted(self, node: LexborNode, line: int) -> None:
        """Text whose white space stays."""
        parts: list[str] = []
        stack: list[LexborNode | None] = [node.child]
        while stack:
            inner = stack.pop()
            if inner is None:
                if stack and stack[-1] is None:
                    stack.pop()
                    self._add_code(parts, line)
                continue
            stack.append(inner.next)
            if inner.is_text_node:
                parts.append(inner.text_content or "")
            elif inner.tag == "br":
                parts.append("\n")
            elif inner.is_element_node and inner.tag not in HIDDEN:
                if inner.tag in BLOCKS:
                    self._add_code(parts, line)
                    stack.append(None)
                stack.append(inner.child)
        self._add_code(parts, line)

    def _add_code(self, parts: list[str], line: int) -> None:
        self.builder.add_code("".join(parts).replace("\x00", "\ufffd"), line, [])
        parts.clear()

    def line_of(self, attributes: Mapping[str, str | None]) -> int:
        """The file's line that an element carries; 0 where it carries none."""
        if not self.line_attribute or not attributes:
            return 0
        carried = attributes.get(self.line_attribute)
        if carried is None:
            return 0
        self.line = int(carried) + self.line_shift
        return self.line

    def marker(self, attributes: Mapping[str, str | None]) -> str:
        """The bullet or number of the item that begins."""
        depth = sum(entered.tag in _LISTS for entered in self.entered)
        for entered in reversed(self.entered):
            if entered.tag in _LISTS:
                if entered.tag != "ol":
                    break
                number = _whole(attributes.get("value"), entered.ordinal)
                entered.ordinal = number + entered.step
                return numeral(number, entered.node.attributes.get("type") or "1") + "."
        return bullet(depth)


def _whole(value: str | None, default: int) -> int:
    try:
        return int(value) if value and len(value) < 10 else default
    except ValueError:
        return default
