from __future__ import annotations

from collections import Counter

from examples.shapes.build import PICTURES as ON_SITE
from examples.shapes.exhibits import SITE, exhibits
from examples.shapes.questions import alone, exchanged, held_out_pages, held_out_singles, in_place
from examples.shapes.things import THINGS

PAGE = next(held_out_pages(1, 3))


def test_a_picture_alone_comes_without_a_word() -> None:
    question = alone(PAGE[1])
    assert question.pictures == (PAGE[1].picture,)
    assert question.said == ()
    assert question.written == question.shown == PAGE[1].thing


def test_a_place_has_what_stands_before_it() -> None:
    question = in_place(PAGE, 2)
    assert question.pictures == tuple(each.picture for each in PAGE)
    assert question.said == (PAGE[0].caption, PAGE[1].caption)
    assert question.written == question.shown == PAGE[2].thing


def test_exchanged_pictures_leave_every_word_where_it_was() -> None:
    for place in range(3):
        before, after = in_place(PAGE, place), exchanged(PAGE, place)
        assert after.said == before.said
        assert after.written == before.written
        assert after.shown == PAGE[(place + 1) % 3].thing != after.written
        assert after.pictures == tuple(PAGE[(number + 1) % 3].picture for number in range(place + 1))


def test_held_out_pictures_are_not_on_the_site_nor_twice() -> None:
    site = {each.picture for page in range(40) for each in exhibits((SITE, page), ON_SITE)}
    singles = list(held_out_singles(3))
    pages = [each for page in held_out_pages(20, 3) for each in page]
    assert Counter(each.thing for each in singles) == dict.fromkeys(THINGS, 3)
    asked = [each.picture for each in (*singles, *pages)]
    assert len(set(asked)) == len(asked)
    assert not site & set(asked)
