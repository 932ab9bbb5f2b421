"""HTML that is safe by the way it is written: whatever is not made here is text, and is escaped.

>>> element("p", "1 < 2 ", element("b", "& so on"), lang="en")
'<p lang="en">1 &lt; 2 <b>&amp; so on</b></p>'
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from html import escape

from dags.showing.visible import visible_lines
from dom_parsing.data_urls import is_named

_VOID = frozenset({"meta", "img"})


class Markup(str):
    """HTML made by `element`."""

    __slots__ = ()


def element(name: str, /, *children: str, **attributes: str | None) -> Markup:
    """Return an element.

    Args:
        name: Its tag.
        children: Markup, which stays, and text, which is escaped.
        attributes: Text; None leaves the attribute out. A trailing underscore is dropped (`class_`), any other one
            becomes a hyphen.
    """
    given = [
        f' {key.rstrip("_").replace("_", "-")}="{escape(visible_lines(value))}"'
        for key, value in attributes.items()
        if value is not None
    ]
    opened = Markup(f"<{name}{''.join(given)}>")
    return opened if name in _VOID else Markup(f"{opened}{joined(children)}</{name}>")


def joined(children: Iterable[str]) -> Markup:
    """Return children one after the other, texts escaped."""
    return Markup(
        "".join(child if isinstance(child, Markup) else escape(visible_lines(child), quote=False) for child in children)
    )


def link(url: str, *children: str, **attributes: str | None) -> Markup:
    """Return a link to a normalised http(s) URL; the page it leads to does not learn from where it was followed.

    The name of a picture of inline data leads nowhere: it is shown without a link.
    """
    if is_named(url):
        return element("span", *children, **attributes)
    return element("a", *children, href=url, rel="noopener noreferrer", **attributes)


def document(title: str, style: str, body: Markup, *, images: bool) -> str:
    """Return a whole page that runs nothing and, by its policy, loads nothing.

    Args:
        title: Its title.
        style: Its style sheet, one of ours.
        body: What it shows.
        images: Whether a browser may load images for it.
    """
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    sources = "http: https:" if images else "'none'"
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src {sources}; base-uri 'none'; form-action 'none'"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("style", Markup(style)),
    )
    return f"<!doctype html>\n{element('html', head, element('body', body), lang='en')}\n"
