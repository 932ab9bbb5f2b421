"""Reads an HTTP response as archives hold it: tolerant, because much of what they hold was sent by broken servers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.exchange import Headers

MAX_HEAD, MAX_LINES = 1 << 16, 1000
"""Longest head that is read, in bytes and in lines."""
HEAD_END = re.compile(rb"\r?\n\r?\n")
STATUS_LINE = re.compile(rb"HTTP/\d+(?:\.\d+)?\s+(\d{3})(?!\d)")
CHARSET = re.compile(r"""charset\s*=\s*["']?([^"'\s;,]+)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HttpMessage:
    """A response taken apart.

    Attributes:
        status: The status code; None where the block is no response that can be read.
        headers: Names and values in order, lines that are no header left out.
        body: What follows the empty line, as it is.
    """

    status: int | None
    headers: Headers
    body: bytes


def parse_response(block: bytes) -> HttpMessage:
    """Take a response apart; where it does not begin with a status line, or its head is too long, all of it is body."""
    status = STATUS_LINE.match(block)
    if status is None:
        return HttpMessage(None, (), block)
    end = HEAD_END.search(block)
    head_length = end.start() if end else len(block)
    if head_length > MAX_HEAD or block.count(b"\n", 0, head_length) >= MAX_LINES:
        # Nothing is read of it: a header behind the limits may be the one that forbids the body's use.
        return HttpMessage(None, (), block)
    head, body = block[:head_length], block[end.end() :] if end else b""
    return HttpMessage(int(status[1]), _headers(head), body)


def charset(content_type: str) -> str:
    """Return the charset parameter of a Content-Type in lower case; empty where it has none."""
    found = CHARSET.search(content_type)
    return found[1].lower() if found else ""


def text_of(raw: bytes) -> str:
    """Return header bytes as text: UTF-8 where they are, else Latin-1, which is never wrong."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _headers(head: bytes) -> Headers:
    pairs: list[tuple[str, list[str]]] = []
    for line in text_of(head).split("\n")[1:]:
        if line[:1] in {" ", "\t"} and pairs:
            pairs[-1][1].append(line.strip())
            continue
        name, colon, value = line.partition(":")
        if colon and name.strip():
            pairs.append((name.strip(), [value.strip()]))
    return tuple((name, " ".join(values)) for name, values in pairs)
