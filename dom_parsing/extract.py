"""HTML to Document: what a page says and shows, in the order in which it does.

>>> extract("<p>A cat.</p><img src=cat.jpg alt=Tom>", "https://a.example/").elements
(Text(text='A cat.'), Image(url='https://a.example/cat.jpg', alt='Tom', title='', caption='', width=None, height=None))
"""

from __future__ import annotations

from dom_parsing.page import DEFAULTS, read_page
from dom_parsing.records import Document, RecordRef
from dom_parsing.settings import ExtractSettings
from dom_parsing.unreadable import UnreadableError

__all__ = ["UnreadableError", "extract"]


def extract(
    html: bytes | str,
    url: str,
    *,
    charset: str | None = None,
    fetched_at: str = "",
    source: RecordRef | None = None,
    settings: ExtractSettings = DEFAULTS,
) -> Document:
    """Return the content of a page: its paragraphs and images in order, and what was left out of it and why.

    Args:
        html: The page, as bytes or decoded.
        url: Its URL; relative links are read against it, or against the page's `<base>`.
        charset: What the Content-Type header names, for bytes.
        fetched_at: WARC-Date of the capture, ISO 8601 UTC.
        source: The record it was read from.
        settings: Bounds and policies.

    Returns:
        The Document; one without elements for a page without content.

    Raises:
        ValueError: `url` is no absolute web address.
        UnreadableError: The payload is no page, or beyond the bounds (a ValueError too; `reason` says which).
    """
    return read_page(html, url, charset=charset, settings=settings).document(fetched_at=fetched_at, source=source)
