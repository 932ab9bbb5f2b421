"""What stands round the body of every page: header, navigation, sidebar, cookie banner, footer; all of it left out."""

from __future__ import annotations

from examples.site.blocks import Block, heading, join, leave_out, p, silent, wrap
from examples.site.images import img
from examples.site.page import Page

SECTIONS = ("articles", "kitchen", "forum", "shop", "gallery", "news", "de", "odd", "archive")
"""The folders of the site, each with a listing."""

_ASIDE = {
    "articles": (
        ("/img/thumb-mill.jpg", "/articles/a-mill-goes-round-again.html", "The mill turns"),
        ("/img/thumb-tides.png", "/articles/tide-tables.html", "Tides for beginners"),
    ),
    "de": (
        ("/img/thumb-mill.jpg", "/de/die-bockwindmuehle.html", "Unsere Mühle"),
        ("/img/thumb-watt.jpg", "/de/im-watt.html", "Barfuß ins Watt"),
    ),
}
_COOKIES = {
    "shop": "This shop uses cookies to remember what is in your basket. By staying here you agree to that.",
    "news": "We count our readers with a cookie and with nothing else. You may refuse it and read on.",
}


def share() -> Block:
    """Return the buttons for sharing."""
    buttons = '<a href="/shop/">Post</a> <a href="/news/">Mail</a>'
    icon = img("/img/chrome/share.png", "Share", rule="share")
    return Block(f'<div class="share">{icon.html} <span>Share this page</span> {buttons}</div>', icon.shows)


def advertisement() -> Block:
    """Return an advertisement in the midst of an article."""
    inner = (
        img("/img/chrome/boots-for-sale.jpg", "Boots"),
        p("Boots that never let you down, now at half price and only until Sunday. Visit the harbour stores today."),
    )
    return leave_out(wrap('<div class="advertisement">', inner, "</div>"), "advertisement")


def section_of(path: str) -> str:
    """Return the folder of a page, empty for the front page."""
    return path.split("/")[1] if path.count("/") > 1 else ""


def shell(page: Page) -> Block:
    """Return the `<body>` of a page: its content and everything round it, in DOM order."""
    section = section_of(page.path)
    parts = (_header(page), _navigation(page), _banner(section), _content(page), _aside(section), _footer(page))
    return wrap("<body>", parts, "</body>")


def _content(page: Page) -> Block:
    if page.layout == "listing":
        return wrap("<main>", page.body, "</main>")
    body = (heading(1, page.title), *page.body)
    if page.layout == "content":
        return wrap('<div class="content">', body, "</div>")
    if page.layout == "main":
        return wrap("<main>", body, "</main>")
    return join((silent("<main>"), wrap("<article>", body, "</article>"), silent("</main>")))


def _header(page: Page) -> Block:
    claim = "Zeitschrift der Feldfreunde" if page.language == "de" else "The magazine of the field club"
    inner = (img("/img/chrome/masthead.png", "The Saltmarsh Tern"), p(claim))
    return leave_out(wrap('<header class="site-header">', inner, "</header>"), "header")


def _navigation(page: Page) -> Block:
    opening, closing = ("<nav>", "</nav>") if page.layout != "content" else ('<div role="navigation">', "</div>")
    logo = img("/img/chrome/logo.png", "Home")
    entries = "".join(f'<li><a href="/{section}/">{section.capitalize()}</a></li>' for section in SECTIONS)
    inner = Block(f'<a href="/">{logo.html}</a>\n<ul>{entries}</ul>', logo.shows)
    return leave_out(wrap(opening, (inner,), closing), "navigation")


def _banner(section: str) -> Block:
    if section not in _COOKIES:
        return silent("<!-- no cookies here -->")
    inner = (
        img("/img/chrome/cookie.png", "A cookie"),
        p(_COOKIES[section]),
        silent("<button>Accept</button> <button>Refuse</button>"),
    )
    return leave_out(wrap('<div id="cookie-banner" role="dialog">', inner, "</div>"), "banner")


def _aside(section: str) -> Block:
    if section not in _ASIDE:
        return silent("")
    rows = []
    for thumbnail, target, text in _ASIDE[section]:
        picture = img(thumbnail, text)
        rows.append(Block(f'<li><a href="{target}">{picture.html} {text}</a></li>', picture.shows))
    title = "Lesen Sie auch" if section == "de" else "Related links"
    inner = (heading(3, title), wrap("<ul>", rows, "</ul>"))
    return leave_out(wrap('<aside class="sidebar">', inner, "</aside>"), "aside")


def _footer(page: Page) -> Block:
    words = (
        "Gedruckt auf Wind und Wasser. Alle Rechte bei den Mitgliedern."
        if page.language == "de"
        else "Set by hand on the north quay. All rights remain with the members of the club."
    )
    inner = (img("/img/chrome/crest.png", "Crest"), p(words))
    return leave_out(wrap("<footer>", inner, "</footer>"), "footer")
