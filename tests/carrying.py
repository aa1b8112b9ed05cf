"""What each format carries, as the table of docs/formats.md tells it.

It comes from the product: from the story that the page's examples are made of, written in
each format; from the fields of each `Format`; and from what the round trips find to come
back (`keeping.KEEPS`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from keeping import Keeps

from csreader.exchange.interface import Format, Options
from docs.examples import CODER, EXAMPLES, LOST, NOTE, SENTENCE, TAGS, WHEN, files

BACK, OUT, NO = "yes", "out", "–"
"""A thing comes back when the file is imported again; it goes out, but need not come back; it
is not there."""
_LATE = "slept well"
"""Words of the story that are too far from a mark to stand beside it."""
COLUMNS = (
    "format written read ends quote tags levels colours descriptions notes coders times status "
    "untagged orphans text unit extra"
).split()


def row_of(one: Format) -> Mapping[str, str]:
    """A row of the table, by column, of a format that is written.

    Raises:
        UnfitError: If the format needs a package that is not installed.
    """
    content = _content(one)
    found = {name: OUT if words in content else NO for name, words in _sought().items()}
    found["ends"] = OUT if re.search(r"\b34\b", content) and re.search(r"\b58\b", content) else NO
    found["coders"] = OUT if re.search(rf"\b{CODER}\b", content) else NO
    found["status"] = OUT if "in-progress" in content else NO
    found["orphans"] = OUT if LOST in content else NO
    without = {"untagged", "notes"} & one.leaves_out
    found["untagged"] = NO if without or found["quote"] == NO else OUT
    if one.read is not None:
        found |= {name: BACK for name, kept in _kept(one).items() if kept}
        orphans = Keeps.of(one).orphans
        if orphans is not None and "id" not in orphans:
            found["orphans"] = "words"
    found["levels"] = "path" if "service/fast" in content else "nested"
    text = BACK if _LATE in content else NO
    if "with_text" in one.accepts:
        assert text == NO
        text = "asked" if _LATE in _content(one, Options(with_text=True)) else NO
    return {
        **found,
        "format": one.name,
        "written": "folder" if one.write_folder else "yes",
        "read": "yes" if one.read else NO,
        "text": text,
        "unit": "code points" if found["ends"] != NO else NO,
        "extra": one.extra or NO,
    }


def _sought() -> Mapping[str, str]:
    return {
        "quote": SENTENCE,
        "tags": TAGS[0].name,
        "colours": TAGS[0].color,
        "descriptions": TAGS[0].description,
        "notes": NOTE,
        "times": WHEN,
    }


def _kept(one: Format) -> Mapping[str, bool]:
    """What comes back of a format, by column."""
    keeps = Keeps.of(one)
    return {
        "ends": keeps.marks and "start" in keeps.mark,
        "quote": keeps.marks and "quote" in keeps.mark,
        "tags": True,
        "colours": "color" in keeps.tag,
        "descriptions": "description" in keeps.tag,
        "notes": keeps.marks and "note" in keeps.mark,
        "coders": keeps.marks and "coder" in keeps.mark,
        "times": keeps.marks and "created" in keeps.mark,
        "status": keeps.marks and keeps.done,
        "untagged": keeps.marks and keeps.untagged,
        "orphans": keeps.marks and keeps.orphans is not None,
    }


def _content(one: Format, options: Options | None = None) -> str:
    """All that an export of the story says, without programs and styles."""
    data = b"\n".join(files(one.name, options).values()).decode("utf-8", "replace")
    if one.extra:
        # A file of another package's own kind may be packed; its example is not.
        data += EXAMPLES[one.name]()
    return re.sub(r"<(script|style)\b.*?</\1>", "", data, flags=re.DOTALL)
