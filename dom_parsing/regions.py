"""What an element says about itself by tag, role, class and id: a part of the page that is not its content, or is.

The reasons are those of `Omission.reason`. Words of classes and ids are compared whole: `ad-slot` is an advertisement,
`shadow` and `header` are none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

HIDDEN = "hidden"
NOSCRIPT = "noscript"
"""Reason of what is shown only where scripts do not run."""

UNSEEN = frozenset({HIDDEN, NOSCRIPT})
"""Reasons of what a reader does not see."""

SURE = frozenset({HIDDEN, "navigation", "footer", "banner", "advertisement", "breadcrumb", "share"})
"""Reasons that hold even where hardly any text is left."""

_ROLES = {
    "navigation": "navigation",
    "menu": "navigation",
    "menubar": "navigation",
    "menuitem": "navigation",
    "toolbar": "navigation",
    "tablist": "navigation",
    "search": "navigation",
    "banner": "header",
    "contentinfo": "footer",
    "complementary": "aside",
    "dialog": "banner",
    "alertdialog": "banner",
}
_TAGS = {"nav": "navigation", "search": "navigation", "aside": "aside", "dialog": "banner"}

_SPEAKING = frozenset({"header", "footer", *_TAGS})
_BEYOND_WORDS = frozenset({"html", "body", "main", "article", "figure", "pre", "h1"})
"""Elements that are what their tag says, whatever their class: `<figure class="has-shares">` is a figure."""

_WORDS = {
    "advertisement": (
        "ad ads advert adverts advertisement advertisements advertising adsense adslot adbox adunit sponsor sponsored "
        "sponsors promo promos promoted promotion promotions dfp"
    ),
    "banner": "cookie cookies cookiebar consent gdpr ccpa cookieconsent",
    "share": "share shares sharing sharebar sharebuttons social socials sharethis addthis socialshare",
    "related": "related recommended recommendation recommendations recirc recirculation",
    "breadcrumb": "breadcrumb breadcrumbs crumbs breadcrumbnav",
    "navigation": (
        "nav navbar navigation menu submenu pagination pager topnav sitenav mainnav subnav "
        "navheader navfooter navlinks navmenu prevnext toc"
    ),
    "aside": "sidebar sidebars",
    "footer": "footer sitefooter",
    "newsletter": "newsletter newsletters signup subscribe subscription",
    "comments": "comments comment disqus commentlist respond",
}
_REASONS = {word: reason for reason, words in _WORDS.items() for word in words.split()}

_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
_INVISIBLE = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)

Attributes = Mapping[str, str | None]


HIDING = frozenset({"hidden", "aria-hidden", "style"})
"""Attributes that can hide an element."""


def is_hidden(tag: str, attributes: Attributes) -> bool:
    """True of what the page hides from readers; `html` and `body` are hidden only until scripts show them."""
    if tag in ("html", "body"):
        return False
    if "hidden" in attributes:
        return True
    if (attributes.get("aria-hidden") or "").strip().lower() == "true":
        return True
    style = attributes.get("style")
    return bool(style and _INVISIBLE.search(style))


def reason_of(tag: str, attributes: Attributes, in_article: bool, in_main: bool) -> str:
    """Return why a block is not content, by its own account; empty where it gives none.

    Args:
        tag: Lower-case tag name.
        attributes: Its attributes.
        in_article: It stands in an `<article>`.
        in_main: It stands in a `<main>`, or in an element of that role.
    """
    if not attributes and tag not in _SPEAKING:
        return ""
    role = (attributes.get("role") or "").strip().lower()
    if role in _ROLES:
        return _ROLES[role]
    if tag == "header":
        return "" if in_article or in_main else "header"
    if tag == "footer":
        return "" if in_article else "footer"
    if tag in _TAGS:
        return _TAGS[tag]
    if tag in _BEYOND_WORDS:
        return ""
    named, called = attributes.get("class"), attributes.get("id")
    return _by_words(named or "", called or "") if named or called else ""


def is_main(tag: str, attributes: Attributes) -> bool:
    """True of what the page calls its main part."""
    return tag == "main" or ("role" in attributes and (attributes["role"] or "").strip().lower() == "main")


@lru_cache(maxsize=16384)
def _by_words(classes: str, identity: str) -> str:
    for word in _TOKEN.findall(f"{classes} {identity}"):
        reason = _REASONS.get(word.lower())
        if reason is not None:
            return reason
    return ""
