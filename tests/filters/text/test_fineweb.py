from __future__ import annotations

import pytest

from dom_parsing.records import Text
from filters.signals import measure_all
from filters.text.fineweb import SPECS
from filters.text.sample import Sample

REGISTRY = {spec.name: spec for spec in SPECS}


def of(text: str) -> dict[str, object]:
    return dict(measure_all(Sample((Text(text),)), REGISTRY))


def test_a_page_by_hand() -> None:
    found = of("Home\n\nA sentence that is longer than thirty.\nHome\n \nA question?")
    assert found["punctuated_lines"] == 2 / 4
    assert found["short_lines"] == 3 / 4
    assert found["repeated_line_characters"] == 4 / 58
    assert found["newlines_per_word"] == 5 / 13


@pytest.mark.parametrize(("line", "share"), [("a" * 30, 1), ("a" * 31, 0)])
def test_thirty_characters_are_short(line: str, share: float) -> None:
    assert of(line)["short_lines"] == share


@pytest.mark.parametrize(("line", "share"), [("a.", 1), ("a. ", 0), ('"a."', 0), ("a\u3002", 1), ("a\u2026", 0)])
def test_the_last_character_is_what_counts(line: str, share: float) -> None:
    assert of(line)["punctuated_lines"] == share
