"""The records of fetching: what was asked for, what came back, and what an image turned out to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dom_parsing.records import RecordRef, Signal

KEPT, DROPPED, FAILED = "kept", "dropped", "failed"
"""The three ways a row can end, in every dataset: in = kept + dropped + failed."""


@dataclass(frozen=True, slots=True)
class Frontier:
    """A page the crawl knows.

    Attributes:
        page: Identity of the page (see `dom_parsing.urls.page_id`).
        url: Its normalised URL.
        depth: Links followed from the nearest seed.
        redirects: Redirects followed since the last link.
        due: True while it waits to be fetched.
        visit: Which visit this is: a page fetched in visit 1 is due again when a seed asks for visit 2.
    """

    page: str
    url: str
    depth: int = 0
    redirects: int = 0
    due: bool = True
    visit: int = 1


@dataclass(frozen=True, slots=True)
class Capture:
    """What came of one scheduled URL.

    Attributes:
        page: Identity of the page.
        url: Its normalised URL.
        depth: As scheduled.
        redirects: As scheduled.
        outcome: KEPT (a response is in the WARC, whatever its status), DROPPED (consent, scope) or FAILED (network).
        reason: Why it was dropped or failed: `robots`, `consent`, `timeout`, `dns`, `connect`, ...; empty where kept.
        status: HTTP status, None where no response came.
        media_type: From the Content-Type header, lower case, without parameters.
        digest: `sha256:` and hex digits of the payload; empty where none was kept.
        fetched_at: WARC-Date; empty where no response came.
        consent: The signal that forbade it (`X-Robots-Tag: noai`, `robots.txt: Disallow`); empty where none did.
        location: Normalised target of a redirect, else empty.
        links: Normalised URLs the page links to and lets a robot follow, in order, each once.
        source: The response record in the WARC.
        visit: As scheduled.
    """

    page: str
    url: str
    depth: int
    redirects: int
    outcome: str
    reason: str = ""
    status: int | None = None
    media_type: str = ""
    digest: str = ""
    fetched_at: str = ""
    consent: str = ""
    location: str = ""
    links: tuple[str, ...] = ()
    source: RecordRef | None = None
    visit: int = 1


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """What came of one image URL, and what its bytes are.

    Attributes:
        url: The normalised URL that documents name.
        outcome: KEPT, DROPPED (consent) or FAILED.
        reason: Why it was dropped or failed: `robots`, `consent`, `http-404`, `dns`, `too-large`, `not-an-image`, ...
        status: HTTP status of the last response, None where none came.
        sha256: Hex digest of the image's bytes.
        format: As Pillow names it, lower case: `jpeg`, `png`, `gif`, `webp`.
        width: Pixels, after EXIF orientation.
        height: Pixels, after EXIF orientation.
        size: Bytes.
        phash: 64-bit perceptual hash (imagehash.phash) as 16 hex digits.
        signals: Measurements of the picture by name.
        consent: The signal that forbade it; empty where none did.
        source: The record of it in our WARC.
        origin: The source that it is from, or that forbade it: `archive`, `live`, `wayback`; empty where none had it.
        missed: The sources that were asked before and had it not, with the reason: `live: http-404`.
    """

    url: str
    outcome: str
    reason: str = ""
    status: int | None = None
    sha256: str = ""
    format: str = ""
    width: int | None = None
    height: int | None = None
    size: int | None = None
    phash: str = ""
    signals: Mapping[str, Signal] = field(default_factory=dict)
    consent: str = ""
    source: RecordRef | None = None
    origin: str = ""
    missed: tuple[str, ...] = ()
