"""The view as a browser reads it: what stands beside what, and that a hostile page stays text."""

from __future__ import annotations

import gzip
import re

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from dags.showing.page_view.side_by_side import side_by_side
from dags.showing.visible import visible_lines
from dom_parsing.page import read_page
from dom_parsing.records import Image, Text
from dom_parsing.rows import rows_of
from dom_parsing.sequence import Mark, escape, trim
from tests.dom_parsing.test_real_pages import PAGES

URL = "https://a.example/x"
HTML = """<title>Two pets</title><nav class="top bar"><a href=/>Home</a></nav><h1>Pets</h1><p>A cat.</p>
<figure><img src=cat.jpg?w=2 alt=Tom width=4 height=3><figcaption>Tom sleeps</figcaption></figure>
<img src="data:image/png,x"><img src="data:image/png,y"><pre>a  b</pre><aside>Other cats</aside>"""
EVIL = """<title></title><script>alert(1)</script></title>
<p>&lt;script&gt;alert(1)&lt;/script&gt; &lt;/section&gt; &lt;image&gt; \u202e</p>
<img src='cat.jpg?"><script>alert(2)</script>' alt='"><img src=x onerror=alert(3)>' onerror="alert(4)">
<nav class='"><script>alert(5)</script>'>&lt;b onclick=alert(6)&gt;</nav><a href="javascript:alert(7)">go on reading</a>
<img class='spacer' src='javascript:alert(8)'><img src="spacer.gif?'><script>">"""


def view(html: str | bytes, *, images: bool = False) -> LexborHTMLParser:
    page = read_page(html, URL)
    return LexborHTMLParser(side_by_side(page, rows_of(page.judged()), images=images).encode())


def said(node: LexborNode, selector: str) -> list[str]:
    return [found.text() for found in node.css(selector)]


def test_what_was_kept_stands_beside_what_it_was() -> None:
    rows = view(HTML).css("section.row")
    left = [" ".join(said(row, ".left .words") + said(row, ".left .file")) for row in rows]
    right = ["".join(row.css_first(".right").text().split("\n")) for row in rows]
    assert list(zip(left, right, strict=True)) == [
        ("Home", ""),
        ("Pets", "Pets"),
        ("A cat.", "A cat.<EOC>"),
        ("cat.jpg", "<image> 1https://a.example/cat.jpg?w=2captionTom sleepsaltTomsize4 \u00d7 3"),
        ("Tom sleeps", "Tom sleeps"),
        ("", ""),
        ("a  b", "a  b<EOC>"),
        ("Other cats", ""),
    ]
    assert said(rows[0], ".label, .within") == ["navigation", "nav.top.bar"]
    assert rows[5].css_first(".left").text().strip() == "data-url \u00d7 2"
    assert [row.attributes["class"] for row in rows if "out" in (row.attributes["class"] or "")] == [
        "row out r1",
        "row out thin r2",
        "row out r0",
    ]


def test_the_head_tells_numbers_and_meanings() -> None:
    tree = view(HTML)
    assert said(tree.body, "h1, .url, header dd") == ["Two pets", URL, "4 texts, 1 image", "2 texts, 2 images"]
    assert said(tree.body, ".legend .label") == ["aside", "navigation", "data-url"]
    assert all(said(tree.body, ".legend .meaning"))
    assert said(tree.body, ".legend .number") == ["1 text", "1 text", "2 images"]
    widths = [float((rect.attributes["width"] or "").rstrip("%")) for rect in tree.css(".bar rect")]
    assert sum(widths) == pytest.approx(100, abs=0.01)
    assert widths[0] == pytest.approx(100 * 24 / 38, abs=0.01)


def test_long_stretches_are_folded_away() -> None:
    (folded,) = view(f"<p>A cat.</p><nav>{'<p>Home' * 200}</nav>").css("details")
    assert said(folded, "summary .label, summary .number") == ["navigation", "200 blocks, 800 characters"]
    assert len(folded.css(".block")) == 200


@pytest.mark.parametrize("images", [False, True])
def test_a_hostile_page_is_shown_and_never_obeyed(images: bool) -> None:
    tree = view(EVIL, images=images)
    assert not tree.css("script, base, link, iframe, form, object, b, [style]")
    assert len(tree.css("section .words")) >= 3
    for node in tree.css("*"):
        assert not any(name.startswith("on") for name in node.attributes)
        for name in ("href", "src"):
            assert (node.attributes.get(name) or "https:").startswith(("http:", "https:"))
    assert "\\<image>" in tree.body.text()
    assert "\u202e" not in tree.html
    assert len(tree.css("img")) == images


def test_images_are_loaded_only_where_asked_for_and_only_those_kept() -> None:
    html = HTML + "<nav><img src=spy.gif></nav>"
    assert not view(html).css("img, [src], [srcset]")
    assert [img.attributes["src"] for img in view(html, images=True).css("img")] == ["https://a.example/cat.jpg?w=2"]


def test_same_page_same_bytes_and_nothing_from_elsewhere() -> None:
    page = read_page(HTML, URL)
    made = [side_by_side(page, rows_of(page.judged()), images=False) for _ in range(2)]
    assert made[0] == made[1]
    assert not re.search(r"url\(|@import|<link", made[0])


@pytest.mark.skipif(not PAGES.exists(), reason="../shared/data/pages is not there")
def test_real_pages_are_shown_whole() -> None:
    for file in sorted((PAGES / "wcxb").glob("html/*.html.gz"))[::30]:
        html = gzip.decompress(file.read_bytes())
        document = read_page(html, URL).document()
        tree = view(html)
        texts = [escape(trim(each.text)) for each in document.elements if isinstance(each, Text)]
        shown = [node.text().removesuffix(Mark.EOC.value) for node in tree.css(".right > .words")]
        assert [visible_lines(text) for text in texts] == shown
        assert said(tree.body, "figure .address") == [each.url for each in document.elements if isinstance(each, Image)]
