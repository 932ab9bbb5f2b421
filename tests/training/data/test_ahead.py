from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import count, islice

import pytest

from training.data.ahead import DEPTH, worked_ahead


@pytest.mark.parametrize("threads", [0, 1, 3])
def test_results_come_in_order(threads: int) -> None:
    assert list(worked_ahead(range(50), str, threads)) == [str(number) for number in range(50)]


@pytest.mark.parametrize("threads", [0, 2])
def test_endless_items_are_taken_as_they_are_needed(threads: int) -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in count():
            taken.append(number)
            yield number

    assert list(islice(worked_ahead(items(), str, threads), 5)) == list("01234")
    assert len(taken) <= 5 + threads * DEPTH


@pytest.mark.parametrize("threads", [0, 2])
def test_what_work_raises_is_raised(threads: int) -> None:
    with pytest.raises(ZeroDivisionError):
        list(worked_ahead([1, 0, 2], lambda number: 1 / number, threads))


def test_work_is_done_in_other_threads_and_items_are_taken_in_this_one() -> None:
    taken: set[int] = set()

    def items() -> Iterator[int]:
        for number in range(20):
            taken.add(threading.get_ident())
            yield number

    worked = set(worked_ahead(items(), lambda _: threading.get_ident(), 2))
    assert taken == {threading.get_ident()}
    assert threading.get_ident() not in worked
