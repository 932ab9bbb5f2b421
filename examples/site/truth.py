"""The truth file: what the pipeline should make of every page, stated from what the pages were written to be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from examples.site.behaviours import DEAD_PAGES, OTHER_TYPES, REDIRECTS
from examples.site.blocks import Block, Shown, join
from examples.site.catalogue import FIRST, PAGES
from examples.site.chrome import shell
from examples.site.page import KEPT, Page, stage_of

Json = dict[str, Any]
CHOICE = "duplicate.text"
IMAGELESS = "document.images"


def truth() -> Json:
    """Return the truth file's content.

    `pages`: the fate of every path that a page links to. `one_of`: pairs of which exactly one is kept. `elements`: the
    final elements of every page that is or may be kept. `images`: every image of these pages and of those dropped by
    `document.images`, omitted ones included, in DOM order. `first_versions`: elements and images of what the first
    GET of a page that changes answers.
    """
    shown = {page.path: shell(page) for page in PAGES}
    whole = [page for page in PAGES if page.fate in (KEPT, CHOICE)]
    pictured = [page for page in PAGES if page.fate in (KEPT, CHOICE, IMAGELESS)]
    return {
        "pages": _pages(),
        "one_of": [
            {"pages": sorted((page.path, page.twin)), "stage": stage_of(CHOICE), "rule": CHOICE}
            for page in PAGES
            if page.twin and page.path < page.twin
        ],
        "elements": {page.path: elements(shown[page.path]) for page in whole},
        "images": {page.path: images(shown[page.path]) for page in pictured},
        "first_versions": {page.path: _both(shell(page)) for page in FIRST.values()},
    }


def elements(block: Block) -> list[Json]:
    """Return the final elements of a page: its texts and the images that are kept."""
    return [_element(shown) for shown in block.shows if isinstance(shown, str) or not shown.rule]


def images(block: Block) -> list[Json]:
    """Return the fate of every image of a page."""
    return [{"image": shown.path, **_fate(shown.rule or KEPT)} for shown in block.shows if isinstance(shown, Shown)]


def _both(block: Block) -> Json:
    return {"elements": elements(block), "images": images(block)}


def _element(shown: str | Shown) -> Json:
    if isinstance(shown, str):
        return {"text": shown}
    return {"image": shown.path, "caption": shown.caption, "alt": shown.alt}


def _fate(rule: str) -> Json:
    return {"fate": KEPT} if rule == KEPT else {"fate": "dropped", "stage": stage_of(rule), "rule": rule}


def _page_fate(page: Page) -> Json:
    if page.twin:
        return {"fate": "one_of"}
    fate = _fate(page.fate)
    if page.fate == IMAGELESS and not any(isinstance(shown, Shown) for shown in join(page.body).shows):
        fate["stage"] = "shortlist"  # a page that shows none need not wait for its images
    return {**fate, "or": page.or_fate} if page.or_fate else fate


def _pages() -> Mapping[str, Json]:
    linked_images = {"/img/show-cat.jpg": _fate("media-type")}
    return {
        **{page.path: _page_fate(page) for page in PAGES},
        **{path: _fate("redirect") for path in REDIRECTS},
        **{path: _fate("status") for path in DEAD_PAGES},
        **{path: _fate("media-type") for path in OTHER_TYPES},
        **linked_images,
    }
