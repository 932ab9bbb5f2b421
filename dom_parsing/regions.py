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

POPUP = "popup"
"""Reason of what a script shows above the page: dialogs, tooltips."""

UNSEEN = frozenset({HIDDEN, NOSCRIPT})
"""Reasons of what a reader does not see."""

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
    "tooltip": POPUP,
    "status": POPUP,
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
    "related": (
        "related recommended recommendation recommendations recirc recirculation trending mostread mostpopular "
        "morestories nextprev"
    ),
    "breadcrumb": "breadcrumb breadcrumbs crumbs breadcrumbnav",
    "navigation": (
        "nav navbar navigation menu submenu pagination pager topnav sitenav mainnav subnav "
        "navheader navfooter navlinks navmenu prevnext toc"
    ),
    "aside": "sidebar sidebars textwidget",
    "footer": "footer sitefooter",
    "newsletter": "newsletter newsletters signup subscribe subscription",
    "comments": "comments comment disqus commentlist respond",
    POPUP: "modal popover popup popups tooltip tooltips flyout toast",
    "controls": "filters facet facets sorting sortby",
    "signature": "signature signatures",
    "byline": "byline bylines",
    "tags": "tags taglist tagcloud tagbox",
}
_REASONS = {word: reason for reason, words in _WORDS.items() for word in words.split()}

_PAIRS = {
    "related": (
        "top-stories more-stories more-news next-prev prev-next read-next most-popular most-read similar-posts "
        "also-like"
    ),
    "byline": (
        "post-meta entry-meta article-meta post-date entry-date article-date page-date short-bio author-bio author-box"
    ),
    "profile": "user-details user-info user-extras post-profile profile-posts profile-joined",
    "controls": "control-bar control-panel post-buttons filter-bar filter-list",
    "share": "likes-widget",
    "aside": "widget-area",
    POPUP: "tool-tip",
    HIDDEN: "sr-only visually-hidden screen-reader",
}
_PAIRED = {pair: reason for reason, pairs in _PAIRS.items() for pair in pairs.split()}
"""Words that say it only together: a `post` is content and so may `meta` be, a `postMeta` is a byline."""

_TOKEN = re.compile(r"[0-9]+[a-z]*|[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
"""Letters that follow a digit belong to it: the `ad` in a generated name like `5141-0ad7` is no word."""

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
    before = ""
    for token in _TOKEN.findall(f"{classes} {identity}"):
        word = token.lower()
        reason = _REASONS.get(word) or _PAIRED.get(f"{before}-{word}")
        if reason is not None:
            return reason
        before = word
    return ""
