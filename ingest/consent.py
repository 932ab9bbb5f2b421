"""What a response or a page says about its use: X-Robots-Tag headers and robots meta elements."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Literal

from ingest.exchange import Headers

Purpose = Literal["page", "image"]

FORBIDS_PAGES = ("none", "noindex", "noai", "noml")
FORBIDS_IMAGES = (*FORBIDS_PAGES, "noimageindex", "noimageai")
ROBOT_NAME = re.compile(r"[a-z0-9_.-]+|\*")
FORBIDS_LINKS = frozenset({"none", "nofollow"})
# Directives that carry a value: a colon after one of these names no robot.
VALUED = frozenset({"max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"})


def header_signal(headers: Headers, token: str, purpose: Purpose) -> str:
    """Return the X-Robots-Tag directive that forbids a response, or an empty string.

    Args:
        headers: Response headers.
        token: Our product token: directives addressed to another robot (`otherbot: noindex`) do not concern us.
        purpose: What the response is wanted as: `noimageindex` and `noimageai` concern images only.

    Returns:
        For example `X-Robots-Tag: noai`.
    """
    found = _directives(headers, token)
    return next((f"X-Robots-Tag: {name}" for name in _forbidding(purpose) if name in found), "")


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
