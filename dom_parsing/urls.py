"""URLs as the WHATWG URL standard reads them, and the identities made from them."""

from __future__ import annotations

import hashlib

import ada_url

DEFAULT_PORTS = {"http:": 80, "https:": 443}
WEB_SCHEMES = tuple(DEFAULT_PORTS)
MAX_URL_LENGTH = 8192


def normalise(url: str, base: str | None = None) -> str | None:
    """Return the absolute http(s) URL without its fragment, serialised by the WHATWG standard.

    Args:
        url: A URL as a page or a person writes it.
        base: What a relative URL is relative to; without it only absolute URLs are valid.

    Returns:
        The normalised URL, or None where it is no valid http(s) URL or longer than MAX_URL_LENGTH characters.
    """
    if len(url) > MAX_URL_LENGTH:
        return None
    try:
        href: str = ada_url.join_url(base, url) if base else ada_url.normalize_url(url)
    except ValueError:
        return None
    # Of a serialised URL the first `#` begins the fragment. A valid http(s) URL has a host: the standard allows none
    # without.
    href = href.partition("#")[0]
    return href if href.startswith(WEB_SCHEMES) and len(href) <= MAX_URL_LENGTH else None


def hostname(url: str) -> str:
    """Return the host of a normalised URL, in ASCII, IPv6 in brackets."""
    place = authority(url).rpartition("@")[2]
    return place[: place.index("]") + 1] if place.startswith("[") else place.partition(":")[0]


def origin(url: str) -> str:
    """Return scheme, host and port of a normalised URL: what a robots.txt file speaks for."""
    return f"{url.partition('/')[0]}//{authority(url).rpartition('@')[2]}"


def port(url: str) -> int:
    """Return the port of a normalised URL: that of its scheme where it names none."""
    named = origin(url).removeprefix(f"{url.partition('/')[0]}//{hostname(url)}")
    return int(named[1:]) if named else DEFAULT_PORTS[url.partition("/")[0]]


def authority(url: str) -> str:
    """Return what a normalised URL has between scheme and path: user information, host and port.

    Serialised, it ends with the first slash, there is always one, and no `@` is left in the user information: it need
    not be parsed again.
    """
    return url.split("/", 3)[2]


def page_id(url: str) -> str:
    """Return the identity of a page: 128 bits of BLAKE2b of its normalised URL, as 32 hex digits."""
    return hashlib.blake2b(url.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def document_id(page: str, digest: str) -> str:
    """Return the identity of one capture: 128 bits of BLAKE2b of page and payload digest, as 32 hex digits."""
    return hashlib.blake2b(f"{page} {digest}".encode(), digest_size=16).hexdigest()
