"""A picture of inline data counts where it is large enough to be one and no address is written anywhere."""

from __future__ import annotations

import pytest

from dom_parsing.data_urls import is_named, read_picture
from dom_parsing.extract import extract
from dom_parsing.records import Document, Image, Text
from dom_parsing.settings import ExtractSettings
from tests.dom_parsing.inline_data import inline_png

SMALL, LARGE, OTHER = inline_png(1023), inline_png(1024), inline_png(2000, seed=1)
URL = "https://a.example/"


def named(written: str) -> str:
    picture = read_picture(written)
    assert picture is not None
    return picture.name


def read(html: str, **settings: object) -> Document:
    return extract(html, URL, settings=ExtractSettings.model_validate(settings))


def urls(html: str, **settings: object) -> list[str]:
    return [image.url for image in read(html, **settings).images]


@pytest.mark.parametrize(
    "html",
    [
        f"<img src='{LARGE}'>",
        f"<img src=' {LARGE[:50]}\n{LARGE[50:]}#x' alt=Tom>",
        f"<img src='{LARGE.replace('+', '&#43;').replace('A', '%41')}'>",
        f"<img srcset='{LARGE} 1x'>",
        f"<img src='{SMALL}' srcset='{LARGE} 2x'>",
        f"<img src='{SMALL}' data-src='{LARGE}'>",
        f"<img class=lazyload src='{OTHER}' data-src='{LARGE}'>",
        f"<picture><source srcset='{LARGE}'><img src='{OTHER}'></picture>",
        f"<picture><source media=print srcset='{OTHER}'><img src='{LARGE}'></picture>",
        f"<amp-img src='{LARGE}'></amp-img>",
        f"<input type=image src='{LARGE}'>",
        f"<object type=image/png data='{LARGE}'></object>",
        f"<embed type=image/png src='{LARGE}'>",
    ],
)
def test_a_picture_within_the_page_is_an_image(html: str) -> None:
    assert urls(html) == [named(LARGE)]


@pytest.mark.parametrize(
    "html",
    [
        f"<img src='{SMALL}'>",
        f"<img src='{inline_png(5000, kind='image/svg+xml')}'>",
        f"<img src='{inline_png(5000, kind='text/html')}'>",
        f"<img src='{LARGE}!'>",
        f"<img class=lazyload src='{LARGE}'>",
        "<img src='data:sha256:" + "0" * 64 + "'>",
    ],
)
def test_all_else_is_left_out(html: str) -> None:
    assert [(omission.reason, omission.url) for omission in read(html).omissions] == [("data-url", "")]
    assert urls(html) == []


@pytest.mark.parametrize(
    "html",
    [
        f"<img src='{LARGE}' data-src=a.jpg>",
        f"<img src='{LARGE}' srcset='a.jpg 2x'>",
        f"<picture><source srcset=a.jpg><img src='{LARGE}'></picture>",
        f"<img src=a.jpg data-src='{LARGE}'>",
    ],
)
def test_an_address_is_better(html: str) -> None:
    assert urls(html) == [f"{URL}a.jpg"]


def test_it_lies_where_the_page_shows_it() -> None:
    document = read(f"<p>One.<p>Two <img src='{LARGE}' alt=Tom width=90 height=60> three.<p>Four.")
    assert document.elements == (
        Text("One."),
        Text("Two"),
        Image(named(LARGE), alt="Tom", width=90, height=60),
        Text("three."),
        Text("Four."),
    )


def test_one_of_a_single_pixel_is_hidden() -> None:
    (omission,) = read(f"<img src='{LARGE}' width=1 height=1>").omissions
    assert (omission.reason, omission.url) == ("hidden", named(LARGE))


def test_the_bound_is_a_setting() -> None:
    assert urls(f"<img src='{SMALL}'>", inline_image_bytes=1023) == [named(SMALL)]
    assert urls(f"<img src='{OTHER}'>", inline_image_bytes=2**30) == []


def test_as_a_browser_shows_it() -> None:
    html = f"<picture><source srcset='{LARGE}'><img src=a.jpg></picture><img src='{OTHER}'><img src='{SMALL}'>"
    document = read(html, srcset="browser", keep_hidden=True)
    assert [image.url for image in document.images] == [named(LARGE), named(OTHER)]
    assert [omission.reason for omission in document.omissions] == ["data-url"]


def test_large_and_many_ones_are_read_within_the_bounds_of_a_page() -> None:
    huge = inline_png(5 << 20)
    assert urls(f"<p>x</p><img src='{huge}'>") == [named(huge)]
    many = read("<p>x</p>" + "<img src='data:image/gif;base64,R0lGOD'>" * 100_000, max_images=100_000)
    assert len(many.omissions) == 100_000
    assert not any(is_named(image.url) for image in many.images)
