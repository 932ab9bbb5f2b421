"""One page, parsed once: what it says about itself, where it leads, and its content.

>>> page = read_page("<meta name=robots content=noindex><p>A <a href=cat>cat</a>.</p>", "https://a.example/")
>>> sorted(page.head.robots()), page.links(), page.document().text
(['noindex'], ('https://a.example/cat',), 'A cat.')
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from dom_parsing.assemble import assemble
from dom_parsing.blocks import Page
from dom_parsing.boilerplate import choose_blocks
from dom_parsing.fallbacks import settle_fallbacks
from dom_parsing.head import Head, read_head
from dom_parsing.records import Document, RecordRef
from dom_parsing.settings import ExtractSettings
from dom_parsing.tree import read_tree
from dom_parsing.urls import document_id, normalise, page_id
from dom_parsing.walk import walk

DEFAULTS = ExtractSettings()


@dataclass(frozen=True, slots=True, eq=False)
class ParsedPage:
    """A page and its tree.

    Attributes:
        url: Its normalised URL.
        payload: The page as it was given.
        tree: As a browser builds it, scripts not run.
        head: What the page says about itself.
        settings: Bounds and policies.
    """

    url: str
    payload: bytes | str
    tree: LexborHTMLParser
    head: Head
    settings: ExtractSettings

    def links(self) -> tuple[str, ...]:
        """Return normalised URLs of `<a href>` and `<area href>`, in order, each once, without those of `nofollow`."""
        found: dict[str, None] = {}
        for node in self.tree.css("a[href],area[href]"):
            attributes = node.attributes
            if "nofollow" in (attributes.get("rel") or "").lower():
                continue
            link = normalise((attributes.get("href") or "").strip(), self.head.base)
            if link is not None:
                found[link] = None
        return tuple(found)

    def judged(self) -> Page:
        """Return all blocks in reading order; those that are left out have their reason.

        Raises:
            UnreadableError: `too-deep`, `too-many-nodes` or `too-many-images`.
        """
        page = walk(self.tree, self.head.base, self.settings)
        page.is_discussion = self.head.is_discussion
        settle_fallbacks(page.blocks)
        choose_blocks(page, self.settings)
        return page

    def document(self, *, fetched_at: str = "", source: RecordRef | None = None) -> Document:
        """Return the content: paragraphs and images in order, and what was left out and why.

        Args:
            fetched_at: WARC-Date of the capture, ISO 8601 UTC.
            source: The record it was read from.

        Raises:
            UnreadableError: `too-deep`, `too-many-nodes` or `too-many-images`.
        """
        elements, omissions = assemble(self.judged().blocks, parted=self.settings.keep_hidden)
        payload = self.payload.encode("utf-8", "surrogatepass") if isinstance(self.payload, str) else self.payload
        digest = f"sha256:{hashlib.sha256(payload).hexdigest()}"
        identity = page_id(self.url)
        return Document(
            page=identity,
            id=document_id(identity, digest),
            url=self.url,
            fetched_at=fetched_at,
            digest=digest,
            source=source,
            title=self.head.title,
            language=self.head.language,
            canonical=self.head.canonical,
            elements=elements,
            omissions=omissions,
        )


def read_page(
    html: bytes | str, url: str, *, charset: str | None = None, settings: ExtractSettings = DEFAULTS
) -> ParsedPage:
    """Parse a page.

    Args:
        html: The page, as bytes or decoded.
        url: Its URL; relative links are read against it, or against the page's `<base>`.
        charset: What the Content-Type header names, for bytes.
        settings: Bounds and policies.

    Raises:
        ValueError: `url` is no absolute web address.
        UnreadableError: The payload is no page, or beyond the bounds (a ValueError too; `reason` says which).
    """
    address = normalise(url)
    if address is None:
        raise ValueError(f"url {url!r} is no absolute http(s) URL; give the address the page was fetched from")
    tree = read_tree(html, charset, settings)
    return ParsedPage(address, html, tree, read_head(tree, address), settings)
