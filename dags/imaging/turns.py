"""Which failures stand: an image that failed for now is asked for again by a later run, at most so often."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import apache_beam as beam

from dags.tables import ReadTables
from ingest.fetching.retry import passes
from ingest.records import FAILED, ImageFacts
from ingest.tables import image_from_row
from shards.parts import read_rows

COLUMNS = ("url", "outcome", "reason", "status", "turn")


def failed_for_now(facts: ImageFacts, max_turns: int) -> bool:
    """Return whether an image may be asked for again: what failed may pass, and it has turns left."""
    reason = "" if facts.reason == f"http-{facts.status}" else facts.reason
    return facts.outcome == FAILED and facts.turn < max_turns and passes(reason, facts.status)


def left_over(paths: Iterable[str], max_turns: int) -> set[str]:
    """Return the URLs of images that another run may ask for again.

    Args:
        paths: Tables of image facts, earlier ones first.
        max_turns: Runs that ask for an image.
    """
    last: dict[str, bool] = {}
    for path in paths:
        for row in read_rows(path, COLUMNS):
            facts = ImageFacts(**{name: row[name] for name in COLUMNS if row.get(name) is not None})
            last[facts.url] = failed_for_now(facts, max_turns)
    return {url for url, fails in last.items() if fails}


class ReadFacts(beam.PTransform[Any, Any]):
    """Tables of image facts -> {facts: those that stand, turns: (URL, turns it has had) of those asked for again}.

    Args:
        settled: Tables of this run: a failure in them stands, so that the run comes to an end.
        earlier: Tables of other runs.
        max_turns: Runs that ask for an image.
        read: Reads a row.
    """

    def __init__(
        self,
        settled: Sequence[str],
        earlier: Sequence[str],
        max_turns: int,
        read: Callable[[Mapping[str, Any]], ImageFacts] = image_from_row,
    ) -> None:
        super().__init__()
        self._settled, self._earlier, self._max_turns, self._read = settled, earlier, max_turns, read

    def expand(self, pipeline: Any) -> Mapping[str, Any]:
        """Read all, and part those of other runs."""
        most = self._max_turns
        settled = pipeline | "ReadSettled" >> ReadTables(self._settled, self._read)
        earlier = pipeline | "ReadEarlier" >> ReadTables(self._earlier, self._read)
        stands = earlier | "Stands" >> beam.Filter(lambda facts: not failed_for_now(facts, most))
        passed = earlier | "FailedForNow" >> beam.Filter(failed_for_now, most)
        turns = passed | "Turn" >> beam.Map(lambda facts: (facts.url, facts.turn)) | "Turns" >> beam.CombinePerKey(max)
        return {"facts": (settled, stands) | "Known" >> beam.Flatten(), "turns": turns}
