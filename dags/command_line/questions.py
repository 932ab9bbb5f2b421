"""Commands that ask a corpus and change nothing in it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dags.asking import signals_report, whatif
from dags.command_line.cli_options import AllowPrivate, Contact, CorpusOption, Ended, RecipeOption, corpus_at
from dags.recipe import load_recipe
from dags.recipe_file import override
from dags.showing import captures, explanation, extract_page, verification

app = typer.Typer()
Cut = Annotated[str, typer.Option("--cut", help="Name of the cut.")]


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
    explanation.show(corpus_at(corpus), url, cut)


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
    raise typer.Exit(0 if verification.show(corpus_at(corpus)) else 1)


@app.command(name="whatif")
def what_if(
    changes: Annotated[
        list[str],
        typer.Option(
            "--set",
            metavar="RULE=VALUE",
            help="A rule as it would be: document.words.min=100, document.language.any_of=en,de, image.entropy=off.",
        ),
    ],
    corpus: CorpusOption = "corpus",
    cut: Cut = "m3w",
) -> None:
    """Say what a cut would hold under other rules: from what is stored, nothing is made or fetched."""
    whatif.show(corpus_at(corpus), cut, changes)


@app.command()
def signals(
    names: Annotated[list[str] | None, typer.Argument(help="Only these signals, and what they measure.")] = None,
    corpus: CorpusOption = "corpus",
    cut: Annotated[
        str | None, typer.Option("--cut", help="Of this cut, beside its rules; else of all there is.")
    ] = None,
    picture: Annotated[
        Path | None, typer.Option("--picture", help="Draw histograms into this file (.png, .svg).")
    ] = None,
) -> None:
    """Show how signals are distributed over documents and images, and what they measure."""
    signals_report.show(corpus_at(corpus), cut, names or [], picture)
