from __future__ import annotations

from importlib.resources import files

import pytest

from dom_parsing.urls import hostname, normalise
from ingest.discovery.scope import domain_of, in_scope
from ingest.settings import CrawlSettings

SEEDS = ("http://example.org/a/index.html",)
KINDS = ("host", "domain", "prefix", "any")


@pytest.mark.parametrize(
    ("url", "scopes"),
    [
        ("http://example.org/a/x", {*KINDS}),
        ("https://example.org/a/x/y", {*KINDS}),
        ("https://www.example.org/a/", {*KINDS}),
        ("http://example.org/a", {"host", "domain", "any"}),
        ("http://example.org/ab/x", {"host", "domain", "any"}),
        ("http://example.org/", {"host", "domain", "any"}),
        ("http://example.org/?/a/", {"host", "domain", "any"}),
        ("http://example.org:8080/a/", {"domain", "any"}),
        ("http://sub.example.org/a/", {"domain", "any"}),
        ("http://example.org./a/", {"domain", "any"}),
        ("http://example.org.evil.com/a/", {"any"}),
        ("http://evil.com/example.org/a/", {"any"}),
        ("http://org/a/", {"any"}),
    ],
)
def test_scopes(url: str, scopes: set[str]) -> None:
    for scope in KINDS:
        assert in_scope(url, SEEDS, CrawlSettings.model_validate({"scope": scope})) == (scope in scopes), scope


def test_port_of_a_seed_is_kept_apart() -> None:
    settings = CrawlSettings(scope="host")
    assert in_scope("http://127.0.0.1:8001/x", ["http://127.0.0.1:8001/"], settings)
    assert not in_scope("http://127.0.0.1:8002/x", ["http://127.0.0.1:8001/"], settings)
    assert in_scope("http://[::1]:8001/x", ["http://[::1]:8001/"], settings)


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.example.org", "example.org"),
        ("a.b.example.co.uk", "example.co.uk"),
        ("someone.github.io", "someone.github.io"),
        ("x.someone.github.io", "someone.github.io"),
        ("github.io", "github.io"),
        ("127.0.0.1", "127.0.0.1"),
        ("[2001:db8::1]", "[2001:db8::1]"),
        ("localhost", "localhost"),
        ("intranet.corp", "intranet.corp"),
        ("xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn"),
    ],
)
def test_domains(host: str, domain: str) -> None:
    assert domain_of(host) == domain


def test_neighbours_below_a_shared_suffix_are_strangers() -> None:
    settings = CrawlSettings(scope="domain")
    assert in_scope("https://x.one.github.io/", ["https://one.github.io/"], settings)
    assert not in_scope("https://two.github.io/", ["https://one.github.io/"], settings)
    assert not in_scope("https://other.co.uk/", ["https://one.co.uk/"], settings)
    assert not in_scope("http://127.0.0.2/", ["http://127.0.0.1/"], settings)


def test_domains_are_those_of_the_lists_own_tests() -> None:
    lines = files("publicsuffixlist").joinpath("test_psl.txt").read_text("utf-8").splitlines()
    cases = [line.split("'")[1::2] for line in lines if line.startswith("checkPublicSuffix('")]
    compared = 0
    for host, *expected in cases:
        url = normalise(f"http://{host}/")
        if url is None or host.startswith("."):
            continue
        own = hostname(url)
        domain = hostname(normalise(f"http://{expected[0]}/") or "") if expected else own
        assert domain_of(own) == domain, host
        compared += 1
    assert compared > 50
