from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dom_parsing.media import matches


@pytest.mark.parametrize(
    ("media", "expected"),
    [
        (None, True),
        ("", True),
        ("all", True),
        ("only screen and (min-width: 600px)", True),
        ("(min-width:2000px)", False),
        ("(max-width: 80em)", True),
        ("(max-width: 79em)", False),
        ("(min-width: 600px) and (max-width: 900px)", False),
        ("(max-width: 900px), (min-width: 1200px)", True),
        ("(width >= 1280px)", True),
        ("(width < 1280px)", False),
        ("print", False),
        ("(prefers-color-scheme: dark)", False),
        ("(prefers-color-scheme: light) and (prefers-reduced-motion: no-preference)", True),
        ("(min-resolution: 2dppx)", False),
        ("(max-resolution: 96dpi)", True),
        ("(-webkit-min-device-pixel-ratio: 1.25), (min-resolution: 120dpi)", False),
        ("(-webkit-max-device-pixel-ratio: 1.5)", True),
        ("(orientation: portrait)", False),
    ],
)
def test_at_1280_pixels(media: str | None, expected: bool) -> None:
    assert matches(media, 1280) is expected


@given(st.text(alphabet="()min-axwdth:0123456789px,< >=and", max_size=80))
def test_anything_is_an_answer(media: str) -> None:
    assert matches(media, 1280) in (True, False)
