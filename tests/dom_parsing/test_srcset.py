from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from dom_parsing.srcset import MAX_CANDIDATES, Candidate, choose, parse_srcset

UNKNOWN = re.compile(
    r"^data:,a [^,]*(?:foo|(?<=\s)[+-]1[wxh]|1\.0[wh]|1e0[wh]|1e1\.5x|www|hhh|1[WXH]|Infinity|NaN|1\x01)[^,]*$"
)
WPT = Path(__file__).parents[3] / "shared/data/conformance/srcset"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", []),
        (" , ,", []),
        ("a.jpg", [Candidate("a.jpg")]),
        ("a.jpg 1x, b.jpg 2x", [Candidate("a.jpg", density=1.0), Candidate("b.jpg", density=2.0)]),
        ("a.jpg 320w,b.jpg 640w", [Candidate("a.jpg", 320), Candidate("b.jpg", 640)]),
        ("a.jpg 320w 200h", [Candidate("a.jpg", 320)]),
        ("a.jpg 200h", []),
        ("/w_300,h_200/a.jpg 300w, b.jpg", [Candidate("/w_300,h_200/a.jpg", 300), Candidate("b.jpg")]),
        ("a.jpg,, b.jpg", [Candidate("a.jpg"), Candidate("b.jpg")]),
        ("data:image/gif;base64,R0lG 1x", [Candidate("data:image/gif;base64,R0lG", density=1.0)]),
        ("a 1w 2w, b 0w, c -1x, d 1.x, e 1e2x", [Candidate("e", density=100.0)]),
        ("a 1x 2x, b 1x 1w, c 1q, d (x, y) 1w, e 2x", [Candidate("e", density=2.0)]),
        ("a +1x, b 1.5x, c .5x", [Candidate("b", density=1.5), Candidate("c", density=0.5)]),
    ],
)
def test_parse(value: str, expected: list[Candidate]) -> None:
    assert parse_srcset(value) == expected


@given(st.text(alphabet="ab ,()\t\n0123456789wxh.e-+", max_size=200))
def test_parse_never_fails_and_urls_are_clean(value: str) -> None:
    for candidate in parse_srcset(value):
        assert candidate.url
        assert candidate.url == candidate.url.strip(" \t\n\f\r")
        assert not candidate.url.startswith(",")
        assert candidate.width is None or (candidate.width > 0 and candidate.density is None)


def test_candidates_are_bounded() -> None:
    assert len(parse_srcset("a 1x," * 1000)) == MAX_CANDIDATES


@pytest.mark.parametrize(
    ("value", "target", "display", "expected"),
    [
        ("a 320w, b 640w, c 1280w", 640, None, "b"),
        ("a 320w, b 640w, c 1280w", 641, None, "c"),
        ("a 320w, b 500w", 640, None, "b"),
        ("a, b 2x", 640, None, "a"),
        ("a 2x, b 3x", 640, None, "a"),
        ("a .5x, b .75x", 640, None, "b"),
        ("a, b 2x, c 3x", 640, 300, "c"),
        ("a, b 2x, c 3x", 640, 320, "b"),
        ("a 640w, b 640w", 640, None, "a"),
    ],
)
def test_choose(value: str, target: int, display: int | None, expected: str) -> None:
    chosen = choose(parse_srcset(value), target, display)
    assert chosen is not None
    assert chosen.url == expected


def test_choose_of_nothing() -> None:
    assert choose([], 640) is None


@given(st.lists(st.integers(1, 4000), min_size=1), st.integers(1, 4000))
def test_choose_takes_the_smallest_that_is_large_enough(widths: list[int], target: int) -> None:
    chosen = choose([Candidate(str(width), width) for width in widths], target)
    enough = [width for width in widths if width >= target]
    assert chosen is not None
    assert chosen.width == (min(enough) if enough else max(widths))


@pytest.mark.skipif(not WPT.exists(), reason="../shared/data/conformance is not there")
def test_web_platform_tests() -> None:
    """The cases of parse-a-srcset-attribute.html: which URL is chosen at density 1.

    The copy at hand is of 2014, when descriptors nobody knows were still ignored (`a.jpg foo` was `a.jpg 1x`); browsers
    and the standard have dropped such candidates since, so those cases are put the other way round.
    """
    page = LexborHTMLParser((WPT / "parse-a-srcset-attribute.html").read_text())
    cases = [node.attributes for node in page.css("img[srcset]")]
    assert len(cases) > 80
    wrong = []
    for case in cases:
        written, expected = case["srcset"] or "", case["data-expect"] or ""
        if UNKNOWN.search(written):
            expected = ""
        chosen = choose(parse_srcset(written), 1)
        if (chosen.url if chosen else "") != expected:
            wrong.append((written, expected, chosen))
    assert wrong == []
