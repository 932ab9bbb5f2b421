from __future__ import annotations

import gzip

import pytest

from dags.showing.page_view.counts import count
from dags.showing.page_view.reasons import MEANINGS
from dom_parsing.page import read_page
from dom_parsing.rows import rows_of
from tests.dom_parsing.test_real_pages import PAGES


@pytest.mark.skipif(not PAGES.exists(), reason="../shared/data/pages is not there")
def test_every_reason_of_real_pages_has_a_meaning() -> None:
    reasons: set[str] = set()
    for file in sorted((PAGES / "wcxb").glob("html/*.html.gz"))[::10]:
        page = read_page(gzip.decompress(file.read_bytes()), "https://site.example/a/b")
        reasons.update(count(rows_of(page.judged())).reasons())
    assert len(reasons) > 10
    assert reasons <= set(MEANINGS)
