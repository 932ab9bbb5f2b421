"""Images a CPU second: the job `images` against img2dataset, on the same list and the same server on loopback.

    python -m benchmarks.images FOLDER [--number 5000] [--rounds 3] [--img2dataset /path/to/bin/img2dataset]

The pictures below FOLDER are served by another process, from memory, under NUMBER names. Each program fetches the list
in every round, the best of which counts, and once only its first URL: the difference is what the images cost, without
the start of Python. What m3w does with each: robots.txt, WARC, digests, decoding, pHash and signals, Parquet.
img2dataset is measured as it comes (decoded, 256 pixels, encoded anew) and at its cheapest (bytes kept as they are,
nothing decoded). It needs an environment of its own: `python -m venv ENV && ENV/bin/pip install img2dataset`.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import TypeAlias

from benchmarks.picture_server import pictures_in
from dags.write import chunks
from ingest.exchange import Exchange
from ingest.warc.warc_writer import WarcWriter
from shards.dataset import Corpus

PORT = 8019
IMAGES_A_PAGE = 20
RECIPE = """
name = "fetched"
[images]
delay = 0
allow_private_hosts = true
"""
WORDS = ("harbour", "pier", "gull", "tide", "rope", "sail", "boat", "wind", "sand", "dune", "light", "buoy", "crane")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one command took: CPU seconds of all its processes, and how many images it kept."""

    seconds: float
    cpu: float
    kept: int


Fetch: TypeAlias = Callable[[list[str], Path], Cost]
"""Fetches URLs into a folder."""


def run(words: list[str], **environment: str) -> tuple[float, float]:
    """Run a command; return its seconds and CPU seconds.

    Raises:
        SystemExit: It failed.
    """
    begun = time.monotonic()
    process = subprocess.Popen(
        words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **environment}
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(words)} failed")
    return time.monotonic() - begun, usage.ru_utime + usage.ru_stime


def ours(urls: list[str], folder: Path) -> Cost:
    """Fetch with `m3w images`, for documents made of pages that show the images."""
    (folder / "fetched.toml").write_text(RECIPE)
    write_pages(folder / "pages.warc.gz", urls)
    shared = ["--corpus", str(folder / "corpus"), "--recipe", str(folder / "fetched.toml")]
    m3w = [sys.executable, "-m", "dags"]
    run([*m3w, "extract", *shared, "--warc", str(folder / "pages.warc.gz")])
    run([*m3w, "shortlist", *shared])
    seconds, cpu = run([*m3w, "images", *shared])
    generations = Corpus(str(folder / "corpus")).images.require()
    return Cost(seconds, cpu, sum(each.manifest.ledgers[0].tally.kept for each in generations))


def write_pages(path: Path, urls: list[str]) -> None:
    """Write a WARC file of pages that show the images, each page with words of its own."""
    chance = random.Random(1)
    with path.open("wb") as file:
        writer = WarcWriter(file, path.name)
        for number, shown in enumerate(chunks(urls, IMAGES_A_PAGE)):
            parts = [f"<p>{' '.join(chance.choices(WORDS, k=60))}</p><img src='{url}'>" for url in shown]
            body = f"<!doctype html><title>{number}</title><main>{''.join(parts)}</main>".encode()
            head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            url = f"https://pages.example/{number}"
            writer.write(
                Exchange(url, "", "", "2026-01-01T00:00:00Z", "", b"GET\r\n\r\n", head, 200, (), body, payload=body)
            )


def img2dataset(program: str, *options: str) -> Fetch:
    """Return what fetches with img2dataset under options."""

    def fetch(urls: list[str], folder: Path) -> Cost:
        (folder / "urls.txt").write_text("\n".join(urls))
        out = folder / "out"
        words = [program, "--url_list", str(folder / "urls.txt"), "--output_folder", str(out)]
        words += ["--processes_count", "1", "--thread_count", "16", "--output_format", "webdataset", *options]
        seconds, cpu = run(words, NO_ALBUMENTATIONS_UPDATE="1")
        tars = [subprocess.run(["tar", "tf", tar], capture_output=True, text=True).stdout for tar in out.glob("*.tar")]
        return Cost(seconds, cpu, sum(tar.count(".json\n") for tar in tars))

    return fetch


def cost(fetch: Fetch, urls: list[str]) -> Cost:
    """Return what fetching took, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return fetch(urls, Path(folder))


def row(name: str, start: Cost, whole: Cost) -> str:
    """Return a line of the table."""
    cpu = whole.cpu - start.cpu
    return (
        f"| {name} | {whole.kept:,} | {whole.seconds:.1f} | {whole.cpu:.1f} | {start.cpu:.1f} | "
        f"{1000 * cpu / whole.kept:.2f} | {whole.kept / cpu:,.0f} | {whole.kept / whole.cpu:,.0f} |"
    )


def main() -> None:
    """Serve, run, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--number", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=3, help="all programs in turn; the best of each counts")
    parser.add_argument("--img2dataset", help="the program; without it only m3w is measured")
    given = parser.parse_args()
    paths = pictures_in(given.folder)
    urls = [
        f"http://127.0.0.1:{PORT}/{path.name}?{number}"
        for number, path in enumerate(islice(cycle(paths), given.number))
    ]
    size = sum(path.stat().st_size for path in islice(cycle(paths), given.number)) / given.number
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; {size / 1000:.0f} kB each"
    )
    print("\n| | kept | s | CPU s | of it start | CPU ms an image | images/CPU s | with the start |")
    print("|---|---|---|---|---|---|---|---|")
    server = subprocess.Popen([sys.executable, "-m", "benchmarks.picture_server", str(given.folder), str(PORT)])
    try:
        time.sleep(1)
        fetchers: dict[str, Fetch] = {"m3w images, facts included": ours}
        if given.img2dataset:
            fetchers["img2dataset, its defaults"] = img2dataset(given.img2dataset)
            as_they_are = ("--resize_mode", "no", "--disable_all_reencoding", "True")
            fetchers["img2dataset, nothing decoded"] = img2dataset(given.img2dataset, *as_they_are)
        starts = {name: cost(fetch, urls[:1]) for name, fetch in fetchers.items()}
        rounds = [{name: cost(fetch, urls) for name, fetch in fetchers.items()} for _ in range(given.rounds)]
        for name, start in starts.items():
            print(row(name, start, min((each[name] for each in rounds), key=lambda cost: cost.cpu)), flush=True)
    finally:
        server.kill()


if __name__ == "__main__":
    main()
