"""Blocklists: a domain lists its subdomains, a URL all below it, and nothing that merely looks alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.safety.blocklist import Blocklist

LISTED = Blocklist.of(
    [
        ("adult", "domains", ["# comment", "bad.example", "www.worse.example", "xn--bcher-kva.example", ""]),
        ("adult", "urls", ["host.example/dark", "http://host.example/pages/one.html"]),
        ("gambling", "domains", ["bets.example", "bad.example"]),
    ]
)


@pytest.mark.parametrize(
    ("url", "entry"),
    [
        ("https://bad.example/", "adult: bad.example"),
        ("http://www.bad.example/x?y=1", "adult: bad.example"),
        ("https://a.b.bad.example:8443/", "adult: bad.example"),
        ("https://worse.example/", "adult: worse.example"),
        ("https://xn--bcher-kva.example/", "adult: xn--bcher-kva.example"),
        ("https://BETS.example/", "gambling: bets.example"),
        ("https://host.example/dark", "adult: host.example/dark"),
        ("https://host.example/dark/", "adult: host.example/dark"),
        ("https://host.example/dark/room?x#y", "adult: host.example/dark"),
        ("https://host.example/dark?x=1", "adult: host.example/dark"),
        ("https://www.host.example/pages/one.html#top", "adult: host.example/pages/one.html"),
    ],
)
def test_what_is_listed_is_named_with_its_category(url, entry):
    assert LISTED.hit(url) == entry


@pytest.mark.parametrize(
    ("entry", "url"),
    [
        ("bücher.example", "https://www.xn--bcher-kva.example/x"),
        ("host.example/größe", "https://host.example/gr%C3%B6%C3%9Fe/a"),
        ("host.example:8080/dark", "https://host.example:8080/dark"),
        ("bad.example.", "https://bad.example/"),
        ("bad.example", "https://bad.example./x"),
        ("host.example/dark", "https://host.example./dark"),
    ],
)
def test_another_way_of_writing_it_is_no_way_out(entry, url):
    assert Blocklist.of([("adult", "urls", [entry])]).hit(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://notbad.example/",
        "https://bad.example.org/",
        "https://example/",
        "https://host.example/darkness",
        "https://host.example/",
        "https://sub.host.example/dark",
        "https://other.example/?u=bad.example",
        "https://127.0.0.1/",
    ],
)
def test_what_merely_looks_alike_is_not_listed(url):
    assert LISTED.hit(url) == ""


NAMES = st.lists(st.text("abc", min_size=1, max_size=3), min_size=1, max_size=3).map(
    lambda labels: ".".join([*labels, "org"])
)


@given(st.lists(NAMES, min_size=1, max_size=8), NAMES)
def test_a_host_is_listed_where_a_domain_is_its_ending(domains, host):
    listed = Blocklist.of([("c", "domains", domains)])
    expected = any(host == domain or host.endswith(f".{domain}") for domain in domains)
    assert bool(listed.hit(f"https://{host}/p")) == expected


def test_the_digest_tells_lists_apart():
    one, other = (Blocklist.of([("c", "domains", [name])]) for name in ("a.org", "b.org"))
    assert one.digest == Blocklist.of([("c", "domains", ["A.org", "a.org"])]).digest
    assert len({one.digest, other.digest, Blocklist().digest}) == 3
    assert Blocklist().digest == ""
    assert Blocklist().hit("https://a.org/") == ""


def test_what_is_no_list_is_refused_with_its_place():
    with pytest.raises(ValueError, match=r"c/domains, line 2: 'two words' is no domain"):
        Blocklist.of([("c", "domains", ["a.org", "two words"])])
    with pytest.raises(ValueError, match="holds 0 entries"):
        Blocklist.of([("c", "domains", ["# nothing"])])


def test_a_long_url_is_looked_up_as_far_as_entries_go():
    assert Blocklist.of([("c", "urls", ["h.org/a"])]).hit("https://h.org/a/" + "x/" * 100_000) == "c: h.org/a"
