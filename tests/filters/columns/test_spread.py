"""Counting of components by picture, against counting by hand."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from filters.columns.bounds import NONE
from filters.columns.spread import firsts, spread_of

ENTRIES = st.lists(st.tuples(st.integers(NONE, 3), st.integers(0, 3), st.integers(0, 3)), max_size=30)


def codes(values):
    return np.array(list(values), dtype=np.int64)


@given(ENTRIES)
def test_a_picture_is_shown_by_components_each_of_which_has_its_first_host(entries):
    found = spread_of(*(codes(entry[place] for entry in entries) for place in range(3)))
    for index, (picture, _, _) in enumerate(entries):
        own = [(component, host) for other, component, host in entries if other == picture]
        first = {component: min(host for each, host in own if each == component) for component, _ in own}
        expected = (1, 1) if picture == NONE else (len(first), len(set(first.values())))
        assert (found["documents"][index].as_py(), found["hosts"][index].as_py()) == expected


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=30).map(sorted))
def test_the_first_reference_of_a_document_to_a_picture_is_marked(entries):
    found = firsts(codes(document for document, _ in entries), codes(picture for _, picture in entries))
    assert found.tolist() == [entry not in entries[:index] for index, entry in enumerate(entries)]
