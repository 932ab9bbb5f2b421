"""Signals of an image as a page refers to it, known before it is fetched."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from dom_parsing.records import Image
from filters.signals import INFINITE, SignalSpec

URL_WORDS = ("logo", "button", "icon", "plugin", "widget", "porn", "xxx", "sex")
"""Words that tell page furniture and worse by their URL: OBELICS' list (`URL_BAN_WORDS`); mmc4's are the first five."""
# `MyLOGOImage_2x` has the words My, LOGO, Image and x.
TOKEN = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


@dataclass(frozen=True, slots=True)
class Shown:
    """An image where a page shows it.

    Attributes:
        image: What the page says of it.
        words: Words that count in its URL, lower case.
    """

    image: Image
    words: Collection[str] = URL_WORDS


def url_words(shown: Shown) -> int:
    """How often a word of the list, or its plural in -s, is a word of the URL's path: `logo`, `Logo2`, `icons`.

    The path is parted at all that is no letter and between a small letter and a capital. OBELICS and mmc4 look for the
    words anywhere in the URL, which also hits Sussex, silicon and iconic, and misses LOGO.
    """
    tokens = (token.lower() for token in TOKEN.findall(unquote(_path(shown.image.url))))
    return sum(token in shown.words or token.removesuffix("s") in shown.words for token in tokens)


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:  # brackets that hold no address: urlsplit is the only one to mind
        return url


def alt_length(shown: Shown) -> int:
    """Characters of the alternative text, without white space around it."""
    return len(shown.image.alt.strip())


def declared_shorter_side(shown: Shown) -> int | None:
    """CSS pixels of the shorter side that the page declares; None where it declares none. OBELICS keeps from 150 on."""
    return min(_declared(shown), default=None)


def declared_longer_side(shown: Shown) -> int | None:
    """CSS pixels of the longer side that the page declares; None where it declares none. OBELICS keeps up to 20,000."""
    return max(_declared(shown), default=None)


def _declared(shown: Shown) -> list[int]:
    return [side for side in (shown.image.width, shown.image.height) if side is not None]


SPECS: tuple[SignalSpec[Shown], ...] = (
    SignalSpec("url_words", int, 0, INFINITE, url_words),
    SignalSpec("alt_length", int, 0, INFINITE, alt_length),
    SignalSpec("declared_shorter_side", int, 0, INFINITE, declared_shorter_side),
    SignalSpec("declared_longer_side", int, 0, INFINITE, declared_longer_side),
)
