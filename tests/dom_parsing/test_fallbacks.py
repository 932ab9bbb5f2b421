from __future__ import annotations

import pytest

from dom_parsing.data_urls import is_named
from dom_parsing.extract import extract
from tests.dom_parsing.inline_data import inline_png

DATA = "data:image/gif;base64,R0lGODlhAQABAAAAACw="


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<noscript><img src=a.jpg></noscript>", ["a.jpg"]),
        ("<img data-src=a.jpg><noscript><img src=a.jpg></noscript>", ["a.jpg"]),
        ("<p>x</p><noscript><img src=a.jpg></noscript><img data-src=a.jpg>", ["a.jpg"]),
        (f"<img src='{DATA}'><noscript><img src=a.jpg></noscript>", ["a.jpg"]),
        ("<img src=spacer.gif><noscript><img src=a.jpg></noscript>", ["a.jpg"]),
        ("<img src=a-300x200.jpg><noscript><img src=a.jpg?w=900></noscript>", ["a-300x200.jpg"]),
        ("<img data-src=small.jpg><noscript><img src=large.jpg></noscript>", ["small.jpg"]),
        ("<img src=a.jpg><noscript><img src=b.jpg></noscript>", ["a.jpg", "b.jpg"]),
        ("<img src=a.jpg><p>text</p><noscript><img src=a.jpg></noscript>", ["a.jpg", "a.jpg"]),
        (
            "".join(f"<img src='{DATA}'><noscript><img src={name}></noscript>" for name in ("a.jpg", "b.jpg")),
            ["a.jpg", "b.jpg"],
        ),
        ("<amp-img src=a.jpg><noscript><img src=a.jpg></noscript></amp-img>", ["a.jpg"]),
        ("<picture><source data-srcset=a.webp><noscript><img src=a.jpg></noscript></picture>", ["a.webp"]),
    ],
)
def test_every_picture_once(html: str, expected: list[str]) -> None:
    document = extract(html, "https://site.example/")
    assert [image.url.rpartition("/")[2].partition("?")[0] for image in document.images] == expected


def test_a_replaced_placeholder_is_no_omission() -> None:
    html = f"<img src='{DATA}'><noscript><img src=a.jpg></noscript><img src='{DATA}'>"
    assert [o.reason for o in extract(html, "https://site.example/").omissions] == ["data-url"]


def test_inline_data_beside_a_fallback_is_its_preview() -> None:
    large = f"<img src='{inline_png(1500)}'>"
    beside = extract(f"{large}<noscript><img src=a.jpg></noscript>", "https://site.example/")
    assert [image.url for image in beside.images] == ["https://site.example/a.jpg"]
    assert beside.omissions == ()
    twice = extract(f"{large}<noscript>{large}</noscript>", "https://site.example/")
    assert [is_named(image.url) for image in twice.images] == [True]
    only = extract(f"<img data-src=a.jpg><noscript>{large}</noscript>", "https://site.example/")
    assert [image.url for image in only.images] == ["https://site.example/a.jpg"]
