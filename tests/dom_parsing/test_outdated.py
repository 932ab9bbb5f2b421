"""Where html5lib, of 2020, builds another tree than the standard asks for now: Chromium builds ours.

The kinds are those of the table in docs/placement.md.
"""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.dom_parsing.chromium import PATH, browsing
from tests.dom_parsing.loopback import serving
from tests.dom_parsing.soup import is_same, read_own, read_soup

URL = "https://site.example/"

OUTDATED = {
    "elements it does not know": [
        "<b><summary>one</b>two</summary>three",
        "<a><figcaption>one</a>two",
        "<i><hgroup>one</i>two",
        "<search><ol>one</search>two",
        "<nobr><main>one<nobr>two",
        "<video><hgroup></video>one",
        "<p><dialog><video><ul>one",
    ],
    "template": ["<p><template><dd>one", "<table><template><caption>one", "<picture><template></picture>one"],
    "what stands in a select": [
        "<select><textarea></textarea>one",
        "<select><style></select>one",
        "<select><title></select>one",
        "<select><svg><input>one",
        "<select><table><input>one",
    ],
    "end tags in drawings and formulas": ["<svg></p>one", "<svg></br>one", "<math><button></br>one"],
    "rb and rtc": ["<ruby><p>one<rtc>two", "<ruby><dt>one<rb>two", "<rb><hgroup>one</rb>two"],
    "what is misplaced in a table": [
        "<table><button><button>one",
        "<table><dt><dd>one</dd>two",
        "<table><p><li>one<colgroup>two",
    ],
    "frames": ["</br><frameset>one"],
}

WALK = """(() => {
  const written = (node) => [...node.childNodes].map((child) =>
    child.nodeType == Node.TEXT_NODE ? child.data
    : child.nodeType == Node.ELEMENT_NODE ? `<${child.localName}>${written(child)}</>` : "").join("");
  return written(document);
})()"""


def tree(html: str) -> str:
    """The tree that we read, as `WALK` writes that of the browser: what is in a template is not in the tree."""
    return _written(LexborHTMLParser(html).root)


def _written(node: LexborNode | None) -> str:
    """A node and what follows it in its parent."""
    found = ""
    while node is not None:
        if node.tag == "-text":
            found += node.text_content or ""
        elif not (node.tag or "-").startswith("-"):
            found += f"<{node.tag}>{_written(node.first_child)}</>"
        node = node.next
    return found


@pytest.mark.parametrize("kind", OUTDATED)
def test_html5lib_reads_it_otherwise(kind: str) -> None:
    """Once it does not, a line of the table in docs/placement.md can go."""
    assert [html for html in OUTDATED[kind] if is_same(read_soup(html, URL), read_own(html, URL))] == []


@pytest.mark.skipif(PATH is None, reason="Chromium is not there: apt-get install chromium")
def test_chromium_builds_ours(tmp_path: Path) -> None:
    pages = {f"/{place}": html for place, html in enumerate(chain.from_iterable(OUTDATED.values()))}
    with browsing(tmp_path) as tab, serving({path: html.encode() for path, html in pages.items()}.get) as address:
        for path, html in pages.items():
            tab.open(address + path)
            assert tree(html) == tab.evaluate(WALK), html
