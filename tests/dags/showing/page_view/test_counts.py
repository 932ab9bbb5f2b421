from __future__ import annotations

from dags.showing.page_view.counts import KEPT, Counts, count, numbered, summary
from dom_parsing.page import read_page
from dom_parsing.rows import rows_of

HTML = """<nav>Home <svg></svg></nav><p>A cat.</p><img src=cat.jpg><img src="data:image/png,x">
<aside>Other cats, and even more of them</aside><nav>More</nav>"""


def counted(html: str) -> Counts:
    return count(rows_of(read_page(html, "https://a.example/").judged()))


def test_blocks_are_counted_by_reason() -> None:
    counts = counted(HTML)
    assert counts.texts == {KEPT: 1, "navigation": 2, "aside": 1}
    assert counts.images == {KEPT: 1, "svg": 1, "data-url": 1}
    assert counts.characters == {KEPT: 6, "navigation": 8, "aside": 33}
    assert counts.reasons() == ["aside", "navigation", "data-url", "svg"]


def test_the_summary_says_all_of_it() -> None:
    assert summary(counted(HTML)) == [
        ("kept", "1 block of text, 1 image"),
        ("left out", "text:   aside 1, navigation 2"),
        ("left out", "images: data-url 1, svg 1"),
    ]
    assert summary(counted("<p>A cat.</p>")) == [("kept", "1 block of text, 0 images")]


def test_numbers_in_words() -> None:
    assert [numbered(number, "text") for number in (0, 1, 2000)] == ["0 texts", "1 text", "2,000 texts"]
