"""Digest lists from files: what must not be stored, and the table of what was met of it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import lru_cache

import pyarrow as pa

from ingest.exchange import Exchange
from ingest.fetching.polite import LISTED
from ingest.opt_outs.digest_list import DigestList
from shards import storage
from shards.parts import PartWriter

log = logging.getLogger("m3w")
QUARANTINE_KIND = "quarantine"
QUARANTINE = pa.schema(
    [
        ("url", pa.string()),
        ("asked_for", pa.string()),
        ("fetched_at", pa.string()),
        ("address", pa.string()),
        ("status", pa.int32()),
        ("media_type", pa.string()),
        ("signal", pa.string()),
    ]
)


@lru_cache(maxsize=4)
def load_digest_list(paths: tuple[str, ...]) -> DigestList:
    """Read the digest lists of a recipe, once a process.

    Args:
        paths: Paths or URLs of text files.

    Raises:
        ValueError: A file is not there, or holds something else.
    """
    if not paths:
        return DigestList()
    return DigestList.of(_lines(paths), ", ".join(paths))


def _lines(paths: tuple[str, ...]) -> Iterator[str]:
    for path in paths:
        if not storage.exists(path):
            raise ValueError(f"digest list {path} is not there: correct `digest_lists` in the recipe")
        yield from storage.read_bytes(path).decode("utf-8", "replace").splitlines()


class Quarantine:
    """Notes what a digest list kept out of a part: where it was met and when, never its bytes.

    Args:
        part: The part that it was kept out of; without a hit nothing is added to it.
    """

    def __init__(self, part: PartWriter) -> None:
        self._part = part

    def note(self, asked_for: str, exchanges: tuple[Exchange, ...]) -> None:
        """Add a row for each of the exchanges whose bytes were on a list."""
        for exchange in exchanges:
            if exchange.failure == LISTED:
                log.warning("%s is on a digest list: not stored; docs/consent.md says what to do now", exchange.url)
                self._part.table_of(QUARANTINE_KIND, QUARANTINE).add(
                    {
                        "url": exchange.url,
                        "asked_for": asked_for,
                        "fetched_at": exchange.fetched_at,
                        "address": exchange.address,
                        "status": exchange.status,
                        "media_type": exchange.media_type,
                        "signal": exchange.consent,
                    }
                )
