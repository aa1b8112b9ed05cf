"""The report's numbers: a table of tags with bars, and charts of years and coders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from csreader.exchange.report.counts import Counts
from csreader.exchange.report.markup import counted, line
from csreader.exchange.report.palette import Palette
from csreader.exchange.report.story import chips

_WIDTH, _HEIGHT = 100, 10
_COLUMN, _GAP, _TALL, _LABEL = 34, 10, 90, 18
_MOST_YEARS = 24


def written_summary(counts: Counts, tags: Sequence[str], palette: Palette) -> Iterator[str]:
    """The section, in parts.

    Args:
        counts: The numbers.
        tags: The tags to tell of, in order, each with the id `tag-` and its place from 1.
        palette: Gives the classes.
    """
    yield '<section id="summary" aria-labelledby="summary-title">\n'
    yield '<h2 id="summary-title">At a glance</h2>\n'
    told = [counted(counts.marks, "passage"), counted(counts.notes, "note")]
    told += [counted(counts.posts, "story", "stories"), counted(len(counts.coders), "coder")]
    if counts.orphans:
        told.append(f"{counted(counts.orphans, 'passage')} not found in the text any more")
    yield f'<p class="about">{" · ".join(told)}</p>\n<div class="charts">\n'
    if tags:
        yield from _tags(counts, tags, palette)
    if len(counts.years) > 1:
        yield _columns("Passages by the year of the story", sorted(counts.years.items()))
    if len(counts.coders) > 1:
        yield from _coders(counts)
    yield "</div>\n</section>\n"


def _tags(counts: Counts, tags: Sequence[str], palette: Palette) -> Iterator[str]:
    yield '<table class="counts"><caption>Passages by tag</caption>\n'
    yield "<thead><tr><th scope=col>Tag</th><th scope=col>Passages</th>"
    yield '<th scope=col>Stories</th><td aria-hidden="true"></td></tr></thead>\n<tbody>\n'
    most = max(counts.tags.values(), default=1)
    for number, name in enumerate(tags, 1):
        marks, posts = counts.tags[name], counts.posts_of_tag[name]
        chip = chips((name,), palette)
        bar = _bar(marks, most, palette.class_of(frozenset({name})))
        yield f'<tr><th scope=row><a href="#tag-{number}">{chip}</a></th><td>{marks:,}</td>'
        yield f"<td>{posts:,}</td><td>{bar}</td></tr>\n"
    yield "</tbody></table>\n"


def _coders(counts: Counts) -> Iterator[str]:
    yield '<table class="counts"><caption>Passages by coder</caption>\n'
    yield "<thead><tr><th scope=col>Coder</th><th scope=col>Passages</th>"
    yield '<td aria-hidden="true"></td></tr></thead>\n<tbody>\n'
    most = max(counts.coders.values())
    for name, marks in sorted(counts.coders.items(), key=lambda one: (-one[1], one[0])):
        yield f"<tr><th scope=row>{line(name)}</th><td>{marks:,}</td>"
        yield f"<td>{_bar(marks, most, 'plain')}</td></tr>\n"
    yield "</tbody></table>\n"


def _bar(count: int, most: int, name: str) -> str:
    """A bar, for the eye only: the number stands beside it."""
    width = f"{_WIDTH * count / max(most, 1):.4g}"
    return (
        f'<svg class="bar" viewBox="0 0 {_WIDTH} {_HEIGHT}" preserveAspectRatio="none" '
        f'aria-hidden="true"><rect class="{name}" width="{width}" height="{_HEIGHT}"/></svg>'
    )


def _columns(title: str, years: Sequence[tuple[str, int]]) -> str:
    """Columns with their numbers; for readers who do not see them, in words."""
    shown = years[-_MOST_YEARS:]
    words = ", ".join(f"{year}: {count:,}" for year, count in shown)
    most = max((count for _, count in shown), default=0) or 1
    width = len(shown) * (_COLUMN + _GAP) - _GAP
    parts = []
    for at, (year, count) in enumerate(shown):
        left = at * (_COLUMN + _GAP)
        middle = left + _COLUMN // 2
        tall = round(_TALL * count / most, 1)
        top = _LABEL + _TALL - tall
        parts.append(
            f'<rect class="plain" x="{left}" y="{top:g}" width="{_COLUMN}" height="{tall:g}"/>'
            f'<text x="{middle}" y="{top - 5:g}">{count:,}</text>'
            f'<text class="quiet" x="{middle}" y="{_TALL + 2 * _LABEL}">{line(year)}</text>'
        )
    height = _TALL + 2 * _LABEL + 4
    return (
        f'<figure><figcaption>{title}</figcaption><svg class="columns" role="img" '
        f'aria-label="{line(f"{title}. {words}")}" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}">{"".join(parts)}</svg></figure>\n'
    )
