from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dom_parsing.records import Image
from filters.images.references import (
    SPECS,
    URL_WORDS,
    Shown,
    alt_length,
    declared_longer_side,
    declared_shorter_side,
    url_words,
)
from filters.signals import measure_all, registry


def words(path: str, *known: str) -> int:
    return url_words(Shown(Image(f"https://example.org/{path}"), known or URL_WORDS))


@pytest.mark.parametrize(
    "path",
    ["logo.png", "LOGO.PNG", "img/siteLogo.svg", "icon2x.gif", "icons/house.png", "my-logo_v2.jpg", "a%20button.png"],
)
def test_words_of_the_list_are_found_as_words(path: str) -> None:
    assert words(path) == 1


@pytest.mark.parametrize(
    "path",
    [
        "sussex/pier.jpg",
        "Essex.jpg",
        "silicon-valley.jpg",
        "iconic.jpg",
        "logotherapy.jpg",
        "rubicon.png",
        "",
        "a.jpg?logo",
    ],
)
def test_words_that_only_contain_them_are_not(path: str) -> None:
    assert words(path) == 0


def test_every_one_is_counted_and_capitals_part_words() -> None:
    assert words("icons/MyLOGOImage/widgetButton.png") == 4


def test_the_host_does_not_count() -> None:
    assert url_words(Shown(Image("https://logo.example/pier.jpg"))) == 0


def test_the_list_is_the_recipes() -> None:
    assert words("banner/logo.png", "banner") == 1


def test_alternative_text_is_measured_without_white_space_around_it() -> None:
    assert alt_length(Shown(Image("u", alt="  a pier \n"))) == 6
    assert alt_length(Shown(Image("u"))) == 0


@pytest.mark.parametrize(
    ("width", "height", "shorter", "longer"),
    [(None, None, None, None), (40, None, 40, 40), (None, 7, 7, 7), (600, 400, 400, 600), (0, 3, 0, 3)],
)
def test_declared_sides_are_those_that_are_declared(
    width: int | None, height: int | None, shorter: int | None, longer: int | None
) -> None:
    shown = Shown(Image("u", width=width, height=height))
    assert (declared_shorter_side(shown), declared_longer_side(shown)) == (shorter, longer)


@given(st.text(max_size=60), st.text(max_size=20))
def test_nothing_that_a_page_says_breaks_them(url: str, alt: str) -> None:
    found = measure_all(Shown(Image(url, alt)), registry(SPECS))
    assert all(value is None or float(value) >= 0 for value in found.values())
