from __future__ import annotations

import asyncio
import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from protego import Protego

from dom_parsing.urls import normalise
from ingest.exchange import Exchange
from ingest.robots import MAX_ROBOTS_BYTES, Robots, Verdict, parse, rules_of

TOKEN = "m3wbot"
SITE = "http://example.org"
CLOSED = b"User-agent: *\nDisallow: /closed\nCrawl-delay: 7\n"


def answer(status: int | None = 200, body: bytes = b"", failure: str = "", location: str = "") -> Exchange:
    headers = (("Location", location),) if location else ()
    head = b"HTTP/1.1 ..." if status else b""
    return Exchange(
        SITE + "/robots.txt", failure, status=status, headers=headers, payload=body, body=body, response_head=head
    )


class Web:
    """Answers by URL, and what was asked for."""

    def __init__(self, answers: dict[str, Exchange]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    async def ask(self, url: str) -> Exchange:
        self.asked.append(url)
        return self.answers[url]


def verdicts(web: Web, *urls: str) -> list[Verdict]:
    async def ask() -> list[Verdict]:
        robots = Robots(TOKEN, web.ask)
        return [await robots.verdict(url) for url in urls]

    return asyncio.run(ask())


def test_rules_are_followed_and_the_file_is_asked_for_once() -> None:
    web = Web({SITE + "/robots.txt": answer(body=CLOSED)})
    first, second, third = verdicts(web, SITE + "/open", SITE + "/closed/a", SITE + "/also")
    assert first == Verdict(crawl_delay=7, exchanges=(answer(body=CLOSED),))
    assert second == Verdict("robots", "robots.txt: Disallow", 7)
    assert third == Verdict(crawl_delay=7)
    assert web.asked == [SITE + "/robots.txt"]


def test_every_origin_has_its_own_file() -> None:
    answers = {SITE + "/robots.txt": answer(404), SITE + ":8080/robots.txt": answer(body=b"User-agent: *\nDisallow: /")}
    first, second = verdicts(Web(answers), SITE + "/a", SITE + ":8080/a")
    assert (first.reason, second.reason) == ("", "robots")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_4xx_allows_all(status: int) -> None:
    assert rules_of(answer(status, b"User-agent: *\nDisallow: /"), TOKEN).allows(SITE + "/a")


@pytest.mark.parametrize("status", [429, 500, 502, 503, 599])
def test_5xx_and_too_many_requests_disallow_all(status: int) -> None:
    rules = rules_of(answer(status), TOKEN)
    assert not rules.allows(SITE + "/a")
    assert rules.refusal == "robots-unavailable"


@pytest.mark.parametrize("failure", ["dns", "connect", "tls", "timeout", "disconnect", "protocol", "private-address"])
def test_failed_exchanges_disallow_all(failure: str) -> None:
    assert not rules_of(answer(None, failure=failure), TOKEN).allows(SITE + "/a")


@pytest.mark.parametrize(("failure", "asked"), [("timeout", 2), ("protocol", 1)])
def test_only_unreachable_hosts_are_asked_again(failure: str, asked: int) -> None:
    web = Web({SITE + "/robots.txt": answer(None, failure=failure)})
    assert [verdict.reason for verdict in verdicts(web, SITE + "/a", SITE + "/b")] == [failure, failure]
    assert len(web.asked) == asked


def chain(hops: int) -> Web:
    """Redirects through `hops` hosts to a file that closes everything."""
    answers = {
        f"http://h{hop}/robots.txt": answer(301, location=f"http://h{hop + 1}/robots.txt") for hop in range(hops)
    }
    return Web({**answers, f"http://h{hops}/robots.txt": answer(body=b"User-agent: *\nDisallow: /")})


@pytest.mark.parametrize(("hops", "reason"), [(0, "robots"), (1, "robots"), (5, "robots"), (6, "")])
def test_five_redirects_are_followed(hops: int, reason: str) -> None:
    web = chain(hops)
    assert verdicts(web, "http://h0/a")[0].reason == reason
    assert len(web.asked) == min(hops, 5) + 1


def test_redirect_to_nowhere_allows_all() -> None:
    web = Web({SITE + "/robots.txt": answer(302, location="mailto:x@example.org")})
    assert verdicts(web, SITE + "/a")[0].reason == ""


def test_robots_txt_itself_may_be_fetched() -> None:
    assert parse(b"User-agent: *\nDisallow: /a", TOKEN).allows(SITE + "/robots.txt")


@pytest.mark.parametrize(("agent", "allowed"), [("m3wbot", False), ("M3WBot", False), ("otherbot", True), ("*", False)])
def test_groups_are_found_by_product_token(agent: str, allowed: bool) -> None:
    assert parse(f"User-agent: {agent}\nDisallow: /".encode(), TOKEN).allows(SITE + "/a") == allowed


def test_byte_order_mark_and_bad_utf8() -> None:
    assert not parse(b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n# \xff", TOKEN).allows(SITE + "/a")


def test_only_the_first_500_kibibytes_count() -> None:
    padding = b"#" * (MAX_ROBOTS_BYTES - len(CLOSED)) + b"\n"
    assert not parse(CLOSED + padding, TOKEN).allows(SITE + "/closed")
    assert parse(padding + b"\n" * len(CLOSED) + CLOSED, TOKEN).allows(SITE + "/closed")


def test_file_made_to_fill_the_memory_disallows_all() -> None:
    hostile = b"".join(b"User-agent: %x\n" % number for number in range(10_000)) + b"Disallow: /a\n" * 10_000
    assert parse(hostile, TOKEN).refusal == "robots-unavailable"


@given(st.binary(max_size=300))
def test_any_file_is_read_without_error(body: bytes) -> None:
    rules = parse(b"User-agent: *\nDisallow: " + body, TOKEN)
    assert isinstance(rules.allows(SITE + "/a?b=c"), bool)
    assert rules.crawl_delay >= 0


@given(st.text(max_size=60))
def test_any_normalised_url_is_judged_without_error(text: str) -> None:
    url = normalise(f"http://example.org/{text}") or normalise(text)
    assert url is None or isinstance(parse(CLOSED, TOKEN).allows(url), bool)


def test_answers_on_real_files_equal_protegos(shared: Path) -> None:
    files: dict[str, str] = json.loads(gzip.decompress((shared / "conformance/robots/robots.json.gz").read_bytes()))
    assert len(files) == 200
    refused = 0
    for host, text in files.items():
        oracle = Protego.parse(text.removeprefix("\ufeff"))  # a byte order mark is no part of the first line
        disallowed = [line.partition(":")[2].strip() for line in text.splitlines() if line.lower().startswith("disall")]
        for token in (TOKEN, "googlebot", "gptbot", "ccbot"):
            rules = parse(text.encode(), token)
            for path in ["/", "/a/b.html?q=1", *(path for path in disallowed[:20] if path.startswith("/"))]:
                url = normalise(f"https://{host}{path}")
                assert url is not None
                assert rules.allows(url) == oracle.can_fetch(url, token), (host, url, token)
                refused += not rules.allows(url)
            assert rules.crawl_delay == (oracle.crawl_delay(token) or 0)
    assert refused > 1000
