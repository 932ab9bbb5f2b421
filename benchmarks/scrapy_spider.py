"""Crawls hosts with Scrapy and writes WARC with warcio, as much alike to `m3w crawl` as its settings allow.

    PYTHON benchmarks/scrapy_spider.py SEEDS WARC DELAY LEVEL

PYTHON has scrapy and warcio; ours need not. SEEDS is a file with a URL a line.
"""

from __future__ import annotations

import io
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter


class Packed:
    """What is written between two `start`s is a gzip member; warcio's own wrapper knows level 9 only."""

    def __init__(self, file: Any, level: int) -> None:
        self._file, self._level = file, level
        self.start()

    def start(self) -> None:
        """Begin a member."""
        self._packer = zlib.compressobj(self._level, zlib.DEFLATED, 16 + zlib.MAX_WBITS)

    def write(self, data: bytes) -> None:
        """Add to it."""
        self._file.write(self._packer.compress(data))

    def finish(self) -> None:
        """End it, and begin the next."""
        self._file.write(self._packer.flush())
        self.start()


class LeveledWriter(WARCWriter):
    """warcio's writer at a level of our choice."""

    def __init__(self, file: Any, level: int) -> None:
        super().__init__(file, gzip=False)
        self._packed = Packed(file, level)

    def write_record(self, record: Any, params: Any = None) -> None:
        """Write a record, a gzip member of its own."""
        self._write_warc_record(self._packed, record)
        self._packed.finish()


class Pages(scrapy.Spider):
    """Follows every link and archives every page."""

    name = "pages"

    def __init__(self, seeds: str, writer: LeveledWriter, **more: Any) -> None:
        super().__init__(**more)
        self.start_urls = Path(seeds).read_text().split()
        self.writer = writer

    def parse(self, response: Any) -> Iterator[Any]:
        """Archive a page, yield where it leads."""
        self._archive(response)
        for href in response.css("a::attr(href)").getall():
            yield response.follow(href)

    def _archive(self, response: Any) -> None:
        request = response.request
        sent = StatusAndHeaders(f"{request.method} {request.url} HTTP/1.1", _fields(request), is_http_request=True)
        got = StatusAndHeaders(f"{response.status} OK", _fields(response), protocol="HTTP/1.1")
        answer = self.writer.create_warc_record(
            response.url, "response", payload=io.BytesIO(response.body), http_headers=got
        )
        asked = self.writer.create_warc_record(request.url, "request", http_headers=sent)
        self.writer.write_request_response_pair(asked, answer)


def _fields(message: Any) -> list[tuple[str, str]]:
    return [(name.decode(), value.decode()) for name, values in message.headers.items() for value in values]


def main() -> None:
    seeds, warc, delay, level = sys.argv[1:]
    process = CrawlerProcess(
        {
            "LOG_LEVEL": "ERROR",
            "TELNETCONSOLE_ENABLED": False,
            "COOKIES_ENABLED": False,
            "RETRY_ENABLED": False,
            "REDIRECT_ENABLED": False,
            "ROBOTSTXT_OBEY": True,
            "USER_AGENT": "bench/1.0 (+https://bench.example/)",
            "DOWNLOAD_DELAY": float(delay),
            "RANDOMIZE_DOWNLOAD_DELAY": False,
            "CONCURRENT_REQUESTS": 1000,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
            "SCHEDULER_PRIORITY_QUEUE": "scrapy.pqueues.DownloaderAwarePriorityQueue",
        }
    )
    with Path(warc).open("wb") as file:
        process.crawl(Pages, seeds=seeds, writer=LeveledWriter(file, int(level)))
        process.start()


if __name__ == "__main__":
    main()
