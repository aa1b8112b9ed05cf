"""What holds for every layout, whatever the text and the width."""

from __future__ import annotations

from itertools import pairwise
from unicodedata import category

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from readings import SAMPLES, readings
from rich.cells import cell_len

from csreader.text.characters import screen_text
from csreader.text.clusters import cell_width, cluster_starts, clusters
from csreader.text.layout import Layout, Role, lay_out
from csreader.text.layout.widths import room_of
from csreader.text.layout.wrapping import wrap, wrap_hard
from csreader.text.model import ReadingText
from csreader.text.stops import is_stop

# Shared machines are slow now and then, and the first cluster loads uniseg's tables.
laws = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
widths = st.one_of(st.integers(1, 30), st.integers(1, 200))


def clusters_of(reading: ReadingText) -> list[tuple[int, int]]:
    return list(pairwise([*cluster_starts(reading.text), len(reading.text)]))


@settings(laws, max_examples=150)
@given(readings(), widths)
def test_the_lines_of_a_block_show_each_of_its_characters_once(
    reading: ReadingText, width: int
) -> None:
    layout = lay_out(reading, width)
    assert len(layout.lines) == layout.height
    for index, block in enumerate(reading.blocks):
        lines = [line for line in layout.lines if line.block == index]
        at = block.start
        shown = ""
        for line in lines:
            assert line.start == at
            for piece in line.pieces:
                if piece.role is Role.TEXT:
                    assert piece.start == at
                    at = piece.end
                    shown += piece.text
            assert line.end == at
        assert at == block.end
        expected = screen_text(reading.text[block.start : block.end]).replace("\n", "")
        assert shown.replace(" ", "") == expected.replace("\t", "").replace(" ", "")


@settings(laws, max_examples=150)
@given(readings(), widths)
def test_pieces_stand_side_by_side(reading: ReadingText, width: int) -> None:
    for line in lay_out(reading, width).lines:
        cell = 0
        for piece in line.pieces:
            assert piece.cell == cell
            assert piece.cells == sum(map(cell_width, clusters(piece.text)))
            cell += piece.cells


@settings(laws, max_examples=150)
@given(readings(), widths)
def test_no_line_is_wider_than_the_width(reading: ReadingText, width: int) -> None:
    layout = lay_out(reading, width)
    shown = [screen_text(reading.text), *(each.label for each in reading.decorations)]
    widest = max((room_of(cluster) for text in shown for cluster in clusters(text)), default=1)
    # Where prefix and indent leave less than the widest cluster needs, it stands out.
    limit = width if width >= 4 * widest else width + widest - 1
    for line in layout.lines:
        text = "".join(piece.text for piece in line.pieces)
        seen = _without_hanging_blanks(text)
        assert cell_len(seen) <= limit
        assert sum(map(cell_width, clusters(seen))) <= limit


def _without_hanging_blanks(text: str) -> str:
    kept = clusters(text)
    while kept and (_without_signs(kept[-1]).isspace() or not cell_width(kept[-1])):
        kept.pop()
    return "".join(kept)


def _without_signs(cluster: str) -> str:
    """Without what shows nothing: a joiner after a tab joins with the blanks painted for that."""
    return "".join(each for each in cluster if category(each) != "Cf")


@settings(laws, max_examples=150)
@given(readings(), widths)
def test_a_cluster_s_cells_lead_back_to_it(reading: ReadingText, width: int) -> None:
    layout = lay_out(reading, width)
    for start, end in clusters_of(reading):
        line, cell = layout.position(start)
        assert layout.line_of(start) == line
        if is_stop(reading, start, end):
            for more in range(max(1, cell_width(screen_text(reading.text[start:end])))):
                assert layout.offset_at(line, cell + more) == start
        for inside in range(start, end):
            assert layout.position(inside) == (line, cell)


@settings(laws, max_examples=150)
@given(readings(), widths)
def test_every_cell_gives_a_place_where_the_cursor_can_rest(
    reading: ReadingText, width: int
) -> None:
    layout = lay_out(reading, width)
    stops = [start for start, end in clusters_of(reading) if is_stop(reading, start, end)]
    for number in range(layout.height):
        cells = [layout.offset_at(number, cell) for cell in range(-1, width + 3)]
        assert cells == sorted(cells)
        assert set(cells) <= set(stops or [0])


@settings(laws, max_examples=150)
@given(readings(), widths)
def test_lines_follow_the_text(reading: ReadingText, width: int) -> None:
    layout = lay_out(reading, width)
    numbers = [layout.line_of(offset) for offset in range(len(reading.text) + 1)]
    assert numbers == sorted(numbers)
    for (offset, number), (_, cell) in zip(
        enumerate(numbers), map(layout.position, range(len(numbers))), strict=True
    ):
        assert cell >= 0
        assert number in layout.lines_of(offset, offset + 1)
        if layout.height:
            assert number < layout.height


@settings(laws, max_examples=150)
@given(readings(), widths)
def test_a_character_without_cells_has_the_cell_of_what_follows(
    reading: ReadingText, width: int
) -> None:
    layout = lay_out(reading, width)
    for (start, end), (after, _) in pairwise(clusters_of(reading)):
        seen = is_stop(reading, start, end) or reading.text[start] in "\t\n"
        if not seen and layout.line_of(start) == layout.line_of(after) and not _beside(layout, end):
            assert layout.position(start) == layout.position(after)


def _beside(layout: Layout, offset: int) -> bool:
    """Whether something that is no text is painted right before an offset."""
    pieces = layout.lines[layout.line_of(offset)].pieces
    return any(piece.start == piece.end == offset for piece in pieces)


plain_text = st.lists(
    st.sampled_from(["a", "Zz", "word", "longer", "a-b", "--", "-", "/x", "well-known", " ", "  "]),
    max_size=30,
).map("".join)
LETTERS = str.maketrans("aZzwordlngebkx", "אבגדהוזחטיכלמנ")
ideographs = st.text("漢字返金翌っー。、「」\u3000カナ", max_size=40)
RARE = str.maketrans("漢字返金翌", "\uf900\uf901\uf902\uf903\uf904")


@settings(laws, max_examples=300)
@given(plain_text, st.integers(1, 40), st.integers(0, 6))
def test_latin_letters_wrap_as_any_of_one_cell_do(text: str, width: int, hang: int) -> None:
    general = wrap(text.translate(LETTERS), 0, len(text), width, hang=hang)
    assert wrap(text, 0, len(text), width, hang=hang) == general
    mixed = text.translate({ord("w"): "ו"})
    assert wrap(mixed, 0, len(text), width, hang=hang) == general


@settings(laws, max_examples=300)
@given(ideographs, st.integers(1, 40), st.integers(0, 6))
def test_common_ideographs_wrap_as_rare_ones_do(text: str, width: int, hang: int) -> None:
    general = wrap(text.translate(RARE), 0, len(text), width, hang=hang)
    assert wrap(text, 0, len(text), width, hang=hang) == general
    mixed = text.translate({ord("翌"): "\uf904"})
    assert wrap(mixed, 0, len(text), width, hang=hang) == general


@settings(laws, max_examples=150)
@given(st.lists(st.sampled_from(["\t", "ab", "c", " "]), max_size=20), st.integers(1, 20))
def test_code_wraps_alike_whatever_its_letters(parts: list[str], width: int) -> None:
    text = "".join(parts)
    other = text.translate(LETTERS)
    assert wrap_hard(text, 0, len(text), width) == wrap_hard(other, 0, len(text), width)


@settings(laws, max_examples=150)
@given(st.lists(st.sampled_from(SAMPLES), max_size=30).map("".join), widths)
def test_a_line_ends_where_a_cluster_does(text: str, width: int) -> None:
    text = text.replace("\n", "")
    starts = wrap(text, 0, len(text), width)
    assert starts[0] == 0
    assert starts == sorted(set(starts))
    assert set(starts) <= {0, *cluster_starts(text)}


@settings(laws, max_examples=150)
@given(readings(), widths, st.data())
def test_a_text_piece_can_be_cut_at_any_cluster(
    reading: ReadingText, width: int, data: st.DataObject
) -> None:
    pieces = [
        piece
        for line in lay_out(reading, width).lines
        for piece in line.pieces
        if piece.role is Role.TEXT
    ]
    if not pieces:
        return
    piece = data.draw(st.sampled_from(pieces))
    bounds = [start for start, _ in clusters_of(reading) if piece.start < start < piece.end]
    at = data.draw(st.sampled_from([piece.start, *bounds, piece.end]))
    first, second = piece.cut(0, at), piece.cut(at, len(reading.text))
    assert first.text + second.text == piece.text
    assert first.cells + second.cells == piece.cells
    assert second.cell == first.cell + first.cells
