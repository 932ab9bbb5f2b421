from __future__ import annotations

import asyncio

import pytest

from ingest.exchange import Exchange
from ingest.opt_outs.site_files import InMemory
from ingest.opt_outs.sites import Sites, Verdict

SITE = "http://example.org"
ROBOTS, TDMREP, AI_TXT = SITE + "/robots.txt", SITE + "/.well-known/tdmrep.json", SITE + "/ai.txt"
RESERVED = b'[{"location": "/closed", "tdm-reservation": 1}]'


def answer(body: bytes = b"", status: int | None = 200, failure: str = "") -> Exchange:
    return Exchange(
        "", failure, status=status, payload=body, body=body, response_head=b"HTTP/1.1 ..." if status else b""
    )


class Web:
    """Answers by URL, what was asked for, and which pace was asked for."""

    def __init__(self, answers: dict[str, Exchange]) -> None:
        self.answers = answers
        self.asked: list[str] = []
        self.paces: list[tuple[str, float, int]] = []

    async def ask(self, url: str) -> Exchange:
        self.asked.append(url)
        return self.answers.get(url, answer(status=404))

    def pace(self, url: str, seconds: float) -> None:
        self.paces.append((url, seconds, len(self.asked)))


def verdicts(web: Web, *urls: str) -> list[Verdict]:
    async def ask() -> list[Verdict]:
        sites = Sites("m3wbot", web.ask, lambda: "2026-01-02T12:00:00Z", InMemory(), web.pace)
        return [await sites.verdict(url) for url in urls]

    return asyncio.run(ask())


def test_the_files_are_asked_for_once() -> None:
    web = Web({ROBOTS: answer(b"User-agent: *\nDisallow: /closed")})
    first, second, third = verdicts(web, SITE + "/open", SITE + "/closed/a", SITE + "/also")
    assert (first.reason, first.consent, len(first.exchanges)) == ("", "", 3)
    assert second == Verdict("robots", "robots.txt: Disallow")
    assert third == Verdict()
    assert web.asked == [ROBOTS, TDMREP, AI_TXT]


def test_the_pace_is_known_before_the_next_request() -> None:
    web = Web({ROBOTS: answer(b"User-agent: *\nCrawl-delay: 7")})
    verdicts(web, SITE + "/a")
    assert web.paces == [(SITE + "/a", 7.0, 1)]


def test_every_origin_has_files_of_its_own() -> None:
    web = Web({SITE + ":8080/robots.txt": answer(b"User-agent: *\nDisallow: /")})
    assert [verdict.reason for verdict in verdicts(web, SITE + "/a", SITE + ":8080/a")] == ["", "robots"]


def test_a_site_that_allows_nothing_is_asked_for_nothing_else() -> None:
    web = Web({ROBOTS: answer(b"User-agent: *\nDisallow: /")})
    assert verdicts(web, SITE + "/a")[0].reason == "robots"
    assert web.asked == [ROBOTS]


@pytest.mark.parametrize(
    ("robots", "reason"),
    [
        (answer(status=503), "robots-unavailable"),
        (answer(status=None, failure="timeout"), "timeout"),
        (answer(status=None, failure="private-address"), "private-address"),
    ],
)
def test_without_robots_txt_nothing_is_allowed(robots: Exchange, reason: str) -> None:
    web = Web({ROBOTS: robots, TDMREP: answer(RESERVED)})
    assert verdicts(web, SITE + "/closed")[0].reason == reason
    assert web.asked == [ROBOTS]


@pytest.mark.parametrize(
    ("answers", "signal"),
    [
        (
            {ROBOTS: answer(b"User-agent: *\nContent-Usage: /closed train-ai=n")},
            "robots.txt: Content-Usage: train-ai=n",
        ),
        ({TDMREP: answer(RESERVED)}, "tdmrep.json: tdm-reservation: 1"),
        ({AI_TXT: answer(b"User-Agent: *\nDisallow: /closed")}, "ai.txt: Disallow"),
        ({TDMREP: answer(RESERVED), AI_TXT: answer(b"User-Agent: *\nDisallow: /")}, "tdmrep.json: tdm-reservation: 1"),
    ],
)
def test_signals(answers: dict[str, Exchange], signal: str) -> None:
    (closed,) = verdicts(Web(answers), SITE + "/closed/a")
    assert (closed.reason, closed.consent) == ("consent", signal)


@pytest.mark.parametrize(("body", "expected"), [(RESERVED, "/closed"), (b"<html>", ""), (b"", "")])
def test_what_is_not_reserved_is_allowed(body: bytes, expected: str) -> None:
    web = Web({TDMREP: answer(body)})
    found = {path: verdict.reason for path in ("/closed", "/open") for verdict in verdicts(web, SITE + path)}
    assert [path for path, reason in found.items() if reason] == ([expected] if expected else [])


@pytest.mark.parametrize("failed", [answer(status=500), answer(status=None, failure="timeout")])
def test_the_other_files_say_nothing_where_they_cannot_be_had(failed: Exchange) -> None:
    web = Web({TDMREP: failed, AI_TXT: failed})
    assert [verdict.reason for verdict in verdicts(web, SITE + "/a", SITE + "/b")] == ["", ""]
    assert web.asked == [ROBOTS, TDMREP, AI_TXT]


def test_a_robots_txt_that_does_not_come_is_asked_for_again() -> None:
    web = Web({ROBOTS: answer(status=None, failure="timeout")})
    verdicts(web, SITE + "/a", SITE + "/b")
    assert web.asked == [ROBOTS, ROBOTS]


def test_the_other_files_are_asked_for_where_robots_txt_allows_that() -> None:
    web = Web({ROBOTS: answer(b"User-agent: *\nDisallow: /.well-known/\nDisallow: /*.txt$"), TDMREP: answer(RESERVED)})
    assert verdicts(web, SITE + "/closed")[0].reason == ""
    assert web.asked == [ROBOTS]
