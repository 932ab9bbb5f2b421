"""Expected images of Readability's test pages, and what of them we keep, between which texts."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from dom_parsing.extract import extract
from dom_parsing.records import Element, Text
from dom_parsing.settings import ExtractSettings
from dom_parsing.srcset import parse_srcset
from dom_parsing.urls import normalise
from tests.dom_parsing.placement import RAW, bare

URL = "http://fakehost/test/page.html"
"""The address that Readability's tests give their pages."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An image and the lines around it, the nearest last before it and first after it, without white space."""

    url: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of an expected image whose URL is in the page.

    Attributes:
        expected: As the expected page has it.
        ours: As our Document has it; None where it was left out.
    """

    expected: Standing
    ours: Standing | None

    @property
    def adjoins(self) -> bool:
        """The very next lines are the expected ones, where any are expected."""
        return self.ours is not None and (
            self.expected.before[-1:] in ((), self.ours.before[-1:])
            and self.expected.after[:1] in ((), self.ours.after[:1])
        )

    @property
    def in_place(self) -> bool:
        """Of the lines that both have, the nearest before and after it are the same: it stands where expected."""
        if self.ours is None:
            return False
        both = {*self.expected.before, *self.expected.after} & {*self.ours.before, *self.ours.after}
        expected, ours = (
            (
                next((line for line in reversed(standing.before) if line in both), ""),
                next((line for line in standing.after if line in both), ""),
            )
            for standing in (self.expected, self.ours)
        )
        return expected == ours


def standings(elements: Iterable[Element]) -> list[Standing]:
    """Return the images, in order, each with the lines around it."""
    lines: list[str] = []
    urls: list[tuple[str, int]] = []
    for element in elements:
        if isinstance(element, Text):
            lines.extend(filter(None, map(bare, element.text.split("\n"))))
        else:
            urls.append((element.url, len(lines)))
    return [Standing(url, tuple(lines[:at]), tuple(lines[at:])) for url, at in urls]


def fates(source: Path, settings: ExtractSettings) -> Iterator[Fate]:
    """Yield what became of each expected image of a page, but for those whose URL is nowhere in the page's images.

    Of a picture that is expected several times each needs a copy of its own: those in their place are matched first.
    """
    html = gzip.decompress(source.read_bytes())
    expected = gzip.decompress(source.with_name(source.name.replace(".source.", ".expected.")).read_bytes())
    tags = [frozenset(_urls(node)) for node in LexborHTMLParser(html).css("img, amp-img")]
    ours = standings(extract(html, URL, settings=settings).elements)
    left: list[tuple[Standing, frozenset[str]]] = []
    for standing in standings(extract(expected, URL, settings=RAW).elements):
        same = frozenset[str]().union(*(urls for urls in tags if standing.url in urls))
        own = next((own for own in ours if own.url in same and Fate(standing, own).in_place), None)
        if own is not None:
            ours.remove(own)
            yield Fate(standing, own)
        elif same:
            left.append((standing, same))
    for standing, same in left:
        own = next((own for own in ours if own.url in same), None)
        if own is not None:
            ours.remove(own)
        yield Fate(standing, own)


def _urls(node: LexborNode) -> Iterator[str]:
    """Every URL by which an image tag may name its picture, those of its `<picture>` included."""
    parent = node.parent
    sources = parent.css("source") if parent is not None and parent.tag == "picture" else []
    for tag in (*sources, node):
        for name, value in tag.attributes.items():
            written = [value or ""] if "srcset" not in name else [c.url for c in parse_srcset(value or "")]
            yield from filter(None, (normalise(url, URL) for url in written if url.strip()))
