"""Whether the cost of a page grows with its size alone, and what pages made to be slow cost.

    python -m benchmarks.growth

Every kind of page is read at four sizes, each twice the one before: the seconds a unit must stay what they are. Then
pages made to keep a parser busy: each must be read or refused within the limit, else the status is 1. CPU seconds, the
best of three readings.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Callable, Mapping

from dom_parsing.extract import extract
from dom_parsing.settings import ExtractSettings
from dom_parsing.unreadable import UnreadableError

URL = "https://site.example/a/b"
LIMIT = 2.0
"""CPU seconds that a hostile page may cost with the default bounds."""

ROOMY = ExtractSettings(max_bytes=2**28, max_nodes=5_000_000, max_images=1_000_000)

GROWING: Mapping[str, tuple[int, Callable[[int], str]]] = {
    "nodes: paragraphs": (50_000, lambda n: "<p>x" * (n // 2)),
    "nodes: divisions of three levels": (50_000, lambda n: "<div><div><div>x</div></div></div>" * (n // 4)),
    "nodes: items of one list": (50_000, lambda n: "<ul>" + "<li>some words" * (n // 2) + "</ul>"),
    "nodes: cells of one table": (50_000, lambda n: "<table>" + "<tr><td>a<td>b" * (n // 5) + "</table>"),
    "nodes: links": (50_000, lambda n: "<p>" + "<a href=/x>y</a> " * (n // 3)),
    "images": (12_500, lambda n: "<img src=/a.jpg alt=A>" * n),
    "images between texts": (12_500, lambda n: "<p>some words<img src=/a.jpg>" * n),
    "images with four candidates": (
        12_500,
        lambda n: "<img src=a.jpg srcset='a.jpg 1w,b.jpg 2w,c.jpg 3w,d.jpg 4w'>" * n,
    ),
    "bytes of one line": (2_500_000, lambda n: "<p>" + "word " * (n // 5)),
    "bytes of one word": (2_500_000, lambda n: "<p>" + "w" * n),
    "bytes of one line, no ASCII": (2_500_000, lambda n: "<p>" + "wörd " * (n // 6)),
    "bytes of white space": (2_500_000, lambda n: "<p>é" + " \n" * (n // 2)),
    "bytes of one attribute": (2_500_000, lambda n: f"<p title='{'x' * n}'>y"),
    "bytes of one srcset": (2_500_000, lambda n: f"<img srcset='{'a.jpg 1w, ' * (n // 10)}'>"),
    "bytes of one script": (2_500_000, lambda n: f"<script>{'if (a<b) c; ' * (n // 12)}</script>"),
    "bytes of comments": (2_500_000, lambda n: "<!-- x -->" * (n // 10)),
}
"""The smallest size, and the page of a size."""


def attributes(count: int) -> str:
    return " ".join(f"a{number}" for number in range(count))


HOSTILE: Mapping[str, Callable[[], str]] = {
    "40,000 nested <div>": lambda: "<div>" * 40_000,
    "1,000,000 nested <div>": lambda: "<div>" * 1_000_000,
    "19,000 nested <div>, <p> in each": lambda: "<div><p>" * 9_500,
    "1,000,000 nested <span>": lambda: "<span>" * 1_000_000,
    "40,000 attributes of one tag": lambda: f"<p {attributes(40_000)}>",
    "190,000 <rt> within each other": lambda: "<rt>" * 190_000,
    "400,000 attributes with brackets": lambda: "<p " + " ".join(f"a{n}='<b>'" for n in range(400_000)) + ">",
    "10 MB of unfinished <body>": lambda: "<body " * 1_700_000,
    "10 MB of long names": lambda: ("<p" + "x" * 1020) * 10_000,
    "9,000 sources for 9,000 images": lambda: "<picture>" + "<source media=x>" * 9_000 + "<img src=a>" * 9_000,
    "captions within captions": lambda: "<figure><img src=a>" + "<figcaption>" * 900 + "x" * 4_000_000,
    "600,000 attributes of one tag": lambda: f"<p {attributes(600_000)}>",
    "3,900 attributes of each of 200 tags": lambda: f"<p {attributes(3_900)}>" * 200,
    "attributes of many <body>": lambda: "".join(f"<body a{n} b{n}>" for n in range(300_000)),
    "2,000 <b> left open, 2,000 paragraphs": lambda: "".join(f"<b a={n}>" for n in range(2_000)) + "<p>x" * 2_000,
    "200,000 <b> left open": lambda: "<p><b>" * 200_000,
    "400,000 <option>": lambda: "<select>" + "<option>x" * 400_000,
    "200,000 <a> within each other": lambda: "<a href=x>" * 200_000,
    "tables within tables": lambda: "<table><tr><td>" * 100_000,
    "text in tables, out of place": lambda: "<table>" + "x<tr>" * 300_000,
    "10 MB of end tags of nothing": lambda: "</p>" * 2_600_000,
    "10 MB of end tags of paragraphs": lambda: "<body>" + "</p>" * 2_600_000,
    "10 MB of brackets": lambda: "<" * 10_400_000,
    "10 MB of comments": lambda: "<!---->" * 1_490_000,
    "10 MB of declarations": lambda: "<!x>" * 2_600_000,
    "10 MB of comparisons in a script": lambda: "<script>" + "a<b;" * 2_600_000,
    "10 MB of scripts": lambda: "<script></script>" * 610_000,
    "10 MB of character references": lambda: "&lt;&#1;" * 1_300_000,
    "10 MB of NULs": lambda: "\0" * 10_400_000,
    "10 MB of <br>": lambda: "<br>" * 2_600_000,
    "190,000 images": lambda: "<img src=a.gif>" * 190_000,
    "190,000 paragraphs within hidden ones": lambda: "<p hidden>x" * 95_000,
    "19,000 images with 20 candidates": lambda: f"<img srcset='{','.join(f'a{n} {n}w' for n in range(20))}'>" * 19_000,
    "180,000 words within links": lambda: "<a href=x>y</a>" * 60_000,
    "10 MB of one word": lambda: "x" * 10_000_000,
    "10 MB of commas in a srcset": lambda: f"<img srcset='{',' * 10_000_000}'>",
    "10 MB of brackets in a srcset": lambda: f"<img srcset='a {'(' * 10_000_000}'>",
    "10 MB of sizes": lambda: f"<img srcset='a 1w' sizes='{'calc(' * 2_000_000}'>",
    "a style of 10 MB": lambda: f"<p style='{'display :' * 1_000_000}'>x",
    "a class of 10 MB": lambda: f"<div class='{'Aa' * 5_000_000}'>x</div>",
    "figures within figures": lambda: "<figure><img src=a><figcaption>x" * 900,
    "hidden within hidden": lambda: "<p hidden>x<div hidden>" * 900,
}


def seconds(page: bytes, settings: ExtractSettings) -> tuple[float, str]:
    """Return CPU seconds of the best of three readings, and what came of it."""
    best, outcome = float("inf"), ""
    for _ in range(3):
        begun = time.process_time()
        try:
            outcome = f"{len(extract(page, URL, settings=settings).elements)} elements"
        except UnreadableError as refused:
            outcome = refused.reason
        best = min(best, time.process_time() - begun)
        if best > LIMIT:
            break
    return best, outcome


def main() -> None:
    """Measure and print two tables."""
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    print(
        "| a page of so many | n | s at n | 2n | 4n | 8n | time for 8 times the size |\n|---|---|---|---|---|---|---|"
    )
    for name, (smallest, page) in GROWING.items():
        times = [seconds(page(smallest * step).encode(), ROOMY)[0] for step in (1, 2, 4, 8)]
        shown = " | ".join(f"{taken:.3f}" for taken in times)
        print(f"| {name} | {smallest:,} | {shown} | {times[-1] / times[0]:.1f} |", flush=True)
    print("\n| hostile page | MB | s | outcome |\n|---|---|---|---|")
    worst = 0.0
    for name, made in HOSTILE.items():
        html = made().encode()
        taken, outcome = seconds(html, ExtractSettings())
        worst = max(worst, taken)
        print(f"| {name} | {len(html) / 1e6:.1f} | {taken:.2f} | {outcome} |", flush=True)
    print(f"\nworst {worst:.2f} s of {LIMIT} allowed")
    sys.exit(worst > LIMIT)


if __name__ == "__main__":
    main()
