from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from dom_parsing.shown import may_show, shown_url


def shown(html: str) -> str:
    tree = LexborHTMLParser(html)
    image = tree.css_first("img")
    assert image is not None
    return shown_url(image.attributes, [node.attributes for node in tree.css("source")], 1280)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<img src=a>", "a"),
        ("<img>", ""),
        ("<img src=a srcset='b 2x'>", "a"),
        ("<img src=a srcset='b 1x, c 2x'>", "b"),
        ("<img src=a srcset='b .5x'>", "a"),
        ("<img srcset='b .5x, c .7x'>", "c"),
        ("<img srcset='c 3x, b 2x'>", "b"),
        ("<img src=a srcset='b 600w, c 1280w, d 2000w'>", "c"),
        ("<img src=a srcset='b 600w, c 1280w' sizes=10px>", "b"),
        ("<img src=a srcset='b 600w, c 1280w' sizes=0px>", "b"),
        ("<img src=a srcset='b 200w, c 300w, d 900w' sizes='auto, 900px' loading=LAZY width=900>", "c"),
        ("<img src=a srcset='b 1q'>", "a"),
        ("<picture><source srcset='b 600w, c 1280w' sizes=600px><img src=a></picture>", "b"),
        ("<picture><source srcset=b type=image/x-nobody-knows><img src=a></picture>", "a"),
        ("<picture><source srcset=b media=print><source srcset=''><source srcset=c><img src=a></picture>", "c"),
    ],
)
def test_what_a_browser_shows(html: str, expected: str) -> None:
    assert shown(html) == expected


def test_types_and_conditions_of_a_source() -> None:
    assert may_show({"type": "IMAGE/WebP; x=y"}, 1280)
    assert not may_show({"type": "text/html"}, 1280)
    assert not may_show({"media": "(max-width: 600px)"}, 1280)
