"""What rules make of a whole cut at once, against documents judged one by one with the functions the jobs use."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from filters.columns.bounds import NONE
from filters.columns.cut import CutColumns, Pictures, References, RuleSet
from filters.columns.outcome import REASONS, outcome
from filters.columns.survival import Ties
from filters.duplicates.components import components
from filters.rules import Bound
from filters.safety.blocked import PAGE as BLOCKLIST
from tests.filters.columns.one_by_one import Fact, Page, name_of, one_by_one

SMALL = st.none() | st.integers(0, 4)
SHOWN = st.tuples(st.integers(0, 4), st.sampled_from(["", "a", "abc"]))
PAGES = st.lists(
    st.builds(
        Page,
        words=st.integers(0, 4),
        language=st.sampled_from(["en", "de"]),
        page=st.integers(0, 6),
        text=st.integers(0, 6),
        date=st.integers(0, 2),
        host=st.integers(0, 3),
        images=st.lists(SHOWN, max_size=4),
    ),
    max_size=9,
)
FACTS = st.lists(
    st.builds(Fact, st.booleans(), st.booleans(), st.integers(0, 2), st.integers(1, 4)), min_size=5, max_size=5
)


def bound(name, low, high):
    if low is None and high is None:
        return {}
    if low is not None and high is not None:
        low, high = sorted((low, high))
    return {name: Bound(min=low, max=high)}


@st.composite
def rule_sets(draw):
    document = bound("language", None, None) | ({"language": Bound(any_of=("de",))} if draw(st.booleans()) else {})
    for name in ("words", "images", "words_per_image"):
        document |= bound(name, draw(SMALL), draw(SMALL))
    image = bound("documents", None, draw(SMALL)) | bound("hosts", draw(SMALL), draw(SMALL))
    image |= bound("shorter_side", draw(SMALL), draw(SMALL)) | bound("alt_length", draw(SMALL), draw(SMALL))
    return RuleSet(document, image)


def column(values, kind):
    return pa.chunked_array([pa.array(list(values), kind)])


def codes(values):
    return np.array(list(values), dtype=np.int64)


def as_columns(pages, facts, component):
    fetched = [i for i, fact in enumerate(facts) if fact.fetched]
    place = {url: index for index, url in enumerate(fetched)}
    shown = [(i, url, alt) for i, page in enumerate(pages) for url, alt in page.images]
    signals = {
        "words": column((page.words for page in pages), pa.int64()),
        "language": column((page.language for page in pages), pa.string()),
        "images": column((len(page.images) for page in pages), pa.int64()),
        "words_per_image": column(
            (page.words / len(page.images) if page.images else None for page in pages), pa.float64()
        ),
    }
    ties = Ties(
        codes(component),
        codes(page.page for page in pages),
        codes(page.text for page in pages),
        np.arange(len(pages)),
        codes(page.date for page in pages),
    )
    references = References(
        codes(i for i, _, _ in shown),
        codes(url for _, url, _ in shown),
        codes(place.get(url, NONE) for _, url, _ in shown),
        {"alt_length": column((len(alt) for _, _, alt in shown), pa.int64())},
    )
    had = np.array([facts[i].had for i in fetched], dtype=bool)
    sides = column((facts[i].side if facts[i].had else None for i in fetched), pa.int64())
    pictures = Pictures(had, codes(facts[i].bytes for i in fetched), {"shorter_side": sides})
    words = np.array([page.words if page.images else np.nan for page in pages], dtype=float)
    return CutColumns(
        signals, words, codes(page.host for page in pages), ties, references, pictures, np.zeros(len(pages), dtype=bool)
    )


def tied(pages):
    edges = [
        (name_of(j), name_of(i))
        for i, one in enumerate(pages)
        for j, other in enumerate(pages[:i])
        if one.page == other.page or one.text == other.text
    ]
    root = components(edges)
    return [int(root.get(name_of(i), name_of(i)), 16) for i in range(len(pages))]


@settings(max_examples=400)
@given(PAGES, FACTS, rule_sets())
def test_documents_end_as_they_do_when_judged_one_by_one(pages, facts, rules):
    component = tied(pages)
    found = outcome(as_columns(pages, facts, component), rules)
    named = [REASONS[index] for index in found.reason]
    assert list(zip(named, found.images.tolist(), strict=True)) == one_by_one(pages, facts, rules, component)
    assert found.kept.tolist() == [name == "" for name in named]


@given(PAGES, FACTS, rule_sets())
def test_what_is_blocked_counts_nowhere(pages, facts, rules):
    component = tied(pages)
    cut = as_columns(pages, facts, component)
    blocked = np.arange(len(pages)) % 2 == 1
    found = outcome(replace(cut, blocked=blocked), rules)
    alone = one_by_one(pages[::2], facts, rules, component[::2])
    named = [REASONS[index] for index in found.reason]
    assert list(zip(named, found.images.tolist(), strict=True))[::2] == alone
    assert set(named[1::2]) <= {BLOCKLIST}
