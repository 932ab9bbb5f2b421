"""How the project fetches: every setting of the crawl and of the image job, bounded, with a respectful default."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, field_validator

MIB = 1 << 20
ARCHIVE, LIVE, WAYBACK = "archive", "live", "wayback"
# RFC 9309 allows letters, "_" and "-" in a product token; digits are what everybody uses besides ("m3wbot").
PRODUCT_TOKEN = re.compile(r"[A-Za-z][A-Za-z0-9_-]{1,63}")
PictureFormat = Literal["jpeg", "png", "gif", "webp", "avif", "bmp"]
PICTURE_FORMATS: tuple[PictureFormat, ...] = get_args(PictureFormat)
MAX_FRAMES = 1_000_000
Port = Annotated[int, Field(ge=1, le=65535)]


def program_version() -> str:
    """Return the version the User-Agent names; `0` where the package runs from an uninstalled checkout."""
    try:
        return version("m3w")
    except PackageNotFoundError:
        return "0"


class FetchSettings(BaseModel):
    """What every request obeys, whether for a page or for an image."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    product_token: str = Field(default="m3wbot", description="Name that robots.txt and X-Robots-Tag address us by.")
    contact: str = Field(
        default="",
        max_length=200,
        description="URL or mail address in the User-Agent: whom a site's owner can turn to. Public hosts need one.",
    )
    delay: float = Field(
        default=1.0, ge=0, le=600, description="Seconds between the end of a request and the next to the same host."
    )
    delay_factor: float = Field(
        default=1.0,
        ge=0,
        le=100,
        description="A host that takes long to answer is left alone for this many times as long, as `max_crawl_delay` "
        "allows.",
    )
    requests_per_address: int = Field(
        default=1, ge=1, le=64, description="Requests to one IP address at the same time, whatever hosts are there."
    )
    max_crawl_delay: float = Field(
        default=30.0,
        ge=0,
        le=600,
        description="Longest pause between two requests to a host that itself asks for one, in seconds.",
    )
    timeout_total: float = Field(default=30.0, gt=0, le=600, description="Seconds one exchange may take in all.")
    timeout_first_byte: float = Field(
        default=10.0, gt=0, le=600, description="Seconds until the response headers are complete, DNS included."
    )
    max_bytes: int = Field(default=5 * MIB, ge=1, le=1 << 30, description="Longest body, as it is sent.")
    max_decoded_bytes: int = Field(
        default=20 * MIB, ge=1, le=1 << 30, description="Longest body once its Content-Encoding is undone."
    )
    max_ratio: int = Field(
        default=200, ge=1, le=100_000, description="Most decoded bytes for one byte sent: the guard against bombs."
    )
    min_rate: int = Field(
        default=100,
        ge=0,
        le=1 << 30,
        description="Fewest bytes of a body a second, on average after the first seconds; 0 for any.",
    )
    rate_grace: float = Field(default=5.0, gt=0, le=600, description="Seconds of a body until `min_rate` is asked for.")
    max_redirects: int = Field(default=5, ge=0, le=20, description="Redirects followed from one URL.")
    hosts_at_once: int = Field(default=64, ge=1, le=1024, description="Hosts fetched from at the same time.")
    failures_until_down: int = Field(
        default=3, ge=1, le=100, description="Failed connections in a row after which a host is left alone."
    )
    ports: tuple[Port, ...] = Field(
        default=(80, 443), min_length=1, description="Ports that may be fetched from; any where private hosts may be."
    )
    allow_private_hosts: bool = Field(
        default=False, description="Fetch from addresses that are not globally routable: for sites of one's own."
    )
    respect_robots: bool = Field(default=True, description="Ask robots.txt first; False only for one's own sites.")
    digest_lists: tuple[str, ...] = Field(
        default=(),
        description="Files of MD5, SHA-1 or SHA-256 digests, one a line, of what must never be stored.",
    )
    max_retries: int = Field(
        default=2,
        ge=0,
        le=20,
        description="How often what failed for now (429, 503, timeout) is asked for again.",
    )
    retry_delay: float = Field(
        default=60.0,
        ge=0,
        le=86_400,
        description="Seconds until the first of these; each further one waits twice as long.",
    )
    max_retry_after: float = Field(
        default=3_600.0, ge=0, le=604_800, description="Longest Retry-After that is waited for, in seconds."
    )
    gzip_level: int = Field(default=6, ge=0, le=9, description="Compression of the WARC records; 0 for none.")
    warc_bytes: int = Field(default=1 << 30, ge=1, description="Size of a WARC file at which the next is begun.")

    @field_validator("product_token")
    @classmethod
    def _is_token(cls, value: str) -> str:
        if not PRODUCT_TOKEN.fullmatch(value):
            raise ValueError(f"{value!r} is no product token: use 2 to 64 letters, digits, '_' or '-', a letter first")
        return value

    @field_validator("contact")
    @classmethod
    def _is_contact(cls, value: str) -> str:
        printable = value.isascii() and value.isprintable() and not set(value) & set(" ()<>")
        if value and not (printable and ("@" in value or value.startswith(("http://", "https://")))):
            raise ValueError(f"{value!r} is neither a mail address nor an http(s) URL")
        return value

    @property
    def user_agent(self) -> str:
        """The truthful User-Agent: product token, version, and the contact where there is one."""
        product = f"{self.product_token}/{program_version()}"
        return f"{product} (+{self.contact})" if self.contact else product


class CrawlSettings(FetchSettings):
    """What the crawl of pages obeys besides."""

    max_depth: int = Field(default=3, ge=0, le=1000, description="Links followed from a seed.")
    max_pages: int = Field(default=100_000, ge=1, description="Captures after which no further round is started.")
    urls_per_host_per_round: int = Field(default=100, ge=1, description="URLs of one host in one round.")
    buckets: int = Field(default=16, ge=1, le=65_536, description="Groups of hosts that workers share among them.")
    urls_per_part: int = Field(default=10_000, ge=1, description="Most URLs behind one WARC file.")
    flush_seconds: float = Field(
        default=60.0, gt=0, le=86_400, description="Seconds after which a part is published: what a kill may cost."
    )
    scope: Literal["host", "domain", "prefix", "any"] = Field(
        default="host",
        description="Which links are followed: on the seeds' hosts, on all hosts of their domains (by the Public "
        "Suffix List), in their folders, or all.",
    )
    sitemaps: bool = Field(default=True, description="Read the sitemaps that robots.txt names.")
    lastmod: bool = Field(
        default=True,
        description="Believe sitemaps: on a later visit a page is not asked for that they say has not changed since.",
    )
    feeds: bool = Field(default=False, description="Read the feeds that pages name (RSS, Atom).")
    ignored_parameters: tuple[str, ...] = Field(
        default=(), description="Parameters left out of links, besides those known to follow visitors or sessions."
    )
    max_url_length: int = Field(default=2000, ge=16, le=8192, description="Longest URL followed, in characters.")
    max_repeated_segments: int = Field(
        default=3, ge=1, le=100, description="How often one path segment may occur in a URL that is followed."
    )
    calendar_years: int = Field(
        default=5,
        ge=0,
        le=10_000,
        description="Years ahead that the date in a URL may lie for it to be followed, and back in a calendar.",
    )
    max_wait: float = Field(
        default=600.0, ge=0, le=86_400, description="Seconds that a crawl with nothing else to do waits for such pages."
    )

    @field_validator("ignored_parameters")
    @classmethod
    def _in_lower_case(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name.lower() for name in value)


METHOD = {"max_bytes", "max_pixels", "max_frames", "formats", "measured_side", "qr_codes"}
"""What the facts of an image depend on."""


class ImageFetchSettings(FetchSettings):
    """What the fetching of images obeys besides."""

    max_bytes: int = Field(default=20 * MIB, ge=1, le=1 << 30, description="Longest body, as it is sent.")
    max_decoded_bytes: int = Field(default=20 * MIB, ge=1, le=1 << 30, description="Longest body once decoded.")
    max_pixels: int = Field(
        default=89_478_485, ge=1, le=178_956_970, description="Width times height still decoded; Pillow opens no more."
    )
    max_frames: int = Field(default=1000, ge=1, le=MAX_FRAMES, description="Frames of an animation that is still kept.")
    formats: tuple[PictureFormat, ...] = Field(
        default=("jpeg", "png", "gif", "webp"), min_length=1, description="Formats that are kept."
    )
    measured_side: int = Field(
        default=256,
        ge=32,
        le=4096,
        description="Fewest pixels of the longer side of the reduced copy that pictures are measured on.",
    )
    qr_codes: bool = Field(
        default=False, description="Look for QR codes, for rules on qr_share; needs m3w's extra `qr`."
    )
    gzip_level: int = Field(
        default=0, ge=0, le=9, description="Compression of the WARC records; 0 for none: images are compressed already."
    )
    urls_per_part: int = Field(default=10_000, ge=1, description="Image URLs behind one WARC file.")
    sources: tuple[Literal["archive", "live", "wayback"], ...] = Field(
        default=("archive", "live"),
        min_length=1,
        description="Where images are looked for, in this order: the archives that documents come from, the live web, "
        "the Wayback Machine as it has them of the page's time.",
    )
    wayback: str = Field(
        default="https://web.archive.org/web",
        pattern=r"^https?://[^\s?#]+$",
        description="Where the Wayback Machine is, or a replay of one's own (pywb's collection URL).",
    )
    buckets: int = Field(default=16, ge=1, le=65_536, description="Groups of hosts that workers share among them.")
    retry_delay: float = Field(
        default=10.0,
        ge=0,
        le=3_600,
        description="Seconds until an image that failed for now is asked for again; each further time twice as long.",
    )
    max_retry_after: float = Field(
        default=120.0,
        ge=0,
        le=3_600,
        description="Longest Retry-After that is waited for, in seconds; beyond it the image is left for another turn.",
    )
    max_turns: int = Field(
        default=3, ge=1, le=100, description="Runs that ask for an image as long as it fails for now each time."
    )

    @field_validator("sources")
    @classmethod
    def _is_order(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(value)) < len(value):
            raise ValueError(f"{list(value)} names a source twice: each may be asked once")
        return value

    @property
    def method(self) -> dict[str, Any]:
        """The settings that the facts of an image depend on: in one corpus all are made with the same."""
        return self.model_dump(include=METHOD, mode="json")
