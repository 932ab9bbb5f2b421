from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dom_parsing.css_lengths import MAX_TOKENS, length, pixels


@pytest.mark.parametrize(
    ("value", "expected"),
    [("300", 300), (" 300px ", 300), ("300.5", 300), ("100%", None), ("auto", None), ("", None), (None, None)],
)
def test_pixels(value: str | None, expected: int | None) -> None:
    assert pixels(value) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("300px", 300),
        ("0", 0),
        (".5PX", 0.5),
        ("50vw", 640),
        ("10vh", 72),
        ("10vmin", 72),
        ("2em", 32),
        ("1in", 96),
        ("calc(100vw - 2rem)", 1248),
        ("calc(100vw * (1 / 4))", 320),
        ("calc(2 * (1px + 2px) - 1px)", 5),
        ("calc(1px - 2px)", 0),
        ("min(40em, 100vw, 3px)", 3),
        ("max(40em, 100vw)", 1280),
        ("clamp(1px, 50vw, 300px)", 300),
    ],
)
def test_lengths(written: str, expected: float) -> None:
    assert length(written, 1280) == pytest.approx(expected)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "300",
        "100%",
        "-1px",
        "auto",
        "1px 2px",
        "calc(1px",
        "calc(5)",
        "calc(1px + 2)",
        "calc(1px * 2px)",
        "calc(1px / 0)",
        "calc(1px+2px)",
        "clamp(1px, 2px)",
        "min(1px, 2)",
        "calc()",
        "sin(1px)",
        "calc(" * MAX_TOKENS + "1px" + ")" * MAX_TOKENS,
    ],
)
def test_what_is_no_length(written: str) -> None:
    assert length(written, 1280) is None


@given(st.text(alphabet="()calcminpxvw0123456789 ,.+-*/", max_size=60))
def test_anything_is_an_answer(written: str) -> None:
    found = length(written, 1280)
    assert found is None or found >= 0
