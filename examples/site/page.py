"""The record of a page, and the one table of rules it can fall by."""

from __future__ import annotations

from dataclasses import dataclass

from examples.site.blocks import Block

KEPT = "kept"
STAGES = {
    "crawl": ("robots", "consent"),
    "extract": (
        *("status", "redirect", "media-type", "empty"),
        *("navigation", "header", "footer", "aside", "advertisement", "banner", "share", "hidden", "svg", "data-url"),
    ),
    "shortlist": (
        *("document.words", "document.mean_word_length", "document.hash_ratio", "document.alphabetic_words"),
        *("document.stop_words", "document.language", "image.documents"),
    ),
    "select": (
        *("document.images", "duplicate.page", "duplicate.text"),
        *("image.fetch", "image.shorter_side", "image.aspect_ratio", "image.single_colour", "image.repeated"),
    ),
}
"""Every rule that something on the site falls by, by the stage that applies it."""


def stage_of(rule: str) -> str:
    """Return the stage that applies a rule."""
    return next(stage for stage, rules in STAGES.items() if rule in rules)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the site.

    Attributes:
        path: URL path on the server.
        language: As the `lang` of its `<html>` says.
        title: Its title; also its first heading, except where `layout` is `listing`.
        body: What stands in its main part.
        fate: KEPT, or the rule that drops it.
        or_fate: The rule that drops it instead where a duplicate that stays was judged before it: which of two pages
            comes first follows from the hash of their URLs, port included.
        twin: Path of the page with the same text; of the two, exactly one is kept.
        layout: Where the body stands: `article` (in `<main>`), `main`, `content` (a `<div>`), `listing`.
        head: More markup for its `<head>`.
        charset: How its bytes are encoded.
        declared: Whether a `<meta charset>` says so.
    """

    path: str
    language: str
    title: str
    body: tuple[Block, ...]
    fate: str = KEPT
    or_fate: str = ""
    twin: str = ""
    layout: str = "article"
    head: str = ""
    charset: str = "utf-8"
    declared: bool = True
