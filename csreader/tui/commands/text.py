"""What works in the text: motions, selecting, marking."""

from __future__ import annotations

from csreader.tui.commands.model import Command, Scope


def _motion(
    name: str, keys: str, label: str, description: str, *, extend: str = ""
) -> tuple[Command, ...]:
    """A motion of the cursor, and where there are keys for it, the same with a selection."""
    move = Command(
        f"body.{name}",
        tuple(keys.split()),
        f"move('{name}')",
        label,
        description,
        "Move",
        Scope.BODY,
    )
    if not extend:
        return (move,)
    return (
        move,
        Command(
            f"body.extend_{name}",
            tuple(extend.split()),
            f"extend('{name}')",
            label,
            f"the same, and select: {description}",
            "Select",
            Scope.BODY,
        ),
    )


def _body(
    name: str, keys: str, label: str, description: str, group: str, *, footer: int = 0
) -> Command:
    # Marks are the screen's business; called as its actions, keys typed fast stay in order.
    action = f"screen.{name}" if group == "Mark" else name
    return Command(
        f"body.{name}", tuple(keys.split()), action, label, description, group, Scope.BODY, footer
    )


TEXT: tuple[Command, ...] = (
    # Reading
    *_motion("down", "j down", "down", "next painted line", extend="shift+down"),
    *_motion("up", "k up", "up", "previous painted line", extend="shift+up"),
    *_motion("left", "h left", "left", "previous character", extend="shift+left"),
    *_motion("right", "l right", "right", "next character", extend="shift+right"),
    *_motion("word_next", "w ctrl+right", "word", "next word's start", extend="ctrl+shift+right"),
    *_motion(
        "word_previous", "b ctrl+left", "word", "previous word's start", extend="ctrl+shift+left"
    ),
    *_motion("word_end", "e", "word end", "the word's end"),
    *_motion("sentence_next", "right_parenthesis", "sentence", "next sentence"),
    *_motion("sentence_previous", "left_parenthesis", "sentence", "previous sentence"),
    *_motion("paragraph_next", "right_curly_bracket", "paragraph", "next paragraph"),
    *_motion("paragraph_previous", "left_curly_bracket", "paragraph", "previous paragraph"),
    *_motion("line_start", "0 home", "line start", "the line's start", extend="shift+home"),
    *_motion("line_first", "circumflex_accent", "first word", "the line's first word"),
    *_motion("line_end", "dollar_sign end", "line end", "the line's end", extend="shift+end"),
    *_motion("half_page_down", "ctrl+d", "half page", "half a page down"),
    *_motion("half_page_up", "ctrl+u", "half page", "half a page up"),
    *_motion("page_down", "pagedown ctrl+f space", "page", "a page down", extend="shift+pagedown"),
    *_motion("page_up", "pageup ctrl+b", "page", "a page up", extend="shift+pageup"),
    *_motion("text_start", "g,g ctrl+home", "top", "the post's start"),
    *_motion("text_end", "G ctrl+end", "bottom", "the post's end"),
    *_motion("window_top", "H", "window top", "the first line in sight"),
    *_motion("window_middle", "M", "window middle", "the middle of what is in sight"),
    *_motion("window_bottom", "L", "window bottom", "the last line in sight"),
    # Selecting
    _body(
        "select",
        "v",
        "select",
        "start or end a selection; motions extend it",
        "Select",
        footer=1,
    ),
    _body(
        "sentence",
        "s",
        "sentence",
        "select the sentence; again, the next one too",
        "Select",
        footer=2,
    ),
    _body("paragraph", "p", "paragraph", "select the paragraph; again, the next one too", "Select"),
    Command(
        "body.inner",
        ("i",),
        "object('i')",
        "inner",
        "then w, s or p: select the word, sentence or paragraph at the cursor",
        "Select",
        Scope.BODY,
    ),
    Command(
        "body.around",
        ("a",),
        "object('a')",
        "around",
        "then w, s or p: the same, a word with the signs that touch it",
        "Select",
        Scope.BODY,
    ),
    _body("grow", "plus", "grow", "select more: sentence, paragraph, what holds it, all", "Select"),
    _body("shrink", "minus", "shrink", "select less, around the cursor", "Select"),
    # Marking
    _body(
        "tag",
        "t enter",
        "tag",
        "choose tags for the selection, the mark or the sentence",
        "Mark",
        footer=3,
    ),
    _body(
        "quick_tag",
        "1-9",
        "tag",
        "on a selection, toggle one of the first nine tags; else a count",
        "Mark",
        footer=3,
    ),
    _body(
        "note",
        "m",
        "note",
        "write a note on the selection, the mark or the sentence",
        "Mark",
        footer=7,
    ),
    _body("delete", "d delete", "delete", "delete the mark at the cursor", "Mark", footer=10),
    _body("mark_next", "right_square_bracket", "next mark", "next annotation", "Mark"),
    _body("mark_previous", "left_square_bracket", "previous mark", "previous annotation", "Mark"),
    _body("copy", "y", "copy", "copy the selection, the mark or the sentence", "Mark"),
    _body("copy_source", "Y", "copy with source", "copy the same, and where it is from", "Mark"),
    Command(
        "body.repeat",
        ("full_stop",),
        "screen.repeat",
        "tag again",
        "put the last tags on the selection or the sentence",
        "Mark",
        Scope.BODY,
    ),
    Command(
        "body.letter",
        ("semicolon",),
        "screen.letter_tag",
        "tag by letter",
        "then a tag's own letter: put it on the selection or the sentence, or take it off",
        "Mark",
        Scope.BODY,
    ),
    Command(
        "body.bounds",
        ("r",),
        "screen.bounds",
        "bounds",
        "stretch or shrink the mark: its passage is selected; again, the new one is saved",
        "Mark",
        Scope.BODY,
    ),
    _body("accept", "A", "accept", "accept the words that a changed mark has now", "Mark"),
    # Reading
    Command(
        "body.search",
        ("slash",),
        "screen.search",
        "search",
        "search in the post; small letters find capitals, too",
        "Read",
        Scope.BODY,
        footer=11,
    ),
    Command(
        "body.found_next", ("n",), "screen.found(1)", "next", "next place found", "Read", Scope.BODY
    ),
    Command(
        "body.found_previous",
        ("N",),
        "screen.found(-1)",
        "previous",
        "previous place found",
        "Read",
        Scope.BODY,
    ),
    Command(
        "body.open",
        ("o",),
        "other_end",
        "open",
        "show where the link or image at the cursor leads; while selecting, go to the other end",
        "Read",
        Scope.BODY,
    ),
    Command(
        "body.soft",
        ("z",),
        "soft",
        "soft mark",
        "softly mark the sentence that the cursor is in, or no longer",
        "Read",
        Scope.BODY,
    ),
    Command(
        "body.edit",
        ("E",),
        "screen.edit",
        "edit",
        "open the post in your editor, at this line",
        "Read",
        Scope.BODY,
    ),
)
