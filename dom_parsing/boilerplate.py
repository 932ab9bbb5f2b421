"""Which blocks are the page's content: what regions say of themselves, the main part, and the density of links."""

from __future__ import annotations

from dom_parsing.blocks import Page
from dom_parsing.claims import COMMENTS, settle_claims
from dom_parsing.leftovers import leave_out_leftovers
from dom_parsing.link_lists import leave_out_links
from dom_parsing.main_part import leave_out_surroundings
from dom_parsing.script import fit_to_script
from dom_parsing.settings import ExtractSettings


def choose_blocks(page: Page, settings: ExtractSettings) -> None:
    """Give every block that is not content its reason.

    Args:
        page: As the walk leaves it; its blocks are changed.
        settings: What to keep, and the bounds.
    """
    settings = fit_to_script(page.blocks, settings)
    settle_claims(page, settings)
    if not settings.keep_boilerplate:
        leave_out_surroundings(page, settings)
        if settings.keep_comments:
            _take_comments_back(page)
        leave_out_links(page, settings)
        leave_out_leftovers(page, settings)


def _take_comments_back(page: Page) -> None:
    """Keep comments, which had no say in what the main part is; lists of links among them still go."""
    for block in page.blocks:
        if block.reason == COMMENTS:
            block.reason = ""
