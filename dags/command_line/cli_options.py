"""Options of the command line that several commands have, or whose help is long."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from shards.dataset import Corpus

CorpusOption = Annotated[str, typer.Option("--corpus", help="Folder or URL of the corpus.", show_default=True)]
RecipeOption = Annotated[str, typer.Option("--recipe", help="Name of a built-in recipe, or path of a TOML file.")]
CutOption = Annotated[str | None, typer.Option("--cut", help="Name of the cut; the recipe's own by default.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be read, fetched and written, and stop.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Throw away what stands in the way and make it again.")]
Seeds = Annotated[
    list[str] | None, typer.Option("--seeds", help="A URL, or a file with one a line; may be given several times.")
]
Sitemaps = Annotated[
    list[str] | None,
    typer.Option(
        "--sitemaps",
        help="A sitemap, an index of sitemaps or a feed whose pages are fetched as seeds are, or a file with one a "
        "line; may be given several times.",
    ),
]
Again = Annotated[
    bool, typer.Option("--again", help="Ask once more for images that failed for now, `max_turns` times in all.")
]
AllowPrivate = Annotated[
    bool, typer.Option("--allow-private-hosts", help="Fetch from hosts on this machine or network: sites of your own.")
]
Contact = Annotated[
    str, typer.Option("--contact", help="Mail or URL by which site owners reach you; public hosts need one.")
]
Ended = Annotated[
    Literal["kept", "dropped", "failed"] | None, typer.Option("--outcome", help="Only captures that ended so.")
]


def corpus_at(path: str) -> Corpus:
    """Return the corpus in a folder or at a URL.

    Raises:
        ValueError: Beam would read the path as a pattern.
    """
    return Corpus(path if "://" in path else str(Path(path).resolve()))
