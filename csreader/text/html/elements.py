"""Which tag names are elements, and what a browser does with them."""

from __future__ import annotations

import re

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

VOID = frozenset(
    "area base basefont bgsound br col embed frame hr image img input keygen link meta param "
    "source track wbr".split()
)
"""Elements without content (HTML, 13.1.2, and 13.3 for obsolete ones)."""
RAW = frozenset("script style title textarea xmp iframe noembed noframes".split())
"""Elements whose content is text up to their end tag (HTML, 13.1.2)."""
HIDDEN = frozenset(
    "head title script style template noembed noframes datalist rp colgroup "
    "annotation annotation-xml defs desc metadata symbol".split()
)
"""Elements that a browser shows nothing of (HTML, Rendering, 15.3.1; MathML Core; SVG 2)."""
MEDIA = frozenset("iframe video audio object canvas applet".split())
"""Elements that show something else than text; a placeholder stands for them."""
PREFORMATTED = frozenset("pre listing xmp plaintext textarea".split())
BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup html legend li "
    "listing main menu nav ol optgroup option p plaintext pre search section summary table "
    "tbody td tfoot th thead tr ul xmp caption textarea".split()
)
"""Elements whose text stands on lines of its own."""

_UNKNOWN = re.compile(r"<(?=/?([a-zA-Z][^\s/<>]*))")
_VOCABULARY = re.compile(r"[a-z][a-z0-9]*:[a-z][\w.-]*", re.ASCII)


def is_known(name: str) -> bool:
    """Whether a tag name is an element's, or may be a custom element's (it has a hyphen)."""
    return name.lower() in KNOWN or "-" in name


def is_tag_name(name: str) -> bool:
    """Whether a name is an element's, or one of another vocabulary, such as `o:p`."""
    return is_known(name) or _VOCABULARY.fullmatch(name.lower()) is not None


def escape_unknown(html: str) -> str:
    """The HTML with what only looks like a tag made text: `<sigh>` is no element.

    A name of another vocabulary, such as `o:p`, is left for the parser to pass over.
    """
    return _UNKNOWN.sub(_escaped, html) if "<" in html else html


def _escaped(match: re.Match[str]) -> str:
    return "<" if is_tag_name(match[1]) else "&lt;"
