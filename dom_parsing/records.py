"""The records of a page: what it says and shows, in the order of its DOM."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class RecordRef:
    """Where a WARC record lies.

    Attributes:
        path: The WARC file: relative to the corpus for files of its own, else a full path or URL.
        offset: First byte of the record (of its gzip member where the file is compressed).
        length: Bytes of the record as stored (compressed where the file is compressed).
    """

    path: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph: lines are separated by one newline, never by an empty line except inside `<pre>`."""

    text: str


@dataclass(frozen=True, slots=True)
class Image:
    """One image where the page shows it; sizes are those the page declares, in CSS pixels, not measured ones.

    Its URL is an address, or names a picture that lies within the page (`dom_parsing.data_urls`).
    """

    url: str
    alt: str = ""
    title: str = ""
    caption: str = ""
    width: int | None = None
    height: int | None = None


Element = Text | Image


@dataclass(frozen=True, slots=True)
class Omission:
    """Something the page holds that the Document leaves out.

    Attributes:
        before: Index of the element that follows it (the number of elements where none does).
        reason: Why it was left out: `navigation`, `link-density`, `hidden`, `svg`, `data-url`, ...
        url: The image's URL, where the omission is an image.
        text: The first 200 characters of the text, where the omission is a block of text.
    """

    before: int
    reason: str
    url: str = ""
    text: str = ""


Signal = float | int | str | None


@dataclass(frozen=True, slots=True)
class Document:
    """A page as an ordered sequence of text and images.

    Attributes:
        page: 128-bit hash (32 hex digits) of the normalised URL: the identity of the page.
        id: 128-bit hash (32 hex digits) of `page` and `digest`: the identity of this capture of the page.
        url: Normalised target URL of the capture.
        fetched_at: WARC-Date of the capture, ISO 8601 UTC; empty where unknown.
        digest: `sha256:` and 64 hex digits of the payload bytes.
        source: The WARC record the page was read from; None for a page that came from none.
        title: The `<title>`, whitespace collapsed.
        language: The language the page declares (`lang` of `<html>`), as written; signals hold the detected one.
        canonical: What `rel=canonical` claims, resolved; a hint, never an identity.
        elements: Paragraphs and images in DOM order.
        omissions: What was left out of the page, and why.
        signals: Named measurements of the elements; empty until they are computed.
    """

    page: str
    id: str
    url: str
    fetched_at: str
    digest: str
    source: RecordRef | None
    title: str
    language: str
    canonical: str
    elements: tuple[Element, ...]
    omissions: tuple[Omission, ...] = ()
    signals: Mapping[str, Signal] = field(default_factory=dict)

    @property
    def images(self) -> tuple[Image, ...]:
        """The images, in order."""
        return tuple(element for element in self.elements if isinstance(element, Image))

    @property
    def text(self) -> str:
        """All paragraphs, an empty line between two of them."""
        return "\n\n".join(element.text for element in self.elements if isinstance(element, Text))
