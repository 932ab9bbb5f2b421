"""Which regions to believe when they say that they are not the page's content.

Pages name wrappers `ad-page`, set whole articles in `<aside>`, hide all they have until a script shows it, or have a
script write what else is in a `<noscript>`. A claim that would cost the page most of its text, its `<main>` or running
prose is not believed.
"""

from __future__ import annotations

from collections import Counter

from dom_parsing.blocks import Block, Page, Region
from dom_parsing.regions import HIDDEN, NOSCRIPT, UNSEEN
from dom_parsing.scale import Scale
from dom_parsing.settings import ExtractSettings

_NOT_PROSE = frozenset(
    {"navigation", "share", "banner", "breadcrumb", "footer", "advertisement", "controls", "profile", "tags"}
)
"""Reasons that mean something other than running text; related articles and comments may well be prose."""

_QUOTING = frozenset({"blockquote", "figure"})
_PLAIN_TAGS = frozenset({"nav", "footer"})
COMMENTS = "comments"
"""Reason of what readers wrote below an article."""

_FORM = "form"
_ASIDE = "aside"
_CONTROLS = "controls"
_SMALL = frozenset({_CONTROLS, "profile"})
"""Reasons of what is a small part of any page: a large one under such a name holds what it controls."""

_MOST = 0.5
_PROSE_SHARE = 0.6
_SMALL_SHARE = 0.2


def settle_claims(page: Page, settings: ExtractSettings) -> None:
    """Take back the reasons that are not believed, and hand the others down to inner regions and their blocks.

    Args:
        page: As the walk leaves it; its regions and blocks are changed.
        settings: `keep_boilerplate` (only hidden content is left out), `keep_hidden`, `keep_comments`,
            `prose_characters`, `hidden_page_characters`.
    """
    if settings.keep_hidden:
        _show_hidden(page)
    _settle_unseen(page, settings)
    if settings.keep_boilerplate:
        for region in page.regions:
            region.reason = region.reason if region.reason in UNSEEN else ""
    else:
        _settle_claimed(page, settings)
    reasons = _reasons(page)
    for block in page.blocks:
        reason = reasons[block.region]
        # Pictures for readers without scripts are often the only ones: `fallbacks` has settled which stay.
        if reason and not block.reason and not (reason == NOSCRIPT and block.image is not None):
            block.reason = reason


def _show_hidden(page: Page) -> None:
    """Take back what hides by its class (`sr-only`): the walk has read it where it stands, as all that is hidden."""
    for region in page.regions:
        if region.reason == HIDDEN:
            region.reason = ""


def _reasons(page: Page) -> list[str]:
    """The reasons of the regions; the last one, of none, is that of what stands outside all (region -1)."""
    return [*(region.reason for region in page.regions), ""]


def _reason_at(page: Page, region: int) -> str:
    return page.regions[region].reason if region >= 0 else ""


def _settle_unseen(page: Page, settings: ExtractSettings) -> None:
    """A page that hides most of itself does so until its scripts run, or has it written by them."""
    if not any(region.reason in UNSEEN for region in page.regions):
        return
    scale = Scale(page.blocks, lambda block: not block.reason, settings.prose_characters)
    for region in page.regions:
        around = _reason_at(page, region.parent)
        if around == HIDDEN or (around == NOSCRIPT and region.reason != HIDDEN):
            region.reason = around
        elif region.reason == NOSCRIPT:
            if scale.prose(region) >= settings.main_prose and scale.weight(region) > _MOST * scale.weight():
                region.reason = ""
        elif region.reason == HIDDEN:
            hidden = scale.weight(region)
            if hidden >= settings.hidden_page_characters and hidden > _MOST * scale.weight():
                region.reason = ""


def _settle_claimed(page: Page, settings: ExtractSettings) -> None:
    reasons = _reasons(page)

    def counts(block: Block) -> bool:
        return not block.reason and reasons[block.region] not in UNSEEN

    scale = Scale(page.blocks, counts, settings.prose_characters)
    refused = _refused(page, scale, settings)
    main = next((region.first for region in page.regions if region.is_main and region.last > region.first), -1)
    for region in page.regions:
        around = _reason_at(page, region.parent)
        if around == COMMENTS and settings.keep_comments and (region.reason or region.tag == _FORM):
            region.reason = region.reason or _CONTROLS
        elif around and (around, region.reason) != (NOSCRIPT, HIDDEN):
            region.reason = around
        elif region.reason and region.reason not in UNSEEN:
            holds_main = region.first <= main < region.last
            costs = region.reason in refused or _costs(region, scale, settings)
            if holds_main or _is_source(page, region) or (costs and not _closes(region, scale, settings)):
                region.reason = ""


def _refused(page: Page, scale: Scale, settings: ExtractSettings) -> frozenset[str]:
    """Reasons whose regions together would take most of the page: teasers of a listing, posts of a forum.

    Comments are refused only if hardly any prose stands beside them and other claims, or the page says that it is a
    discussion: else they follow an article. Sidebars are refused only if what stands beside them is no text of its own.
    """
    taken: Counter[str] = Counter()
    prose = scale.prose()
    inside = [False] * len(page.regions)
    for index, region in enumerate(page.regions):
        within = region.parent >= 0 and inside[region.parent]
        inside[index] = within or bool(region.reason)
        if region.reason and not within:
            taken[region.reason] += scale.weight(region)
            prose -= scale.prose(region)
    most = max(settings.main_prose, _MOST * scale.weight())
    refused = {reason for reason, share in taken.items() if share > most} - {"navigation"}
    if page.is_discussion:
        refused.add(COMMENTS)
    elif prose >= 2 * settings.prose_characters:
        refused.discard(COMMENTS)
    if prose >= settings.main_prose:
        refused.discard(_ASIDE)
    return frozenset(refused)


def _is_source(page: Page, region: Region) -> bool:
    """True of the footer of a quotation: it says whose words they are."""
    return region.tag == "footer" and region.parent >= 0 and page.regions[region.parent].tag in _QUOTING


def _closes(region: Region, scale: Scale, settings: ExtractSettings) -> bool:
    """True of a footer that ends a page with text above it: however much small print it holds, it is a footer."""
    above, below = scale.around(region)
    return region.reason == "footer" and above >= settings.prose_characters > below


def _costs(region: Region, scale: Scale, settings: ExtractSettings) -> bool:
    """True of a region that the page cannot do without: most of its text, or prose under a name that means none."""
    prose, plain = scale.prose(region), region.tag in _PLAIN_TAGS
    if region.reason in _SMALL and scale.weight(region) > _SMALL_SHARE * scale.weight():
        return True
    least = max(3 * settings.prose_characters, _PROSE_SHARE * scale.length(region))
    if region.reason in _NOT_PROSE and not plain and prose >= least:
        return True
    held = prose if plain else scale.weight(region)
    return region.reason != COMMENTS and held > max(settings.main_prose, _MOST * scale.weight())
