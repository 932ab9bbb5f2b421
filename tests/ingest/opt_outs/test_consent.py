from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dom_parsing.head import Head
from dom_parsing.page import read_page
from dom_parsing.records import Image, Omission, Text
from ingest.opt_outs.consent import Purpose, follows, header_signal, meta_signal, page_signal, without_images

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
        ("noarchive", BOTH),
        ("nocache,nosnippet , noai", BOTH),
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


@pytest.mark.parametrize(
    ("name", "value", "signal"),
    [
        ("TDM-Reservation", "1", "TDM-Reservation: 1"),
        ("content-usage", "train-ai=n", "Content-Usage: train-ai=n"),
        ("Content-Signal", "ai-train=no", "Content-Signal: ai-train=no"),
        ("TDM-Reservation", "0", ""),
        ("Content-Usage", "search=n", ""),
    ],
)
def test_other_headers(name: str, value: str, signal: str) -> None:
    for purpose in BOTH:
        assert header_signal(((name, value),), "m3wbot", purpose) == signal


def head(*metas: tuple[str, str]) -> Head:
    return Head("", "", "", "", metas)


def test_metas_of_a_page() -> None:
    assert page_signal(head(("robots", "noai")), "m3wbot") == "meta robots: noai"
    assert page_signal(head(("m3wbot", "noarchive")), "m3wbot") == "meta robots: noarchive"
    assert page_signal(head(("otherbot", "noai")), "m3wbot") == ""
    assert page_signal(head(("tdm-reservation", "1")), "m3wbot") == "meta tdm-reservation: 1"
    assert page_signal(head(("robots", "noimageindex")), "m3wbot") == ""
    assert page_signal(head(("robots", "noimageindex")), "m3wbot", "image") == "meta robots: noimageindex"


def test_a_document_without_its_images_says_where_they_stood() -> None:
    html = "<p>One.</p><img src=1.jpg><svg></svg><p>Two.</p><svg></svg><img src=2.jpg><img src=3.jpg><p>Three.</p>"
    document = read_page(html, "https://a.example/").document()
    without = without_images(document)
    assert [type(element) for element in document.elements] == [Text, Image, Text, Image, Image, Text]
    assert without.elements == (Text("One."), Text("Two."), Text("Three."))
    assert without.omissions == (
        Omission(1, "consent", url="https://a.example/1.jpg"),
        Omission(1, "svg"),
        Omission(2, "svg"),
        Omission(2, "consent", url="https://a.example/2.jpg"),
        Omission(2, "consent", url="https://a.example/3.jpg"),
    )
    assert without.id == document.id
    assert without_images(without) == without


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
