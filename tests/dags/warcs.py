"""WARC files of pages that were never served."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ingest.exchange import Exchange
from ingest.warc.warc_writer import WarcWriter
from tests.dags.little_site import Answer

DATE = "2026-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Captured:
    """A page as it was captured."""

    url: str
    answer: Answer
    date: str = DATE


def write_archive(path: Path, captures: Iterable[Captured]) -> Path:
    """Write a WARC file of captures, each record a gzip member."""
    with path.open("wb") as file:
        writer = WarcWriter(file, path.name)
        for capture in captures:
            writer.write(_exchange(capture))
    return path


def _exchange(capture: Captured) -> Exchange:
    answer = capture.answer
    fields = (("Content-Type", answer.media_type), *answer.headers, ("Content-Length", str(len(answer.body))))
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields)
    return Exchange(
        capture.url,
        fetched_at=capture.date,
        request_head=b"GET / HTTP/1.1\r\n\r\n",
        response_head=f"HTTP/1.1 {answer.status} X\r\n{lines}\r\n".encode(),
        status=answer.status,
        body=answer.body,
        payload=answer.body,
    )
