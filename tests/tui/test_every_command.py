"""Every command does through its key what it says, and what it does can be seen."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playing import bar_text, on_disk, playing, screen_text
from textual.pilot import Pilot

from csreader.annotations import History, Store
from csreader.tui.commands import COMMANDS, Command, Scope, of_scope
from csreader.tui.screens.reader import Reader

STORY = """\
---
title: The late parcel
date: 2020-02-01
---
The parcel was late. They wrote within the hour, see [the letter](b.md). A clerk said sorry.

Nobody had promised it. They sent another one, free of charge!

""" + "\n\n".join(f"Line {number} of the story." for number in range(60))
FIRST, SECOND = "The parcel was late.", "They wrote within the hour, see the letter."
BLOCK = f"{FIRST} {SECOND} A clerk said sorry."


@dataclass(frozen=True, slots=True)
class Seen:
    """What can be told of the app at a moment."""

    here: str
    """The text from the cursor on."""
    top: int
    selected: str
    marks: list[tuple[str, tuple[str, ...]]]
    bar: str
    screen: str
    focus: str
    post: str
    rows: tuple[int, int]
    """The rows under the cursors of posts and annotations."""
    clipboard: str
    text: str
    """All that is on the screen."""
    painted: object
    """The same with its styles."""


Check = Callable[[Seen, Seen], bool]
"""Takes what was seen before the key and after it."""


def at(words: str) -> Check:
    return lambda _, now: now.here.startswith(words)


def selects(words: str) -> Check:
    return lambda _, now: now.selected.strip() == words


def later(was: Seen, now: Seen) -> bool:
    return len(now.here) < len(was.here)


def earlier(was: Seen, now: Seen) -> bool:
    return len(now.here) > len(was.here)


def scrolled(was: Seen, now: Seen) -> bool:
    return later(was, now) and now.top > was.top


def selects_more(was: Seen, now: Seen) -> bool:
    return len(now.selected) > len(was.selected)


def marked(*marks: tuple[str, tuple[str, ...]]) -> Check:
    return lambda was, now: now.marks == list(marks) != was.marks


def says(words: str) -> Check:
    return lambda was, now: words in now.bar and words not in was.bar


def shows(words: str) -> Check:
    return lambda was, now: words in now.text and words not in was.text


def opens(screen: str) -> Check:
    return lambda was, now: now.screen == screen != was.screen


def shows_post(name: str) -> Check:
    return lambda was, now: now.post == name != was.post


def focuses(name: str) -> Check:
    return lambda was, now: now.focus == name != was.focus


def goes_to_row(which: int, row: int) -> Check:
    return lambda was, now: now.rows[which] == row != was.rows[which]


def changes(_: Seen, __: Seen) -> bool:
    """Any change of the screen, which is asked for in any case."""
    return True


FAST = (FIRST, ("fast response",))
SORRY = (SECOND, ("apology",))
ONE = "s 1 escape"
TWO = "s 1 right_parenthesis s 2 escape"
MARKS = f"shift+tab {TWO} tab"

CASES: dict[str, tuple[str, Check]] = {
    "body.down": ("", later),
    "body.extend_down": ("", selects_more),
    "body.up": ("G", earlier),
    "body.extend_up": ("G", selects_more),
    "body.left": ("w", at(" parcel")),
    "body.extend_left": ("w", selects("p")),
    "body.right": ("", at("he parcel")),
    "body.extend_right": ("", selects("Th")),
    "body.word_next": ("", at("parcel")),
    "body.extend_word_next": ("", selects("The p")),
    "body.word_previous": ("w w", at("parcel")),
    "body.extend_word_previous": ("w w", selects("parcel w")),
    "body.word_end": ("", at("e parcel")),
    "body.sentence_next": ("", at("They wrote")),
    "body.sentence_previous": ("w", at("The parcel")),
    "body.paragraph_next": ("", at("Nobody")),
    "body.paragraph_previous": ("right_curly_bracket", at("The parcel")),
    "body.line_start": ("w", at("The parcel")),
    "body.extend_line_start": ("w", selects("The p")),
    "body.line_first": ("w", at("The parcel")),
    "body.line_end": ("", later),
    "body.extend_line_end": ("right_curly_bracket", selects_more),
    "body.half_page_down": ("", later),
    "body.half_page_up": ("G", earlier),
    "body.page_down": ("", scrolled),
    "body.extend_page_down": ("", selects_more),
    "body.page_up": ("G", earlier),
    "body.extend_page_up": ("G", selects_more),
    "body.text_start": ("G", at("The parcel")),
    "body.text_end": ("", at(".")),
    "body.window_top": ("j j j", at("The parcel")),
    "body.window_middle": ("", later),
    "body.window_bottom": ("", later),
    "body.select": ("", selects("T")),
    "body.sentence": ("", selects(FIRST)),
    "body.paragraph": ("", selects(BLOCK)),
    "body.inner": ("", changes),
    "body.around": ("", changes),
    "body.grow": ("", selects("The")),
    "body.shrink": ("plus plus", selects("The")),
    "body.tag": ("", opens("TagPicker")),
    "body.quick_tag": ("s", marked(FAST)),
    "body.note": ("", opens("NoteEditor")),
    "body.delete": (ONE, marked()),
    "body.accept": (ONE, says("the words of")),
    "body.mark_next": (f"{TWO} g g", at("They wrote")),
    "body.mark_previous": (f"{TWO} G", at("They wrote")),
    "body.copy": ("", lambda _, now: now.clipboard == FIRST),
    "body.copy_source": ("", lambda _, now: "posts/a.md:5" in now.clipboard),
    "body.repeat": ("s 2 right_parenthesis", marked((FIRST, ("apology",)), SORRY)),
    "body.letter": ("", says("no tag has a letter")),
    "body.bounds": (ONE, selects(FIRST)),
    "body.search": ("", lambda _, now: now.focus != "body"),
    "body.found_next": ("slash t h e y enter", at("They sent")),
    "body.found_previous": ("slash t h e y enter n", at("They wrote")),
    "body.open": ("right_parenthesis 7 w", opens("OpenPage")),
    "body.soft": ("", changes),
    "body.edit": ("", lambda was, now: now.bar != was.bar),
    "posts.open": ("", focuses("body")),
    "posts.filter": ("", changes),
    "posts.sort": ("", opens("OrderPicker")),
    "posts.next": ("", shows_post("b.md")),
    "posts.previous": ("J", shows_post("a.md")),
    "posts.skip": ("", changes),
    "posts.about": ("", opens("AboutPage")),
    "posts.done": ("", shows_post("b.md")),
    "posts.way_back": ("right_parenthesis 7 w o enter", shows_post("a.md")),
    "annotations.jump": (f"{MARKS} j", focuses("body")),
    "annotations.note": (MARKS, opens("NoteEditor")),
    "annotations.tag": (MARKS, opens("TagPicker")),
    "annotations.accept": (MARKS, says("the words of")),
    "annotations.delete": (MARKS, lambda was, now: len(now.marks) == len(was.marks) - 1),
    "lists.down": ("", goes_to_row(0, 1)),
    "lists.up": ("j j", goes_to_row(0, 1)),
    "lists.page_down": ("", goes_to_row(0, 2)),
    "lists.page_up": ("G", goes_to_row(0, 0)),
    "lists.first": ("G", goes_to_row(0, 0)),
    "lists.last": ("", goes_to_row(0, 2)),
    "codebook.passages": ("", opens("Passages")),
    "codebook.add": ("", shows("new tag")),
    "codebook.rename": ("", shows("new name")),
    "codebook.recolor": ("", opens("ColorPicker")),
    "codebook.shortcut": ("", opens("ShortcutPicker")),
    "codebook.merge": ("", opens("MergePicker")),
    "codebook.delete": ("", shows("2 tags")),
    "codebook.describe": ("", opens("NoteEditor")),
    "codebook.move_down": ("", changes),
    "codebook.move_up": ("j", changes),
    "codebook.filter": ("", lambda was, now: now.text.count("filter") > was.text.count("filter")),
    "codebook.undo": ("d", shows("3 tags")),
    "codebook.redo": ("d u", shows("2 tags")),
    "codebook.close": ("", opens("Reader")),
    "codebook.help": ("", opens("HelpPage")),
    "app.undo": (ONE, marked()),
    "app.redo": (f"{ONE} u", marked(FAST)),
    "app.codebook": ("", opens("CodebookScreen")),
    "app.lost": ("", opens("LostScreen")),
    "app.export": ("", opens("ExportDialog")),
    "app.import": ("", opens("ImportDialog")),
    "app.undo_import": ("", says("no import of yours here")),
    "app.others": ("", says("other coders' marks are hidden")),
    "app.next_pane": ("", focuses("marks")),
    "app.previous_pane": ("", focuses("posts")),
    "app.back": ("s", selects("")),
    "app.problems": ("", opens("ProblemsPage")),
    "app.save_waiting": ("", says("everything is saved")),
    "app.copy_waiting": ("", says("nothing waits to be saved")),
    "app.tour": ("", changes),
    "app.session": ("", changes),
    "app.palette": ("", opens("CommandPalette")),
    "app.help": ("", opens("HelpPage")),
}
"""Keys before a command's own, in its place with the cursor at the top, and what must be true."""

# What a command's first key needs behind it before anything can be seen.
BEHIND = {"body.inner": "s", "body.around": "s", "body.text_start": "g"}
WAY = {
    Scope.POSTS: ("posts-pane", ""),
    Scope.LISTS: ("posts-pane", ""),
    Scope.BODY: ("body-pane", ""),
    Scope.EVERYWHERE: ("body-pane", ""),
    Scope.ANNOTATIONS: ("marks-pane", ""),
    Scope.CODEBOOK: ("body-pane", "c"),
}
"""The pane that a place's keys are tried in, and the key that leads on."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "stories"
    (folder / "posts").mkdir(parents=True)
    (folder / "posts" / "a.md").write_text(STORY, encoding="utf-8")
    for name in ("b", "c"):
        (folder / "posts" / f"{name}.md").write_text(f"# Post {name}\n\nShort.\n", "utf-8")
    store = Store(folder, "tester")
    for tag in ("fast response", "apology", "exception to policy"):
        store.add_tag(tag)
    return folder


def test_every_command_has_a_case() -> None:
    ids = {command.id for command in COMMANDS}
    assert ids - CASES.keys() == {"app.quit"}, "say in CASES what can be seen of the new ones"
    assert CASES.keys() <= ids


@pytest.mark.parametrize("scope", list(Scope))
async def test_each_key_does_what_can_be_seen(root: Path, scope: Scope) -> None:
    wrong = []
    book = (root / "annotations" / "codebook.json").read_bytes()
    async with playing(root, (100, 24)) as (pilot, reader):
        for command in of_scope(scope):
            if command.id in CASES:
                await _begin_anew(pilot, reader, root, book, scope)
                if problem := await _try(pilot, reader, command):
                    wrong.append(problem)
    assert not wrong, "\n".join(wrong)


async def _try(pilot: Pilot[int], reader: Reader, command: Command) -> str:
    before, check = CASES[command.id]
    await _type(pilot, before.split())
    was = _seen(reader)
    key = command.keys[0].split("-")[0].split(",")[0]
    await _type(pilot, [key, *BEHIND.get(command.id, "").split()])
    now = _seen(reader)
    if now.painted == was.painted:
        return f"{command.id}: nothing can be seen of {key}"
    if not check(was, now):
        return f"{command.id}: {key} does something else: {now.bar!r} {now.screen} {now.focus}"
    return ""


_LEADS_ON = ("slash", "enter", "o", "tab", "shift+tab", "d", "J")
"""Keys that take a moment until the next one may come."""


async def _type(pilot: Pilot[int], keys: list[str]) -> None:
    for key in keys:
        pilot.app.simulate_key(key)
        if key in _LEADS_ON or key == keys[-1]:
            await pilot.pause()


async def _begin_anew(
    pilot: Pilot[int], reader: Reader, root: Path, book: bytes, scope: Scope
) -> None:
    """The first post without marks, the cursor at its top, the focus where it is tried."""
    while pilot.app.screen is not reader:
        await pilot.app.pop_screen()
    shutil.rmtree(root / "annotations" / "tester", ignore_errors=True)
    (root / "annotations" / "codebook.json").write_bytes(book)
    session = reader.session
    session.history = History(session.store, session._reading_of)
    session.last_tags = session.recent_tags = ()
    session.reload()
    first = session.collection.posts[0]
    reader.posts.show(first)
    reader.open_post(first)
    reader.search.clear()
    reader.marking.leave_bounds()
    reader.body.drop_selection()
    reader.body.move_to(0)
    reader.say("")
    reader.marks_changed()
    pane, key = WAY[scope]
    reader.show_pane(pane)
    await _type(pilot, key.split())


def _seen(reader: Reader) -> Seen:
    body, session, app = reader.body, reader.session, reader.app
    chosen = body.selection.range
    strips = app.screen._compositor.render_strips()
    return Seen(
        here=body.reading.text[body.cursor :],
        top=body.scroll_offset.y,
        selected=body.reading.text[slice(*chosen)] if chosen else "",
        marks=[(mark.quote, mark.annotation.tags) for mark in session.all_marks],
        bar=bar_text(reader),
        screen=type(app.screen).__name__,
        focus=(app.screen.focused.id or "") if app.screen.focused else "",
        post=session.post.id if session.post else "",
        rows=(reader.posts.posts.cursor, reader.marks.annotations.cursor),
        clipboard=app.clipboard,
        text=screen_text(reader),
        painted=[[*strip] for strip in strips],
    )


async def test_quit_ends_the_app(root: Path) -> None:
    async with playing(root) as (pilot, _):
        await pilot.press("enter", "s", "1", "q")
        assert not pilot.app.is_running
    assert [(mark.quote, mark.annotation.tags) for mark in on_disk(root)] == [FAST]


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)], ids=str)
async def test_help_and_quit_are_never_cut_off(root: Path, size: tuple[int, int]) -> None:
    async with playing(root, size) as (pilot, reader):
        for pane in ("posts-pane", "body-pane", "marks-pane"):
            reader.show_pane(pane)
            for keys in ("", "s", "escape"):
                await _type(pilot, keys.split())
                footer = screen_text(reader).splitlines()[size[1] - 1]
                assert "? help" in footer, (pane, keys)
                assert "q quit" in footer, (pane, keys)
