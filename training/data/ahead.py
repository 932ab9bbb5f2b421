"""Work done ahead of need, in the order in which it is asked for."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

DEPTH = 4
"""Items a thread works ahead."""

Item = TypeVar("Item")
Result = TypeVar("Result")


def worked_ahead(items: Iterable[Item], work: Callable[[Item], Result], threads: int) -> Iterator[Result]:
    """Yield `work(item)` for every item, in order; what it raises is raised here.

    Args:
        items: What to work on; taken in the caller's own thread.
        work: What to do, in other threads.
        threads: Their number; 0 to work in the caller's, when asked.
    """
    if threads == 0:
        yield from map(work, items)
        return
    waiting: deque[Future[Result]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) >= threads * DEPTH:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
