from __future__ import annotations

import pytest

from training.data.share import Share


@pytest.mark.parametrize("world_size", [1, 2, 3, 7])
@pytest.mark.parametrize("count", [7, 8, 20])
def test_shares_are_neighbours_that_make_up_the_whole(world_size: int, count: int) -> None:
    shares = [list(Share(rank, world_size).of(count)) for rank in range(world_size)]
    assert [each for share in shares for each in share] == list(range(count))
    assert max(map(len, shares)) - min(map(len, shares)) <= 1


@pytest.mark.parametrize(("rank", "world_size"), [(2, 2), (-1, 2), (0, 0)])
def test_a_worker_that_is_not_there_is_an_error(rank: int, world_size: int) -> None:
    with pytest.raises(ValueError, match=f"there is no worker {rank} among {world_size}"):
        Share(rank, world_size)
