"""All pages of the site, and the listings that lead to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from examples.site.behaviours import DEAD_PAGES, FIRST_VERSIONS, OTHER_TYPES
from examples.site.blocks import Block, silent
from examples.site.chrome import SECTIONS, section_of
from examples.site.page import Page
from examples.site.pages import (
    coast,
    craft,
    forum,
    gallery,
    german,
    kitchen,
    nature,
    news,
    odd_pictures,
    odd_signals,
    odd_words,
    shop,
    twins,
)

_WRITTEN: tuple[Page, ...] = (
    *(*coast.PAGES, *nature.PAGES, *craft.PAGES, *kitchen.PAGES, *forum.PAGES, *shop.PAGES, *gallery.PAGES),
    *(*news.PAGES, *german.PAGES, *twins.PAGES, *odd_words.PAGES, *odd_pictures.PAGES, *odd_signals.PAGES),
)
_ONLY_FROM_ELSEWHERE = ("/articles/the-old-pier.html", "/odd/behind-the-noai-page.html")
_MORE: Mapping[str, tuple[tuple[str, str], ...]] = {
    "articles": tuple((path, "An article we lost") for path in DEAD_PAGES if path.startswith("/articles/")),
    "forum": tuple((path, "A thread that was deleted") for path in DEAD_PAGES if path.startswith("/forum/")),
    "gallery": (("/img/show-cat.jpg", "Marmalade in full size"),),
    "archive": (
        ("/old/1", "The pier, at its old address"),
        ("/loop/a", "Round and round"),
        ("/private/minutes.html", "Minutes"),
        ("/private/members.html", "Members"),
        *((path, path.rsplit("/", 1)[1]) for path in OTHER_TYPES),
    ),
}


_INDEX, _WORDS = 100, 50
"""Characters above which links are read as an index, and words below which a page is too short."""


def _links(links: Iterable[tuple[str, str]]) -> Block:
    rows = "\n".join(f'  <li><a href="{path}">{title}</a></li>' for path, title in links)
    return silent(f'<ul class="index">\n{rows}\n</ul>')


def _listing(section: str) -> Page:
    linked = [(page.path, page.title) for page in _WRITTEN if section_of(page.path) == section]
    links = (*(link for link in linked if link[0] not in _ONLY_FROM_ELSEWHERE), *_MORE.get(section, ()))
    language = "de" if section == "de" else "en"
    fate = _fate(" ".join(title for _, title in links))
    return Page(f"/{section}/", language, section.capitalize(), (_links(links),), fate=fate, layout="listing")


def _fate(titles: str) -> str:
    """What a page of links ends as: a few are navigation, more are an index that is too short or has no images."""
    if len(titles) <= _INDEX:
        return "empty"
    return "document.words" if len(titles.split()) < _WORDS else "document.images"


def _front() -> Page:
    body = _links((f"/{section}/", section.capitalize()) for section in SECTIONS)
    return Page("/", "en", "The Saltmarsh Tern", (body,), fate="empty", layout="listing")


PAGES: tuple[Page, ...] = (_front(), *map(_listing, SECTIONS), *_WRITTEN)
"""Every page of the site, as it is from its second GET on."""

FIRST: Mapping[str, Page] = {FIRST_VERSIONS[news.TODAY_FIRST.path]: news.TODAY_FIRST}
"""Older versions, by the file that holds them."""
