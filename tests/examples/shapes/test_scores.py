from __future__ import annotations

import pytest
from scipy.stats import binomtest

from examples.shapes.questions import Question
from examples.shapes.scores import CHANCE, Share, names, score
from examples.shapes.things import THINGS, Thing


def sighted(question: Question) -> Thing:
    return question.shown


def reader(question: Question) -> Thing:
    return question.written


def silent(_: bytes) -> str:
    return "Nothing to be seen."


def test_who_sees_is_right_everywhere_and_follows_the_pictures() -> None:
    found = score(sighted, silent, each=2, pages=5)
    assert [share.value for share in (found.chosen, found.colour, found.shape, *found.places)] == [1.0] * 6
    assert (found.exchanged_shown.value, found.exchanged_written.value, found.said.value) == (1.0, 0.0, 0.0)
    assert (found.chosen.of, found.places[2].of, found.exchanged_shown.of) == (48, 5, 15)


def test_who_knows_the_text_alone_is_found_out_by_the_exchange() -> None:
    found = score(reader, silent, each=1, pages=5)
    assert found.exchanged_written.value == 1.0
    assert found.exchanged_shown.value == 0.0


def test_who_always_says_the_same_gets_what_a_guess_gets() -> None:
    found = score(lambda _: THINGS[0], lambda _: f"A {THINGS[0]}.", each=2, pages=1)
    assert found.chosen.value == found.said.value == pytest.approx(CHANCE)
    assert {label.strip(): chance for label, _, chance in found.lines()}["its shape"] == 1 / 4


@pytest.mark.parametrize(
    ("sentence", "right"),
    [
        ("This picture shows a red circle.", True),
        ("A circle, and it is Red", True),
        ("A red square.", False),
        ("A red or blue circle.", False),
        ("A reddish circle.", False),
        ("", False),
    ],
)
def test_a_sentence_is_right_if_it_names_the_thing_and_no_other(sentence: str, right: bool) -> None:
    assert names(sentence, Thing("red", "circle")) is right


@pytest.mark.parametrize(("right", "of"), [(0, 20), (3, 4), (50, 100), (480, 480)])
def test_a_share_comes_with_wilsons_interval(right: int, of: int) -> None:
    low, high = binomtest(right, of).proportion_ci(0.95, method="wilson")
    assert Share(right, of).interval == pytest.approx((low, high), abs=1e-4)


def test_a_share_can_be_read() -> None:
    assert str(Share(3, 4)) == "75.0 % (3 of 4; 30.1 to 95.4)"
