"""What an element says about itself by tag, role, class and id: a part of the page that is not its content, or is.

The reasons are those of `Omission.reason`. Words of classes and ids are compared whole: `ad-slot` is an advertisement,
`shadow` and `header` are none. Ids that are headings made link targets name a topic, and say nothing of the part.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from dom_parsing.region_words import FOLDS, IN_TEXT, JOINING, PAIRED, REASONS
from dom_parsing.tags import HEADINGS

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

_FOLDED = frozenset({"div", "section", "article", "ul", "ol", "li", "dd", "table"})
"""Elements that hold what is unfolded; inline ones label the switch."""

_FIELDS = frozenset({"td", "th", "dt", "dd"})
"""Elements of tables and lists of terms: there a date or an author is an entry."""

_TITLES = HEADINGS | {"dt"}
"""Elements whose id is a target of links, made of their text."""

_SECTIONS = frozenset({"section", "div"})
"""Elements that generators (Sphinx, DocBook) name after the heading within; a `li` or `form` is named for its part."""

_SLUG = re.compile(r"(?!.*[a-z][A-Z])[^\W_]+(?:[-_]+[^\W_]+){3,}")
"""Four words or more, none in camel case; most names of boxes are shorter."""

_TOKEN = re.compile(
    r"(?<![^\W_])(?:"
    r"[0-9A-Fa-f]{8}(?:[-_][0-9A-Fa-f]{4}){3}[-_][0-9A-Fa-f]{12}|(?=[0-9a-f]{6})[a-f]+[0-9]+[a-f][0-9a-f]*"
    r")(?![^\W_])|[0-9]+[a-z]*|[A-Z]?[a-z]+|[A-Z]+(?![a-z])"
)
"""Words, GUIDs, other hexadecimal digits, and numbers with the letters that follow them.

The `ad` in a generated name like `ad64f840-fea1` or `5141-0ad7` is no word; that in `ad300` and `ad728x90` is one.
"""

_INVISIBLE = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)

Attributes = Mapping[str, str | None]


HIDING = frozenset({"hidden", "aria-hidden", "style"})
"""Attributes that can hide an element."""


def is_hidden(tag: str, attributes: Attributes) -> bool:
    """True of what the page hides from readers for good.

    `html` and `body` are hidden only until scripts show them, tabs and the like until a click does; a link to another
    page that is kept from screen readers (`aria-hidden`) doubles one beside it, but is seen.
    """
    if tag in ("html", "body") or not _seems_hidden(tag, attributes):
        return False
    return tag not in _FOLDED or not _unfolds(attributes)


def _seems_hidden(tag: str, attributes: Attributes) -> bool:
    if "hidden" in attributes:
        return True
    if (attributes.get("aria-hidden") or "").strip().lower() == "true":
        return tag != "a" or "#" in (attributes.get("href") or "#")
    style = attributes.get("style")
    return bool(style and _INVISIBLE.search(style))


def _unfolds(attributes: Attributes) -> bool:
    return attributes.get("role") == "tabpanel" or not FOLDS.isdisjoint(_words(attributes))


def _words(attributes: Attributes) -> list[str]:
    named = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    return [token.lower() for token in _TOKEN.findall(named)]


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
        return "footer"
    if tag in _TAGS:
        return "" if tag == "aside" and not IN_TEXT.isdisjoint(_words(attributes)) else _TAGS[tag]
    if tag in _BEYOND_WORDS:
        return ""
    named, called = attributes.get("class") or "", attributes.get("id") or ""
    if called and _names_topic(tag, called):
        called = ""
    reason = _by_words(named, called) if named or called else ""
    return "" if reason == "byline" and tag in _FIELDS else reason


def _names_topic(tag: str, identity: str) -> bool:
    """True of an id that is a heading made a link target: it says what the text is about, not what the element is."""
    if tag in _TITLES:
        return True
    return (
        tag in _SECTIONS
        and _SLUG.fullmatch(identity) is not None
        and not JOINING.isdisjoint(re.split("[-_]+", identity.lower()))
    )


def is_main(tag: str, attributes: Attributes) -> bool:
    """True of what the page calls its main part."""
    return tag == "main" or ("role" in attributes and (attributes["role"] or "").strip().lower() == "main")


def _by_words(classes: str, identity: str) -> str:
    before = ""
    for token in _TOKEN.findall(f"{classes} {identity}"):
        word = token.lower()
        reason = REASONS.get(word) or PAIRED.get(f"{before}-{word}")
        if reason is not None:
            return reason
        before = word
    return ""
