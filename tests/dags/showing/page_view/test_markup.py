from __future__ import annotations

import base64
import hashlib
import re

from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from dags.showing.page_view.markup import Markup, document, element, joined, link

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1)


@given(WORDS, WORDS)
def test_whatever_is_given_is_text(text: str, value: str) -> None:
    made = element("p", text, title=value)
    tree = LexborHTMLParser(made.encode())
    (node,) = tree.css("body *")
    assert node.tag == "p"
    assert set(node.attributes) == {"title"}
    assert (node.text_content or node.text()) == joined_text(text)
    assert node.attributes["title"] == joined_text(value)


def joined_text(text: str) -> str:
    """Text as a browser reads it back."""
    return re.sub("[\u2028-\u202e\u2066-\u2069\ufff9-\ufffb]", "\ufffd", text)


def test_markup_stays_and_text_is_escaped() -> None:
    assert joined([element("b", "a<b"), "c&d"]) == "<b>a&lt;b</b>c&amp;d"
    assert isinstance(joined([]), Markup)


def test_attributes_are_named_as_html_does() -> None:
    made = element("meta", class_="a", http_equiv="b", content=None, name='"')
    assert made == '<meta class="a" http-equiv="b" name="&quot;">'


def test_a_link_tells_nothing_of_where_it_was_followed() -> None:
    assert link("https://a.example/", "a") == '<a href="https://a.example/" rel="noopener noreferrer">a</a>'


def test_a_document_allows_its_own_style_alone() -> None:
    style = "p > b { color: red }"
    made = document("<t>", style, element("p", "x"), images=False)
    (policy,) = re.findall('Content-Security-Policy" content="([^"]+)"', made)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy.replace("&#x27;", "'").split("; ") == [
        "default-src 'none'",
        f"style-src 'sha256-{digest}'",
        "img-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    assert f"<style>{style}</style>" in made
    assert "<title>&lt;t&gt;</title>" in made
    assert "img-src http: https:" in document("t", style, Markup(), images=True)
