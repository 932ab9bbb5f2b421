"""The head of the view: what the page is, how much of it was kept, and a colour for each reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dags.showing.page_view.counts import KEPT, Counts, numbered
from dags.showing.page_view.markup import Markup, element, joined, link
from dags.showing.page_view.reasons import MEANINGS

COLOURS = 8
"""Reasons with a colour of their own: the first so many, in the order of the legend."""


@dataclass(frozen=True, slots=True)
class Palette:
    """A class of the style sheet for each reason."""

    colours: Mapping[str, str]

    def label(self, reason: str) -> Markup:
        """Return the reason on its colour."""
        return element("span", reason, class_=f"label {self.colours[reason]}")


def palette_of(counts: Counts) -> Palette:
    """Return colours for all reasons of a page."""
    return Palette({reason: f"r{min(place, COLOURS)}" for place, reason in enumerate(counts.reasons())})


def header(title: str, url: str, counts: Counts, palette: Palette) -> Markup:
    """Return title, URL, numbers, and what the colours mean."""
    texts, images = counts.texts, counts.images
    kept = f"{numbered(texts[KEPT], 'text')}, {numbered(images[KEPT], 'image')}"
    gone = f"{numbered(texts.total() - texts[KEPT], 'text')}, {numbered(images.total() - images[KEPT], 'image')}"
    numbers = [
        joined([element("dt", name), element("dd", said)]) for name, said in (("kept", kept), ("left out", gone))
    ]
    return element(
        "header",
        element("h1", title, dir="auto"),
        element("p", link(url, url), class_="url"),
        element("dl", *numbers),
        _bar(counts, palette),
        element("ul", *(_meaning(reason, counts, palette) for reason in counts.reasons()), class_="legend"),
    )


def _bar(counts: Counts, palette: Palette) -> Markup:
    """All characters of the page: those kept, then by reason. Of SVG, as the page's policy allows no inline style."""
    whole = max(1, counts.characters.total())
    parts, start = [], 0.0
    for reason in (KEPT, *counts.reasons()):
        share = 100 * counts.characters[reason] / whole
        name = element("title", f"{reason or 'kept'}: {share:.1f} % of the characters")
        colour = palette.colours.get(reason, "keep")
        parts.append(element("rect", name, class_=colour, x=f"{start:.3f}%", width=f"{share:.3f}%", height="100%"))
        start += share
    return element("svg", *parts, class_="bar", role="img", aria_label="Share of the page's characters by fate")


def _meaning(reason: str, counts: Counts, palette: Palette) -> Markup:
    numbers = (counts.texts[reason], "text"), (counts.images[reason], "image")
    said = ", ".join(numbered(number, what) for number, what in numbers if number)
    meaning = element("span", MEANINGS.get(reason, ""), class_="meaning")
    return element("li", palette.label(reason), meaning, element("span", said, class_="number"))
