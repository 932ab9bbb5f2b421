"""What rules make of a whole cut at once, against documents judged one by one with the functions the jobs use."""

from collections import defaultdict
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from filters.columns.bounds import NONE
from filters.columns.cut import UNSEEN, CutColumns, Pictures, References, RuleSet, outcome, reasons, total
from filters.columns.survival import Ties
from filters.duplicates.components import components
from filters.duplicates.duplicates import Member, in_order, survivors
from filters.judgement import Candidate, Reference, Seen, judge_images, judge_spread, judge_text
from filters.rules import Bound
from ingest.records import DROPPED, FAILED, KEPT, ImageFacts


class Page(NamedTuple):
    """A document of a test: its signals, what ties it to others, the images it shows."""

    words: int
    language: str
    page: int
    text: int
    date: int
    images: list


class Fact(NamedTuple):
    """An image of a test; the bytes of several can be the same."""

    fetched: bool
    had: bool
    bytes: int
    side: int


PAGES = st.lists(
    st.builds(
        Page,
        st.integers(0, 4),
        st.sampled_from(["en", "de"]),
        st.integers(0, 6),
        st.integers(0, 6),
        st.integers(0, 2),
        st.lists(st.integers(0, 4), max_size=4),
    ),
    max_size=9,
)
FACTS = st.lists(
    st.builds(Fact, st.booleans(), st.booleans(), st.integers(0, 2), st.integers(1, 4)), min_size=5, max_size=5
)
SMALL = st.none() | st.integers(0, 4)


def bounds(name, low, high):
    if low is None and high is None:
        return {}
    if low is not None and high is not None:
        low, high = sorted((low, high))
    return {name: Bound(min=low, max=high)}


RULES = st.builds(
    lambda words, images, sides, spread, german: RuleSet(
        bounds("words", *words) | bounds("images", *images) | ({"language": Bound(any_of=("de",))} if german else {}),
        bounds("shorter_side", *sides) | bounds("documents", None, spread),
    ),
    *[st.tuples(SMALL, SMALL)] * 3,
    SMALL,
    st.booleans(),
)


def name_of(number):
    return f"{number:032x}"


def facts_of(number, fact):
    signals = {"shorter_side": fact.side}
    url = f"http://x/{number}"
    return (
        ImageFacts(url, KEPT, sha256=f"{fact.bytes}", signals=signals) if fact.had else ImageFacts(url, FAILED, "dns")
    )


def one_by_one(pages, facts, rules, component):
    """Return reason and number of images of each document."""
    found = {}
    for i, page in enumerate(pages):
        signals = {"words": page.words, "language": page.language, "images": len(page.images)}
        decision = judge_text(name_of(i), signals, rules.document)
        found[i] = (decision.rule, 0)
    members = [i for i in found if not found[i][0]]
    spread = defaultdict(set)
    for i in members:
        for url in pages[i].images:
            spread[url].add(component[i])
    candidates = {}
    for i in members:
        shown = [(Reference(e, f"http://x/{url}"), len(spread[url])) for e, url in enumerate(pages[i].images)]
        gone = {decision.element for decision in judge_spread(name_of(i), shown, rules.image)}
        left = tuple(reference for reference, _ in shown if reference.element not in gone)
        page = pages[i]
        candidates[i] = Candidate(
            Member(name_of(i), str(page.page), str(page.text), str(page.date)), str(component[i]), left
        )
    by_bytes = defaultdict(set)
    for i, candidate in candidates.items():
        for reference in candidate.images:
            fact = facts[int(reference.url[-1])]
            if fact.fetched and fact.had:
                by_bytes[fact.bytes].add(component[i])
    judged = {}
    for i, candidate in candidates.items():
        seen = []
        for reference in candidate.images:
            number = int(reference.url[-1])
            fact = facts[number]
            known = facts_of(number, fact) if fact.fetched else None
            seen.append(Seen(reference.element, known, len(by_bytes[fact.bytes]) if known and fact.had else 1))
        judged[i] = judge_images(candidate, seen, rules.image, rules.document)
    for root in {component[i] for i in members}:
        group = [i for i in members if component[i] == root]
        passes = {name_of(i): judged[i].passes for i in group}
        verdicts = {v.id: v for v in survivors(in_order(candidates[i].member for i in group), passes)}
        for i in group:
            verdict = verdicts.get(name_of(i))
            if verdict is None:
                found[i] = ("document.images", 0)
            elif verdict.rule:
                found[i] = (verdict.rule, 0)
            elif judged[i].passes is None:
                found[i] = (UNSEEN, 0)
            else:
                found[i] = ("", len(judged[i].pictures))
    return [found[i] for i in range(len(pages))]


def column(values, kind):
    return pa.chunked_array([pa.array(list(values), kind)])


def codes(values):
    return np.array(list(values), dtype=np.int64)


def as_columns(pages, facts, component):
    number = len(pages)
    fetched = [i for i, fact in enumerate(facts) if fact.fetched]
    place = {url: index for index, url in enumerate(fetched)}
    shown = [(i, url) for i, page in enumerate(pages) for url in page.images]
    signals = {
        "words": column((page.words for page in pages), pa.int64()),
        "language": column((page.language for page in pages), pa.string()),
        "images": column((len(page.images) for page in pages), pa.int64()),
    }
    ties = Ties(
        codes(component),
        codes(page.page for page in pages),
        codes(page.text for page in pages),
        np.arange(number),
        codes(page.date for page in pages),
    )
    references = References(
        codes(i for i, _ in shown), codes(url for _, url in shown), codes(place.get(url, NONE) for _, url in shown)
    )
    had = np.array([facts[i].had for i in fetched], dtype=bool)
    sides = column((facts[i].side if facts[i].had else None for i in fetched), pa.int64())
    pictures = Pictures(had, codes(facts[i].bytes for i in fetched), {"shorter_side": sides})
    return CutColumns(signals, ties, references, pictures)


def tied(pages):
    edges = [
        (name_of(j), name_of(i))
        for i, one in enumerate(pages)
        for j, other in enumerate(pages[:i])
        if one.page == other.page or one.text == other.text
    ]
    root = components(edges)
    return [int(root.get(name_of(i), name_of(i)), 16) for i in range(len(pages))]


@settings(max_examples=300)
@given(PAGES, FACTS, RULES)
def test_documents_end_as_they_do_when_judged_one_by_one(pages, facts, rules):
    component = tied(pages)
    found = outcome(as_columns(pages, facts, component), rules)
    named = [reasons()[index] for index in found.reason]
    assert list(zip(named, found.images.tolist(), strict=True)) == one_by_one(pages, facts, rules, component)


def test_a_sum_over_documents_leaves_nulls_out():
    assert total(column([1, None, 5, 7], pa.int64()), np.array([True, True, False, True])) == 8


def test_an_empty_cut_has_no_outcome():
    found = outcome(as_columns([], [Fact(True, True, 0, 1)] * 5, []), RuleSet({"words": Bound(min=1)}, {}))
    assert len(found.reason) == len(found.images) == 0
    assert DROPPED not in reasons()
