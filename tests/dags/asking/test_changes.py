"""Changes of rules on the command line: what they mean, and what is refused with which words."""

import pytest

from dags.asking.changes import changed, parse, rules_from
from filters.columns.cut import RuleSet
from filters.rules import Bound

RULES = RuleSet({"words": Bound(min=50, max=1000)}, {"entropy": Bound(min=1)})


def after(*said):
    return changed(RULES, [parse(each) for each in said])


def test_one_side_of_a_bound_changes_and_the_other_stays():
    assert after("document.words.min=100").document == {"words": Bound(min=100, max=1000)}
    assert after("document.rules.words.max=2_000").document == {"words": Bound(min=50, max=2000)}


def test_rules_come_and_go():
    assert after("image.entropy=off").image == {}
    assert after("document.language.any_of=en,de").document["language"] == Bound(any_of=("en", "de"))
    assert after() == RULES


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("document.words", "no change of a rule"),
        ("words.min=3", "no change of a rule"),
        ("document.words.least=3", "no side of a rule"),
        ("document.wrods.min=3", "did you mean 'words'"),
        ("document.words.min=many", "'many' is no number"),
        ("document.words.min=2000", "above max"),
        ("document.words.any_of=a", "either any_of"),
        ("document.language.min=3", "is a word"),
        ("image.aspect_ratio=off", "no such rule"),
        ("image.single_colour.min=2", "can never be reached"),
    ],
)
def test_what_cannot_be_is_refused_with_the_value_and_the_remedy(said, words):
    with pytest.raises(ValueError, match=words):
        after(said)


def test_rules_are_read_back_from_a_manifest():
    plain = {
        "document.rules": {"words": {"min": 50.0, "max": None, "any_of": None}},
        "image.rules": {},
    }
    assert rules_from(plain) == RuleSet({"words": Bound(min=50)}, {})
