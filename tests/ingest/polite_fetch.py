"""Polite fetching from loopback servers, for tests."""

from __future__ import annotations

import asyncio
from typing import Any

from ingest.fetching.polite import Fetched, fetch_politely
from ingest.opt_outs.consent import Purpose
from ingest.settings import FetchSettings

OWN = FetchSettings(allow_private_hosts=True, delay=0, timeout_total=20, timeout_first_byte=20)
FILES = ["/robots.txt", "/.well-known/tdmrep.json", "/ai.txt"]
NO_ROBOTS = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def fetched(urls: list[str], settings: FetchSettings = OWN, purpose: Purpose = "page", **more: Any) -> list[Any]:
    async def collect() -> list[Fetched]:
        return [result async for result in fetch_politely(urls, settings, purpose=purpose, **more)]

    return asyncio.run(collect())


def serve(loopback: Any, pages: dict[str, bytes], host: str = "127.0.0.1") -> Any:
    return loopback.serve(lambda path: pages.get(path, NO_ROBOTS), host)
