"""What the command line asks to be forgotten."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.opt_outs.tombstones import Notice, read_wishes
from shards import storage

ASKED_FOR = "asked for"


def wishes_in(arguments: Sequence[str]) -> Notice:
    """Read URLs, and files with one a line.

    Raises:
        ValueError: There is none, or one that is no URL; the message names its line.
    """
    if not arguments:
        raise ValueError("there is nothing to forget: give --urls (a URL, or a file with one a line)")
    found = [read_wishes(*_lines(argument), ASKED_FOR) for argument in arguments]
    urls = {url: why for each in found for url, why in each.urls.items()}
    return Notice(urls, tuple(prefix for each in found for prefix in each.prefixes))


def _lines(argument: str) -> tuple[list[str], str]:
    if storage.is_on_web(argument) or not storage.exists(argument):
        return [argument], "--urls"
    try:
        return storage.read_bytes(argument).decode("utf-8-sig").splitlines(), argument
    except UnicodeDecodeError as error:
        raise ValueError(f"--urls {argument} is no UTF-8 text ({error}): save it as UTF-8, a URL a line") from error
