from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from ingest.fetching.turns import Turns, turns_at


class Room:
    """Counts who is in at the same time."""

    def __init__(self) -> None:
        self.now = self.most = self.visits = 0
        self._lock = threading.Lock()

    async def visit(self, turns: Turns) -> None:
        async with turns:
            with self._lock:
                self.now += 1
                self.visits += 1
                self.most = max(self.most, self.now)
            await asyncio.sleep(0.001)
            with self._lock:
                self.now -= 1


@pytest.mark.parametrize("limit", [1, 3])
def test_loops_of_several_threads_take_turns(limit: int) -> None:
    room, turns = Room(), Turns(limit)
    begin = threading.Barrier(4)

    async def visits() -> None:
        await asyncio.gather(*(room.visit(turns) for _ in range(10)))

    def loop() -> None:
        begin.wait(timeout=60)
        asyncio.run(visits())

    with ThreadPoolExecutor(4) as threads:
        for done in [threads.submit(loop) for _ in range(4)]:
            done.result()
    assert (room.visits, room.most) == (40, limit)


@pytest.mark.parametrize("handed_on_first", [False, True])
def test_who_gives_up_waiting_keeps_nobody_out(handed_on_first: bool) -> None:
    """Also where the turn has just come, and the one who waited has not heard of it yet."""

    async def scene() -> None:
        turns, room = Turns(1), Room()
        await turns.__aenter__()
        impatient = asyncio.create_task(room.visit(turns))
        await asyncio.sleep(0)
        if handed_on_first:
            await turns.__aexit__(None, None, None)
        impatient.cancel()
        with pytest.raises(asyncio.CancelledError):
            await impatient
        if not handed_on_first:
            await turns.__aexit__(None, None, None)
        await asyncio.wait_for(room.visit(turns), 60)
        assert room.visits == 1

    asyncio.run(scene())


def test_what_has_one_name_has_the_same_turns_while_somebody_holds_them() -> None:
    held = turns_at("192.0.2.1", 2)
    assert turns_at("192.0.2.1", 2) is held
    assert turns_at("192.0.2.1", 1) is not held
    assert turns_at("192.0.2.2", 2) is not held
