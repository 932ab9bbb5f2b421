"""A crawl killed at random moments: every page once in the end, nothing published fetched again, politeness kept."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks.many_hosts import Hosts
from shards.dataset import Corpus
from shards.parts import read_rows
from tests.dags.running import ROOT, Forks, files_below, m3w

KILLS = 20
FILES = ("/robots.txt", "/.well-known/tdmrep.json", "/ai.txt")
RECIPE = """
name = "restarts"

[crawl]
delay = {delay}
flush_seconds = {flush}
allow_private_hosts = true
buckets = 4
max_depth = 20
"""


@contextmanager
def serving(hosts: Hosts) -> Iterator[None]:
    """Serve in a thread, which outlives those who are killed."""
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(hosts.listen())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


def published(corpus: Path) -> list[str]:
    """Return the URL of every capture in a published part, in whichever round."""
    heads = corpus.glob("captures/*/captures-*.parquet")
    return [row["url"] for head in heads for row in read_rows(str(head), ["url"])]


@dataclass
class Trial:
    """A crawl of hosts that is killed, and what was published at each kill.

    Attributes:
        hosts: What is crawled.
        folder: Where the corpus goes.
        delay: Seconds between two requests to a host.
        flush: Seconds after which a part is published.
        kills: How many requests had come by each kill, and what was published then.
    """

    hosts: Hosts
    folder: Path
    delay: float
    flush: float
    kills: list[tuple[int, set[str]]] = field(default_factory=list)

    @property
    def corpus(self) -> Path:
        return self.folder / "corpus"

    def words(self) -> list[str]:
        """Return the command."""
        recipe, seeds = self.folder / "recipe.toml", self.folder / "seeds.txt"
        recipe.write_text(RECIPE.format(delay=self.delay, flush=self.flush))
        seeds.write_text("\n".join(self.hosts.fronts()))
        return ["crawl", "--corpus", str(self.corpus), "--recipe", str(recipe), "--seeds", str(seeds)]

    def killed(self) -> None:
        """Note a kill that has just been."""
        self.kills.append((len(self.hosts.requests), {*published(self.corpus)}))

    def check(self) -> None:
        """Compare the finished corpus and the servers' log with what is promised."""
        assert sorted(published(self.corpus)) == sorted(self.hosts.urls())
        assert {row["outcome"] for row in self.rows()} == {"kept"}
        # What sites say is no dataset: other jobs may be writing there, so nothing is swept.
        left = [name for name in files_below(self.corpus) if ".tmp-" in name]
        assert all(name.startswith("sites/") for name in left), left
        m3w("verify", "--corpus", self.corpus)
        for number, kept in self.kills:
            assert not kept & {self.url(request.host, request.path) for request in self.hosts.requests[number:]}
        times: defaultdict[str, list[float]] = defaultdict(list)
        for request in self.hosts.requests:
            times[request.host].append(request.at)
        # An answer is sent after its request is noted, and the pause begins when it is here: the bound is exact.
        pauses = [later - earlier for each in times.values() for earlier, later in pairwise(each)]
        assert min(pauses) >= self.delay - 0.001

    def rows(self) -> Iterator[dict[str, object]]:
        """Yield every capture that the manifests name."""
        for generation in Corpus(str(self.corpus)).captures.require():
            for path in generation.paths("captures"):
                yield from read_rows(path)

    def url(self, host: str, path: str) -> str:
        return f"http://{host}:{self.hosts.port}{path}"


def test_killed_three_times_a_crawl_gets_every_page_once(forks: Forks, tmp_path: Path) -> None:
    hosts = Hosts(hosts=10, pages=20)
    trial = Trial(hosts, tmp_path, delay=0.02, flush=0.1)
    with serving(hosts), ThreadPoolExecutor(1) as beside:
        for more in (75, 50, 60):
            file, enough = tmp_path / f"after-{more}", len(hosts.requests) + more
            over = threading.Event()
            killing = beside.submit(_kill, file, hosts, enough, over)
            ended = forks.run("tests.dags.killable", file, *trial.words(), "--direct_num_workers=1")
            over.set()
            killing.result()
            assert ended.returncode == -signal.SIGKILL, ended.stdout
            trial.killed()
        m3w(*trial.words())
    assert any(kept for _, kept in trial.kills), "nothing was published before the last kill"
    trial.check()


def _kill(file: Path, hosts: Hosts, enough: int, over: threading.Event) -> None:
    """Kill whoever leaves its process id in a file, once so many requests have come."""
    while len(hosts.requests) < enough:
        if over.wait(0.005):
            return
    os.kill(int(file.read_text()), signal.SIGKILL)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_killed_twenty_times_a_crawl_of_2000_pages_gets_every_page_once(seed: int, tmp_path: Path) -> None:
    hosts = Hosts(hosts=50, pages=40)
    trial = Trial(hosts, tmp_path, delay=0.5, flush=0.5)
    draw = random.Random(seed)
    with serving(hosts):
        for _ in range(KILLS):
            enough = len(hosts.requests) + draw.randrange(120)
            latest = time.monotonic() + draw.choice([draw.uniform(0.5, 6.0), 60.0])
            assert _killed(trial.words(), partial(_is_due, hosts, enough, latest)), "it ended before it was killed"
            trial.killed()
        m3w(*trial.words())
    trial.check()
    lost = len(hosts.requests) - len(hosts.urls()) - len(FILES) * hosts.hosts
    assert lost < KILLS * 50, "more was fetched again than what may have been in flight or not yet published"


def _is_due(hosts: Hosts, enough: int, latest: float) -> bool:
    return len(hosts.requests) > enough or time.monotonic() > latest


def _killed(words: list[str], due: Callable[[], bool]) -> bool:
    """Run a command until it is due, then kill it and the processes it has started; return False where it has ended."""
    command = [sys.executable, "-m", "dags", *words]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True)
    while process.poll() is None and not due():
        time.sleep(0.01)
    ended = process.poll() is not None
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return not ended
