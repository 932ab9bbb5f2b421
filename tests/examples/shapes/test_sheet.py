from __future__ import annotations

from examples.shapes.questions import held_out_singles
from examples.shapes.sheet import CELL, RIGHT, WRONG, Shown, in_rows, sheet

SHOWN = [Shown(each.picture, str(each.thing), number != 3) for number, each in enumerate(held_out_singles(1))]


def test_a_row_has_eight_and_nothing_is_left_out() -> None:
    rows = in_rows(SHOWN)
    assert [len(shown) for _, shown in rows] == [8, 8, 8]
    assert [each for _, shown in rows for each in shown] == SHOWN


def test_the_wrong_one_alone_is_framed_in_red() -> None:
    paper = sheet(in_rows(SHOWN))
    width, height = CELL
    for number in range(len(SHOWN)):
        left, top = 12 + number % 8 * width, 12 + number // 8 * height
        colours = paper.crop((left, top, left + width, top + height)).getcolors(100_000) or []
        found = {colour for _, colour in colours}
        assert (RIGHT in found, WRONG in found) == ((False, True) if number == 3 else (True, False))


def test_headings_take_room_of_their_own() -> None:
    plain, headed = sheet([("", SHOWN[:3])]), sheet([("A heading", SHOWN[:3])])
    assert headed.height > plain.height
    assert headed.width == plain.width
