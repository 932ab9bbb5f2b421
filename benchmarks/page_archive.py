"""Archives of many responses made from few real pages, each with a URL of its own, for `benchmarks.whole_extract`.

A crawl's archive, not ours: warcio writes it, with the payload types that Common Crawl's archives name, so that
nobody has to guess. Neighbours differ: all pages stand there once before the first of them comes again.
"""

from __future__ import annotations

import gzip
import uuid
from collections.abc import Sequence
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

DATE = "2026-11-21T00:00:00Z"
HTTP = [("Content-Type", "text/html")]


def pages_in(folder: Path) -> list[bytes]:
    """Return the pages of a folder, `*.html.gz` at any depth."""
    files = sorted(file for file in folder.rglob("*.html.gz") if ".expected." not in file.name)
    return [gzip.decompress(file.read_bytes()) for file in files]


def write_archives(pages: Sequence[bytes], count: int, folder: Path, files: int) -> None:
    """Write responses in turn to so many archives `part-N.warc.gz`.

    Args:
        pages: Repeated in order until there are enough.
        count: Responses in all.
        folder: Where the archives go; made if it is not there.
        files: Number of archives.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for file in range(files):
        with (folder / f"part-{file}.warc.gz").open("wb") as stream:
            writer = WARCWriter(stream, gzip=True)
            for index, page in islice(enumerate(islice(cycle(pages), count)), file, None, files):
                _write(writer, f"https://site{index % 97}.example/{index}.html", page)


def _write(writer: WARCWriter, url: str, page: bytes) -> None:
    fields = {
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, url)}>",
        "WARC-Date": DATE,
        "WARC-Identified-Payload-Type": "text/html",
    }
    head = StatusAndHeaders("200 OK", HTTP, protocol="HTTP/1.1")
    record = writer.create_warc_record(
        url, "response", payload=BytesIO(page), length=len(page), http_headers=head, warc_headers_dict=fields
    )
    writer.write_record(record)
