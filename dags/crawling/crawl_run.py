"""Runs the rounds of a crawl, one after the other, until nothing is due or the time is up."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dags.crawling.rounds import plan
from dags.job import Launch, run
from dags.recipe import Recipe
from dags.report import console
from dags.tables import rows_in, total
from ingest.records import Frontier
from shards.dataset import Corpus


@dataclass(frozen=True, slots=True)
class CrawlRun:
    """One call of `m3w crawl`.

    Attributes:
        corpus: Where captures go.
        recipe: How to crawl.
        launch: How jobs are started.
        seeds: What to begin with.
        deadline: Seconds since the epoch after which nothing more is asked for; None for no such time.
    """

    corpus: Corpus
    recipe: Recipe
    launch: Launch
    seeds: Sequence[Frontier]
    deadline: float | None = None

    def rounds(self) -> int:
        """Run all rounds that are due; return how many."""
        count = 0
        while not self._is_over():
            planned = plan(self.corpus, self.recipe, self.seeds, self.deadline)
            if planned is None or not self._waited(planned.begins):
                break
            finished = run(planned.job, self.launch)
            count += 1
            if finished is None or not finished.ledgers or finished.ledgers[0].taken == 0:
                break
            taken, due = finished.ledgers[0].taken, finished.totals.get("due", 0)
            console.print(f"round {count}: {taken:,} URLs, {due:,} more due")
        return count

    def left_over(self) -> str:
        """Return what is still to be done, and how; empty where nothing is."""
        rounds = self.corpus.captures.generations()
        due, waiting = total(rounds[-1:], "due"), total(rounds[-1:], "waiting")
        most = self.recipe.crawl.max_pages
        if due == 0:
            return ""
        if rows_in(rounds, "captures") >= most:
            return f"{due:,} more pages are due, but the crawl may fetch {most:,}: go on with larger --pages"
        if self._is_over() or due > waiting:
            return f"{due:,} more pages are due, but the time is up: go on with the same command"
        return f"{due:,} pages failed for now and have to wait: ask for them again later, with the same command"

    def _is_over(self) -> bool:
        return self.deadline is not None and time.time() >= self.deadline

    def _waited(self, begins: str) -> bool:
        """Wait until a round can begin; return False where that would take too long."""
        if not begins:
            return True
        seconds = datetime.fromisoformat(begins).timestamp() - time.time()
        too_late = self.deadline is not None and time.time() + seconds >= self.deadline
        if seconds > self.recipe.crawl.max_wait or too_late:
            return False
        if seconds > 0:
            console.print(f"waiting {seconds:,.0f} s for pages that failed for now")
            time.sleep(seconds)
        return True
