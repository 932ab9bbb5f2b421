"""Counting of components by picture, against counting by hand."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from filters.columns.bounds import NONE
from filters.columns.spread import firsts, shown_by

ENTRIES = st.lists(st.tuples(st.integers(NONE, 4), st.integers(0, 4)), max_size=30)


def codes(values):
    return np.array(list(values), dtype=np.int64)


@given(ENTRIES)
def test_a_picture_is_shown_by_as_many_components_as_there_are(entries):
    found = shown_by(codes(picture for picture, _ in entries), codes(component for _, component in entries))
    for number, (picture, _) in zip(found, entries, strict=True):
        components = {component for other, component in entries if other == picture}
        assert number == (1 if picture == NONE else len(components))


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=30).map(sorted))
def test_the_first_reference_of_a_document_to_a_picture_is_marked(entries):
    found = firsts(codes(document for document, _ in entries), codes(picture for _, picture in entries))
    assert found.tolist() == [entry not in entries[:index] for index, entry in enumerate(entries)]
