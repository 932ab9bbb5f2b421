"""The cuts of a corpus, made again where what they were made from is another now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dags.cutting import card, cut_recipe
from dags.cutting import pairs as pairing
from dags.cutting import select as selection
from dags.cutting import shards as sharding
from dags.cutting import shortlist as shortlisting
from dags.forgetting.completing import complete
from dags.forgetting.stages import finished_jobs, has_images
from dags.job import Job, Launch, finished_like, remove_parts, run, sweep
from dags.showing.explanation import cut_names
from dags.tables import inputs_of, total
from shards import manifest, storage
from shards.dataset import Corpus, Dataset
from shards.indexed import SHARD_KIND


@dataclass(frozen=True, slots=True)
class Cut:
    """A cut as it was before anything was forgotten.

    Attributes:
        name: Its name.
        generations: The generations of documents that its shortlist was made from.
        jobs: The jobs that were finished, in their order: `shortlist`, `images`, `score`, `select`, `shards`, `pairs`.
        shards: SHA-256 of its tars and those of its pairs, by dataset and part.
    """

    name: str
    generations: int = 0
    jobs: tuple[str, ...] = ()
    shards: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Cut:
        """Read what `asdict` gave."""
        return cls(data["name"], data["generations"], tuple(data["jobs"]), dict(data["shards"]))


def cuts_of(corpus: Corpus) -> list[Cut]:
    """Return the cuts of a corpus as they are.

    Raises:
        RecipeError: A cut does not say by which recipe it was made.
        ValueError: It was scored, and can't be scored again.
    """
    return [_cut(corpus, name) for name in cut_names(corpus)]


def make_again(corpus: Corpus, cuts: Sequence[Cut], arguments: Sequence[str]) -> list[str]:
    """Make again what was made from something else; return the names of the cuts that were.

    What is out of date goes from all cuts before the first is made again, whatever may then stand in the way of that.
    """
    present = set(cut_names(corpus))
    known = [cut for cut in cuts if cut.name in present]
    for cut in known:
        _throw_away(corpus, cut)
    return [cut.name for cut in known if _make(corpus, cut, arguments)]


def shards_of(corpus: Corpus, name: str) -> dict[str, str]:
    """Return the SHA-256 of the tars of a cut and of its pairs, by dataset and part."""
    found = {}
    for dataset in (corpus.shards(name), corpus.pairs(name)):
        for generation in dataset.generations():
            for part in generation.manifest.parts:
                found[f"{dataset.kind} {part.label}"] = part.files[SHARD_KIND].sha256
    return found


def _cut(corpus: Corpus, name: str) -> Cut:
    shortlist = corpus.shortlist(name).generations()
    generations = len(shortlist[0].manifest.provenance.inputs) if shortlist else 0
    return Cut(name, generations, tuple(finished_jobs(corpus, name)), shards_of(corpus, name))


def _throw_away(corpus: Corpus, cut: Cut) -> None:
    """Remove what is out of date, unfinished work too."""
    storage.remove_temporaries(corpus.cut_folder(cut.name))
    later = (corpus.selection(cut.name), corpus.shards(cut.name), corpus.pairs(cut.name))
    shortlist = corpus.shortlist(cut.name)
    for dataset in (shortlist, *later):
        _tidy(dataset)
    if not _is_current(corpus, cut):
        for dataset in (shortlist, *later):
            _remove(dataset)
    elif not has_images(corpus, cut.name, "images"):
        for dataset in later:
            _remove(dataset)


def _tidy(dataset: Dataset) -> None:
    """Remove what a job that was killed once it was finished has left behind."""
    for generation in dataset.generations():
        sweep(generation.folder, {file.name for part in generation.manifest.parts for file in part.files.values()})


def _is_current(corpus: Corpus, cut: Cut) -> bool:
    """Return whether the shortlist of a cut is there and made from the documents as they are."""
    made_from = [each.manifest.provenance.inputs for each in corpus.shortlist(cut.name).generations()]
    return made_from == [inputs_of(corpus.documents.generations()[: cut.generations])]


def _remove(dataset: Dataset) -> None:
    storage.remove([storage.join(dataset.folder, name) for name in (manifest.FILE, card.FILE)])
    remove_parts(dataset.folder)
    storage.remove_temporaries(dataset.folder)


def _make(corpus: Corpus, cut: Cut, arguments: Sequence[str]) -> bool:
    """Run the jobs of a cut that were finished; return whether there was anything to do."""
    launch = Launch(arguments, overwrite=True)
    before = shards_of(corpus, cut.name)
    made = False
    if "shortlist" in cut.jobs:
        recipe = cut_recipe.load(corpus, cut.name, "shortlist")
        made |= _run(shortlisting.plan(corpus, recipe, cut.name, cut.generations), launch)
    made |= complete(corpus, cut.name, cut.jobs, arguments)
    if "select" in cut.jobs:
        made |= _run(selection.plan(corpus, cut_recipe.load(corpus, cut.name, "select"), cut.name), launch)
    if "shards" in cut.jobs and total(corpus.selection(cut.name).require(), "documents"):
        made |= _write(corpus, cut, launch)
    return made or shards_of(corpus, cut.name) != before


def _write(corpus: Corpus, cut: Cut, launch: Launch) -> bool:
    recipe = cut_recipe.load(corpus, cut.name, "shards")
    made = _run(sharding.plan(corpus, recipe, cut.name), launch)
    (shards,) = corpus.shards(cut.name).require()
    card.write_card(corpus, recipe, cut.name, shards.manifest)
    taken = {ledger.unit: ledger.taken for ledger in shards.manifest.ledgers}
    if "pairs" in cut.jobs and pairing.images_in(taken):
        job = pairing.plan(corpus, cut.name)
        made |= _run(job, launch)
        pairs = finished_like(job)
        if pairs:
            card.write_pairs_card(corpus, recipe, cut.name, pairs)
    return made


def _run(job: Job, launch: Launch) -> bool:
    """Run a job unless it is finished; where nothing is left to keep, that is in order."""
    if finished_like(job):
        return False
    try:
        run(job, launch)
    except ValueError as error:
        if str(error) != job.nothing_kept:
            raise
    return True
