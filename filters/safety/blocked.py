"""Decisions by blocklist: on a page, and on the images it shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dom_parsing.records import Image
from filters.records import SHORTLIST, Decision, dropped
from filters.safety.blocklist import Blocklist

PAGE, IMAGE = "document.blocklist", "image.blocklist"
BOUND = "on no list"


def blocked_page(subject: str, url: str, listed: Blocklist) -> Iterator[Decision]:
    """Yield a decision where a page is on a list."""
    hit = listed.hit(url)
    if hit:
        yield dropped(subject, None, SHORTLIST, PAGE, hit, BOUND)


def blocked_images(subject: str, images: Iterable[tuple[int, Image]], listed: Blocklist) -> Iterator[Decision]:
    """Yield a decision for each image that is on a list.

    Args:
        subject: The document's id.
        images: Its images, each with the index of its element.
        listed: The lists.
    """
    if not len(listed.hashes):
        return
    for element, image in images:
        hit = listed.hit(image.url)
        if hit:
            yield dropped(subject, element, SHORTLIST, IMAGE, hit, BOUND)
