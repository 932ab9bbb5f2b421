"""Speed of extraction beside other programs', on the same pages: pages a second of CPU time in one process.

    python -m benchmarks.extraction FOLDER [--rounds N]

FOLDER holds the pages as `*.html.gz`. Others take part where they are installed: trafilatura, resiliparse,
readability-lxml. All begin with bytes and find the charset themselves; the bare parser takes bytes for UTF-8.
Every page is read by all in turn, in each of the rounds; a page counts with its best round, so that the load of the
machine falls on all alike.
"""

from __future__ import annotations

import argparse
import gzip
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from dom_parsing.extract import extract
from dom_parsing.guards import check_before_parsing
from dom_parsing.page import DEFAULTS

URL = "https://site.example/a/b"
OURS, BARE, CHECKS = "ours", "bare lexbor parse", "checks before our parse"

Reading = Callable[[bytes], object]


def ours(html: bytes) -> object:
    return extract(html, URL)


def trafilatura(module: Any) -> dict[str, Reading]:
    return {
        "": module.extract,
        "with images": lambda html: module.extract(html, include_images=True),
        "fast": lambda html: module.extract(html, fast=True),
    }


def resiliparse(module: Any) -> dict[str, Reading]:
    tree = import_module("resiliparse.parse.html").HTMLTree.parse_from_bytes
    detect = import_module("resiliparse.parse.encoding").detect_encoding
    plain = module.extract_plain_text
    return {"main_content": lambda html: plain(tree(html, detect(html)), main_content=True)}


def readability(module: Any) -> dict[str, Reading]:
    return {"": lambda html: module.Document(html).summary()}


RIVALS: Mapping[str, tuple[str, Callable[[Any], dict[str, Reading]]]] = {
    "trafilatura": ("trafilatura", trafilatura),
    "resiliparse": ("resiliparse.extract.html2text", resiliparse),
    "readability-lxml": ("readability", readability),
}
"""Distribution, the module to import and what of it is measured."""


def readings() -> Iterator[tuple[str, Reading]]:
    """Yield the name of each way to read a page, and the way; those of others only where they are installed."""
    yield OURS, ours
    yield BARE, LexborHTMLParser
    yield CHECKS, lambda html: check_before_parsing(html, DEFAULTS)
    for name, (path, ways) in RIVALS.items():
        try:
            module = import_module(path)
        except ImportError as absent:
            print(f"{name} is left out: {absent}", file=sys.stderr)
            continue
        for way, reading in ways(module).items():
            yield " ".join(filter(None, (name, version(name), way))), reading


def seconds(reading: Reading, page: bytes) -> float:
    """Return the CPU time of one page; what a program refuses has cost it what it took to refuse."""
    begun = time.process_time()
    try:
        reading(page)
    except Exception as failure:
        print(f"refused: {failure!r:.100}", file=sys.stderr)
    return time.process_time() - begun


def best(pages: Sequence[bytes], ways: Mapping[str, Reading], rounds: int) -> dict[str, float]:
    """Return the sum over all pages of each way's best round, in CPU seconds."""
    sums = dict.fromkeys(ways, 0.0)
    for page in pages:
        tries = [{name: seconds(reading, page) for name, reading in ways.items()} for _ in range(rounds)]
        for name in ways:
            sums[name] += min(each[name] for each in tries)
    return sums


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    pages = [gzip.decompress(file.read_bytes()) for file in sorted(given.folder.glob("*.html.gz"))]
    if not pages:
        sys.exit(f"no *.html.gz in {given.folder}")
    size = sum(map(len, pages)) / len(pages) / 1000
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; ", end="")
    print(f"{len(pages)} pages, {size:.0f} kB each; best of {given.rounds} rounds\n")
    sums = best(pages, dict(readings()), given.rounds)
    print(f"| | pages/CPU s | ms a page | time / ours | time / {BARE} |\n|---|---|---|---|---|")
    for name, total in sorted(sums.items(), key=lambda item: item[1]):
        figures = f"{len(pages) / total:.0f} | {1000 * total / len(pages):.2f}"
        print(f"| {name} | {figures} | {total / sums[OURS]:.2f} | {total / sums[BARE]:.1f} |")


if __name__ == "__main__":
    main()
