"""Every real page at hand is read; they lie beside the project and are no part of it."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from dom_parsing.extract import extract
from dom_parsing.sequence import IMAGE, parse, render

PAGES = Path(__file__).parents[3] / "shared/data/pages"
SETS = {
    "article_extraction_benchmark": ("*.html.gz", 181),
    "wcxb": ("html/*.html.gz", 300),
    "readability": ("*.source.html.gz", 130),
}


@pytest.mark.skipif(not PAGES.exists(), reason="../shared/data/pages is not there")
@pytest.mark.parametrize("name", SETS)
def test_every_page_is_read(name: str) -> None:
    pattern, count = SETS[name]
    files = sorted((PAGES / name).glob(pattern))
    assert len(files) >= count
    with_text = 0
    for file in files:
        document = extract(gzip.decompress(file.read_bytes()), "https://site.example/a/b")
        document.text.encode()
        assert parse(render(document.elements)).count(IMAGE) == len(document.images)
        with_text += len(document.text) > 200
    assert with_text > 0.85 * len(files)
