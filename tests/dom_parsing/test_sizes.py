from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dom_parsing.sizes import source_size


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        (None, 1280),
        ("", 1280),
        ("300px", 300),
        ("(max-width: 600px) 100vw, 300px", 300),
        ("(min-width: 600px) 50vw, 300px", 640),
        ("(min-width:600px)50vw, 300px", 640),
        ("((min-width: 600px) 50vw, 300px", 1280),
        ("(min-width: 600px) and (max-width: 900px) 1px, calc((100vw - 80px) / 3)", 400),
        ("screen 1px, 2px", 2),
        ("100%, 2px", 2),
        ("-3px, 2px", 2),
        ("(min-width: 600px)", 1280),
        ("auto, 2px", 1280),
        ("2px, auto", 2),
        (", ,2px", 2),
    ],
)
def test_at_1280_pixels(sizes: str | None, expected: float) -> None:
    assert source_size(sizes, 1280) == pytest.approx(expected)


def test_auto_is_for_the_layout_to_say() -> None:
    assert source_size("AUTO, 2px", 1280, 300) == 300
    assert source_size("2px, auto", 1280, 300) == 2


@given(st.text(alphabet="()minaxwdthcalpxv:0123456789 ,.+-*/", max_size=80))
def test_anything_has_a_size(sizes: str) -> None:
    assert source_size(sizes, 1280) >= 0
