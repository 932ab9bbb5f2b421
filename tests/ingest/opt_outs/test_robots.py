from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from protego import Protego

from dom_parsing.urls import normalise
from ingest.opt_outs.robots import MAX_ROBOTS_BYTES, parse, rules_of

TOKEN = "m3wbot"
SITE = "http://example.org"
CLOSED = b"User-agent: *\nDisallow: /closed\nCrawl-delay: 7\n"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_4xx_allows_all(status: int) -> None:
    assert rules_of(status, b"User-agent: *\nDisallow: /", TOKEN).allows(SITE + "/a")


@pytest.mark.parametrize("status", [429, 500, 502, 503, 599])
def test_5xx_and_too_many_requests_disallow_all(status: int) -> None:
    rules = rules_of(status, b"", TOKEN)
    assert not rules.allows(SITE + "/a")
    assert rules.refusal == "robots-unavailable"


def test_robots_txt_itself_may_be_fetched() -> None:
    assert parse(b"User-agent: *\nDisallow: /a", TOKEN).allows(SITE + "/robots.txt")


@pytest.mark.parametrize(
    ("agent", "allowed"),
    [
        ("m3wbot", False),
        ("M3WBot", False),
        ("m3wbot/0.1.0 (+bot@example.org)", False),
        ("m3wbots", True),
        ("otherbot", True),
        ("otherbot/m3wbot", True),
        ("*", False),
    ],
)
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


@pytest.mark.parametrize("separator", ["\n", "\r", "\x0b", "\u2028"])
def test_lines_may_end_in_any_way_and_still_be_counted(separator: str) -> None:
    agents = separator.join(f"User-agent: {number}" for number in range(6000))
    assert parse(agents.encode(), TOKEN).refusal == "robots-unavailable"


@pytest.mark.parametrize("filling", [b"\n", b" ", b"User-agent", b":", b"*", b"\xff", b"#"])
def test_half_a_megabyte_of_anything_is_read_soon(filling: bytes) -> None:
    assert isinstance(parse(filling * (MAX_ROBOTS_BYTES // len(filling)), TOKEN).allows(SITE + "/a"), bool)


def test_rules_on_training_are_named() -> None:
    rules = parse(b"User-agent: *\nContent-Usage: train-ai=y\nContent-Signal: /a search=yes,ai-train=no", TOKEN)
    assert rules.usage_signal(SITE + "/a/b") == "robots.txt: Content-Signal: ai-train=no"
    assert rules.usage_signal(SITE + "/b") == ""
    assert rules.allows(SITE + "/a/b")


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


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_every_line_end_ends_a_line_of_a_group_for_our_version(end: bytes) -> None:
    body = end.join([b"User-agent: *", b"Disallow: /x", b"", f"User-agent: {TOKEN}/0.1".encode(), b"Disallow: /", b""])
    assert not parse(body, TOKEN).allows(SITE + "/p")


def test_sitemaps_are_named_by_the_file_as_a_whole_up_to_a_number() -> None:
    lines = (b"User-agent: otherbot", b"Disallow: /", b"Sitemap: /a.xml", b"SITEMAP: https://b.example/b.xml")
    rules = parse(b"\n".join([*lines, lines[2]]), "m3wbot")
    assert rules.sitemaps("https://a.example") == ("https://a.example/a.xml", "https://b.example/b.xml")
    many = parse(b"".join(b"Sitemap: /%d.xml\n" % number for number in range(1000)), "m3wbot")
    assert len(many.sitemaps("https://a.example")) == 100
    assert rules_of(404, b"", "m3wbot").sitemaps("https://a.example") == ()
    assert rules_of(503, b"", "m3wbot").sitemaps("https://a.example") == ()
