"""The command line: `m3w JOB --corpus ... --recipe ... [options of Beam]`."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from dags.command_line import commands, questions, recipe_commands
from dags.command_line.archive_options import Archives, Base, Indexes
from dags.command_line.cli_options import (
    Again,
    AllowPrivate,
    Contact,
    CorpusOption,
    CutOption,
    DryRun,
    Overwrite,
    RecipeOption,
    Seeds,
    Sitemaps,
    corpus_at,
)
from dags.command_line.commands import Request
from dags.command_line.extras import needs_training
from dags.command_line.forgetting import forget
from dags.job import JobError, Launch
from dags.report import console
from dags.runner import reach_files
from shards.ledger import LedgerError

app = typer.Typer(
    name="m3w",
    help="From the web to interleaved text-and-image shards. Jobs in order: crawl, extract, shortlist, images, select, "
    "shards. Options a job does not know are passed on to Apache Beam (--runner=DataflowRunner, --project=..., ...).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(questions.app)
app.add_typer(recipe_commands.app, name="recipes")
PASS_ON: dict[Any, Any] = {"allow_extra_args": True, "ignore_unknown_options": True}


def _request(
    context: typer.Context, corpus: str, recipe: str, cut: str | None, dry_run: bool, overwrite: bool
) -> Request:
    launch = Launch(tuple(context.args), overwrite)
    return Request.of(corpus_at(corpus), recipe, cut, launch, dry_run)


@app.callback()
def _begin() -> None:
    reach_files()


@app.command(context_settings=PASS_ON)
def crawl(
    context: typer.Context,
    corpus: CorpusOption = "corpus",
    recipe: RecipeOption = "m3w",
    seeds: Seeds = None,
    sitemaps: Sitemaps = None,
    visit: Annotated[
        int, typer.Option(min=1, help="Seeds are fetched once a visit: 2 asks for them again, if they have changed.")
    ] = 1,
    depth: Annotated[int | None, typer.Option(min=0, help="Links followed from a seed; else the recipe's.")] = None,
    pages: Annotated[
        int | None, typer.Option(min=1, help="Pages after which the crawl ends; else the recipe's.")
    ] = None,
    minutes: Annotated[
        float | None, typer.Option(min=0, help="Time after which the crawl ends; the same command goes on from there.")
    ] = None,
    contact: Contact = "",
    allow_private_hosts: AllowPrivate = False,
    dry_run: DryRun = False,
    overwrite: Overwrite = False,
) -> None:
    """Crawl from seeds, or go on with the frontier: round by round, politely, into WARC."""
    request = _request(context, corpus, recipe, None, dry_run, overwrite)
    said = {"contact": contact or None, "allow_private_hosts": allow_private_hosts or None}
    request = request.with_crawl({**said, "max_depth": depth, "max_pages": pages})
    commands.crawl(request, seeds or [], sitemaps or [], visit, minutes)


@app.command(context_settings=PASS_ON)
def extract(
    context: typer.Context,
    corpus: CorpusOption = "corpus",
    recipe: RecipeOption = "m3w",
    warc: Archives = None,
    cdx: Indexes = None,
    warc_base: Base = "",
    dry_run: DryRun = False,
    overwrite: Overwrite = False,
) -> None:
    """Read captures, or anyone's archives, into documents with their signals."""
    commands.extract(_request(context, corpus, recipe, None, dry_run, overwrite), warc or [], cdx or [], warc_base)


@app.command(context_settings=PASS_ON)
def shortlist(
    context: typer.Context,
    corpus: CorpusOption = "corpus",
    recipe: RecipeOption = "m3w",
    cut: CutOption = None,
    all_broken: Annotated[
        bool, typer.Option("--all-broken", help="Write down every text rule that is broken, not only the first.")
    ] = False,
    dry_run: DryRun = False,
    overwrite: Overwrite = False,
) -> None:
    """Apply the text rules, find duplicates, and list the images worth fetching."""
    request = _request(context, corpus, recipe, cut, dry_run, overwrite)
    commands.shortlist(request.with_all_broken() if all_broken else request)


@app.command(context_settings=PASS_ON)
def images(
    context: typer.Context,
    corpus: CorpusOption = "corpus",
    recipe: RecipeOption = "m3w",
    cut: CutOption = None,
    contact: Contact = "",
    allow_private_hosts: AllowPrivate = False,
    again: Again = False,
    dry_run: DryRun = False,
    overwrite: Overwrite = False,
) -> None:
    """Fetch the images a cut asks for and measure them; what is had, or gone, is never asked for again."""
    request = _request(context, corpus, recipe, cut, dry_run, overwrite)
    said = {"contact": contact or None, "allow_private_hosts": allow_private_hosts or None}
    commands.images(request.with_images(said), again)


@app.command(context_settings=PASS_ON)
def score(
    context: typer.Context,
    corpus: CorpusOption = "corpus",
    recipe: RecipeOption = "m3w",
    cut: CutOption = None,
    dry_run: DryRun = False,
    overwrite: Overwrite = False,
) -> None:
    """Ask the recipe's models about the pictures and documents that a cut may keep, each about each once."""
    needs_training("dags.scoring.command").score(_request(context, corpus, recipe, cut, dry_run, overwrite))


@app.command(context_settings=PASS_ON)
def select(
    context: typer.Context,
    corpus: CorpusOption = "corpus",
    recipe: RecipeOption = "m3w",
    cut: CutOption = None,
    dry_run: DryRun = False,
    overwrite: Overwrite = False,
) -> None:
    """Apply the image rules, let one of each group of duplicates stay, and write every Decision down."""
    commands.select(_request(context, corpus, recipe, cut, dry_run, overwrite))


@app.command(context_settings=PASS_ON)
def shards(
    context: typer.Context,
    corpus: CorpusOption = "corpus",
    recipe: RecipeOption = "m3w",
    cut: CutOption = None,
    pairs: Annotated[
        bool,
        typer.Option("--pairs", help="Then also its image-text pairs: images that a caption or alt text describes."),
    ] = False,
    dry_run: DryRun = False,
    overwrite: Overwrite = False,
) -> None:
    """Write the selection as WebDataset tars with their indexes and a dataset card."""
    commands.shards(_request(context, corpus, recipe, cut, dry_run, overwrite), pairs)


app.command(context_settings=PASS_ON)(forget)


@app.command()
def train(
    recipe: Annotated[str, typer.Argument(help="Name of a built-in training recipe, or path of a TOML file.")],
    corpus: CorpusOption = "corpus",
    run: Annotated[str | None, typer.Option("--run", help="Name, path or URL of the run; the recipe's by default.")] = (
        None
    ),
    language_model: Annotated[
        str | None, typer.Option(help="Folder or URL of a causal language model of transformers; else the recipe's.")
    ] = None,
    vision_encoder: Annotated[
        str | None, typer.Option(help="Folder or URL of a vision encoder of transformers; else the recipe's.")
    ] = None,
    workers: Annotated[int | None, typer.Option(help="Workers; 0 for this process, without Ray's cluster.")] = None,
    address: Annotated[str | None, typer.Option(help="HOST:PORT of a running Ray cluster, or auto.")] = None,
    updates: Annotated[int | None, typer.Option(help="Updates in all; else the recipe's.")] = None,
    checkpoint: Annotated[
        str, typer.Option(help="Where to begin; a run that has checkpoints of its own goes on from its last.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what it would take, and stop.")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Throw away what the run has learnt.")] = False,
) -> None:
    """Train a Flamingo on shards through Ray Train, or go on where a run was stopped."""
    training = needs_training("dags.training.train")
    said = training.sections(
        language_model=language_model, vision_encoder=vision_encoder, updates=updates, workers=workers, address=address
    )
    at = corpus_at(corpus)
    resolved = training.resolve(at, recipe, said)
    folder, begin = training.run_folder(at, resolved, run), checkpoint and training.full_path(checkpoint)
    training.train(training.Request(at, resolved, folder, begin, dry_run, overwrite))


@app.command()
def caption(
    pictures: Annotated[list[Path], typer.Argument(help="Files of pictures.")],
    run: Annotated[str, typer.Option("--run", help="Path or URL of a run; its last checkpoint is asked.")] = "",
    checkpoint: Annotated[str, typer.Option(help="Path or URL of a checkpoint instead.")] = "",
    beams: Annotated[int, typer.Option(min=1, help="Sequences followed at once.")] = 3,
) -> None:
    """Say what a trained Flamingo makes of pictures."""
    needs_training("dags.training.caption").show_captions(pictures, run, checkpoint, beams)


def run(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; errors of the user's are one message, no traceback."""
    try:
        app(args=list(arguments) if arguments is not None else None)
    except (ValueError, OSError, JobError, LedgerError) as error:
        logging.getLogger("m3w").debug("stopped", exc_info=error)
        console.print(f"error: {error}", style="red", markup=False)
        sys.exit(1)
