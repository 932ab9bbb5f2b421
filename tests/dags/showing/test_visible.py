from __future__ import annotations

import pytest

from dags.showing.visible import visible, visible_lines


@pytest.mark.parametrize("obeyed", ["\x00", "\x1b", "\r", "\x7f", "\x9b", "\u2028", "\u202e", "\u2066", "\ud800"])
def test_what_a_terminal_obeys_is_replaced(obeyed: str) -> None:
    assert visible(f"a{obeyed}b") == visible_lines(f"a{obeyed}b") == "a\ufffdb"


@pytest.mark.parametrize(
    "shown", ["caf\u00e9", "a\u00a0b", "so\u00adft", "\u0646\u200c\u0647", "\U0001f469\u200d\U0001f52c", "[red]"]
)
def test_what_is_shown_stays(shown: str) -> None:
    assert visible(shown) == visible_lines(shown) == shown


def test_lines_stay_where_they_are_asked_for() -> None:
    assert visible("a\n\tb") == "a\ufffd\ufffdb"
    assert visible_lines("a\n\tb") == "a\n    b"
