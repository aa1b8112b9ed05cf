"""Which tag names are elements, and elements that would swallow the rest of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

_HTML = (
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big "
    "blink blockquote body br button canvas caption center cite code col colgroup command content "
    "data datalist dd del details dfn dialog dir div dl dt element em embed fencedframe fieldset "
    "figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr "
    "html i iframe image img input ins isindex kbd keygen label legend li link listing main map "
    "mark marquee math menu menuitem meta meter multicol nav nextid nobr noembed noframes noscript "
    "object ol optgroup option output p param picture plaintext portal pre progress q rb rbc rp rt "
    "rtc ruby s samp script search section select selectedcontent shadow slot small source spacer "
    "span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead "
    "time title tr track tt u ul var video wbr xmp"
)
_SVG = (
    "altglyph altglyphdef altglyphitem animate animatecolor animatemotion animatetransform circle "
    "clippath cursor defs desc discard ellipse feblend fecolormatrix fecomponenttransfer "
    "fecomposite feconvolvematrix fediffuselighting fedisplacementmap fedistantlight fedropshadow "
    "feflood fefunca fefuncb fefuncg fefuncr fegaussianblur feimage femerge femergenode "
    "femorphology feoffset fepointlight fespecularlighting fespotlight fetile feturbulence filter "
    "foreignobject g glyph glyphref hkern line lineargradient marker mask metadata mpath path "
    "pattern polygon polyline radialgradient rect set stop switch symbol text textpath tref tspan "
    "use view vkern"
)
_MATHML = (
    "annotation annotation-xml maction maligngroup malignmark menclose merror mfenced mfrac "
    "mglyph mi mlabeledtr mlongdiv mmultiscripts mn mo mover mpadded mphantom mprescripts mroot "
    "mrow ms mscarries mscarry msgroup msline mspace msqrt msrow mstack mstyle msub msubsup msup "
    "mtable mtd mtext mtr munder munderover none semantics"
)
KNOWN = frozenset(f"{_HTML} {_SVG} {_MATHML}".split())
"""The elements of HTML (obsolete ones too), SVG 1.1 and 2, and MathML, in small letters."""

_RAW = ("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes")
"""Elements whose content is text up to their end tag (HTML, 13.1.2)."""
_OTHER = ("template", "video", "audio", "object", "canvas", "applet", "select", "svg", "math")
"""Elements whose content is not shown, or not as usual, until they end."""
_NEVER = ("plaintext", "frameset", "frame", "html", "head", "body")
"""Elements that change the whole page wherever they begin; their tags are dropped."""

_SUSPECT = re.compile(
    r"<(?:!|\?|/?(?:" + "|".join(_RAW + _OTHER + _NEVER) + r")\b|[a-zA-Z][^<>]*\Z|[^<>]*[\"'])",
    re.I,
)
_TAG = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|(?P<open>\Z)))"
    r"|<(?P<close>/?)(?P<name>[a-zA-Z][^\s/>]*)(?P<rest>(?:\"[^\"]*\"|'[^']*'|[^>\"'])*)"
    r"(?P<end>>|\Z)",
    re.S,
)
_UNKNOWN = re.compile(r"<(?=/?([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>]))")


def is_known(name: str) -> bool:
    """Whether a tag name is an element's, or may be a custom element's (it has a hyphen)."""
    return name.lower() in KNOWN or "-" in name or ":" in name


def escape_unknown(html: str) -> str:
    """The HTML with what only looks like a tag made text: `<sigh>` is no element."""
    if "<" not in html:
        return html
    return _UNKNOWN.sub(lambda m: m[0] if m[1].lower() in KNOWN else "&lt;", html)


def close_swallowers(html: str) -> tuple[str, list[str]]:
    """A piece of HTML with the elements ended that would swallow what follows it.

    Returns:
        The piece, and the names of what was never closed in it.
    """
    if not _SUSPECT.search(html):
        return html, []
    pieces: list[str] = []
    open_names: list[str] = []
    for text, name, is_end, is_open in _tokens(html):
        if name == "<":
            open_names.append("tag")
        elif name == "!--":
            pieces.append(text)
            if is_open:
                pieces.append("-->")
                open_names.append("comment")
        elif name in _NEVER:
            if name in ("plaintext", "frameset") and not is_end:
                open_names.append(name)
        elif name in _OTHER:
            if is_end:
                if name in open_names:
                    open_names.remove(name)
            elif not text.endswith("/>"):
                open_names.append(name)
            pieces.append(text)
        else:
            pieces.append(text)
            if is_open:
                pieces.append(f"</{name}>")
                open_names.append(name)
    pieces.extend(f"</{name}>" for name in reversed(open_names) if name in _OTHER)
    return "".join(pieces), open_names


def _tokens(html: str) -> Iterator[tuple[str, str, bool, bool]]:
    """Pieces of HTML, each with its tag's name (empty for text), whether it is an end tag,
    and whether it is never closed; an element of raw text is one piece."""  # noqa: D205, D209
    position = 0
    while match := _TAG.search(html, position):
        if match.start() > position:
            yield html[position : match.start()], "", False, False
        position = match.end()
        if match["name"] is None:
            yield match[0], "!--", False, match["open"] is not None
            continue
        if not match["end"]:
            # A tag that its piece of source does not end would take in what follows.
            yield match[0], "<", False, True
            continue
        name = match["name"].lower()
        if name in _RAW and not match["close"]:
            end = re.compile(rf"</{name}(?=[\s/>])[^>]*>", re.I).search(html, position)
            position = end.end() if end else len(html)
            yield html[match.start() : position], name, False, end is None
            continue
        yield match[0], name, bool(match["close"]), False
    if position < len(html):
        yield html[position:], "", False, False
