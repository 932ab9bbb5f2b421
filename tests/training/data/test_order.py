from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.data.order import place


def epoch_of(size: int, seed: int = 0, epoch: int = 0, block: int = 1) -> list[int]:
    return [place(position, size, seed, epoch, block) for position in range(size)]


@settings(deadline=None)
@given(st.integers(1, 200), st.integers(0, 2**63), st.integers(0, 2**40), st.integers(1, 210))
def test_every_sample_comes_once_an_epoch(size: int, seed: int, epoch: int, block: int) -> None:
    assert sorted(epoch_of(size, seed, epoch, block)) == list(range(size))


def test_every_sample_is_equally_likely_everywhere() -> None:
    first = Counter(place(0, 5, seed, 0) for seed in range(5000))
    last = Counter(place(4, 5, 0, epoch) for epoch in range(5000))
    for counted in (first, last):
        assert set(counted) == set(range(5))
        assert all(abs(count - 1000) < 150 for count in counted.values())


def test_seed_and_epoch_each_change_the_order() -> None:
    orders = {tuple(epoch_of(50, seed, epoch)) for seed in range(3) for epoch in range(3)}
    assert len(orders) == 9


def test_the_order_is_known() -> None:
    assert epoch_of(8, seed=1, epoch=2) == [0, 3, 4, 6, 5, 1, 7, 2]


def test_blocks_stay_together_and_begin_elsewhere_in_every_epoch() -> None:
    orders = [epoch_of(103, epoch=epoch, block=10) for epoch in range(4)]
    for order in orders:
        steps = [(after - before) % 103 for before, after in pairwise(order)]
        assert steps.count(1) >= 90
        assert order != list(range(103))
    assert len({order[0] % 10 for order in orders}) > 1


def test_a_position_in_a_huge_dataset_is_found_at_once() -> None:
    assert 0 <= place(10**11, 10**12, 0, 0) < 10**12


@pytest.mark.parametrize("position", [-1, 5])
def test_a_position_outside_is_an_error(position: int) -> None:
    with pytest.raises(ValueError, match=f"position {position} is outside of an epoch of 5"):
        place(position, 5, 0, 0)
