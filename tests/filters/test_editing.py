"""Rules on paragraphs: which go, by which rule, and what the document's signals are then."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dom_parsing.records import Element, Image, Text
from filters.editing import TextRules, edit, signals_of_left
from filters.records import SHORTLIST, dropped, kept
from filters.rules import Bound
from filters.signals import SignalSpec
from filters.text.paragraph_signals import PARAGRAPH_SIGNALS
from filters.text.text_signals import DOCUMENT_SIGNALS, measure
from ingest.records import DROPPED, KEPT

ID = "d0"
IMAGE = Image("https://a.example/i.jpg")
WORDS = st.lists(st.sampled_from(["harbour", "a", "1923", "of"]), max_size=6).map(" ".join)
ELEMENTS = st.lists(WORDS.map(Text) | st.just(IMAGE), max_size=6)
COUNTS = st.dictionaries(st.integers(0, 5), st.integers(3, 9), max_size=4)


def test_a_paragraph_goes_by_the_first_rule_it_breaks_and_images_stay() -> None:
    elements = (Text("one two three"), IMAGE, Text("eleven"), Text("seventeen eighteen"))
    rules = TextRules(paragraph={"mean_word_length": Bound(max=5), "words": Bound(min=2)})
    found = edit(ID, elements, "en", {}, rules)
    assert found.decisions == (
        kept(ID, 0, SHORTLIST),
        dropped(ID, 2, SHORTLIST, "paragraph.words", 1, ">= 2"),
        dropped(ID, 3, SHORTLIST, "paragraph.mean_word_length", 8.5, "<= 5"),
    )
    assert found.left == elements[:2]
    assert found.broken == found.decisions[1:]


def test_what_too_many_documents_say_goes_with_their_number() -> None:
    elements = (Text("Read more"), Text("A text of its own"))
    rules = TextRules(repeated_in_site=Bound(max=2))
    found = edit(ID, elements, "en", {0: 3}, rules)
    assert found.decisions[0] == dropped(ID, 0, SHORTLIST, "paragraph.repeated_in_site", 3, "<= 2")
    assert found.left == elements[1:]


def test_every_broken_rule_is_found_where_it_is_asked_for() -> None:
    rules = {"words": Bound(min=2), "mean_word_length": Bound(min=9)}
    repeated = Bound(max=2)
    first = edit(ID, (Text("four"),), "en", {0: 7}, TextRules(paragraph=rules, repeated_in_site=repeated))
    every = edit(ID, (Text("four"),), "en", {0: 7}, TextRules(paragraph=rules, repeated_in_site=repeated, every=True))
    assert first.decisions == every.decisions == first.broken
    assert [each.rule for each in every.broken] == [
        "paragraph.words",
        "paragraph.mean_word_length",
        "paragraph.repeated_in_site",
    ]


def test_a_paragraph_is_read_in_the_language_of_its_document() -> None:
    rules = TextRules(paragraph={"stop_words": Bound(min=1)})
    assert edit(ID, (Text("der Hafen"),), "de", {}, rules).left
    assert not edit(ID, (Text("der Hafen"),), "en", {}, rules).left
    assert edit(ID, (Text("der Hafen"),), "xx", {}, rules).left  # no list of that language: the rule does not apply


def test_a_value_that_is_no_number_never_passes_and_one_that_does_not_apply_always_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(PARAGRAPH_SIGNALS, "nan", SignalSpec("nan", float, 0, 1, lambda _: math.nan))
    monkeypatch.setitem(PARAGRAPH_SIGNALS, "none", SignalSpec("none", float, 0, 1, lambda _: None))
    assert not edit(ID, (Text("x"),), "en", {}, TextRules(paragraph={"nan": Bound(min=0)})).left
    assert edit(ID, (Text("x"),), "en", {}, TextRules(paragraph={"none": Bound(min=0)})).left


@settings(deadline=None, max_examples=60)
@given(ELEMENTS, COUNTS, st.integers(0, 4))
def test_every_paragraph_has_one_decision_and_the_rest_is_left_in_order(
    elements: list[Element], repeats: Mapping[int, int], least: int
) -> None:
    rules = TextRules(paragraph={"words": Bound(min=least)}, repeated_in_site=Bound(max=2))
    found = edit(ID, elements, "en", repeats, rules)
    texts = [index for index, element in enumerate(elements) if isinstance(element, Text)]
    assert [row.element for row in found.decisions] == texts
    gone = {row.element for row in found.decisions if row.outcome == DROPPED}
    assert gone | {row.element for row in found.decisions if row.outcome == KEPT} == set(texts)
    assert found.left == tuple(element for index, element in enumerate(elements) if index not in gone)
    assert {row.element for row in found.broken} == gone
    looser = TextRules(paragraph={"words": Bound(min=max(0, least - 1))}, repeated_in_site=Bound(max=3))
    assert {row.element for row in edit(ID, elements, "en", repeats, looser).broken} <= gone


def test_without_rules_on_paragraphs_none_is_judged() -> None:
    elements = (Text("one two"), IMAGE)
    found = edit(ID, elements, "en", {0: 9}, TextRules(document={"words": Bound(min=9)}))
    assert (found.decisions, found.broken, found.left) == ((), (), elements)


def test_a_document_that_lost_nothing_keeps_its_stored_signals() -> None:
    stored = {**measure((Text("one two"),)), "words": 77}
    found = edit(ID, (Text("one two"),), "en", {}, TextRules())
    assert signals_of_left(found, stored, TextRules()) == stored


def test_a_shorter_document_is_measured_anew() -> None:
    rules = TextRules(paragraph={"words": Bound(min=2)})
    found = edit(ID, (Text("one two"), Text("three"), IMAGE), "en", {}, rules)
    assert signals_of_left(found, {"words": 3}, rules) == measure((Text("one two"), IMAGE))


def test_what_a_rule_asks_for_and_nobody_has_measured_is_measured_now() -> None:
    found = edit(ID, (Text("one two"),), "en", {}, TextRules())
    rules = TextRules(document={"words": Bound(min=3)})
    assert signals_of_left(found, {"language": "en"}, rules) == {"language": "en", "words": 2}
    assert signals_of_left(found, {"words": None}, rules) == {"words": None}


def test_what_was_measured_without_its_model_is_measured_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with_model = SignalSpec("words", int, 0, 9, DOCUMENT_SIGNALS["words"].measure, needs="common_words")
    monkeypatch.setitem(DOCUMENT_SIGNALS, "words", with_model)
    found = edit(ID, (Text("one two"),), "en", {}, TextRules())
    assert signals_of_left(found, {"words": None}, TextRules(document={"words": Bound(min=3)})) == {"words": 2}
