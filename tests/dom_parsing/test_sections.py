"""What is a section of a text, and what is a text."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from dom_parsing.sections import Sections
from dom_parsing.settings import ExtractSettings
from dom_parsing.walk import walk


def sections(html: str) -> list[str]:
    """First words of the regions within `<body>` that are sections beside others."""
    page = walk(LexborHTMLParser(html), "https://site.example/", ExtractSettings())
    body = next(index for index, region in enumerate(page.regions) if region.tag == "body")
    inner = [index for index, region in enumerate(page.regions) if region.parent == body]
    found = Sections(page)
    return [page.blocks[page.regions[i].first].text for i in inner if found.is_one_of(i, inner)]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<section><h2>A</h2>a</section><section><h2>B</h2>b</section>", ["A", "B"]),
        ("<div class=s><h2>A</h2>a</div>between<div class=s><div><h2>B</h2></div>b</div>", ["A", "B"]),
        ("<section><h2>A</h2>a</section><section><h3>B</h3>b</section>", []),
        ("<div class=text><h2>A</h2>a</div><div class=box><h2>B</h2>b</div>", []),
        ("<div><h2>A</h2>a</div><section><h2>B</h2>b</section>", []),
        ("<section><h2>A</h2>a</section><section>b<h2>B</h2></section>", []),
        ("<div><h2><a href=a>A</a></h2>a</div><div><h2><a href=b>B</a></h2>b</div>", []),
        ("<section><h2>A</h2>a</section><section><h2>B</h2></section>", []),
        ("<section><h2>A</h2>a</section>", []),
        ("", []),
    ],
)
def test_sections_are_alike_and_headed(html: str, expected: list[str]) -> None:
    assert sections(html) == expected


def test_parts_left_out_already_do_not_count() -> None:
    page = walk(
        LexborHTMLParser("<section><h2>A</h2>a</section><section><h2>B</h2>b</section>"),
        "https://site.example/",
        ExtractSettings(),
    )
    first, second = (index for index, region in enumerate(page.regions) if region.tag == "section")
    page.regions[second].reason = "related"
    assert not Sections(page).is_one_of(first, [first, second])
    assert Sections(page).is_one_of(second, [first, second])
