"""Polite fetching for callers without an event loop: worker processes and plain scripts."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Generator, Iterable
from contextlib import aclosing, suppress

from ingest.fetching.addresses import Lookup, look_up
from ingest.fetching.fetch import utc_now
from ingest.fetching.polite import NOTHING_KEPT, RESULTS_AHEAD, Fetched, Keeping, Wanted, fetch_politely
from ingest.opt_outs.consent import Purpose
from ingest.settings import FetchSettings


def fetch_all(
    urls: Iterable[str | Wanted],
    settings: FetchSettings,
    *,
    purpose: Purpose,
    keeping: Keeping = NOTHING_KEPT,
    stop: Callable[[], bool] = lambda: False,
    now: Callable[[], str] = utc_now,
    lookup: Lookup = look_up,
) -> Generator[Fetched, None, None]:
    """Fetch as `fetch_politely` does, for callers without an event loop.

    The requests run in a thread of their own; at most RESULTS_AHEAD results wait for a slow consumer. A consumer that
    stops early closes the generator and with it the thread.
    """
    loop = asyncio.new_event_loop()
    results: queue.SimpleQueue[Fetched | BaseException | None] = queue.SimpleQueue()
    room = asyncio.Semaphore(RESULTS_AHEAD)

    async def pump() -> None:
        fetching = fetch_politely(urls, settings, purpose=purpose, keeping=keeping, stop=stop, now=now, lookup=lookup)
        async with aclosing(fetching) as stream:
            async for result in stream:
                await room.acquire()
                results.put(result)

    task = loop.create_task(pump())
    thread = threading.Thread(target=_run, args=(loop, task, results), name="fetch", daemon=True)
    thread.start()
    try:
        while (result := results.get()) is not None:
            if isinstance(result, BaseException):
                raise result
            _call(loop, room.release)
            yield result
    finally:
        _call(loop, task.cancel)
        thread.join()


def _run(
    loop: asyncio.AbstractEventLoop,
    task: asyncio.Task[None],
    results: queue.SimpleQueue[Fetched | BaseException | None],
) -> None:
    """Run the task to its end and hand its end on: None, or what it raised."""
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(task)
    except (Exception, asyncio.CancelledError) as error:
        results.put(error)
    else:
        results.put(None)
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


def _call(loop: asyncio.AbstractEventLoop, callback: Callable[[], object]) -> None:
    with suppress(RuntimeError):  # the loop is closed once the task has ended; there is nothing left to tell it
        loop.call_soon_threadsafe(callback)
