"""Turns that several event loops of one process take at the same thing, each loop in a thread of its own."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager
from types import TracebackType
from weakref import WeakValueDictionary


class Turns(AbstractAsyncContextManager[None]):
    """Lets so many in at a time, in the order they came, whichever loops they are in: asyncio's semaphores know one.

    Args:
        limit: How many at a time.
    """

    def __init__(self, limit: int) -> None:
        self._free = limit
        self._waiting: deque[Future[None]] = deque()
        self._lock = threading.Lock()

    async def __aenter__(self) -> None:
        turn: Future[None] = Future()
        with self._lock:
            if self._free:
                self._free -= 1
                return
            self._waiting.append(turn)
        try:
            await asyncio.wrap_future(turn)
        except asyncio.CancelledError:
            with self._lock:
                came = not turn.cancel()
            if came:  # and nobody is here to take it
                self._hand_on()
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hand_on()

    def _hand_on(self) -> None:
        with self._lock:
            while self._waiting:
                turn = self._waiting.popleft()
                if turn.set_running_or_notify_cancel():
                    turn.set_result(None)
                    return
            self._free += 1


_TURNS: WeakValueDictionary[tuple[str, int], Turns] = WeakValueDictionary()
_LOCK = threading.Lock()


def turns_at(name: str, limit: int) -> Turns:
    """Return the turns at a thing: the same for all who name it so and set this limit, while one of them holds it."""
    with _LOCK:
        turns = _TURNS.get((name, limit))
        if turns is None:
            turns = _TURNS[name, limit] = Turns(limit)
        return turns
