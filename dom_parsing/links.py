"""Where a page leads, and what it tells robots."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dom_parsing.page import DEFAULTS, read_page
from dom_parsing.settings import ExtractSettings


@dataclass(frozen=True, slots=True)
class PageLinks:
    """The links of a page.

    Attributes:
        links: Normalised URLs of `<a href>` and `<area href>`, in order, each once; those the page marks `nofollow`
            are left out.
        canonical: What `rel=canonical` claims, resolved; empty where nothing.
        robots: Lower-case directives of `<meta name=robots>` and of the metas named after the given bots.
    """

    links: tuple[str, ...]
    canonical: str
    robots: frozenset[str]


def page_links(
    html: bytes | str,
    url: str,
    *,
    charset: str | None = None,
    bots: Iterable[str] = (),
    settings: ExtractSettings = DEFAULTS,
) -> PageLinks:
    """Return where a page leads.

    `links` holds what the page's anchors say; whether its robots directives (`nofollow`, `none`) forbid to follow them
    is the caller's to decide.

    Args:
        html: The page, as bytes or decoded.
        url: Its URL.
        charset: What the Content-Type header names, for bytes.
        bots: Tokens of robots beside `robots` whose metas count (`m3w`).
        settings: The bounds.

    Raises:
        ValueError: `url` is no absolute web address.
        UnreadableError: The payload is no text, or beyond the bounds (a ValueError too).
    """
    page = read_page(html, url, charset=charset, settings=settings)
    return PageLinks(page.links(), page.head.canonical, page.head.robots(bots))
