from __future__ import annotations

from importlib.resources import files

import pytest

from dom_parsing.urls import hostname, normalise
from ingest.discovery.scope import Scope, domain_of

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
        assert (url in Scope.around(SEEDS, scope)) == (scope in scopes), scope


def test_port_of_a_seed_is_kept_apart() -> None:
    assert "http://127.0.0.1:8001/x" in Scope.around(["http://127.0.0.1:8001/"], "host")
    assert "http://127.0.0.1:8002/x" not in Scope.around(["http://127.0.0.1:8001/"], "host")
    assert "http://[::1]:8001/x" in Scope.around(["http://[::1]:8001/"], "host")


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
    assert "https://x.one.github.io/" in Scope.around(["https://one.github.io/"], "domain")
    assert "https://two.github.io/" not in Scope.around(["https://one.github.io/"], "domain")
    assert "https://other.co.uk/" not in Scope.around(["https://one.co.uk/"], "domain")
    assert "http://127.0.0.2/" not in Scope.around(["http://127.0.0.1/"], "domain")


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
