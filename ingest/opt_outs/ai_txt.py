"""What a site's `ai.txt` forbids to learn from (Spawning's format: robots.txt for training)."""

from __future__ import annotations

from ingest.opt_outs.robots import Rules, parse


def parse_ai_txt(status: int, body: bytes, token: str) -> Rules:
    """Read an `ai.txt`; an HTML page, with which many sites answer for whatever they lack, says nothing.

    Args:
        status: Of the response.
        body: Its body.
        token: Our product token.
    """
    is_page = body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"
    return parse(body, token) if 200 <= status < 300 and not is_page else Rules()
