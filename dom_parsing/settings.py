"""What bounds and steers the reading of a page."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class ExtractSettings(BaseModel):
    """Bounds and policies of `dom_parsing.extract.extract`; the defaults suit pages of the open web.

    Bounds that decide what is content count characters of an alphabet: `dom_parsing.script` fits them to ideographs.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    max_bytes: int = Field(default=10 * 2**20, ge=1, le=2**30)
    """Longest page read, in bytes (of UTF-8 where a `str` is given)."""

    max_nodes: int = Field(default=200_000, ge=1, le=50_000_000)
    """Most DOM nodes (elements, texts, comments) of a page: ten microseconds each; none of 741 real ones has 25,000."""

    max_depth: int = Field(default=1_000, ge=8, le=20_000)
    """Deepest nesting of a page; browsers flatten what lies deeper than 512 elements."""

    max_attributes: int = Field(default=4_000, ge=16, le=100_000)
    """Most attributes of one tag, estimated before parsing: the parser's time grows with their square."""

    max_images: int = Field(default=20_000, ge=1, le=10_000_000)
    """Most images of a page, shown or not: each takes twenty microseconds."""

    target_image_side: int = Field(default=640, ge=1, le=20_000)
    """Of a `srcset`, the smallest candidate at least this many pixels wide is taken, else the largest."""

    srcset: Literal["target", "browser"] = "target"
    """Which candidate of a `srcset` is taken: by `target_image_side`, or what a browser shows at pixel ratio 1."""

    viewport_width: int = Field(default=1280, ge=1, le=20_000)
    """Width in CSS pixels of the window that the `media` conditions of `<source>` are read for."""

    inline_image_bytes: int = Field(default=1024, ge=1, le=2**30)
    """Fewest bytes of a picture in a `data:` URL that counts as one; smaller ones are placeholders and icons."""

    background_images: bool = False
    """Backgrounds of `style` attributes are images too, before all that their element holds."""

    keep_boilerplate: bool = False
    """Raw mode: navigation, headers, advertisements and the like stay; only hidden content is left out."""

    keep_comments: bool = False
    """What readers wrote below an article stays, without the form to answer; a forum's posts stay in any case."""

    keep_hidden: bool = False
    """Hidden elements stay, and images of one pixel and placeholders; one of inline data ends its paragraph."""

    keep_noscript: bool = False
    """What is in `<noscript>` stays where it stands, as in a browser without scripts, doubled pictures too."""

    link_density: float = Field(default=0.75, ge=0, le=1)
    """A run of blocks with a larger share of its characters inside links is a list of links, not text."""

    link_list_characters: int = Field(default=60, ge=0, le=10_000)
    """A block with at least this many characters outside links is text, whatever its link density."""

    prose_characters: int = Field(default=100, ge=1, le=10_000)
    """A block with at least this many characters outside links is taken for sentences."""

    main_prose: int = Field(default=500, ge=1, le=1_000_000)
    """Characters of prose without which no region is chosen as the main part; the page is then taken whole."""

    main_step: float = Field(default=0.7, gt=0.5, le=1)
    """Share of a region's prose that one inner region must hold to be the main part in its place."""

    min_text_share: float = Field(default=0.5, ge=0, le=1)
    """Share of the page's text outside links that the main part must hold: with less it is the wrong one."""

    min_main_share: float = Field(default=0.25, ge=0, le=1)
    """The same share for what the page itself calls its main part (`<main>`)."""

    hidden_page_characters: int = Field(default=2_000, ge=1, le=10_000_000)
    """A hidden region of at least this length that holds most of the page is read: scripts will show it."""

    repeated_characters: int = Field(default=40, ge=1, le=10_000)
    """A paragraph of at least this many characters that the page has said before is left out."""
