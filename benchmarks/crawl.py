"""Our crawl against Scrapy's on many loopback hosts of static pages: both follow links, ask robots.txt and write WARC.

    python -m benchmarks.crawl [--scrapy PYTHON] [--hosts 200] [--pages 50] [--bytes 30000] [--gzip-level 6]
        [--delay 0] [--rounds 1] [--only ours|scrapy] [--links 0] [--all-seeds]
        [--recipe-line LINE ...]

PYTHON is one that has scrapy and warcio: `python -m venv /tmp/scrapy && /tmp/scrapy/bin/pip install scrapy warcio`.
CPU seconds are those of the crawler with its start-up and its child processes; the servers run in another process. The
delays alone require `delay` between any two of the requests that the busiest host saw.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecordType

from benchmarks.many_hosts import Hosts

RECIPE = """
name = "crawl-benchmark"

[crawl]
delay = {delay}
gzip_level = {gzip_level}
allow_private_hosts = true
max_depth = 1000
hosts_at_once = 1000
{more}
"""
SITE_FILES = {"ours": 3, "scrapy": 1}
"""Files in which a site speaks to robots that each asks for: tdmrep.json and ai.txt are ours only."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one crawl took, and the responses of status 200 that its archives hold."""

    seconds: float
    cpu: float
    megabytes: float
    pages: int


@contextmanager
def serving(hosts: Hosts) -> Iterator[int]:
    """Serve in another process; yield the port."""
    words = [str(number) for number in (hosts.hosts, hosts.pages, hosts.size, hosts.links)]
    command = [sys.executable, "-m", "benchmarks.many_hosts", *words]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        yield int(server.stdout.readline())
        server.communicate("")


def measured(command: list[str], folder: Path) -> Cost:
    """Run a crawl that leaves archives below a folder.

    Raises:
        SystemExit: It failed.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - begun
    if status:
        sys.exit(f"{' '.join(command)} failed")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(seconds, cpu, usage.ru_maxrss / 1024, sum(map(found_in, folder.rglob("*.warc.gz"))))


def found_in(archive: Path) -> int:
    """Return how many pages an archive holds."""
    with archive.open("rb") as stream:
        records = ArchiveIterator(stream, record_types=WarcRecordType.response)
        return sum(record.http_content_type == "text/html" for record in records)


def command_of(crawler: str, given: argparse.Namespace, folder: Path, seeds: Path) -> list[str]:
    """Return the command of a crawler."""
    if crawler == "scrapy":
        spider = str(Path(__file__).with_name("scrapy_spider.py"))
        archive = str(folder / "scrapy.warc.gz")
        return [given.scrapy, spider, str(seeds), archive, str(given.delay), str(given.gzip_level)]
    recipe = folder / "recipe.toml"
    more = "\n".join(given.recipe_line)
    recipe.write_text(RECIPE.format(delay=given.delay, gzip_level=given.gzip_level, more=more))
    words = ["crawl", "--corpus", str(folder / "corpus"), "--recipe", str(recipe), "--seeds", str(seeds)]
    return [sys.executable, "-m", "dags", *words]


def row(crawler: str, cost: Cost, given: argparse.Namespace) -> str:
    """Return a line of the table."""
    required = (given.pages + SITE_FILES[crawler] - 1) * given.delay
    return (
        f"| {crawler} | {cost.pages:,} | {cost.seconds:.1f} | {cost.cpu:.1f} | {cost.pages / cost.cpu:.0f} | "
        f"{required:.1f} | {required / cost.seconds:.0%} | {cost.megabytes:.0f} |"
    )


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scrapy", default="", help="a Python that has scrapy and warcio")
    parser.add_argument("--only", choices=list(SITE_FILES))
    parser.add_argument("--hosts", type=int, default=200)
    parser.add_argument("--pages", type=int, default=50, help="of each host")
    parser.add_argument("--bytes", type=int, default=30_000, help="of a page, about")
    parser.add_argument("--links", type=int, default=0, help="of a page, to pages that are not there")
    parser.add_argument("--all-seeds", action="store_true", help="every page is a seed, not only the front pages")
    parser.add_argument("--gzip-level", type=int, default=6)
    parser.add_argument("--delay", type=float, default=0.0)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--recipe-line", action="append", default=[], help="a line of the recipe's [crawl] section")
    return parser.parse_args()


def main() -> None:
    """Serve, crawl in turn, print a table."""
    given = parsed()
    crawlers = [
        each for each in SITE_FILES if each == given.only or (not given.only and (each == "ours" or given.scrapy))
    ]
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}: {vars(given)}\n")
    print("| crawler | pages | s | CPU s | pages/CPU s | s the delays alone require | share | peak MB |")
    print("|---|---|---|---|---|---|---|---|")
    hosts = Hosts(given.hosts, given.pages, given.bytes, given.links)
    with serving(hosts) as hosts.port:
        for _ in range(given.rounds):
            for crawler in crawlers:
                with tempfile.TemporaryDirectory() as folder:
                    seeds = Path(folder) / "seeds.txt"
                    seeds.write_text("\n".join(hosts.urls() if given.all_seeds else hosts.fronts()))
                    cost = measured(command_of(crawler, given, Path(folder), seeds), Path(folder))
                    print(row(crawler, cost, given), flush=True)


if __name__ == "__main__":
    main()
