"""The options that name archives of others."""

from __future__ import annotations

from typing import Annotated

import typer

Archives = Annotated[
    list[str] | None,
    typer.Option(
        "--warc",
        help="WARC, ARC or WACZ files of others instead of the corpus' captures: a path, a pattern with *, a URL "
        "(https://, s3://, gs://), or @FILE with one a line, gzipped or not, itself a path or URL; may be given "
        "several times.",
    ),
]
Indexes = Annotated[
    list[str] | None,
    typer.Option(
        "--cdx",
        help="Of the archives of others only the pages that an index names, read by their byte ranges: a CDX or CDXJ "
        "file, gzipped or not, or the URL of an index server's answer in JSON; may be given several times.",
    ),
]
Base = Annotated[
    str,
    typer.Option(
        "--warc-base",
        help="Folder or URL that relative paths of archives begin at, such as https://data.commoncrawl.org/ or "
        "s3://commoncrawl/; for --cdx the index' own folder by default, and Common Crawl's archives for its indexes.",
    ),
]
