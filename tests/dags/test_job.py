"""How every job runs: the books are held, what is finished is kept, what stands in the way is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import apache_beam as beam
import pyarrow as pa
import pytest

from dags.job import DescribeParts, Job, JobError, Launch, finished_like, require_same_method, run
from shards.dataset import Dataset
from shards.fingerprint import Provenance
from shards.ledger import LedgerError
from shards.manifest import DatasetError
from shards.parts import PartWriter, Place, is_finished, tally_outcomes
from tests.dags.running import files_below

SCHEMA = pa.schema([("outcome", pa.string()), ("reason", pa.string())])
HERE = Launch(("--direct_num_workers=1",))
AGAIN = Launch(HERE.arguments, overwrite=True)
OUTCOMES = {"0": ["kept", "kept"], "1": ["kept", "dropped"], "2": ["failed"]}


class Rows:
    """Writes a part for each label, unless it is there; notes which it has written."""

    def __init__(self, folder: Path, outcomes: Mapping[str, list[str]]) -> None:
        self.log, self.outcomes = str(folder / "log"), outcomes

    def build(self, pipeline: beam.Pipeline, place: Place) -> Any:
        """The graph."""
        labels = pipeline | beam.Create(sorted(self.outcomes)) | beam.FlatMap(self._write, place)
        return labels | DescribeParts(place, "rows", tally_outcomes("things"))

    def written(self) -> list[str]:
        """Return the labels written so far, and forget them."""
        path = Path(self.log)
        found = path.read_text().split() if path.exists() else []
        path.unlink(missing_ok=True)
        return found

    def _write(self, label: str, place: Place) -> Iterator[str]:
        if not is_finished(place.part(label), "rows"):
            with PartWriter(place.part(label)) as part:
                table = part.table("rows", SCHEMA)
                for outcome in self.outcomes[label]:
                    if outcome == "broken":
                        raise ValueError("a row is broken: mend it")
                    table.add({"outcome": outcome, "reason": "" if outcome == "kept" else "why"})
                part.taken["things"] += len(self.outcomes[label])
                part.publish("rows")
            with Path(self.log).open("a") as log:
                log.write(label + "\n")
        yield label


Making = Callable[..., tuple[Job, Rows]]


@pytest.fixture
def making(tmp_path: Path) -> Making:
    """Return a maker of jobs, all of which write into one folder."""

    def make(outcomes: Mapping[str, list[str]] = OUTCOMES, setting: int = 1, **more: Any) -> tuple[Job, Rows]:
        rows = Rows(tmp_path, outcomes)
        provenance = Provenance("x", {"setting": setting}, {"m3w": "0"}, ["input"])
        return Job("things", str(tmp_path / "things"), provenance, rows.build, **more), rows

    return make


def test_a_job_ends_with_its_ledger_and_says_so_afterwards(making: Making, tmp_path: Path) -> None:
    job, rows = making(totals={"more": 7})
    assert finished_like(job) is None
    finished = run(job, HERE)
    assert finished is not None
    (ledger,) = finished.ledgers
    assert (ledger.unit, ledger.taken, ledger.tally.kept) == ("things", 5, 3)
    assert (ledger.tally.dropped, ledger.tally.failed) == ({"why": 1}, {"why": 1})
    assert finished.totals == {"more": 7}
    assert [part.label for part in finished.parts] == ["0", "1", "2"]
    again = finished_like(job)
    assert again is not None
    assert again.ledgers == finished.ledgers
    assert sorted(rows.written()) == ["0", "1", "2"]
    assert not [name for name in files_below(tmp_path) if ".tmp-" in name]


def test_what_is_finished_is_kept_and_only_the_rest_is_made(making: Making, tmp_path: Path) -> None:
    broken, rows = making({**OUTCOMES, "1": ["kept", "broken"]})
    with pytest.raises(JobError, match=r"things: .*a row is broken: mend it") as stopped:
        run(broken, HERE)
    assert str(stopped.value).count("mend it") == 1
    assert "What is finished is kept" in str(stopped.value)
    assert not (tmp_path / "things/manifest.json").exists()
    done = rows.written()
    job, rows = making()
    run(job, HERE)
    assert sorted([*done, *rows.written()]) == ["0", "1", "2"]


def test_what_killed_attempts_have_left_is_swept_away(making: Making, tmp_path: Path) -> None:
    folder = tmp_path / "things"
    folder.mkdir()
    job, _ = making()
    for name in (".tmp-0123-rows-0.parquet", f"warc-0.{job.fingerprint}.0a0a0a0a.warc.gz"):
        (folder / name).touch()
    (folder / "README.md").write_text("not ours to sweep")
    run(job, HERE)
    names = {path.name for path in folder.iterdir()}
    assert names == {*(f"rows-{label}.{job.fingerprint}.parquet" for label in "012"), "manifest.json", "README.md"}


def test_a_finished_dataset_of_another_making_is_not_overwritten_unasked(making: Making, tmp_path: Path) -> None:
    run(making()[0], HERE)
    before = files_below(tmp_path / "things")
    other, rows = making(setting=2)
    assert finished_like(other) is None
    with pytest.raises(DatasetError, match=r"setting setting: then 1, now 2.*--overwrite"):
        run(other, HERE)
    assert files_below(tmp_path / "things") == before
    rows.written()
    run(other, AGAIN)
    assert sorted(rows.written()) == ["0", "1", "2"]
    assert all(other.fingerprint in name for name in files_below(tmp_path / "things") if name != "manifest.json")


def test_unfinished_work_of_another_making_is_named(making: Making, tmp_path: Path) -> None:
    run(making()[0], HERE)
    (tmp_path / "things/manifest.json").unlink()
    other, _ = making(setting=2)
    with pytest.raises(DatasetError, match="unfinished work"):
        run(other, HERE)
    assert run(other, AGAIN)


def test_overwrite_makes_everything_again_even_what_seems_to_be_finished(making: Making, tmp_path: Path) -> None:
    """A damaged part has the right name: were it kept, its damage would be written into the new manifest as right."""
    job, rows = making()
    run(job, HERE)
    before = files_below(tmp_path / "things")
    path = tmp_path / "things" / f"rows-0.{job.fingerprint}.parquet"
    path.write_bytes((tmp_path / "things" / f"rows-2.{job.fingerprint}.parquet").read_bytes())
    rows.written()
    run(job, AGAIN)
    assert sorted(rows.written()) == ["0", "1", "2"]
    assert files_below(tmp_path / "things") == before


@pytest.mark.parametrize(("taken", "difference"), [(6, r"\+1"), (4, "-1")])
def test_a_ledger_that_does_not_add_up_fails_the_job(
    taken: int, difference: str, making: Making, tmp_path: Path
) -> None:
    job, _ = making(taken={"things": taken})
    with pytest.raises(LedgerError, match=difference):
        run(job, HERE)
    assert not (tmp_path / "things/manifest.json").exists()
    right, _ = making(taken={"things": 5})
    assert run(right, AGAIN)


def test_what_should_have_come_in_and_did_not_is_noticed(making: Making) -> None:
    job, _ = making(taken={"things": 5, "others": 1})
    with pytest.raises(LedgerError, match="1 others went in, 0 are accounted for"):
        run(job, HERE)


def test_too_many_failures_fail_the_job(making: Making) -> None:
    job, _ = making(max_failed_share=0.1)
    with pytest.raises(LedgerError, match="1 of 5 things failed"):
        run(job, HERE)
    lenient, rows = making(max_failed_share=0.2)
    rows.written()
    assert run(lenient, HERE)
    assert rows.written() == []


def test_nothing_to_do_is_in_order_where_it_may_be(making: Making, tmp_path: Path) -> None:
    job, _ = making({}, may_be_empty=True)
    assert run(job, HERE) is None
    assert files_below(tmp_path / "things") == {}
    must, _ = making({})
    finished = run(must, HERE)
    assert finished is not None
    assert finished.parts == []


def test_where_all_was_dropped_and_that_makes_no_dataset_the_job_says_why(making: Making, tmp_path: Path) -> None:
    empty, _ = making({"0": ["dropped"], "1": ["failed"], "2": []}, nothing_kept="nothing is kept: loosen the rules")
    with pytest.raises(ValueError, match="nothing is kept: loosen the rules"):
        run(empty, HERE)
    assert files_below(tmp_path / "things") == {}
    job, _ = making(nothing_kept="nothing is kept: loosen the rules")
    assert run(job, HERE)


def test_rows_made_in_two_ways_do_not_stand_side_by_side(making: Making, tmp_path: Path) -> None:
    dataset = Dataset(str(tmp_path / "grown"), "things", grows=True)
    job, rows = making()
    first = Job("things", dataset.generation_folder(1), job.provenance, rows.build)
    run(first, HERE)
    require_same_method(dataset, Provenance("x", {"setting": 1}, {"m3w": "0"}, ["another input"]))
    with pytest.raises(DatasetError, match=r"setting setting: then 1, now 2"):
        require_same_method(dataset, Provenance("x", {"setting": 2}, {"m3w": "0"}, ["input"]))
    with pytest.raises(DatasetError, match=r"version m3w: then '0', now '1'; version pillow: then None, now '9'"):
        require_same_method(dataset, Provenance("x", {"setting": 1}, {"m3w": "1", "pillow": "9"}, ["input"]))
