from __future__ import annotations

import asyncio

import pytest

from ingest.exchange import Exchange
from ingest.opt_outs.site_files import FileCache, InMemory, Known, SiteFile

URL = "http://example.org/robots.txt"
NOON = "2026-01-02T12:00:00.000000Z"


def answer(
    status: int | None = 200, body: bytes = b"", failure: str = "", location: str = "", url: str = URL
) -> Exchange:
    headers = (("Location", location),) if location else ()
    return Exchange(url, failure, status=status, headers=headers, payload=body, body=body)


class Web:
    """One file, what it answers at present, and what time it is."""

    def __init__(self, answer: Exchange, files: InMemory | None = None, *, needed: bool = False) -> None:
        self.answer = answer
        self.time = NOON
        self.asked: list[str] = []
        self.cache = FileCache(
            lambda file: file.payload, self.ask, lambda: self.time, files or InMemory(), needed=needed
        )

    async def ask(self, url: str) -> Exchange:
        self.asked.append(url)
        return self.answer

    def look(self, time: str = NOON) -> Known[bytes]:
        self.time = time
        return asyncio.run(self.cache.current(URL, []))


def test_a_file_is_asked_for_once_a_day() -> None:
    web = Web(answer(body=b"one"))
    assert web.look() == Known(b"one", "", NOON, 86_400)
    web.answer = answer(body=b"two")
    assert web.look("2026-01-03T11:59:59Z").says == b"one"
    assert len(web.asked) == 1
    assert web.look("2026-01-03T12:00:00Z").says == b"two"
    assert len(web.asked) == 2


def test_what_was_kept_by_an_earlier_run_counts_for_the_rest_of_its_day() -> None:
    files = InMemory()
    files.save(SiteFile(URL, "2026-01-02T00:00:00Z", 200, b"kept"))
    web = Web(answer(body=b"new"), files)
    assert web.look().says == b"kept"
    assert web.asked == []
    assert web.look("2026-01-03T00:00:00Z").says == b"new"
    assert files.load(URL) == SiteFile(URL, "2026-01-03T00:00:00Z", 200, b"new")


def test_a_missing_file_is_an_answer_that_is_kept() -> None:
    files = InMemory()
    assert Web(answer(404, b"not here"), files).look().says == b"not here"
    assert files.load(URL) == SiteFile(URL, NOON, 404, b"not here")


UNAVAILABLE = [
    (answer(503), "robots-unavailable"),
    (answer(429), "robots-unavailable"),
    (answer(None, failure="timeout"), "timeout"),
    (answer(None, failure="private-address"), "private-address"),
]


@pytest.mark.parametrize(("failed", "failure"), UNAVAILABLE)
def test_what_cannot_be_had_says_nothing(failed: Exchange, failure: str) -> None:
    known = Web(failed).look()
    assert (known.says, known.failure) == (None, failure)


@pytest.mark.parametrize(("failed", "failure"), UNAVAILABLE)
def test_an_old_copy_stands_in_for_thirty_days(failed: Exchange, failure: str) -> None:
    files = InMemory()
    files.save(SiteFile(URL, NOON, 200, b"old"))
    web = Web(failed, files)
    assert web.look("2026-01-20T12:00:00Z").says == b"old"
    assert files.load(URL) == SiteFile(URL, NOON, 200, b"old")
    known = web.look("2026-02-02T12:00:00Z")
    assert (known.says, known.failure) == (None, failure)
    web.answer = answer(body=b"new")
    assert web.look("2026-02-02T14:00:00Z").says == b"new"


@pytest.mark.parametrize(
    ("failed", "needed", "asked"),
    [
        (answer(None, failure="timeout"), True, 2),
        (answer(None, failure="timeout"), False, 1),
        (answer(None, failure="private-address"), True, 1),
        (answer(503), True, 1),
    ],
)
def test_only_hosts_that_do_not_answer_are_asked_again_at_once(failed: Exchange, needed: bool, asked: int) -> None:
    web = Web(failed, needed=needed)
    assert web.look().failure == web.look().failure
    assert len(web.asked) == asked
    web.look("2026-01-02T13:00:00Z")
    assert len(web.asked) == asked + 1


def chain(hops: int) -> tuple[list[Exchange], list[str]]:
    """Ask for a file that redirects through `hops` hosts; return the exchanges, and what the last one said."""
    answers = {
        f"http://h{hop}/f": answer(301, location=f"http://h{hop + 1}/f", url=f"http://h{hop}/f") for hop in range(hops)
    }
    answers[f"http://h{hops}/f"] = answer(body=b"end")

    async def look() -> tuple[list[Exchange], list[str]]:
        async def ask(url: str) -> Exchange:
            return answers[url]

        cache = FileCache(lambda file: f"{file.status} {file.payload.decode()}", ask, lambda: NOON, InMemory())
        exchanges: list[Exchange] = []
        return exchanges, [(await cache.current("http://h0/f", exchanges)).says or ""]

    return asyncio.run(look())


@pytest.mark.parametrize(("hops", "says"), [(0, "200 end"), (1, "200 end"), (5, "200 end"), (6, "301 ")])
def test_five_redirects_are_followed(hops: int, says: str) -> None:
    exchanges, said = chain(hops)
    assert said == [says]
    assert len(exchanges) == min(hops, 5) + 1


def test_a_redirect_to_nowhere_is_the_answer() -> None:
    assert Web(answer(302, location="mailto:x@example.org")).look().says == b""
