"""What each command does: plan, run or say that there is nothing to do, report."""

from __future__ import annotations

import shlex
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dags.command_line.dry_run import show_plan
from dags.crawling.crawl_report import show_hosts
from dags.crawling.crawl_run import CrawlRun
from dags.crawling.rounds import forecast, plan, seeds_from
from dags.cutting import card, cut_recipe
from dags.cutting import pairs as pairing
from dags.cutting import select as selection
from dags.cutting import shards as sharding
from dags.cutting import shortlist as shortlisting
from dags.extraction import archives
from dags.extraction import extract as extraction
from dags.imaging import images as imaging
from dags.imaging import link_rot
from dags.job import Job, Launch, finished_like, run
from dags.recipe import Recipe, load_recipe, require_needs
from dags.recipe_file import override
from dags.report import console, show_finished, show_ledgers
from dags.runner import reach_files, refuse_unknown
from dags.scoring.known import asked, is_scored
from dags.tombstones import require_finished
from ingest.settings import ARCHIVE
from shards.dataset import Corpus, Dataset
from shards.ledger import Ledger, Tally
from shards.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Request:
    """What a command was asked to do."""

    corpus: Corpus
    recipe: Recipe
    recipe_given: str
    cut: str
    launch: Launch
    dry_run: bool

    @classmethod
    def of(cls, corpus: Corpus, recipe: str, cut: str | None, launch: Launch, dry_run: bool) -> Request:
        """Read the recipe and name the cut.

        Raises:
            RecipeError: The recipe can't be used.
            ValueError: The cut's name can't be a folder's, or an argument is neither ours nor Beam's.
            DatasetError: A forgetting was cut off.
        """
        refuse_unknown(launch.arguments)
        reach_files(launch.arguments)
        loaded = require_needs(load_recipe(recipe))
        name = loaded.name if cut is None else cut
        corpus.cut_folder(name)
        require_finished(corpus)
        return cls(corpus, loaded, recipe, name, launch, dry_run)

    def with_crawl(self, said: Mapping[str, object]) -> Request:
        """Return the request with what the command line says of crawling; None says nothing."""
        section = override(self.recipe.crawl, said)
        return replace(self, recipe=self.recipe.model_copy(update={"crawl": section}))

    def with_images(self, said: Mapping[str, object]) -> Request:
        """Return the request with what the command line says of fetching images; None says nothing."""
        section = override(self.recipe.images, said)
        return replace(self, recipe=self.recipe.model_copy(update={"images": section}))

    def with_all_broken(self) -> Request:
        """Return the request with every broken rule to be written down."""
        return replace(self, recipe=self.recipe.model_copy(update={"all_broken": True}))

    def note(self, job: str) -> None:
        """Note in the cut's folder by which recipe a job of it was run."""
        if not self.dry_run:
            cut_recipe.save(self.corpus, self.cut, job, self.recipe)

    def hint(self, job: str) -> str:
        """Return the command that runs another job on the same corpus and cut, as a shell reads it."""
        cut = [] if job in ("crawl", "extract") or self.cut == self.recipe.name else ["--cut", self.cut]
        fetching = self.recipe.images
        needs_no_contact = fetching.contact or fetching.allow_private_hosts or fetching.sources == (ARCHIVE,)
        needs_contact = job == "images" and not needs_no_contact
        contact = ["--contact", "MAIL"] if needs_contact else []
        return shlex.join(["m3w", job, "--corpus", self.corpus.root, "--recipe", self.recipe_given, *cut, *contact])


def crawl(
    request: Request, seeds: Sequence[str], lists: Sequence[str], visit: int, minutes: float | None = None
) -> None:
    """Run rounds until nothing is due, or the time is up."""
    joining = [
        *seeds_from(archives.lines_of(seeds), visit),
        *seeds_from(archives.lines_of(lists), visit, "list"),
    ]
    planned = plan(request.corpus, request.recipe, joining) if request.dry_run else None
    if planned:
        show_plan(request.corpus, planned.job, forecast(request.corpus, request.recipe, joining))
        return
    deadline = None if minutes is None else time.time() + 60 * minutes
    crawling = CrawlRun(request.corpus, request.recipe, request.launch, joining, deadline)
    count = crawling.rounds()
    show_hosts(request.corpus.captures.generations()[-count:] if count else [])
    _close_rounds(request.corpus.captures, count, request.hint("extract"), crawling.left_over())


def extract(request: Request, warcs: Sequence[str], indexes: Sequence[str] = (), base: str = "") -> None:
    """Extract what is new."""
    found = archives.expand(warcs, base)
    job = extraction.plan(request.corpus, request.recipe, found, archives.indexed(indexes, base))
    if job is None:
        _nothing_to_do(request.corpus.documents.require()[-1].manifest, request.corpus.documents.folder)
        return
    hints = [request.hint("shortlist"), _on_corpus("explain URL", request.corpus)]
    _run_one(request, job, hints, extraction.forecast(job))


def shortlist(request: Request) -> None:
    """Make the shortlist of a cut."""
    job = shortlisting.plan(request.corpus, request.recipe, request.cut)
    if _run_one(request, job, [request.hint("images")]):
        request.note("shortlist")


def images(request: Request, again: bool = False) -> None:
    """Fetch until every component of duplicates has its survivor; images that failed for now once more if asked to."""
    if not again and imaging.seen_by(request.corpus, request.recipe, request.cut) is not None:
        console.print(f"images: cut {request.cut!r} has all it needs; nothing to do")
        request.note("images")
        return
    rounds = 0
    while True:
        job = imaging.plan(request.corpus, request.recipe, request.cut, again=again and not rounds)
        if request.dry_run:
            show_plan(request.corpus, job, imaging.forecast(request.corpus, request.recipe, request.cut))
            return
        if run(job, request.launch) is None:
            break
        rounds += 1
    imaging.save_view(request.corpus, request.recipe, request.cut)
    request.note("images")
    link_rot.show(imaging.asked_for(request.corpus))
    if left := len(imaging.open_images(request.corpus, request.recipe)):
        console.print(f"  {left:,} images failed for now: `m3w images --again` asks for them once more")
    lacks_scores = asked(request.recipe) and not is_scored(request.corpus, request.recipe, request.cut)
    remake = " --overwrite" if again and rounds and not lacks_scores else ""
    _close_rounds(request.corpus.images, rounds, request.hint("score" if lacks_scores else "select") + remake)


def select(request: Request) -> None:
    """Make the selection of a cut."""
    job = selection.plan(request.corpus, request.recipe, request.cut)
    if _run_one(request, job, [request.hint("shards")]):
        request.note("select")


def shards(request: Request, with_pairs: bool = False) -> None:
    """Write the shards of a cut, and their card; then its image-text pairs, if they are asked for."""
    job = sharding.plan(request.corpus, request.recipe, request.cut)
    hints = [] if with_pairs else [_on_corpus("verify", request.corpus), _reading_hint(job)]
    finished = _run_one(request, job, hints)
    if finished is not None and not request.dry_run:
        request.note("shards")
        path = card.write_card(request.corpus, request.recipe, request.cut, finished)
        console.print(f"  card: {path}")
    if with_pairs and finished is not None:
        _pairs(request)
    elif with_pairs:
        images = pairing.images_in(job.taken or {})
        folder = request.corpus.pairs(request.cut).folder
        console.print(f"pairs: then would read {images:,} images and write {job.units:,} parts into {folder}")


def _pairs(request: Request) -> None:
    job = pairing.plan(request.corpus, request.cut)
    finished = _run_one(request, job, [_on_corpus("verify", request.corpus), _reading_hint(job)])
    if finished is not None and not request.dry_run:
        path = card.write_pairs_card(request.corpus, request.recipe, request.cut, finished)
        console.print(f"  card: {path}")


def _run_one(
    request: Request, job: Job, hints: Sequence[str], forecast: Mapping[str, str] | None = None
) -> Manifest | None:
    finished = None if request.launch.overwrite else finished_like(job)
    if finished is not None:
        _nothing_to_do(finished, job.folder)
        return finished
    if request.dry_run:
        show_plan(request.corpus, job, forecast)
        return None
    finished = run(job, request.launch)
    if finished is not None:
        show_finished(finished, job.folder, hints)
    return finished


def _nothing_to_do(finished: Manifest, folder: str) -> None:
    show_ledgers(finished.dataset, finished.ledgers)
    console.print(f"  {folder} is finished (fingerprint {finished.provenance.fingerprint}); nothing to do")


def _close_rounds(dataset: Dataset, rounds: int, hint: str, remark: str = "") -> None:
    found = dataset.generations()
    ledgers: dict[str, Ledger] = {}
    for each in found:
        for ledger in each.manifest.ledgers:
            before = ledgers.get(ledger.unit, Ledger(ledger.unit, 0, Tally()))
            ledgers[ledger.unit] = Ledger(ledger.unit, before.taken + ledger.taken, before.tally + ledger.tally)
    show_ledgers(f"{dataset.kind}, all generations", list(ledgers.values()))
    state = f"{rounds} new" if rounds or remark else "finished, nothing to do"
    if ledgers and not any(ledger.tally.kept for ledger in ledgers.values()):
        console.print("  nothing could be had: see the reasons above", style="bold red")
    console.print(f"  {len(found)} generations ({state}) in {dataset.folder}")
    if remark:
        console.print(f"  {remark}")
    console.print(f"  next: {hint}", style="cyan", markup=False)


def _on_corpus(command: str, corpus: Corpus) -> str:
    return f"m3w {command} --corpus {shlex.quote(corpus.root)}"


def _reading_hint(job: Job) -> str:
    return f"read it with webdataset.WebDataset(glob.glob({job.folder + '/*.tar'!r}))"
