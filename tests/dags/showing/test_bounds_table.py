"""Signals beside their bounds."""

from dags.report import console
from dags.showing.bounds_table import beside_bounds, bounds_table, short
from filters.rules import Bound

RULES = {"words": Bound(min=50), "language": Bound(any_of=("en",)), "perplexity": Bound(max=10)}


def printed(*arguments):
    with console.capture() as output:
        console.print(bounds_table(*arguments))
    return [line.split() for line in output.get().splitlines()]


def test_each_signal_stands_beside_its_bound():
    lines = printed({"words": 40, "entropy": 0.123456, "language": "en", "perplexity": None}, None, RULES)
    assert lines == [
        ["signal", "value", "bound"],
        ["words", "40", ">=", "50"],
        ["entropy", "0.1235"],
        ["language", "en", "any", "of", "en"],
        ["perplexity", "-", "<=", "10"],
    ]


def test_what_is_left_of_a_document_stands_beside_the_whole():
    lines = printed({"words": 60}, {"words": 40, "later": 1}, RULES)
    assert lines[1:] == [["words", "60", "40", ">=", "50"], ["later", "-", "1"]]


def test_broken_rules_are_coloured_by_what_is_left():
    table = bounds_table({"words": 60}, {"words": 40}, RULES)
    assert [cell.style for cell in table.columns[0].cells] == ["red"]
    assert [cell.style for cell in bounds_table({"words": 60}, None, RULES).columns[0].cells] == [""]


def test_control_codes_of_pages_are_not_obeyed():
    assert "\x1b" not in str(printed({"language": "\x1b[2Jen"}, None, {}))


def test_only_what_rules_ask_for_is_told_of_elements():
    assert beside_bounds({"words": 3, "digits": 0.5}, RULES) == "words 3 (>= 50)"
    assert short(None) == "-"
