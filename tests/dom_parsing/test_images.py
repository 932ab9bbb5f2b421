from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from dom_parsing.images import choose_image
from dom_parsing.settings import ExtractSettings

BASE = "https://site.example/blog/post/"
HERE = BASE
DATA = "data:image/gif;base64,R0lGODlhAQABAAAAACw="


def chosen(html: str, **settings: object) -> tuple[str, str]:
    tree = LexborHTMLParser(html)
    image = tree.css_first("img, amp-img")
    assert image is not None
    sources = [node.attributes for node in tree.css("source")]
    choice = choose_image(image.attributes, sources, BASE, ExtractSettings.model_validate(settings))
    return choice.url.removeprefix(HERE), choice.reason


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<img src=a.jpg>", "a.jpg"),
        ("<img src='../a.jpg'>", "https://site.example/blog/a.jpg"),
        ("<img src='/a.jpg'>", "https://site.example/a.jpg"),
        ("<img src='//cdn.example/a.jpg'>", "https://cdn.example/a.jpg"),
        ("<img src='http://cdn.example:8080/a.jpg#x'>", "http://cdn.example:8080/a.jpg"),
        ("<img src=' a b.jpg '>", "a%20b.jpg"),
        ("<img src='https://xn--bcher-kva.example/a'>", "https://xn--bcher-kva.example/a"),
        ("<img src='https://b\u00fccher.example/a'>", "https://xn--bcher-kva.example/a"),
        ("<img src='https://cdn.example/w_300,h_200/a.jpg'>", "https://cdn.example/w_300,h_200/a.jpg"),
        ("<amp-img src=a.jpg>", "a.jpg"),
        (f"<img src='{DATA}' data-src=a.jpg>", "a.jpg"),
        ("<img src='' data-src=a.jpg>", "a.jpg"),
        ("<img data-src=a.jpg>", "a.jpg"),
        ("<img src=about:blank data-original=a.jpg>", "a.jpg"),
        ("<img src=/img/spacer.gif data-lazy-src=a.jpg>", "a.jpg"),
        ("<img src=/img/1x1.png data-lazy=a.jpg>", "a.jpg"),
        ("<img src=/img/loading-grey.gif data-src=a.jpg>", "a.jpg"),
        ("<img src=tiny.jpg data-src=a.jpg class='c lazyload'>", "a.jpg"),
        ("<img src=a.jpg data-src=zoomed.jpg>", "a.jpg"),
        ("<img src=white-house.jpg>", "white-house.jpg"),
        (f"<img src='{DATA}' data-srcset='a.jpg 320w, b.jpg 700w' data-src=c.jpg>", "b.jpg"),
        (f"<img src='{DATA}' data-lazy-srcset='a.jpg 320w, b.jpg 700w'>", "b.jpg"),
        (f"<img src='{DATA}' data-anything='/pics/a.jpg?w=3'>", "https://site.example/pics/a.jpg?w=3"),
        (f"<img src='{DATA}' data-src='a_{{width}}x.jpg' data-fallback=b.jpg>", "b.jpg"),
        ("<img src=a.jpg srcset='b.jpg 300w, c.jpg 800w, d.jpg 1600w'>", "c.jpg"),
        ("<img src=a.jpg srcset='b.jpg 2x'>", "a.jpg"),
        ("<img src=a.jpg srcset='b.jpg 2x' width=320>", "b.jpg"),
        (f"<img src=a.jpg srcset='{DATA} 1w'>", "a.jpg"),
        ("<picture><source srcset=b.webp type=image/webp><img src=a.jpg></picture>", "b.webp"),
        ("<picture><source srcset=b.jxl type=image/jxl><img src=a.jpg></picture>", "a.jpg"),
        ("<picture><source srcset=b.jpg media='(max-width: 600px)'><img src=a.jpg></picture>", "a.jpg"),
        ("<picture><source srcset=b.jpg media='(min-width: 600px)'><img src=a.jpg></picture>", "b.jpg"),
        (f"<picture><source srcset='{DATA}' data-srcset=b.jpg><img src='{DATA}'></picture>", "b.jpg"),
        ("<picture><source><img src=a.jpg></picture>", "a.jpg"),
    ],
)
def test_what_a_reader_would_see(html: str, expected: str) -> None:
    assert chosen(html) == (expected, "")


@pytest.mark.parametrize(
    ("html", "url", "reason"),
    [
        (f"<img src='{DATA}'>", "", "data-url"),
        (f"<img src='{DATA}' data-src='{DATA}'>", "", "data-url"),
        ("<img src=spacer.gif>", "spacer.gif", "placeholder"),
        ("<img>", "", "no-url"),
        ("<img src='javascript:x()'>", "", "no-url"),
        ("<img src='ftp://site.example/a.jpg'>", "", "no-url"),
        ("<img src=count.php width=1 height=1>", "count.php", "hidden"),
    ],
)
def test_what_is_no_picture(html: str, url: str, reason: str) -> None:
    assert chosen(html) == (url, reason)


def test_settings_steer_the_choice() -> None:
    html = "<picture><source srcset=n.jpg media='(max-width:500px)'><img srcset='a 100w, b 900w'></picture>"
    assert chosen(html, viewport_width=400) == ("n.jpg", "")
    assert chosen(html, target_image_side=80) == ("a", "")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<img src=a.jpg srcset='b.jpg 2x' width=320>", ("a.jpg", "")),
        ("<img srcset='b.jpg 300w, c.jpg 800w, d.jpg 1600w' sizes=300px>", ("b.jpg", "")),
        ("<picture><source data-srcset=b.jpg><img src=a.jpg></picture>", ("a.jpg", "")),
        (f"<picture><source srcset='{DATA}' data-srcset=b.jpg><img src='{DATA}'></picture>", ("b.jpg", "")),
        (f"<img src='{DATA}' data-srcset='a.jpg 320w, b.jpg 700w' sizes=300px>", ("a.jpg", "")),
        (f"<img src='{DATA}' data-srcset='{{u}} 320w' data-src=a.jpg>", ("a.jpg", "")),
        ("<img src=spacer.gif>", ("spacer.gif", "placeholder")),
    ],
)
def test_as_a_browser_chooses(html: str, expected: tuple[str, str]) -> None:
    assert chosen(html, srcset="browser") == expected


def test_what_shows_nothing_may_stay() -> None:
    assert chosen("<img src=spacer.gif>", srcset="browser", keep_hidden=True) == ("spacer.gif", "")
    html = f"<picture><source srcset='{DATA}'><img src=a.jpg></picture>"
    assert chosen(html, srcset="browser", keep_hidden=True) == ("", "data-url")
    assert chosen("<img src=''>", srcset="browser", keep_hidden=True) == ("", "no-url")
    assert chosen("<img src=count.php width=1 height=1>", keep_hidden=True) == ("count.php", "")


def test_not_lazy_is_not_lazy_and_fallbacks_are_no_pictures() -> None:
    assert chosen("<img class=skip-lazy src=photo.jpg data-other=/img/other.png>")[0].endswith("photo.jpg")
    assert chosen("<img class=lazy src=photo.jpg data-fallback=/img/none.png>")[0].endswith("photo.jpg")
