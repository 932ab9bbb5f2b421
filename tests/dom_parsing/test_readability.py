"""Expected images of Readability's test pages: the only public gold of placement."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from dom_parsing.settings import ExtractSettings
from tests.dom_parsing.readability import Fate, Standing, fates

PAGES = Path(__file__).parents[3] / "shared/data/pages/readability"


def images(page: Path) -> int:
    expected = page.with_name(page.name.replace(".source.", ".expected."))
    return len(LexborHTMLParser(gzip.decompress(expected.read_bytes())).css("img"))


def test_only_lines_of_both_tell_the_place() -> None:
    expected = Standing("u", ("one", "two"), ("three",))
    assert Fate(expected, Standing("u", ("title", "one", "two", "advert"), ("three", "more"))).in_place
    assert not Fate(expected, Standing("u", ("one",), ("two", "three"))).in_place
    assert not Fate(expected, None).in_place


@pytest.mark.skipif(not PAGES.exists(), reason="../shared/data/pages is not there")
def test_expected_images_are_kept_in_their_place() -> None:
    pages = [page for page in sorted(PAGES.glob("*.source.html.gz")) if images(page)]
    assert (len(pages), sum(map(images, pages))) == (69, 698)
    found = [fate for page in pages for fate in fates(page, ExtractSettings())]
    kept = [fate for fate in found if fate.ours is not None]
    adjoining = sum(fate.adjoins for fate in kept)
    said = f"of {len(found)} images in the source {len(kept)} are kept, {adjoining} of them beside the very same lines"
    assert len(kept) >= 0.95 * len(found), said
    assert sum(fate.in_place for fate in kept) >= 0.99 * len(kept), said
