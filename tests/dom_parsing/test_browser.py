"""Placement against Debian's Chromium: scripts off, the network closed, pages served from this machine."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from dom_parsing.encoding import as_utf8
from dom_parsing.shown import shown_url
from examples.site.catalogue import PAGES as OWN_PAGES
from examples.site.markup import encode
from tests.dom_parsing.chromium import PATH, WIDTH, Tab, browsing
from tests.dom_parsing.inline_data import inline_png
from tests.dom_parsing.loopback import serving
from tests.dom_parsing.placement import WALK, Difference, differences, is_same, placed, shown

SHARED = Path(__file__).parents[3] / "shared/data"
SETS = {
    "article_extraction_benchmark": "*.html.gz",
    "wcxb": "html/*.html.gz",
    "readability": "*.source.html.gz",
}
LEAST = 0.995
"""Share of the images with a `currentSrc` that must agree."""

pytestmark = pytest.mark.skipif(PATH is None, reason="Chromium is not there: apt-get install chromium")
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="../shared/data is not there")


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    with browsing(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


def compare(tab: Tab, pages: Mapping[str, bytes]) -> tuple[Counter[str], list[tuple[str, Difference]]]:
    """Open every page; return counts of images, and the differences with the page's path."""
    counts: Counter[str] = Counter()
    found: list[tuple[str, Difference]] = []
    with serving(pages.get) as address:
        for path, html in pages.items():
            tab.open(address + path)
            browser, ours = shown(tab.evaluate(WALK)), placed(html, address + path)
            found.extend((path, difference) for difference in differences(browser, ours))
            counts["images"] += len(browser)
            counts["with currentSrc"] += sum(bool(image.url) for image in browser)
            pairs = list(zip([image for image in browser if not image.within], ours, strict=False))
            counts["only ours"] += sum(bool(own.url) and not image.url for image, own in pairs)
            other = [(image, own) for image, own in pairs if image.url and not is_same(image, own)]
            counts["lazy in place of a placeholder"] += sum(own.url in image.lazy for image, own in other)
            counts["sizes=auto, another candidate"] += sum(own.url in image.laid_out for image, own in other)
    return counts, found


def test_pages_of_our_own(tab: Tab) -> None:
    """Every fifth page of the example site, whatever its charset; its pages with odd pictures are all among them."""
    chosen = [page for index, page in enumerate(OWN_PAGES) if index % 8 == 0 or "picture" in page.path]
    pages = {page.path: as_utf8(encode(page)) for page in chosen if page.declared}
    counts, found = compare(tab, pages)
    assert len(pages) >= 12
    assert counts["with currentSrc"] > 50
    assert found == []


CASES = """
<p>one<img src=a.jpg>two</p><ul><li>three<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>four</ul>
<img src=s.jpg srcset='m.jpg 600w, l.jpg 1300w, x.jpg 2600w'><img srcset='m.jpg 600w, l.jpg 1300w' sizes='300px'>
<img src=s.jpg srcset='b.jpg 2x'><img srcset='a.jpg 0.5x, b.jpg 0.75x'><img src=s.jpg srcset='a.jpg 1q'>
<img srcset='m.jpg 600w, l.jpg 1300w' sizes='(max-width: 1279px) 1px, calc(100vw - (2em + 648px))'>
<img srcset='m.jpg 600w, l.jpg 1300w' sizes='(min-width:1280px)50vw, 100vw'>
<img srcset='m.jpg 600w, l.jpg 1300w' sizes='print 1px, min(100vw, 37.5rem)'>
<img srcset='m.jpg 600w, l.jpg 1300w' sizes='100%'><img srcset='m.jpg 600w, l.jpg 1300w' sizes='auto, 9px'>
<picture><source srcset='a.jxr' type=image/vnd.ms-photo><source srcset='a.webp' type=image/webp>
<img src=a.jpg></picture><picture><source srcset='d.jpg' media='(prefers-color-scheme: dark)'><img src=a.jpg></picture>
<picture><source srcset='d.jpg' media='(min-resolution: 1.5dppx)'><source srcset='' ><img src=a.jpg></picture>
<picture><source srcset='d.jpg' media='(max-resolution: 96dpi)'><img src=a.jpg></picture>
<picture><source srcset='b.jpg'><span><img src=a.jpg></span></picture>
<picture><img src=a.jpg><source srcset='b.jpg'></picture>
<p>five <span hidden>six</span><img src=dot.gif width=1 height=1> seven <noscript>eight<img src=n.jpg></noscript>nine
<img src=spacer.gif><button>ten<img src=b.jpg></button><p style='display: none'>eleven<img src=h.jpg></p>
<table><tr><td>12<td><img src=t.jpg>13</table><svg><image href=v.svg /></svg><table><p>14<img src=fostered.jpg></table>
"""
INLINE = f"""<p>15<img src='{inline_png(1200)}'>16<img srcset=' {inline_png(1300, seed=1)} 1x, a.jpg 2x'>
<picture><source srcset='{inline_png(1400, seed=2)[:-2]}'><img src=a.jpg></picture>
<img src='{inline_png(1500, seed=3).replace("A", "%41", 9)}#part'>
<img src='{inline_png(2000, kind="image/svg+xml")}'>"""


def test_every_rule_of_the_standard(tab: Tab) -> None:
    counts, found = compare(tab, {"/cases": (CASES + INLINE).encode()})
    assert counts["images"] == counts["with currentSrc"] == 30
    assert found == []


@needs_shared
def test_web_platform_tests(tab: Tab) -> None:
    """All 118 srcset cases: what we take is what the browser takes.

    The copy at hand is of 2014: in 39 cases it expects descriptors nobody knows to be passed over. The standard and
    browsers have dropped such candidates since.
    """
    files = {f"/{file.name}": file.read_bytes() for file in sorted((SHARED / "conformance/srcset").glob("*.html"))}
    cases, outdated = 0, []
    with serving(files.get) as address:
        for path in files:
            tab.open(address + path)
            for image in tab.evaluate(WALK)["images"]:
                *sources, tag = image["tags"]
                ours = shown_url(tag, sources, WIDTH)
                cases += 1
                if "data-resolve" in tag:
                    assert ours == tag["data-expect"]
                    continue
                assert ours == image["current"], tag
                if ours != tag["data-expect"]:
                    outdated.append((tag["srcset"], ours))
    assert cases >= 118
    assert len(outdated) == 39
    assert {ours for _, ours in outdated} == {""}


@needs_shared
@pytest.mark.slow
def test_real_pages(tab: Tab) -> None:
    """All pages of the three sets; what still differs is listed in docs/placement.md."""
    files = {
        f"/{name}/{file.name}": file for name in SETS for file in sorted((SHARED / "pages" / name).glob(SETS[name]))
    }
    counts, found = compare(tab, {path: gzip.decompress(file.read_bytes()) for path, file in files.items()})
    said = f"{len(files)} pages, {dict(counts)}, {len(found)} different:\n" + "\n".join(map(str, found))
    assert len(files) == 611
    # On a busy machine Chromium has fewer of its lazy images begun by the time it is asked.
    assert counts["with currentSrc"] > 16_000, said
    assert 1 - len(found) / counts["with currentSrc"] >= LEAST, said
    assert {difference.kind for _, difference in found} <= {"url", "position", "video"}, said
