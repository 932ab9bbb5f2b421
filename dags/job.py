"""How every job runs: look what is finished, run the graph for the rest, hold the ledger, publish the manifest."""

from __future__ import annotations

import json
import logging
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

import apache_beam as beam

from dags import progress
from dags.runner import make_pipeline
from shards import manifest as manifests
from shards import storage
from shards.dataset import Dataset
from shards.fingerprint import Provenance
from shards.ledger import Ledger, Tally
from shards.manifest import DatasetError, FileInfo, Manifest, PartInfo
from shards.parts import Place, Tallier, describe

log = logging.getLogger("m3w")
PART_FILE = re.compile(rf"^(?!{re.escape(storage.TEMPORARY)}).*\.[0-9a-f]{{16}}\.")


class JobError(RuntimeError):
    """A job stopped before its end; what is finished is kept."""


@dataclass(frozen=True, slots=True)
class Job:
    """One generation of a dataset to be made.

    Attributes:
        dataset: Kind of the dataset.
        folder: Where the generation goes.
        provenance: What it is made from.
        build: Adds the graph to a pipeline, given where parts go; returns a PCollection of PartInfo.
        units: Parts expected, for the progress bar; None where unknown.
        processes: Processes worth starting on one machine; None for one a core. Starting them costs two seconds.
        taken: In, by unit, from the inputs' manifests; None where the parts counted it as they read.
        max_failed_share: Failed share of the input that fails the job.
        totals: Sums to put into the manifest beside those of the parts.
        may_be_empty: Whether there may turn out to be nothing to do; then no generation is made.
        nothing_kept: What to say where all of the input was dropped, so that nothing is worth publishing; empty where
            that is in order.
    """

    dataset: str
    folder: str
    provenance: Provenance
    build: Callable[[beam.Pipeline, Place], Any]
    units: int | None = None
    processes: int | None = None
    taken: Mapping[str, int] | None = None
    max_failed_share: float = 1.0
    totals: Mapping[str, int] = field(default_factory=dict)
    may_be_empty: bool = False
    nothing_kept: str = ""

    @property
    def fingerprint(self) -> str:
        """Fingerprint of what it is made from."""
        return self.provenance.fingerprint

    @property
    def place(self) -> Place:
        """Where its parts go."""
        return Place(self.folder, self.fingerprint)


@dataclass(frozen=True, slots=True)
class Launch:
    """How jobs are started: Beam's own arguments, and whether to throw away what stands in the way."""

    arguments: Sequence[str] = ()
    overwrite: bool = False


def run(job: Job, launch: Launch) -> Manifest | None:
    """Make the generation, or what is still missing of it.

    Returns:
        Its manifest; None where there was nothing to do, and that is in order.

    Raises:
        DatasetError: The folder holds work of another fingerprint.
        LedgerError: Something was lost, or too much failed.
        JobError: The pipeline broke; finished parts are kept.
        ValueError: All of the input was dropped, where the job says that this makes no dataset.
    """
    _clear_the_way(job, launch.overwrite)
    summary = storage.join(job.folder, f"{storage.TEMPORARY}parts.{job.fingerprint}.json")
    storage.make_folder(job.folder)
    with progress.shown(job.dataset, lambda: progress.state_of(job.folder, job.fingerprint, job.units)):
        _run_pipeline(job, make_pipeline(launch.arguments, job.processes), summary)
    parts = [part_from_json(part) for part in json.loads(storage.read_bytes(summary))]
    if job.may_be_empty and not parts:
        storage.remove([summary])
        return None
    finished = _close(job, parts)
    if job.nothing_kept and not any(ledger.tally.kept for ledger in finished.ledgers):
        storage.remove([summary])
        remove_parts(job.folder)
        raise ValueError(job.nothing_kept)
    finished.save(job.folder)
    sweep(job.folder, {file.name for part in finished.parts for file in part.files.values()})
    return finished


def finished_like(job: Job) -> Manifest | None:
    """Return the manifest of the generation if it is finished with the same fingerprint."""
    if not storage.exists(storage.join(job.folder, manifests.FILE)):
        return None
    found = manifests.load(job.folder, job.dataset)
    return found if found.provenance.fingerprint == job.fingerprint else None


def require_same_method(dataset: Dataset, provenance: Provenance) -> None:
    """Hold a new generation against the finished ones: rows of one dataset are all made the same way.

    Raises:
        DatasetError: An earlier generation was made with other settings or libraries.
    """
    for generation in dataset.generations():
        earlier = generation.manifest.provenance
        if earlier.method != provenance.method:
            raise DatasetError(
                f"{generation.folder} was made differently ({_difference(earlier, provenance)}); rows made in "
                f"different ways must not stand in one dataset: use the earlier settings and versions, "
                f"or another --corpus"
            )


def _difference(earlier: Provenance, now: Provenance) -> str:
    pairs = [("setting", earlier.settings, now.settings), ("version", earlier.versions, now.versions)]
    found = [
        f"{what} {key}: then {then.get(key)!r}, now {current.get(key)!r}"
        for what, then, current in pairs
        for key in sorted({*then, *current})
        if then.get(key) != current.get(key)
    ]
    return "; ".join(found) or "other inputs"


def _clear_the_way(job: Job, overwrite: bool) -> None:
    manifest = storage.join(job.folder, manifests.FILE)
    if overwrite:
        # Parts of this very fingerprint too: they may be what is damaged, and a finished part is never written again.
        storage.remove([manifest])
        remove_parts(job.folder)
        return
    if storage.exists(manifest):
        earlier = manifests.load(job.folder, job.dataset)
        raise DatasetError(
            f"{job.folder} is finished, but was made from something else "
            f"({_difference(earlier.provenance, job.provenance)}): give this cut another name with --cut, "
            f"or make it again with --overwrite"
        )
    strangers = [name for name in storage.names_in(job.folder) if _is_part_of_another(name, job.fingerprint)]
    if strangers:
        raise DatasetError(
            f"{job.folder} holds unfinished work with another fingerprint ({strangers[0]}): finish it with the recipe "
            f"and inputs it was begun with, or throw it away with --overwrite"
        )


def remove_parts(folder: str) -> None:
    """Remove the files of all parts in a folder."""
    parts = [name for name in storage.names_in(folder) if PART_FILE.search(name)]
    storage.remove([storage.join(folder, name) for name in parts])


def _is_part_of_another(name: str, fingerprint: str) -> bool:
    return bool(PART_FILE.search(name)) and f".{fingerprint}." not in name


def _run_pipeline(job: Job, pipeline: beam.Pipeline, summary: str) -> None:
    with told_plainly(job.dataset), pipeline:
        infos = job.build(pipeline, job.place)
        _ = (
            pipeline
            | "Once" >> beam.Create([summary])
            | "Summarise" >> beam.Map(_write_summary, beam.pvalue.AsList(infos))
        )


@contextmanager
def told_plainly(what: str) -> Iterator[None]:
    """Run a pipeline in the block; what breaks it is said in a sentence.

    Raises:
        JobError: It broke.
    """
    try:
        yield
    except Exception as error:
        log.debug("the pipeline broke", exc_info=error)
        raise JobError(
            f"{what}: {_root_cause(error)}\nWhat is finished is kept: run the same command again."
        ) from error


def _root_cause(error: BaseException) -> str:
    """Return the innermost message: Beam wraps what a worker raised in tracebacks within tracebacks."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    marked = [line for line in lines if "[while running" in line]
    chosen = marked[0] if marked else (lines[-1] if lines else type(error).__name__)
    return chosen.split(" [while running")[0].strip(" \"'")


def _write_summary(path: str, infos: list[PartInfo]) -> None:
    with storage.published(path) as stream:
        stream.write(json.dumps([asdict(info) for info in sorted(infos, key=_order)], sort_keys=True).encode())


def _order(info: PartInfo) -> tuple[str, list[str]]:
    return info.label, sorted(info.files)


def part_from_json(data: Mapping[str, Any]) -> PartInfo:
    """Read what `asdict` gave of a part."""
    return PartInfo(
        data["label"],
        {kind: FileInfo(**file) for kind, file in data["files"].items()},
        data["taken"],
        {unit: Tally.from_json(tally) for unit, tally in data["tallies"].items()},
        data["totals"],
    )


def _close(job: Job, parts: list[PartInfo]) -> Manifest:
    taken: Counter[str] = Counter()
    totals: Counter[str] = Counter(job.totals)
    tallies: dict[str, Tally] = {}
    for part in parts:
        taken.update(part.taken)
        totals.update(part.totals)
        for unit, tally in part.tallies.items():
            tallies[unit] = tallies.get(unit, Tally()) + tally
    expected = job.taken if job.taken is not None else taken
    ledgers = [
        Ledger(unit, expected.get(unit, 0), tallies.get(unit, Tally())) for unit in sorted({*expected, *tallies})
    ]
    for ledger in ledgers:
        ledger.check(job.max_failed_share)
    return Manifest(job.dataset, job.provenance, parts, ledgers, dict(sorted(totals.items())))


def sweep(folder: str, named: Collection[str]) -> None:
    """Remove what killed or superseded attempts have left behind: all files of parts but those named."""
    left = [name for name in storage.names_in(folder) if name.startswith(storage.TEMPORARY) or PART_FILE.search(name)]
    storage.remove([storage.join(folder, name) for name in left if name not in named])


class DescribeParts(beam.PTransform[Any, Any]):
    """Labels of finished parts -> PartInfo, from what lies on disk."""

    def __init__(self, place: Place, head: str, tally: Tallier) -> None:
        super().__init__()
        self._place, self._head, self._tally = place, head, tally

    def expand(self, labels: Any) -> Any:
        """Spread the labels over the workers, each once, and describe."""
        return labels | beam.Distinct() | beam.Reshuffle() | "Describe" >> beam.Map(self._describe)

    def _describe(self, label: str) -> PartInfo:
        return describe(self._place.part(label), self._head, self._tally)
