"""Picks the entries out of the stream of a sitemap's or feed's elements: the target of an XML parser, no tree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dom_parsing.urls import MAX_URL_LENGTH

MAX_NESTING = 64
MAX_IMAGES = 1_000
ENTRIES = frozenset({"url", "sitemap", "item", "entry"})
# What holds a URL in its text, by the element around it; image sitemaps have a `loc` of their own.
TEXTS = {
    ("url", "loc"): "url",
    ("sitemap", "loc"): "url",
    ("item", "link"): "url",
    ("image", "loc"): "image",
    ("url", "lastmod"): "modified",
    ("entry", "updated"): "modified",
    ("item", "pubDate"): "modified",
}
ALTERNATE = frozenset({"", "alternate"})


@dataclass(frozen=True, slots=True)
class Found:
    """One entry, as written.

    Attributes:
        url: What it names.
        modified: When that was changed last.
        images: Its images.
        is_list: It is an entry of an index: what it names is a list itself.
    """

    url: str
    modified: str = ""
    images: tuple[str, ...] = ()
    is_list: bool = False


class UnfitListingError(ValueError):
    """A list that is not read any further.

    Attributes:
        reason: See `Listing.error`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ListingEvents:
    """Understands the elements of a list as they pass; holds one entry at a time, and what it has found."""

    def __init__(self) -> None:
        self._path: list[str] = []
        self._found: list[Found] = []
        self._urls: list[str] = []
        self._images: list[str] = []
        self._modified = ""
        self._text: list[str] | None = None
        self._room = 0

    def taken(self) -> list[Found]:
        """Return the entries found since the last call."""
        found, self._found = self._found, []
        return found

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        """Refuse the document before any of its entities is seen."""
        raise UnfitListingError("doctype")

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Go into an element."""
        name = _local(tag)
        within = self._path[-1] if self._path else ""
        self._path.append(name)
        if len(self._path) > MAX_NESTING:
            raise UnfitListingError("malformed")
        if name in ENTRIES:
            self._urls, self._images, self._modified = [], [], ""
        elif name == "link" and within in ("entry", "url") and attributes.get("rel", "") in ALTERNATE:
            self._urls.append(attributes.get("href", ""))
        self._text = [] if (within, name) in TEXTS else None
        self._room = MAX_URL_LENGTH

    def data(self, text: str) -> None:
        """Keep the text of an element that is waited for, as much as a URL may have."""
        if self._text is not None and self._room > 0:
            self._text.append(text[: self._room])
            self._room -= len(text)

    def end(self, _tag: str) -> None:
        """Come out of an element."""
        name = self._path.pop() if self._path else ""
        within = self._path[-1] if self._path else ""
        if self._text is not None:
            self._keep(TEXTS[within, name], "".join(self._text))
        if name in ENTRIES:
            images, self._images = tuple(self._images), []
            urls, self._urls = self._urls, []
            self._found += (Found(url, self._modified, images, name == "sitemap") for url in urls if url)
        self._text = None

    def close(self) -> None:
        """End."""

    def _keep(self, what: str, text: str) -> None:
        if what == "modified":
            self._modified = text
        elif what == "image" and len(self._images) < MAX_IMAGES:
            self._images.append(text)
        elif what == "url":
            self._urls.insert(0, text)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
