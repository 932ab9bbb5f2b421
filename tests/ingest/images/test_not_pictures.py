from __future__ import annotations

import gzip

import pytest

from ingest.images.not_pictures import nature_of


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "empty"),
        (b"<html><body>gone</body></html>", "html"),
        (b"\n\t <!DOCTYPE HTML PUBLIC '-//W3C//DTD HTML 4.01//EN'>\n<html>", "html"),
        (b"\xef\xbb\xbf<!doctype html>", "html"),
        (b"<!-- cached --><html>", "html"),
        (b"<h1>403</h1>", "html"),
        (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC ''><html>", "html"),
        (b"<svg/>", "svg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", "svg"),
        (b"<svg\nviewBox='0 0 1 1'></svg>", "svg"),
        (b"<?xml version='1.0' encoding='utf-8'?>\n<!-- Inkscape -->\n<svg >", "svg"),
        (b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "a.dtd"><svg width="1">', "svg"),
        (b"<svg:svg xmlns:svg='http://www.w3.org/2000/svg'>", "svg"),
        (b"II*\0....", "format"),
        (b"MM\0*....", "format"),
        (b"\0\0\0 ftypavif", "format"),
        (b"BM" + bytes(8) + b"\x36\0\0\0\x28\0\0\0", "format"),
        (b"BM is how this text begins, no bitmap", "not-an-image"),
        (b"<rss version='2.0'>", "not-an-image"),
        (b"not found", "not-an-image"),
        (b"{}", "not-an-image"),
        (gzip.compress(b"<svg >"), "not-an-image"),
        (b"<!-- " * 100_000, "not-an-image"),
    ],
)
def test_bytes_are_told_apart(data: bytes, expected: str) -> None:
    assert nature_of(data) == expected
