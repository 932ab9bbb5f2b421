"""The records of fetching: what was asked for, what came back, and what an image turned out to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dom_parsing.records import RecordRef, Signal

KEPT, DROPPED, FAILED = "kept", "dropped", "failed"
"""The three ways a row can end, in every dataset: in = kept + dropped + failed."""


Kind = Literal["page", "list"]


@dataclass(frozen=True, slots=True)
class Seen:
    """A page as it was got last: what the next visit compares with.

    Attributes:
        fetched_at: WARC-Date of the response.
        digest: As in its capture.
        body_digest: Digest of the body as it was sent, in the form of WARC-Payload-Digest.
        etag: Its ETag header.
        modified: Its Last-Modified header.
        source: Its response record.
    """

    fetched_at: str
    digest: str
    body_digest: str
    etag: str = ""
    modified: str = ""
    source: RecordRef | None = None


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
        kind: "list" for a sitemap or feed, whose entries have its own depth.
        nesting: Indexes of sitemaps that led to this list.
        attempts: How often it was asked for in this visit, and failed for now.
        not_before: When it may be asked for again after that: ISO 8601, UTC; empty for at once.
        seen: What it was when it was got last, in this visit or an earlier one.
        changed_before: The end of the time at which it was changed last, as a sitemap says in this visit: ISO 8601,
            UTC; empty where none says.
    """

    page: str
    url: str
    depth: int = 0
    redirects: int = 0
    due: bool = True
    visit: int = 1
    kind: Kind = "page"
    nesting: int = 0
    attempts: int = 0
    not_before: str = ""
    seen: Seen | None = None
    changed_before: str = ""


@dataclass(frozen=True, slots=True)
class Capture:
    """What came of one scheduled URL.

    Attributes:
        page: Identity of the page.
        url: Its normalised URL.
        depth: As scheduled.
        redirects: As scheduled.
        outcome: KEPT (a response is in the WARC, whatever its status), DROPPED (consent, or no need to ask for it) or
            FAILED (network).
        reason: Why it was dropped or failed: `robots`, `consent`, `unchanged`, `forgotten`, `timeout`, `dns`, ...;
            empty where kept.
        status: HTTP status, None where no response came.
        media_type: From the Content-Type header, lower case, without parameters.
        digest: `sha256:` and hex digits of the payload; empty where none was kept.
        fetched_at: WARC-Date; empty where no response came.
        consent: The signal that forbade it (`X-Robots-Tag: noai`, `robots.txt: Disallow`); empty where none did.
        location: Normalised target of a redirect, else empty.
        links: Normalised URLs the page links to and lets a robot follow, or the list names, in order, each once.
        source: The response record in the WARC, or the revisit record.
        visit: As scheduled.
        kind: As scheduled.
        nesting: As scheduled.
        attempts: As scheduled.
        retry_at: When it may be asked for again, where it failed for now; empty where that is the end of it.
        canonical: What `rel=canonical` claims, where that is another page.
        lists: Normalised URLs of further lists: an index' sitemaps, a page's feeds.
        sitemaps: Normalised URLs of the sitemaps that the robots.txt of its site names, in the first capture of a site.
        body_digest: Digest of the body as it was sent, in the form of WARC-Payload-Digest.
        etag: Its ETag header.
        modified: Its Last-Modified header.
        repeats: WARC-Date of the earlier response that it is the same as; empty where it is new.
        size: Bytes of the body as it was sent.
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
    kind: Kind = "page"
    nesting: int = 0
    attempts: int = 0
    retry_at: str = ""
    canonical: str = ""
    lists: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    body_digest: str = ""
    etag: str = ""
    modified: str = ""
    repeats: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """What came of one image URL, and what its bytes are.

    Attributes:
        url: The normalised URL that documents name, or the name of an image that lies within a page.
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
        origin: The source that it is from, or that forbade it: `archive`, `live`, `wayback`, `page` (within one); empty
            where none had it.
        missed: The sources that were asked before and had it not, with the reason: `live: http-404`.
        attempts: How often the source that `reason` or the bytes are from was asked; 0 where no one was.
        turn: The run that this came of, counted from the first that asked for it; of several rows the last counts.
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
    attempts: int = 0
    turn: int = 1
