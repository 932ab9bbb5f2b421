from __future__ import annotations

from itertools import pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from filters.duplicates.components import components

NODES = 30
EDGES = st.lists(st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1)), max_size=40)


def name(node: int) -> str:
    return f"{node:02d}"


@given(EDGES, st.randoms(use_true_random=False))
def test_the_components_are_those_scipy_finds(edges: list[tuple[int, int]], random: Random) -> None:
    rows, columns = [one for one, _ in edges], [other for _, other in edges]
    graph = coo_array((np.ones(len(edges)), (rows, columns)), shape=(NODES, NODES))
    _, labels = connected_components(graph, directed=False)
    touched = sorted({*rows, *columns})
    smallest: dict[int, int] = {}
    for node in touched:
        smallest.setdefault(int(labels[node]), node)
    expected = {name(node): name(smallest[int(labels[node])]) for node in touched}
    found = components((name(one), name(other)) for one, other in edges)
    assert found == expected
    turned = [(name(other), name(one)) for one, other in edges]
    random.shuffle(turned)
    assert components(turned) == expected


@pytest.mark.parametrize("step", [1, -1])
def test_a_long_chain_needs_no_recursion(step: int) -> None:
    names = [f"{node:06d}" for node in range(100_000)][::step]
    found = components(pairwise(names))
    assert set(found.values()) == {"000000"}
    assert len(found) == 100_000


def test_no_edges_no_components() -> None:
    assert components([]) == {}
    assert components([("a", "a")]) == {"a": "a"}
