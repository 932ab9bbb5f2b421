"""The whole way, from bytes to a Document."""

from __future__ import annotations

import doctest
import hashlib
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

import dom_parsing.extract
import dom_parsing.sequence
import dom_parsing.srcset
from dom_parsing.extract import extract
from dom_parsing.records import Document, Image, RecordRef, Text
from dom_parsing.sequence import IMAGE, parse, render
from dom_parsing.settings import ExtractSettings
from dom_parsing.tags import BLOCKS, IMAGES
from dom_parsing.unreadable import UnreadableError
from dom_parsing.urls import document_id, normalise, page_id

URL = "https://site.example/a"

TAGS = sorted(
    BLOCKS
    | IMAGES
    | {"noscript", "button", "a", "b", "br", "picture", "source", "span", "svg", "math", "template", "base"}
)
ATTRIBUTES = (
    "hidden",
    "href=/x",
    "src=a.jpg",
    "data-src=b.jpg",
    "class=ad",
    "class=related",
    "role=main",
    "aria-hidden=true",
    "srcset='a 1x, b 2x'",
    "style='display:none'",
    "id=comments",
)
pieces = st.one_of(
    st.builds("<{} {}>".format, st.sampled_from(TAGS), st.sampled_from(("", *ATTRIBUTES))),
    st.builds("</{}>".format, st.sampled_from(TAGS)),
    st.text(max_size=12),
    st.sampled_from([" ", "\n", "<image>", "<EOC>", "&nbsp;", "&#0;", "&#xD800;", "word " * 30]),
)
pages = st.lists(pieces, max_size=60).map("".join)


def test_a_document_says_where_it_is_from() -> None:
    html = "<html lang=en><title>T</title><link rel=canonical href=/c><p>\u00e9"
    source = RecordRef("x.warc.gz", 5, 7)
    document = extract(html, "HTTPS://Site.Example:443/a#b", fetched_at="2026-01-02T03:04:05Z", source=source)
    digest = "sha256:" + hashlib.sha256(html.encode()).hexdigest()
    assert document == Document(
        page=page_id(URL),
        id=document_id(page_id(URL), digest),
        url=URL,
        fetched_at="2026-01-02T03:04:05Z",
        digest=digest,
        source=source,
        title="T",
        language="en",
        canonical="https://site.example/c",
        elements=(Text("\u00e9"),),
    )


def test_bytes_and_their_text_are_the_same_page() -> None:
    html = "<title>\u00e9</title><p>\u00e9"
    assert extract(html.encode(), URL) == extract(html, URL)
    assert extract("<p>\u00e9".encode("latin-1"), URL, charset="iso-8859-1").text == "\u00e9"


def test_images_are_found_against_the_base() -> None:
    document = extract("<base href=/b/><img src=c.jpg alt=' A\n cat ' title=Tom width=30 height=20px>", URL)
    assert document.images == (Image("https://site.example/b/c.jpg", "A cat", "Tom", "", 30, 20),)


def test_bad_url() -> None:
    for url in ("", "a", "ftp://site.example/", "http://["):
        with pytest.raises(ValueError, match="absolute"):
            extract("<p>a", url)


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (b"%PDF-1.4", "binary"),
        (b"x" * 2000, "too-large"),
        ("<div>" * 100, "too-deep"),
        ("<i>x</i>" * 120, "too-many-nodes"),
    ],
)
def test_unreadable(html: bytes | str, reason: str) -> None:
    bounds = ExtractSettings(max_bytes=1000, max_depth=50, max_nodes=200)
    with pytest.raises(UnreadableError) as refused:
        extract(html, URL, settings=bounds)
    assert refused.value.reason == reason


def test_settings_are_validated() -> None:
    for wrong in ({"max_bytes": 0}, {"no_such": 1}, {"link_density": 2}):
        with pytest.raises(ValidationError):
            ExtractSettings.model_validate(wrong)


@settings(max_examples=150, deadline=None)
@given(pages)
def test_any_page_gives_a_sound_document(html: str) -> None:
    document = extract(html, URL)
    assert extract(html, URL) == document
    for element in document.elements:
        if isinstance(element, Text):
            assert element.text.strip()
            assert "\0" not in element.text
            element.text.encode()
        else:
            assert normalise(element.url) == element.url
    assert all(0 <= omission.before <= len(document.elements) for omission in document.omissions)
    assert parse(render(document.elements)).count(IMAGE) == len(document.images)


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(html: bytes) -> None:
    try:
        text = extract(html, URL).text
    except UnreadableError as refused:
        text = refused.reason
    text.encode()
    assert not text or text == "binary" or not text.isspace()


def test_raw_mode_keeps_all_that_is_kept_otherwise() -> None:
    html = "<nav>a</nav><main><p>b</p></main><div>c</div>"
    assert extract(html, URL).text == "b"
    assert extract(html, URL, settings=ExtractSettings(keep_boilerplate=True)).text == "a\n\nb\n\nc"


def test_the_hash_seed_is_no_matter() -> None:
    html = "<nav>n</nav><ul><li class='ad related share'>x<li>y</ul><img src=a srcset='b 1w, c 2w'><p hidden>h"
    code = f"from dom_parsing.extract import extract; print(extract({html!r}, {URL!r}))"
    root = Path(__file__).parents[2]
    printed = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1
    assert "Document" in printed.pop()


def test_deep_and_wide_pages_are_read_in_linear_time() -> None:
    assert extract("<p>x" * 20_000, URL).text.count("x") == 20_000
    assert extract("<b>" * 900 + "x", URL).text == "x"
    assert extract("<ul><li>" * 400 + "x", URL).text == "x"


@pytest.mark.parametrize("module", [dom_parsing.extract, dom_parsing.sequence, dom_parsing.srcset])
def test_examples_in_the_documentation(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0
