from __future__ import annotations

from dom_parsing.records import Text
from filters.signals import measure_all
from filters.text.c4 import SPECS
from filters.text.sample import Sample

REGISTRY = {spec.name: spec for spec in SPECS}
PAGE = """Home
A first sentence. A second one.
Read our privacy policy and more.
Please enable Javascript to read on
A line without an end
var a = { b: 1 }
Some lorem ipsum without an end"""


def of(text: str) -> dict[str, object]:
    return dict(measure_all(Sample((Text(text),)), REGISTRY))


def test_a_page_by_hand() -> None:
    assert of(PAGE) == {
        "lorem_ipsum": 0,  # C4 reads no further than the curly bracket
        "curly_brackets": 1,
        "lorem_ipsum_ended": 0,
        "curly_brackets_ended": 0,
        "sentences": 8,
        "c4_sentences": 2,
        "c4_sentences_any_end": 3,
        "policy_lines": 1,
        "javascript_lines": 1,
        "longest_word": 10,
    }


def test_lines_with_a_terminal_mark_are_told_apart() -> None:
    found = of('This is lorem ipsum.\nThis is a { bracket."\nThis is { another')
    assert (found["lorem_ipsum"], found["lorem_ipsum_ended"]) == (1, 1)
    assert (found["curly_brackets"], found["curly_brackets_ended"]) == (2, 1)
