from __future__ import annotations

import json
from pathlib import Path

import ada_url
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dom_parsing.urls import MAX_URL_LENGTH, document_id, hostname, normalise, origin, page_id, port

CASES = Path(__file__).parents[3] / "shared/data/conformance/url/urltestdata.json"


@pytest.mark.parametrize(
    ("url", "base", "expected"),
    [
        ("HTTP://Ex.com:80/a/../b c?q#f", None, "http://ex.com/b%20c?q"),
        ("//cdn.example/y.jpg", "https://a.example/x/", "https://cdn.example/y.jpg"),
        ("../img/x.jpg", "https://a.example/blog/post/index.html", "https://a.example/blog/img/x.jpg"),
        ("http://bücher.example", None, "http://xn--bcher-kva.example/"),
        ("http://2130706433/", None, "http://127.0.0.1/"),
        ("https://a.example:8443/", None, "https://a.example:8443/"),
        ("/relative", None, None),
        ("javascript:alert(1)", "https://a.example/", None),
        ("data:image/png;base64,AA==", "https://a.example/", None),
        ("http://", None, None),
        ("http://a.example/%23?#b#c", None, "http://a.example/%23?"),
        ("#b", "https://a.example/x?y#c", "https://a.example/x?y"),
        ("https://a.example/\ud800", None, None),
        ("\ud800", "https://a.example/", None),
        ("http://a.example/" + "x" * MAX_URL_LENGTH, None, None),
    ],
)
def test_urls_are_read_as_browsers_read_them(url: str, base: str | None, expected: str | None) -> None:
    assert normalise(url, base) == expected
    if expected is not None:
        assert normalise(expected) == expected


@settings(deadline=None)
@given(st.from_regex(r"https?://([^/?#]{0,8}@)?([a-z0-9.]{1,8}|\[[0-9a-f:]{1,9}\]|[^/?#:@]{1,4})(:[0-9]{0,5})?.{0,8}"))
@example("https://u@v:p@w@[::1]:8443/a@b:c")
@example("http://@:80?/@x:1")
def test_host_origin_and_port_are_those_that_parsing_finds(url: str) -> None:
    normal = normalise(url)
    if normal is not None:
        parsed = ada_url.URL(normal)
        assert (hostname(normal), origin(normal)) == (parsed.hostname, parsed.origin)
        assert port(normal) == int(parsed.port or {"http:": 80, "https:": 443}[parsed.protocol])


def test_host_and_origin() -> None:
    assert hostname("http://[::1]:8080/x") == "[::1]"
    assert origin("https://a.example:8443/x?y") == "https://a.example:8443"


def test_identities_are_fixed_for_all_time() -> None:
    page = page_id("https://a.example/")
    assert page == "6b6c70ad956a4f1f4873497f2c5e20ff"
    assert document_id(page, "sha256:00") != document_id(page, "sha256:01")
    assert page_id("https://a.example/x") != page


@pytest.mark.skipif(not CASES.exists(), reason="../shared/data/conformance is not there")
def test_web_platform_tests() -> None:
    """All 891 cases of urltestdata.json; what is no web address, or none at all, is None with us."""
    cases = [case for case in json.loads(CASES.read_text()) if isinstance(case, dict)]
    assert len(cases) == 891
    for case in cases:
        href = case.get("href", "")
        expected = href.partition("#")[0] if href.startswith(("http:", "https:")) else None
        assert normalise(case["input"], case["base"]) == expected, case
