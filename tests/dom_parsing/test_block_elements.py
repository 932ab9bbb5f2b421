"""The contract of elements: which text stands in which paragraph, list and table."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from dom_parsing.block_elements import MAX_CAPTION
from dom_parsing.settings import ExtractSettings
from dom_parsing.walk import walk
from tests.dom_parsing.shown import PAGE, read


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h1>A</h1><p>b</p><blockquote><p>c</p><p>d</p></blockquote>", ["A", "b", "c", "d"]),
        ("<div>one<div>two</div>three</div>", ["one", "two", "three"]),
        ("<p>a <b>b</b>c <i> d</i></p>", ["a bc d"]),
        ("<p>H<sub>2</sub>O, E=mc<sup>2</sup></p>", ["H2O, E=mc2"]),
        ("<p>one<a href=/x>two</a>three <span>four</span></p>", ["onetwothree four"]),
        ("<p> much \n\t space </p>", ["much space"]),
        ("<p>no&nbsp;break</p><p>&nbsp;</p>", ["no\u00a0break"]),
        ("<p>soft&shy;ly, zero\u200bwidth, w<wbr>br</p>", ["softly, zerowidth, wbr"]),
        ("<p>one<br>two<BR class=x>three<br/><br>four</p>", ["one\ntwo\nthree\nfour"]),
        ("<p><br>one <br> two<br></p>", ["one\ntwo"]),
        ("<pre>\n  a  b\n\n   c\n</pre>", ["  a  b\n\n   c"]),
        ("<pre>a<br>b <code> c</code></pre>", ["a\nb  c"]),
        ("<details><summary>More</summary>inside</details>", ["More", "inside"]),
        ("<label>Name</label>", ["Name"]),
        ("<p>x <math><mi>y</mi><annotation>\\tex</annotation></math></p>", ["x y"]),
        ("text without any tag", ["text without any tag"]),
        ("<ul></ul><table></table><p></p>", []),
        ("", []),
    ],
)
def test_paragraphs(html: str, expected: list[str]) -> None:
    assert read(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<ul><li>one<li>two</ul>", ["one\ntwo"]),
        ("<ol><li>one<ul><li>a<li>b</ul><li>two</ol>", ["one\na\nb\ntwo"]),
        ("<ul><li>one<ul><li>a</ul>rest</ul>", ["one\na\nrest"]),
        ("<dl><dt>Term<dd>Meaning<dt>Other<dd>Sense</dl>", ["Term\nMeaning\nOther\nSense"]),
        ("<ul><li><p>first</p><p>second</p><li>third</ul>", ["first\nsecond\nthird"]),
        ("<ul><li>one<img src=a.jpg><li>two</ul>", ["one", "[a.jpg]", "two"]),
        ("<ul><li>one</ul><ul><li>two</ul>", ["one", "two"]),
        ("<p>before<ul><li>one</ul>after", ["before", "one", "after"]),
        ("<ul><li>code<pre>a\n b</pre>", ["code\na\n b"]),
        ("<ul><li>t<table><tr><td>1<td>2<tr><td>3<td>4</table><li>u</ul>", ["t\n1 | 2\n3 | 4\nu"]),
    ],
)
def test_a_list_is_one_element(html: str, expected: list[str]) -> None:
    assert read(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<table><tr><th>a<th>b<tr><td>1<td>2</table>", ["a | b\n1 | 2"]),
        ("<table><caption>Cap</caption><tr><td>1<td>2</table>", ["Cap", "1 | 2"]),
        ("<table><tr><td>x<br>y<td>z</table>", ["x y | z"]),
        ("<table><tr><td><p>A</p><td>b</table>", ["A", "b"]),
        ("<table><tr><td>left<td><h2>Head</h2>text</table>", ["left", "Head", "text"]),
        ("<table><tr><td><ul><li>1<li>2</ul><td>b</table>", ["1\n2", "b"]),
        ("<table><tr><td>x<td><table><tr><td>1<td>2</table></table>", ["x", "1 | 2"]),
        ("<table><tr><td>a<td><img src=i.png><tr><td>b<td>c</table>", ["a", "[i.png]", "b | c"]),
        ("<table><tr><td>a<td><b>b</b> <a href=/>c</a> long enough</table>", ["a | b c long enough"]),
    ],
)
def test_a_table_is_one_element_unless_it_is_layout(html: str, expected: list[str]) -> None:
    assert read(html) == expected


def test_regions_span_their_blocks() -> None:
    tree = LexborHTMLParser("<body><p>a</p><section><p>b</p><p>c</p></section><p>d</p>")
    page = walk(tree, PAGE, ExtractSettings())
    section = next(region for region in page.regions if region.tag == "section")
    assert [block.text for block in page.blocks[section.first : section.last]] == ["b", "c"]
    assert [block.text for block in page.blocks] == ["a", "b", "c", "d"]


def test_what_a_class_says_does_not_depend_on_its_length() -> None:
    for filling in ("", "x" * 1_000):
        tree = LexborHTMLParser(f"<body><div class='sidebar {filling}'>a</div><main id='{filling}'>b</main>")
        regions = {region.tag: region for region in walk(tree, PAGE, ExtractSettings()).regions}
        assert regions["div"].reason == "aside"
        assert regions["main"].is_main


def test_a_pop_up_of_a_figure_is_named_after_its_picture() -> None:
    html = "<body><div class=popup>a</div><figure><div class=popup><img src=a></div></figure>"
    page = walk(LexborHTMLParser(html), PAGE, ExtractSettings())
    assert [region.reason for region in page.regions if region.tag == "div"] == ["popup", ""]


def test_captions_within_captions_cost_no_more_than_they_say() -> None:
    html = "<figure><img src=a>" + "<figcaption>" * 200 + "x" * 50_000 + "<p>" + "y" * 50_000
    page = walk(LexborHTMLParser(html), PAGE, ExtractSettings())
    (image,) = [block.image for block in page.blocks if block.image is not None]
    assert len(image.caption) == MAX_CAPTION
