"""The command `forget`."""

from __future__ import annotations

from typing import Annotated

import typer

from dags.command_line.cli_options import CorpusOption, corpus_at
from dags.forgetting.forget import forget as forget_all
from dags.runner import reach_files, refuse_unknown

Urls = Annotated[
    list[str] | None,
    typer.Option(
        "--urls",
        help="A URL of a page or image, or a file with one a line; https://example.org/* means all that begin so. May "
        "be given several times; without any, a forget that was cut off goes on.",
    ),
]


def forget(
    context: typer.Context,
    urls: Urls = None,
    corpus: CorpusOption = "corpus",
    keep_twins: Annotated[
        bool, typer.Option("--keep-twins", help="Let pages stay that say nearly the same; the same ones always go.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go, and stop.")] = False,
) -> None:
    """Take pages and images out of the corpus, out of all that was made of them, and let none of it come back."""
    refuse_unknown(context.args)
    reach_files(context.args)
    forget_all(corpus_at(corpus), urls or [], tuple(context.args), keep_near=keep_twins, dry_run=dry_run)
