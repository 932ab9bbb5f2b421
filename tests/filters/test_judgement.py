from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dom_parsing.records import Image
from filters.duplicates.duplicates import Member
from filters.images.spread import Spread
from filters.judgement import (
    Candidate,
    Reference,
    Seen,
    judge_images,
    judge_references,
    judge_spread,
    judge_text,
    text_breaches,
)
from filters.models.scores import Score
from filters.records import SELECT, SHORTLIST, dropped, kept
from filters.rules import Bound
from filters.signals import SignalSpec
from filters.text.text_signals import DOCUMENT_SIGNALS
from ingest.records import DROPPED, FAILED, KEPT, ImageFacts

ID = "d0"
WORDS = "words_per_image"
SIDE = {"shorter_side": Bound(min=64)}


def facts(url: str, sha256: str = "", **more: Any) -> ImageFacts:
    return ImageFacts(url, KEPT, sha256=sha256 or url, **{"signals": {"shorter_side": 100}, **more})


def candidate(*urls: str) -> Candidate:
    references = tuple(Reference(element, url) for element, url in enumerate(urls))
    return Candidate(Member(ID, "p", ID, ""), ID, references)


def test_the_first_broken_rule_of_a_text_is_told_with_value_and_bound() -> None:
    rules = {"words": Bound(min=50), "language": Bound(any_of=("en",))}
    assert judge_text(ID, {"words": 50, "language": "en"}, rules) == kept(ID, None, SHORTLIST)
    found = judge_text(ID, {"words": 49, "language": "de"}, rules)
    assert found == dropped(ID, None, SHORTLIST, "document.words", 49, ">= 50")
    assert (found.value, found.outcome) == ("49", DROPPED)
    found = judge_text(ID, {"words": 50, "language": "de"}, rules)
    assert (found.rule, found.value, found.bound) == ("document.language", "de", "any of en")


def test_before_images_are_seen_there_can_be_too_few_of_them_but_not_too_many() -> None:
    rules = {"images": Bound(min=1, max=3)}
    assert judge_text(ID, {"images": 4}, rules).outcome == KEPT
    assert judge_text(ID, {"images": 4}, {"images": Bound(max=3)}).outcome == KEPT
    found = judge_text(ID, {"images": 0}, rules)
    assert (found.rule, found.value, found.bound) == ("document.images", "0", ">= 1")


def test_without_rules_everything_is_kept() -> None:
    assert judge_text(ID, {"words": 0}, {}).outcome == KEPT
    assert judge_spread(ID, [(Reference(0, "u"), Spread(10**9, 10**9))], {}) == ()
    assert judge_images(candidate("u"), [Seen(0, facts("u"), Spread(5, 5))], {}, {}).passes is True


def test_only_images_that_too_many_documents_show_are_dropped_by_spread() -> None:
    images = [(Reference(0, "a"), Spread(10, 3)), (Reference(3, "b"), Spread(11, 4))]
    rules = {"documents": Bound(max=10), "shorter_side": Bound(min=64)}
    assert judge_spread(ID, images, rules) == (dropped(ID, 3, SHORTLIST, "image.documents", 11, "<= 10"),)
    rules = {**rules, "hosts": Bound(max=2)}
    assert [each.rule for each in judge_spread(ID, images, rules)] == ["image.hosts", "image.documents"]


def test_images_are_dropped_by_what_the_page_says_of_them_each_by_the_first_rule_it_breaks() -> None:
    images = [
        (0, Image("https://e.org/pier.jpg", alt="a pier")),
        (2, Image("https://e.org/logo.png")),
        (5, Image("https://e.org/gull.png", alt="a")),
    ]
    rules = {"url_words": Bound(max=0), "alt_length": Bound(min=5), "shorter_side": Bound(min=64)}
    assert list(judge_references(ID, images, rules, ("logo",))) == [
        dropped(ID, 2, SHORTLIST, "image.url_words", 1, "<= 0"),
        dropped(ID, 5, SHORTLIST, "image.alt_length", 1, ">= 5"),
    ]
    assert [each.element for each in judge_references(ID, images, rules, ("pier",))] == [0, 2, 5]
    assert list(judge_references(ID, images, SIDE, ("logo",))) == []


def test_images_are_decided_in_the_order_of_the_document_whatever_order_they_come_in() -> None:
    seen = [Seen(2, facts("c")), Seen(0, facts("a")), Seen(1, facts("b", signals={"shorter_side": 9}))]
    found = judge_images(candidate("a", "b", "c"), seen, SIDE, {"images": Bound(min=2)})
    assert found.decisions == (
        kept(ID, 0, SELECT),
        dropped(ID, 1, SELECT, "image.shorter_side", 9, ">= 64"),
        kept(ID, 2, SELECT),
    )
    assert found.passes is True
    assert [picture.element for picture in found.pictures] == [0, 2]


@pytest.mark.parametrize(("bound", "value"), [(Bound(min=2), "1"), (Bound(max=0), "1")])
def test_too_few_or_too_many_images_left_drop_the_document(bound: Bound, value: str) -> None:
    seen = [Seen(0, facts("a")), Seen(1, facts("b", signals={"shorter_side": 9}))]
    found = judge_images(candidate("a", "b"), seen, SIDE, {"images": bound, "words": Bound(min=1_000)})
    assert found.passes is False
    assert found.pictures == ()
    assert [decision.element for decision in found.decisions] == [0, 1, None]
    assert (found.decisions[-1].rule, found.decisions[-1].value) == ("document.images", value)


def test_while_images_are_missing_nothing_is_decided() -> None:
    seen = [Seen(0, facts("a")), Seen(1, None), Seen(2, None), Seen(3, None)]
    found = judge_images(candidate("a", "z", "b", "z"), seen, SIDE, {"images": Bound(min=4)})
    assert (found.passes, found.decisions, found.pictures) == (None, (), ())
    assert found.missing == ("b", "z")


def test_a_document_that_shows_too_few_is_dropped_without_a_look_at_them() -> None:
    seen = [Seen(0, facts("a")), Seen(1, None)]
    found = judge_images(candidate("a", "b"), seen, SIDE, {"images": Bound(min=3)})
    assert (found.passes, found.missing) == (False, ())
    assert found.decisions == (dropped(ID, None, SELECT, "document.images", 2, ">= 3"),)


def test_images_only_get_fewer_so_words_an_image_only_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Early only a maximum is asked; of the images that are left, both sides are."""
    monkeypatch.setitem(DOCUMENT_SIGNALS, WORDS, SignalSpec(WORDS, float, 0, 1e9, None))
    rules = {WORDS: Bound(min=50, max=200)}
    assert judge_text(ID, {WORDS: 30.0}, rules).outcome == KEPT
    assert judge_text(ID, {WORDS: 201.0}, rules).rule == f"document.{WORDS}"
    two = [Seen(0, facts("a")), Seen(1, facts("b", signals={"shorter_side": 9}))]
    shown = replace(candidate("a", "b"), words=90)
    assert judge_images(shown, two, SIDE, rules).passes is True
    found = judge_images(shown, two, {}, rules)
    assert found.decisions[-1] == dropped(ID, None, SELECT, f"document.{WORDS}", 45.0, ">= 50")
    hopeless = judge_images(replace(shown, words=900), [two[0], Seen(1, None)], SIDE, rules)
    assert (hopeless.passes, hopeless.decisions[0].value) == (False, "450")
    assert judge_images(candidate(), [], SIDE, rules).passes is True


def test_every_broken_rule_is_told_in_the_registrys_order() -> None:
    rules = {"images": Bound(min=1), "language": Bound(any_of=("en",)), "words": Bound(min=50)}
    found = list(text_breaches(ID, {"words": 9, "language": "de", "images": 0}, rules))
    assert [each.rule for each in found] == ["document.words", "document.language", "document.images"]
    assert found[0] == judge_text(ID, {"words": 9, "language": "de", "images": 0}, rules)


def test_a_document_without_images_is_decided_by_their_number() -> None:
    assert judge_images(candidate(), [], SIDE, {}).passes is True
    assert judge_images(candidate(), [], SIDE, {"images": Bound(min=1)}).passes is False


def test_the_same_bytes_are_shown_once_the_first_that_is_kept() -> None:
    seen = [
        Seen(0, facts("a", "same", signals={"shorter_side": 9})),
        Seen(1, facts("b", "same")),
        Seen(2, facts("c", "other")),
        Seen(3, facts("b", "same")),
    ]
    found = judge_images(candidate("a", "b", "c", "b"), seen, SIDE, {})
    assert [decision.rule for decision in found.decisions] == ["image.shorter_side", "", "", "image.repeated"]
    assert found.decisions[3] == dropped(ID, 3, SELECT, "image.repeated", "element 1", "once a document")
    assert [picture.element for picture in found.pictures] == [1, 2]


def test_images_that_came_to_nothing_are_dropped_with_the_reason_and_are_no_repeats() -> None:
    failed = [
        Seen(0, ImageFacts("a", FAILED, "timeout")),
        Seen(1, ImageFacts("b", FAILED, "dns")),
        Seen(2, ImageFacts("c", DROPPED, "robots")),
    ]
    found = judge_images(candidate("a", "b", "c"), failed, SIDE, {})
    assert [(each.rule, each.value) for each in found.decisions] == [
        ("image.fetch", "timeout"),
        ("image.fetch", "dns"),
        ("image.fetch", "robots"),
    ]


def test_the_spread_of_the_bytes_is_asked_before_all_else() -> None:
    rules = {**SIDE, "documents": Bound(max=10)}
    found = judge_images(candidate("a"), [Seen(0, facts("a", signals={"shorter_side": 1}), Spread(11, 1))], rules, {})
    assert (found.decisions[0].rule, found.decisions[0].value) == ("image.documents", "11")


@given(
    st.lists(st.tuples(st.integers(0, 4), st.sampled_from([9, 64, 100]), st.booleans()), max_size=8),
    st.integers(0, 4),
)
def test_every_image_has_one_decision_and_what_is_left_is_counted(
    images: list[tuple[int, int, bool]], least: int
) -> None:
    seen = [Seen(number, made(f"u{number}", f"sha{sha}", side, ok)) for number, (sha, side, ok) in enumerate(images)]
    found = judge_images(candidate(*(f"u{n}" for n in range(len(images)))), seen, SIDE, {"images": Bound(min=least)})
    of_images = [decision for decision in found.decisions if decision.element is not None]
    assert [decision.element for decision in of_images] == list(range(len(images)))
    left = {sha for sha, side, ok in images if ok and side >= 64}
    assert sum(decision.outcome == KEPT for decision in of_images) == len(left)
    fetched = [decision.rule != "image.fetch" for decision in of_images]
    assert fetched == [ok for _, _, ok in images]
    assert found.passes == (len(left) >= least)
    assert len(found.pictures) == (len(left) if found.passes else 0)


def made(url: str, sha256: str, side: int, ok: bool) -> ImageFacts:
    good = facts(url, sha256, signals={"shorter_side": side})
    return good if ok else ImageFacts(url, FAILED, "damaged", sha256=sha256)


SCORED = {"nsfw": Bound(max=0.5), "clip_similarity": Bound(min=0.2)}


def similarity(element: int, value: float | None) -> Score:
    return Score("clip_similarity", "m", ID, element, value)


def test_what_models_say_is_asked_for_each_image_where_it_stands() -> None:
    seen = [
        Seen(0, facts("a"), scores={"nsfw": 0.1}),
        Seen(1, facts("b"), scores={"nsfw": 0.9}),
        Seen(2, facts("c"), scores={"nsfw": 0.5}),
    ]
    scores = [similarity(0, 0.25), similarity(1, 0.9), similarity(2, 0.1)]
    found = judge_images(candidate("a", "b", "c"), seen, SCORED, {}, scores)
    assert [(each.rule, each.value) for each in found.decisions] == [
        ("", ""),
        ("image.nsfw", "0.9"),
        ("image.clip_similarity", "0.1"),
    ]
    assert [picture.element for picture in found.pictures] == [0]


def test_while_scores_are_missing_nothing_is_decided_unless_there_are_too_few_images_anyway() -> None:
    seen = [Seen(0, facts("a"), scores={"nsfw": 0.1}), Seen(1, facts("b", signals={"shorter_side": 9}))]
    rules = {**SCORED, **SIDE}
    found = judge_images(candidate("a", "b"), seen, rules, {"images": Bound(max=0)})
    assert (found.passes, found.unscored, found.decisions, found.missing) == (None, True, (), ())
    found = judge_images(candidate("a", "b"), seen, rules, {"images": Bound(min=2)})
    assert (found.passes, found.unscored) == (False, False)
    assert found.decisions[-1].rule == "document.images"


def test_a_model_need_not_be_asked_about_what_other_rules_drop() -> None:
    seen = [Seen(0, facts("a"), scores={"nsfw": 0.1}), Seen(1, facts("b", signals={"shorter_side": 9}))]
    found = judge_images(candidate("a", "b"), seen, {**SCORED, **SIDE}, {}, [similarity(0, None)])
    assert (found.passes, [each.rule for each in found.decisions]) == (True, ["", "image.shorter_side"])


def test_equal_bytes_are_equally_alike_to_their_document() -> None:
    """Only one of twins is scored; where that is dropped, the other is too."""
    seen = [Seen(0, facts("a", "same"), scores={"nsfw": 0}), Seen(3, facts("b", "same"), scores={"nsfw": 0})]
    found = judge_images(candidate("a", "b"), seen, SCORED, {}, [similarity(0, 0.1)])
    assert [each.rule for each in found.decisions] == ["image.clip_similarity"] * 2
    assert found.passes is True


def test_a_score_that_failed_passes_no_rule() -> None:
    failed = Score("clip_similarity", "m", ID, 0, None, FAILED, "damaged")
    found = judge_images(candidate("a"), [Seen(0, facts("a"), scores={"nsfw": 0})], SCORED, {}, [failed])
    assert (found.decisions[0].rule, found.decisions[0].value) == ("image.clip_similarity", "nan")


def test_a_document_is_decided_by_what_models_say_of_it_after_its_images() -> None:
    rules = {"toxicity": Bound(max=0.5), "images": Bound(min=1)}
    toxic = Score("toxicity", "m", ID, None, 0.75)
    found = judge_images(candidate("a"), [Seen(0, facts("a"))], {}, rules, [toxic])
    assert (found.passes, found.decisions[-1].rule, found.decisions[-1].value) == (False, "document.toxicity", "0.75")
    assert judge_images(candidate("a"), [Seen(0, facts("a"))], {}, rules).unscored
    found = judge_images(candidate(), [], {}, rules, [toxic])
    assert found.decisions[-1].rule == "document.images"
