"""The part of a page that holds its content: what the page calls so, else the narrowest region with most of its prose.

No class names, no languages: a region counts by the text it holds outside links. Prose is blocks long enough to be
sentences; teasers, bylines and buttons are not. Every bound is one of `ExtractSettings`.
"""

from __future__ import annotations

from dom_parsing.blocks import Block, Page, Region
from dom_parsing.scale import Scale, weight
from dom_parsing.sections import Sections
from dom_parsing.settings import ExtractSettings
from dom_parsing.tags import HEADINGS, PREFORMATTED

OUTSIDE = "outside-main"
"""Reason of blocks beside the part of the page that holds its content."""

_ITEMS = frozenset({"li", "dt", "dd"})
_FIGURE = frozenset({"figure", "figcaption"})
_PLAIN = HEADINGS | PREFORMATTED | {"p"}


def leave_out_surroundings(page: Page, settings: ExtractSettings) -> None:
    """Give blocks outside the main part the reason OUTSIDE.

    What stands directly in a region around the main part, not in a box of its own, stays where it is a paragraph, a
    heading or an image, with all that stands between such a paragraph and the main part; so does the page's headline
    above, with the images and prose between it and the main part. A caption stays where its image does.

    Args:
        page: Its blocks are changed; those that have a reason already count as absent.
        settings: `prose_characters`, `main_prose`, `main_step`, `min_text_share`.
    """
    scale = Scale(page.blocks, lambda block: not block.reason, settings.prose_characters)
    called = _called_main(page, scale, settings)
    found = _narrowest(page, scale, called, settings)
    if found < 0:
        return
    region = page.regions[found]
    around = _around(page, found, called)
    first, last = _reach(page, region, around, settings)
    start = _headline(page, region.first, page.regions[called].first if called >= 0 else 0)
    places = _places(page)
    for index, block in enumerate(page.blocks):
        if block.reason or first <= index < last:
            continue
        place = places[block.region] if block.region >= 0 else -1
        pictured = block.image is not None or place != block.region
        if place in around and (pictured or block.tag in _PLAIN):
            continue
        if start <= index < first and (index == start or pictured or weight(block) >= settings.prose_characters):
            continue
        block.reason = OUTSIDE


def _places(page: Page) -> list[int]:
    """Of each region itself, of a figure or caption the region around it; parents come before their children."""
    places: list[int] = []
    for index, region in enumerate(page.regions):
        around = places[region.parent] if region.parent >= 0 else -1
        places.append(around if region.tag in _FIGURE else index)
    return places


def _called_main(page: Page, scale: Scale, settings: ExtractSettings) -> int:
    """Index of the heaviest `<main>` that holds enough of the page, else of an article that holds most; -1 of none.

    Where the page has prose, that is what counts: a long list of products beside it has no say.
    """
    measure = scale.prose if scale.prose() >= settings.main_prose else scale.weight
    for is_candidate, share in ((_is_main, settings.min_main_share), (_is_article, settings.min_text_share)):
        candidates = [index for index, region in enumerate(page.regions) if is_candidate(region)]
        best = max(candidates, key=lambda index: measure(page.regions[index]), default=-1)
        if best >= 0 and measure(page.regions[best]) >= max(1, share * measure()):
            return best
    return -1


def _is_main(region: Region) -> bool:
    return region.is_main and not region.reason


def _is_article(region: Region) -> bool:
    return region.tag == "article" and not region.reason


def _narrowest(page: Page, scale: Scale, start: int, settings: ExtractSettings) -> int:
    """Go down from the start while one inner region holds most of the prose, and enough of all text.

    A section of a text is not the text, nor is an item of a list: where others like it stand beside it, the region
    around them is meant.
    """
    children: dict[int, list[int]] = {}
    for index, region in enumerate(page.regions):
        children.setdefault(region.parent, []).append(index)
    sections = Sections(page)
    whole = page.regions[start] if start >= 0 else None
    found, present = start, start
    while present in children:
        prose = scale.prose(page.regions[present] if present >= 0 else None)
        best = max(children[present], key=lambda index: scale.prose(page.regions[index]))
        region = page.regions[best]
        if scale.prose(region) < max(settings.main_prose, settings.main_step * prose):
            break
        if scale.weight(region) < settings.min_text_share * scale.weight(whole):
            break
        if sections.is_one_of(best, children[present]) or region.tag in _ITEMS:
            break
        found = present = best
    return found


def _around(page: Page, found: int, called: int) -> frozenset[int]:
    """The regions around the main part, up to and with the one that the page calls main."""
    around = []
    while found >= 0 and found != called:
        found = page.regions[found].parent
        around.append(found)
    return frozenset(around)


def _reach(page: Page, region: Region, around: frozenset[int], settings: ExtractSettings) -> tuple[int, int]:
    """First and last block (the one behind it) from the first to the last prose of the main part and around it."""
    first, last = region.first, region.last
    for index, block in enumerate(page.blocks):
        is_prose = block.tag in _PLAIN and not block.reason and weight(block) >= settings.prose_characters
        if is_prose and block.region in around:
            first, last = min(first, index), max(last, index + 1)
    return first, last


def _headline(page: Page, before: int, earliest: int) -> int:
    """Index of the last `<h1>` before a block, else of the last heading of the level that is the page's highest.

    Args:
        page: Headings that have a reason do not count.
        before: Index of the block, which is the answer where there is no such heading.
        earliest: Index of the first block that may be the headline, if it is no `<h1>`: those stand above `<main>` too.
    """
    headings = [(block.tag, bool(block.linked), index) for index, block in enumerate(page.blocks) if _is_heading(block)]
    highest = min((tag for tag, linked, _ in headings if not linked), default="")
    for level, start in (("h1", 0), (highest, earliest)):
        above = [index for tag, _, index in headings if tag == level and start <= index < before]
        if above:
            return above[-1]
    return before


def _is_heading(block: Block) -> bool:
    return block.tag in HEADINGS and bool(block.text) and not block.reason
