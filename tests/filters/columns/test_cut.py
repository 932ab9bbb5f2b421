"""Columns of a cut."""

import numpy as np
import pyarrow as pa

from filters.columns.cut import References, total


def test_a_sum_over_documents_leaves_nulls_out():
    values = pa.chunked_array([pa.array([1, None]), pa.array([5, 7])])
    assert total(values, np.array([True, True, False, True])) == 8


def test_some_references_keep_their_places():
    every = References(np.array([0, 0, 2]), np.array([5, 6, 7]), np.array([-1, 0, 1]))
    some = every.of(np.array([True, False, True]))
    assert (some.document.tolist(), some.url.tolist(), some.picture.tolist()) == ([0, 2], [5, 7], [-1, 1])
