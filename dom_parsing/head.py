"""What a page says about itself: title, language, base, canonical URL, words to robots."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from dom_parsing.urls import normalise

_DIRECTIVE = re.compile(r"[^\s,]+")
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
_DISCUSSION = "DiscussionForumPosting"
_READ = "base,link,meta,title,[itemtype],script[type='application/ld+json']"


@dataclass(frozen=True, slots=True)
class Head:
    """Facts of a page, whether they stand in `<head>` or, as on broken pages, below it.

    Attributes:
        title: The first `<title>`, whitespace collapsed.
        language: `lang` of `<html>`, as written.
        base: What relative URLs are relative to: `<base href>`, else the page's URL.
        canonical: `rel=canonical`, resolved; empty where absent or no web address.
        metas: Name (lower case) and content of each `<meta name>`, in order.
        is_discussion: The page is a thread of a forum, by its schema.org types.
        feeds: What `<link rel=alternate>` of a feed's type points to, resolved, each once.
    """

    title: str
    language: str
    base: str
    canonical: str
    metas: tuple[tuple[str, str], ...]
    is_discussion: bool = False
    feeds: tuple[str, ...] = ()

    def robots(self, bots: Iterable[str] = ()) -> frozenset[str]:
        """Return the lower-case directives of `meta name=robots` and of the metas named after the given bots."""
        names = {"robots", *(bot.lower() for bot in bots)}
        return frozenset(
            directive
            for name, content in self.metas
            if name in names
            for directive in _DIRECTIVE.findall(content.lower())
        )


def read_head(tree: LexborHTMLParser, url: str) -> Head:
    """Return the facts of the page.

    Args:
        tree: The parsed page.
        url: Its normalised URL.
    """
    nodes: dict[str, list[LexborNode]] = {"base": [], "link": [], "meta": [], "title": []}
    others: list[LexborNode] = []
    for node in tree.css(_READ):
        nodes.get(node.tag or "", others).append(node)
    base = _base(nodes["base"], url)
    root = tree.root
    return Head(
        title=next((" ".join(node.text().split()) for node in nodes["title"] if not _in_svg(node)), ""),
        language=((root.attributes.get("lang") or "") if root is not None else "").strip(),
        base=base,
        canonical=_canonical(nodes["link"], base),
        metas=tuple(_meta(nodes["meta"])),
        is_discussion=any(_names_discussion(node) for node in others),
        feeds=tuple(dict.fromkeys(_feeds(nodes["link"], base))),
    )


def _base(nodes: Iterable[LexborNode], url: str) -> str:
    """The first `<base>` with a href counts, even where that is no valid URL (then the page's own URL does)."""
    for node in nodes:
        href = node.attributes.get("href")
        if href is not None:
            return normalise(href, url) or url
    return url


def _canonical(nodes: Iterable[LexborNode], base: str) -> str:
    for node in nodes:
        attributes = node.attributes
        href = attributes.get("href")
        if href and "canonical" in (attributes.get("rel") or "").lower().split():
            return normalise(href, base) or ""
    return ""


def _feeds(nodes: Iterable[LexborNode], base: str) -> Iterable[str]:
    for node in nodes:
        attributes = node.attributes
        if (attributes.get("type") or "").strip().lower() in _FEED_TYPES:
            url = normalise(attributes.get("href") or "", base)
            if url and "alternate" in (attributes.get("rel") or "").lower().split():
                yield url


def _meta(nodes: Iterable[LexborNode]) -> Iterable[tuple[str, str]]:
    for node in nodes:
        attributes = node.attributes
        name = attributes.get("name")
        if name:
            yield name.strip().lower(), attributes.get("content") or ""


def _in_svg(node: LexborNode) -> bool:
    parent = node.parent
    return parent is not None and parent.tag not in ("head", "body")


def _names_discussion(node: LexborNode) -> bool:
    named = node.text() if node.tag == "script" else node.attributes.get("itemtype")
    return bool(named and _DISCUSSION in named)
