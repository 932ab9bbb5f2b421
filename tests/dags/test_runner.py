"""What is not ours goes to Beam, what is nobody's is refused; local work starts as many processes as it needs."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import apache_beam as beam
import pytest

from dags.runner import make_pipeline, refuse_unknown


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--runner=DataflowRunner", "--project=p", "--region=r", "--temp_location=gs://b/t"],
        ["--project", "p", "--max_num_workers", "3"],
        ["--direct_num_workers=2", "--direct_running_mode=multi_processing"],
        ["--experiments=use_runner_v2", "--experiments=x"],
    ],
)
def test_options_of_beam_are_known(arguments: Sequence[str]) -> None:
    refuse_unknown(arguments)


@pytest.mark.parametrize("stray", ["--nonsense=1", "--pages=3", "https://example.org/", "--projec=p"])
def test_what_is_nobodys_is_named(stray: str) -> None:
    with pytest.raises(ValueError, match=f"{stray}.*--help"):
        refuse_unknown(["--project=p", stray])
    with pytest.raises(ValueError, match=stray):
        make_pipeline([stray])


def processes_of(tmp_path: Path, arguments: Sequence[str], processes: int | None) -> set[int]:
    """Return the ids of the processes in which a pipeline's elements were worked on."""
    with make_pipeline(arguments, processes) as pipeline:
        _ = (
            pipeline
            | beam.Create(list(range(8)))
            | beam.Reshuffle()
            | beam.Map(lambda number: (tmp_path / f"{number}.{os.getpid()}").touch())
        )
    return {int(path.suffix[1:]) for path in tmp_path.iterdir()}


def test_little_work_stays_in_this_process(tmp_path: Path) -> None:
    assert processes_of(tmp_path, [], 1) == {os.getpid()}


def test_much_work_goes_to_workers_of_our_own(tmp_path: Path) -> None:
    found = processes_of(tmp_path, [], 2)
    assert (os.getpid() in found) == (os.cpu_count() == 1)


def test_what_the_user_says_of_workers_counts(tmp_path: Path) -> None:
    assert processes_of(tmp_path, ["--direct_num_workers=1"], None) == {os.getpid()}


def test_another_runner_is_beams_affair() -> None:
    runner = make_pipeline(["--runner=PortableRunner", "--job_endpoint=localhost:1"]).runner
    assert type(runner).__name__ == "PortableRunner"
