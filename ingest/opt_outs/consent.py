"""What a response or a page says about its use: X-Robots-Tag, robots metas, TDMRep, Content-Usage.

A signal is named as it stands in the records, such as `X-Robots-Tag: noai`; an empty one says that nothing forbids.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import accumulate
from typing import Literal

from dom_parsing.head import Head
from dom_parsing.records import Document, Image, Omission, Text
from ingest.exchange import Headers
from ingest.opt_outs.content_usage import header_usage
from ingest.opt_outs.tdmrep import header_reservation, meta_reservation

Purpose = Literal["page", "image"]
CONSENT = "consent"
"""The reason for which is left out what its owner forbids to use."""

# A corpus keeps a copy of what it reads: the very thing that `noarchive` forbids.
FORBIDS_PAGES = ("none", "noindex", "noai", "noml", "noarchive")
FORBIDS_IMAGES = (*FORBIDS_PAGES, "noimageindex", "noimageai")
ROBOT_NAME = re.compile(r"[a-z0-9_.-]+|\*")
FORBIDS_LINKS = frozenset({"none", "nofollow"})
# Directives that carry a value: a colon after one of these names no robot.
VALUED = frozenset({"max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"})


def header_signal(headers: Headers, token: str, purpose: Purpose) -> str:
    """Return the header that forbids a response, or an empty string.

    Args:
        headers: Response headers.
        token: Our product token: directives addressed to another robot (`otherbot: noindex`) do not concern us.
        purpose: What the response is wanted as: `noimageindex` and `noimageai` concern images only.

    Returns:
        For example `X-Robots-Tag: noai`, `TDM-Reservation: 1` or `Content-Usage: train-ai=n`.
    """
    found = _directives(headers, token)
    tag = next((f"X-Robots-Tag: {name}" for name in _forbidding(purpose) if name in found), "")
    return tag or header_reservation(headers) or header_usage(headers)


def page_signal(head: Head, token: str, purpose: Purpose = "page") -> str:
    """Return the meta element that forbids the use of a page, or of the images it shows, or an empty string.

    Args:
        head: What the page says about itself.
        token: Our product token: a meta of that name counts as `robots` does.
        purpose: "image" for the images that the page shows.

    Returns:
        For example `meta robots: noai` or `meta tdm-reservation: 1`.
    """
    return meta_signal(head.robots((token,)), purpose) or meta_reservation(head.metas)


def without_images(document: Document) -> Document:
    """Return a document without its images, each of them an omission for the reason CONSENT."""
    texts_before = list(accumulate((isinstance(one, Text) for one in document.elements), initial=0))
    refused = [
        (index, Omission(texts_before[index], CONSENT, url=one.url))
        for index, one in enumerate(document.elements)
        if isinstance(one, Image)
    ]
    earlier = [(each.before, replace(each, before=texts_before[each.before])) for each in document.omissions]
    # In the order of the page: what was omitted before an image stands before it.
    omissions = [omission for _, omission in sorted([*earlier, *refused], key=lambda pair: pair[0])]
    texts = tuple(one for one in document.elements if isinstance(one, Text))
    return replace(document, elements=texts, omissions=tuple(omissions))


def meta_signal(directives: Collection[str], purpose: Purpose = "page") -> str:
    """Return the robots meta directive (lower case) that forbids a page, or an empty string: `meta robots: noai`."""
    return next((f"meta robots: {name}" for name in _forbidding(purpose) if name in directives), "")


def follows(headers: Headers, directives: Collection[str], token: str) -> bool:
    """Return whether a page's links may be followed, by its headers and its robots meta directives."""
    return FORBIDS_LINKS.isdisjoint(_directives(headers, token)) and FORBIDS_LINKS.isdisjoint(directives)


def _forbidding(purpose: Purpose) -> tuple[str, ...]:
    return FORBIDS_IMAGES if purpose == "image" else FORBIDS_PAGES


def _directives(headers: Headers, token: str) -> frozenset[str]:
    """Return the X-Robots-Tag directives addressed to everybody or to us, in lower case."""
    values = [value for name, value in headers if name.lower() == "x-robots-tag"]
    return frozenset(one for value in values for one in _addressed(value.lower(), token.lower()))


def _addressed(value: str, token: str) -> Iterator[str]:
    """Yield one header's directives; a robot's name, once given, holds for those that follow in the same header."""
    robot = ""
    for part in value.split(","):
        name, colon, rest = (piece.strip() for piece in part.partition(":"))
        if colon and (name in VALUED or not ROBOT_NAME.fullmatch(name)):
            continue  # a value, or the rest of a date with a comma in it
        if colon:
            robot, name = name, rest
        if robot in {"", "*", "robots", token}:
            yield from name.split()
