"""What fails for now is asked for again, after all others and never before its time, and then given up."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from ingest.fetching.patience import Attempt, fetch_patiently
from ingest.settings import ImageFetchSettings
from tests.dags.little_site import BUSY, Answer, Flaky, little_site, photo

SETTINGS = ImageFetchSettings(allow_private_hosts=True, delay=0, retry_delay=10, max_retries=2, max_retry_after=60)
DEAD = "http://127.0.0.1:9/x.jpg"


class Clock:
    """A clock that stands still but for sleep."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def now(self) -> str:
        time = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=sum(self.slept))
        return time.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def asked(urls: list[str], settings: ImageFetchSettings = SETTINGS) -> tuple[list[Attempt], list[float]]:
    clock = Clock()
    attempts = list(fetch_patiently(urls, settings, now=clock.now, sleep=clock.slept.append))
    assert Counter(each.fetched.url for each in attempts if each.is_last) == Counter(urls)
    return attempts, clock.slept


def busy(seconds: int) -> Answer:
    return Answer(b"busy", "text/plain", 503, (("Retry-After", str(seconds)),))


def test_what_fails_for_now_is_asked_for_again_after_all_others() -> None:
    pages = Flaky({"/soon.jpg": [BUSY, photo(1)], "/never.jpg": [BUSY], "/gone.jpg": [Answer(status=404)]})
    with little_site(pages) as site:
        urls = [f"{site.url}{name}.jpg" for name in ("never", "soon", "gone")]
        attempts, slept = asked(urls)
        assert [(each.fetched.url, each.number, each.is_last) for each in attempts] == [
            (urls[0], 1, False),
            (urls[1], 1, False),
            (urls[2], 1, True),
            (urls[0], 2, False),
            (urls[1], 2, True),
            (urls[0], 3, True),
        ]
        assert {path: site.asked(path) for path in pages} == {"/soon.jpg": 2, "/never.jpg": 3, "/gone.jpg": 1}
    assert [low <= wait <= high for wait, (low, high) in zip(slept, [(7.5, 12.5), (15, 25)], strict=True)] == [True] * 2


def test_a_host_is_never_asked_sooner_than_it_says_nor_waited_for_longer_than_allowed() -> None:
    pages = Flaky({"/a.jpg": [busy(50), photo(1)], "/b.jpg": [busy(61), photo(2)]})
    with little_site(pages) as site:
        generous = SETTINGS.model_copy(update={"max_crawl_delay": 0.0})
        first, slept = asked([f"{site.url}a.jpg"], generous)
        assert (first[-1].number, slept) == (2, [50.0])
        second, slept = asked([f"{site.url}b.jpg"], generous)
        assert (second[-1].number, second[-1].fetched.rest, slept) == (1, 61.0, [])


def test_connections_that_fail_are_tried_again_and_nothing_where_retries_are_off() -> None:
    attempts, slept = asked([DEAD])
    assert [each.fetched.reason for each in attempts] == ["connect"] * 3
    assert len(slept) == 2
    attempts, slept = asked([DEAD], SETTINGS.model_copy(update={"max_retries": 0}))
    assert (len(attempts), slept) == (1, [])
