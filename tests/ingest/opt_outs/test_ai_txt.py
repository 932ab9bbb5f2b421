from __future__ import annotations

import pytest

from ingest.opt_outs.ai_txt import parse_ai_txt

SITE = "https://a.example"
# What Spawning's generator writes for a site that keeps its images to itself.
IMAGES = b"# Spawning AI\n\nUser-Agent: *\nDisallow: *.jpg\nAllow: *.txt\n"


@pytest.mark.parametrize(
    ("body", "path", "allowed"),
    [
        (IMAGES, "/a/b.jpg", False),
        (IMAGES, "/a/b.html", True),
        (IMAGES, "/a/b.txt", True),
        (b"User-Agent: *\nDisallow: /", "/a", False),
        (b"User-Agent: *\nDisallow: *", "/a", False),
        (b"User-Agent: other\nDisallow: /", "/a", True),
        (b"User-Agent: m3wbot\nDisallow: /b", "/b/c", False),
        (b"<!doctype html>\nUser-agent: *\nDisallow: /", "/a", True),
        (b"\xef\xbb\xbf\n<html>\nUser-agent: *\nDisallow: /", "/a", True),
        (b"", "/a", True),
    ],
)
def test_rules(body: bytes, path: str, allowed: bool) -> None:
    assert parse_ai_txt(200, body, "m3wbot").allows(SITE + path) == allowed


def test_a_file_that_is_not_there_allows_all() -> None:
    assert parse_ai_txt(404, b"User-Agent: *\nDisallow: /", "m3wbot").allows(SITE)
