"""What stands in the place of a picture until scripts bring it."""

from __future__ import annotations

import pytest

from dom_parsing.lazy import is_empty, lazy_urls, reads_like_placeholder, usable_candidates
from dom_parsing.settings import ExtractSettings


def test_placeholder_names_are_words() -> None:
    assert reads_like_placeholder("/i/loading.gif")
    assert not reads_like_placeholder("/i/downloading.gif")
    assert not reads_like_placeholder("/loading/cat.gif")


@pytest.mark.parametrize(
    "url", ["", "data:image/gif;base64,R0", " about:blank", "#", "/i/spacer.gif?v=2", "/1x1.png#a"]
)
def test_what_shows_nothing(url: str) -> None:
    assert is_empty(url)


def test_lazy_urls_come_most_telling_first_and_templates_never() -> None:
    attributes = {
        "data-anything": "/pics/any.jpg",
        "data-src": "src.jpg",
        "data-srcset": "small.jpg 100w, large.jpg 900w",
        "data-original": "a_{width}.jpg",
        "data-note": "no address",
        "src": "shown.jpg",
    }
    assert list(lazy_urls(attributes, ExtractSettings())) == ["large.jpg", "src.jpg", "/pics/any.jpg", "src.jpg"]
    assert list(lazy_urls({"src": "shown.jpg", "alt": "x"}, ExtractSettings())) == []


def test_candidates_that_show_nothing_are_none() -> None:
    assert usable_candidates(None) == []
    assert [c.url for c in usable_candidates("spacer.gif 1x, a{w}.jpg 2x, b.jpg 3x")] == ["b.jpg"]
