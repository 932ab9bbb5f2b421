"""The whole way on a folder of static pages: seconds, CPU seconds, peak memory and units a second of each job.

    python -m benchmarks.whole_way FOLDER START [--recipe RECIPE]

FOLDER is served on loopback by the standard library's server, in another process; START is the page to begin with.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from shards.dataset import Corpus, Dataset

RECIPE = Path(__file__).with_name("whole_way.toml")
PORT = 8018


@dataclass(frozen=True, slots=True)
class Cost:
    """What one command took: the largest process counts for memory, all processes for CPU."""

    seconds: float
    cpu: float
    megabytes: float


def measured(words: list[str]) -> Cost:
    """Run a command of m3w and return its cost.

    Raises:
        SystemExit: It failed.
    """
    begun = time.monotonic()
    process = subprocess.Popen([sys.executable, "-m", "dags", *words], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"m3w {' '.join(words)} failed")
    return Cost(time.monotonic() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def row(job: str, dataset: Dataset, cost: Cost) -> str:
    """Return a line of the table: the dataset's first ledger is what the job is measured by."""
    generations = dataset.require()
    unit = generations[0].manifest.ledgers[0].unit
    ledgers = [ledger for each in generations for ledger in each.manifest.ledgers if ledger.unit == unit]
    taken, kept = sum(ledger.taken for ledger in ledgers), sum(ledger.tally.kept for ledger in ledgers)
    rate = taken / cost.seconds
    return (
        f"| {job} | {taken:,} {unit} | {kept:,} | {cost.seconds:.1f} | {cost.cpu:.1f} | {rate:,.0f} | "
        f"{cost.megabytes:.0f} |"
    )


def main() -> None:
    """Serve, run, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("start")
    parser.add_argument("--recipe", type=Path, default=RECIPE)
    given = parser.parse_args()
    server = subprocess.Popen(
        [sys.executable, "-m", "http.server", str(PORT), "--bind", "127.0.0.1", "--directory", str(given.folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        time.sleep(1)
        with tempfile.TemporaryDirectory() as root:
            run(Corpus(root), str(given.recipe), f"http://127.0.0.1:{PORT}/{given.start}")
    finally:
        server.kill()


def run(corpus: Corpus, recipe: str, seed: str) -> None:
    """Run all jobs and print a table."""
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    print("| job | in | kept | s | CPU s | in/s | peak MB |\n|---|---|---|---|---|---|---|")
    cut = "whole-way"
    datasets = {
        "crawl": corpus.captures,
        "extract": corpus.documents,
        "shortlist": corpus.shortlist(cut),
        "images": corpus.images,
        "select": corpus.selection(cut),
        "shards": corpus.shards(cut),
    }
    for job, dataset in datasets.items():
        fetches = ["--allow-private-hosts"] if job in ("crawl", "images") else []
        seeds = ["--seeds", seed] if job == "crawl" else []
        cost = measured([job, "--corpus", corpus.root, "--recipe", recipe, *fetches, *seeds])
        print(row(job, dataset, cost), flush=True)


if __name__ == "__main__":
    main()
