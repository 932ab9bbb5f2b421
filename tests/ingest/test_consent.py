from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.consent import Purpose, follows, header_signal, meta_signal

BOTH: tuple[Purpose, ...] = ("page", "image")
IMAGES: tuple[Purpose, ...] = ("image",)
NEITHER: tuple[Purpose, ...] = ()


@pytest.mark.parametrize(
    ("value", "purposes"),
    [
        ("noindex", BOTH),
        ("NoAI", BOTH),
        ("none", BOTH),
        ("noml", BOTH),
        ("noimageai", IMAGES),
        ("noimageindex", IMAGES),
        ("nofollow", NEITHER),
        ("all", NEITHER),
        ("index, follow", NEITHER),
        ("noarchive,nosnippet , noai", BOTH),
        ("noai noimageai", BOTH),
        ("m3wbot: noindex", BOTH),
        ("M3WBot: nofollow, noindex", BOTH),
        ("otherbot: noindex", NEITHER),
        ("otherbot: noindex, noai", NEITHER),
        ("otherbot: noindex, m3wbot: noimageai", IMAGES),
        ("*: noindex", BOTH),
        ("robots: noindex", BOTH),
        ("max-snippet: 20, noindex", BOTH),
        ("unavailable_after: Wed, 25 Jun 2025 15:00:00 PST, noai", BOTH),
        ("noindexing", NEITHER),
        ("", NEITHER),
    ],
)
def test_header(value: str, purposes: tuple[Purpose, ...]) -> None:
    for purpose in BOTH:
        signal = header_signal((("x-robots-TAG", value),), "m3wbot", purpose)
        assert signal.startswith("X-Robots-Tag: ") == (purpose in purposes), purpose


def test_every_header_counts_and_the_signal_is_named() -> None:
    headers = (("X-Robots-Tag", "googlebot: noindex"), ("Via", "noindex"), ("X-Robots-Tag", "nosnippet, noai"))
    assert header_signal(headers, "m3wbot", "page") == "X-Robots-Tag: noai"
    assert header_signal(headers[:2], "m3wbot", "page") == ""


def test_meta() -> None:
    assert meta_signal({"noai", "nofollow"}) == "meta robots: noai"
    assert meta_signal({"noindex"}) == "meta robots: noindex"
    assert meta_signal({"noimageai", "nofollow", "index"}) == ""
    assert meta_signal({"noimageai"}, "image") == "meta robots: noimageai"
    assert meta_signal(()) == ""


def test_links() -> None:
    assert follows((), (), "m3wbot")
    assert follows((("X-Robots-Tag", "otherbot: nofollow"),), {"noindex"}, "m3wbot")
    assert not follows((("X-Robots-Tag", "nofollow"),), (), "m3wbot")
    assert not follows((), {"none"}, "m3wbot")


@given(st.text(max_size=60))
def test_nonsense_is_read_without_error(value: str) -> None:
    assert isinstance(header_signal((("X-Robots-Tag", value),), "m3wbot", "image"), str)


@given(st.lists(st.sampled_from(["all", "nosnippet", "max-snippet: 5", "otherbot: all"]), max_size=4))
def test_what_comes_before_hides_no_signal(before: list[str]) -> None:
    headers = (("X-Robots-Tag", ", ".join([*before, "*: noindex"])),)
    assert header_signal(headers, "m3wbot", "page") == "X-Robots-Tag: noindex"
