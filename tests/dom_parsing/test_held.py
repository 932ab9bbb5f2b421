"""Whatever picture of inline data a Document names is found again in its page."""

from __future__ import annotations

import pytest

from dom_parsing.data_urls import read_picture
from dom_parsing.held import pictures_held
from dom_parsing.page import read_page
from dom_parsing.settings import ExtractSettings
from tests.dom_parsing.inline_data import inline_png

LARGE, OTHER = inline_png(1400), inline_png(1300, seed=1)


@pytest.mark.parametrize(
    "html",
    [
        f"<p>x<img src='{LARGE}'><noscript><img src='{OTHER}'></noscript>",
        f"<img srcset='{LARGE} 1x, a 2x x'><picture><source srcset='{OTHER}'><img></picture>",
        f"<img data-src='{LARGE}'><amp-img src='{OTHER}'></amp-img>",
        f"<input type=image src='{LARGE}'><object type=image/png data='{OTHER}'></object>",
        f"<embed type=image/png src='{LARGE}'><p style='background: url({OTHER})'>x",
        f"<div style='display:none'><img src='{OTHER}'></div><img src='{LARGE.replace('A', '&#65;')}'>",
    ],
)
def test_what_a_document_names_is_held(html: str) -> None:
    settings = ExtractSettings(background_images=True)
    page = read_page(html, "https://a.example/", settings=settings)
    document = page.document()
    names = {image.url for image in document.images}
    wanted = [read_picture(each) for each in (LARGE, OTHER)]
    assert names <= {picture.name for picture in wanted if picture}
    assert names
    held = pictures_held(page.tree, names, settings.inline_image_bytes)
    assert {name: picture.name for name, picture in held.items()} == {name: name for name in names}


def test_only_what_is_wanted_is_kept() -> None:
    page = read_page(f"<img src='{LARGE}'>", "https://a.example/")
    assert pictures_held(page.tree, {"data:sha256:" + "0" * 64}, 1) == {}
