"""The command line: `m3w JOB --corpus ... --recipe ... [options of Beam]`."""

from __future__ import annotations

import importlib
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from dags.command_line import commands
from dags.command_line.archive_options import Archives, Base, Indexes
from dags.command_line.cli_options import (
    AllowPrivate,
    Contact,
    CorpusOption,
    CutOption,
    DryRun,
    Ended,
    Overwrite,
    RecipeOption,
    Seeds,
    Sitemaps,
    corpus_at,
)
from dags.command_line.commands import Request
from dags.command_line.forgetting import forget
from dags.job import JobError, Launch
from dags.recipe import load_recipe
from dags.recipe_file import override
from dags.report import console
from dags.runner import reach_files
from dags.showing import captures, extract_page
from shards.ledger import LedgerError

app = typer.Typer(
    name="m3w",
    help="From the web to interleaved text-and-image shards. Jobs in order: crawl, extract, shortlist, images, select, "
    "shards. Options a job does not know are passed on to Apache Beam (--runner=DataflowRunner, --project=..., ...).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
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
    dry_run: DryRun = False,
    overwrite: Overwrite = False,
) -> None:
    """Apply the text rules, find duplicates, and list the images worth fetching."""
    commands.shortlist(_request(context, corpus, recipe, cut, dry_run, overwrite))


@app.command(context_settings=PASS_ON)
def images(
    context: typer.Context,
    corpus: CorpusOption = "corpus",
    recipe: RecipeOption = "m3w",
    cut: CutOption = None,
    contact: Contact = "",
    allow_private_hosts: AllowPrivate = False,
    dry_run: DryRun = False,
    overwrite: Overwrite = False,
) -> None:
    """Fetch the images a cut asks for and measure them; known ones are never fetched again."""
    request = _request(context, corpus, recipe, cut, dry_run, overwrite)
    said = {"contact": contact or None, "allow_private_hosts": allow_private_hosts or None}
    commands.images(request.with_images(said))


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
    training = _needs_training("train")
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
    _needs_training("caption").show_captions(pictures, run, checkpoint, beams)


@app.command(name="captures")
def show_captures(
    url: Annotated[str, typer.Argument(help="URL of one page; all by default.")] = "",
    corpus: CorpusOption = "corpus",
    headers: Annotated[bool, typer.Option("--headers", help="Print the HTTP headers of its latest response.")] = False,
    body: Annotated[bool, typer.Option("--body", help="Write what that response held to the output.")] = False,
    date: Annotated[str, typer.Option(help="Only captures whose date begins so: 2026-11, 2026-11-21T15:04.")] = "",
    outcome: Ended = None,
    limit: Annotated[int, typer.Option(min=1, help="The most that are listed: the latest.")] = 100,
) -> None:
    """List what a crawl has got, or print one capture."""
    shown: captures.Shown = "body" if body else "headers" if headers else "row"
    wish = captures.Wish(url, date, outcome or "", limit, shown)
    captures.show(corpus_at(corpus), wish)


@app.command()
def explain(
    url: Annotated[str, typer.Argument(help="URL of a page.")],
    corpus: CorpusOption = "corpus",
    cut: Annotated[str | None, typer.Option("--cut", help="Only this cut; all by default.")] = None,
) -> None:
    """Show a page's way through all jobs: every element with its fate, rule, value and bound."""
    commands.explain(corpus_at(corpus), url, cut)


@app.command(name="extract-page")
def extract_one_page(
    source: Annotated[str, typer.Argument(metavar="URL-OR-FILE", help="URL of a page, or path of an HTML file.")],
    url: Annotated[str, typer.Option("--url", help="URL of the page in a file, for its relative links.")] = "",
    raw: Annotated[
        bool, typer.Option("--raw", help="Keep navigation and the like: leave out only the hidden.")
    ] = False,
    comments: Annotated[bool, typer.Option("--comments", help="Keep what readers wrote below an article.")] = False,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write a page here that shows the original beside what was kept.")
    ] = None,
    images: Annotated[bool, typer.Option("--images", help="Let that page load the images that were kept.")] = False,
    recipe: RecipeOption = "m3w",
    contact: Contact = "",
    allow_private_hosts: AllowPrivate = False,
) -> None:
    """Show what is kept of one page, and why the rest is not: as text, or side by side."""
    loaded = load_recipe(recipe)
    said = {"contact": contact or None, "allow_private_hosts": allow_private_hosts or None}
    sections = {
        "crawl": override(loaded.crawl, said),
        "extract": override(loaded.extract, {"keep_boilerplate": raw or None, "keep_comments": comments or None}),
    }
    extract_page.show_page(source, url, loaded.model_copy(update=sections), html, images)


@app.command()
def verify(corpus: CorpusOption = "corpus") -> None:
    """Check every manifest, checksum and index offset, and that <image> tokens and image members agree."""
    raise typer.Exit(0 if commands.verify(corpus_at(corpus)) else 1)


@app.command()
def recipes(name: Annotated[str | None, typer.Argument(help="Show this recipe as it is resolved.")] = None) -> None:
    """List the built-in recipes, or show one with all its values."""
    commands.recipes(name)


def _needs_training(command: str) -> Any:
    """Import what trains; the other commands do without torch."""
    try:
        return importlib.import_module(f"dags.training.{command}")
    except ModuleNotFoundError as error:
        raise ValueError(
            f"{error.name} is not installed, which m3w {command} needs: "
            f"install m3w with its extra `train` (pip install -c constraints.txt 'm3w[train]')"
        ) from error


def run(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; errors of the user's are one message, no traceback."""
    try:
        app(args=list(arguments) if arguments is not None else None)
    except (ValueError, OSError, JobError, LedgerError) as error:
        logging.getLogger("m3w").debug("stopped", exc_info=error)
        console.print(f"error: {error}", style="red", markup=False)
        sys.exit(1)
