"""The contract of elements: which text stands in which paragraph, and where images stand."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from dom_parsing.extract import extract
from dom_parsing.records import Text
from dom_parsing.settings import ExtractSettings
from dom_parsing.unreadable import UnreadableError
from dom_parsing.walk import walk

DATA = "data:image/gif;base64,R0lGODlhAQABAAAAACw="
PAGE = "https://site.example/blog/post/"


def read(html: str) -> list[str]:
    """Texts as they are; images as `[file]`, with their caption behind a colon."""
    shown = []
    for element in extract(html, PAGE).elements:
        if isinstance(element, Text):
            shown.append(element.text)
        else:
            name = element.url.rpartition("/")[2]
            shown.append(f"[{name}: {element.caption}]" if element.caption else f"[{name}]")
    return shown


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


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>before <img src=a.jpg> after</p>", ["before", "[a.jpg]", "after"]),
        ("<figure><img src=a.jpg><figcaption>The <i>cat</i></figcaption></figure>", ["[a.jpg: The cat]", "The cat"]),
        ("<figure><figcaption>First</figcaption><img src=a.jpg></figure>", ["First", "[a.jpg: First]"]),
        ("<figure><a href=/x><picture><img src=a.jpg></picture></a></figure>", ["[a.jpg]"]),
        (
            "<figure><figure><img src=a.jpg></figure><img src=b.jpg><figcaption>Both</figcaption></figure>",
            ["[a.jpg]", "[b.jpg: Both]", "Both"],
        ),
        ("<p>zero</p><a href=/x><h2>one</h2><img src=a.jpg></a>", ["zero", "one", "[a.jpg]"]),
        ("<button>Zoom<img src=a.jpg></button>", ["[a.jpg]"]),
        ("<p>one<svg><title>t</title><text>u</text></svg>two</p>", ["onetwo"]),
        ("<p>one<img src='data:image/gif;base64,R0'>two</p>", ["onetwo"]),
    ],
)
def test_images_stand_where_the_page_has_them(html: str, expected: list[str]) -> None:
    assert read(html) == expected


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script><style>y</style><template><p>z</p></template>",
        "<iframe>x</iframe><object>y</object><noscript>z</noscript>",
        "<button>a</button><select><option>b</select><textarea>c</textarea><input value=d>",
        "<video>v</video><audio>a</audio><canvas>c</canvas>",
        "<!-- comment --><title>t</title>",
    ],
)
def test_what_is_no_content(html: str) -> None:
    assert read(html + "<p>kept") == ["kept"]


@pytest.mark.parametrize(
    "hidden",
    [
        "<span hidden>no</span>",
        "<span style='color:red; DISPLAY : none'>no</span>",
        "<span style='visibility:hidden'>no</span>",
        "<span aria-hidden=true>no</span>",
    ],
)
def test_hidden_text_leaves_its_paragraph_whole(hidden: str) -> None:
    document = extract(f"<p>yes {hidden}and yes</p>", PAGE)
    assert document.text == "yes and yes"
    assert [(omission.reason, omission.text) for omission in document.omissions] == [("hidden", "no")]


def test_hidden_blocks_and_images_are_named() -> None:
    html = "<p>a</p><div hidden><p>b</p><img src=b.jpg></div><img src=c.jpg aria-hidden=true><p>d</p>"
    document = extract(html, PAGE)
    assert document.text == "a\n\nd"
    assert document.images == ()
    assert [(o.before, o.reason, o.text, o.url[-5:]) for o in document.omissions] == [
        (1, "hidden", "b", ""),
        (1, "hidden", "", "b.jpg"),
        (1, "hidden", "", "c.jpg"),
    ]


def test_regions_span_their_blocks() -> None:
    tree = LexborHTMLParser("<body><p>a</p><section><p>b</p><p>c</p></section><p>d</p>")
    page = walk(tree, PAGE, ExtractSettings())
    section = next(region for region in page.regions if region.tag == "section")
    assert [block.text for block in page.blocks[section.first : section.last]] == ["b", "c"]
    assert [block.text for block in page.blocks] == ["a", "b", "c", "d"]


def test_bounds_of_depth_and_nodes() -> None:
    with pytest.raises(UnreadableError) as deep:
        walk(LexborHTMLParser("<div>" * 50), PAGE, ExtractSettings(max_depth=40))
    assert deep.value.reason == "too-deep"
    with pytest.raises(UnreadableError) as wide:
        walk(LexborHTMLParser("<p>x" * 50), PAGE, ExtractSettings(max_nodes=40))
    assert wide.value.reason == "too-many-nodes"
    assert walk(LexborHTMLParser("<div>" * 30), PAGE, ExtractSettings(max_depth=40)).blocks == []
    with pytest.raises(UnreadableError) as many:
        walk(LexborHTMLParser("<img src=a><img src=b hidden>" * 3), PAGE, ExtractSettings(max_images=5))
    assert many.value.reason == "too-many-images"
    assert len(walk(LexborHTMLParser("<img src=a>" * 5), PAGE, ExtractSettings(max_images=5)).blocks) == 5


def test_hidden_content_may_stay_where_it_stands() -> None:
    html = f"<p>a <i hidden>b</i> <noscript>c<img src=n.jpg></noscript><ul><li>d<img src='{DATA}'><li>e</ul>"
    raw = ExtractSettings(keep_boilerplate=True, keep_hidden=True, keep_noscript=True)
    document = extract(html, PAGE, settings=raw)
    assert document.text == "a b c\n\nd\n\ne"
    assert [image.url.rpartition("/")[2] for image in document.images] == ["n.jpg"]
    assert [(omission.before, omission.reason) for omission in document.omissions] == [(3, "data-url")]


def test_to_browsers_a_source_is_its_pictures_alone() -> None:
    html = "<picture><source srcset=b.jpg><span><img src=a.jpg></span></picture>"
    as_browser = extract(html, PAGE, settings=ExtractSettings(srcset="browser"))
    assert [image.url for image in (*extract(html, PAGE).images, *as_browser.images)] == [
        PAGE + "b.jpg",
        PAGE + "a.jpg",
    ]


def test_a_described_picture_is_hidden_from_screen_readers_alone() -> None:
    html = "<p>let <img src=x.svg alt=x aria-hidden=true> and <img src=dot.svg alt='' aria-hidden=true></p>"
    assert read(html) == ["let", "[x.svg]", "and"]
    assert read("<p>let <img src=x.svg alt=x hidden></p>") == ["let"]
