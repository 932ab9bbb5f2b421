"""Images asked for more than once: what fails for now has another turn once all others have had theirs."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from datetime import datetime

from dom_parsing.urls import page_id
from ingest.fetching.fetch import utc_now
from ingest.fetching.fetch_all import fetch_all
from ingest.fetching.polite import NOTHING_KEPT, Fetched, Keeping
from ingest.fetching.retry import next_try
from ingest.settings import FetchSettings


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt at an image.

    Attributes:
        fetched: What came of it.
        number: Which it is, counted from 1.
        is_last: It is not asked for again: it is had, or is not to be had in this run.
    """

    fetched: Fetched
    number: int
    is_last: bool


def fetch_patiently(
    urls: Sequence[str],
    settings: FetchSettings,
    *,
    keeping: Keeping = NOTHING_KEPT,
    now: Callable[[], str] = utc_now,
    sleep: Callable[[float], None] = time.sleep,
) -> Generator[Attempt, None, None]:
    """Yield every attempt at images, as they come; those that fail for now are asked for again, in rounds.

    A round begins when the last of its images may be asked for again (`next_try`): no host is asked sooner than it
    said, and none waits for longer than `max_retry_after`, or the last back-off.

    Args:
        urls: Each once.
        settings: Delays and limits, `max_retries`, `retry_delay`, `max_retry_after`.
        keeping: What is known of the sites, and what must not be kept.
        now: The clock of the exchanges' dates.
        sleep: Waits for as many seconds.
    """
    due = list(urls)
    for number in range(settings.max_retries + 1):
        again: dict[str, str] = {}
        for fetched in fetch_all(due, settings, purpose="image", keeping=keeping, now=now):
            status = fetched.exchange.status if fetched.exchange else None
            at = next_try(page_id(fetched.url), number, fetched.reason, status, settings, now(), fetched.rest)
            if at:
                again[fetched.url] = at
            yield Attempt(fetched, number + 1, is_last=not at)
        if not again:
            return
        sleep(_seconds(now(), max(again.values())))
        due = sorted(again, key=due.index)


def _seconds(now: str, then: str) -> float:
    return max(0.0, (datetime.fromisoformat(then) - datetime.fromisoformat(now)).total_seconds())
