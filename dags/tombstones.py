"""The tombstones of a corpus: numbered files beside its datasets, each what one `m3w forget` has added.

While `unfinished.json` lies there, a forgetting was cut off, and parts of the corpus may still hold what is to go.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache

from ingest.opt_outs.tombstones import Notice, Tombstones
from shards import storage
from shards.dataset import Corpus
from shards.fingerprint import canonical_json
from shards.manifest import DatasetError

NAME = re.compile(r"[0-9]{6}\.json")
MARKER = "unfinished.json"


def folder_of(corpus: Corpus) -> str:
    """Return where the tombstones of a corpus lie."""
    return storage.join(corpus.root, "tombstones")


def files_of(corpus: Corpus) -> tuple[str, ...]:
    """Return the paths of the tombstones of a corpus, in order: what jobs hand on to their workers."""
    folder = folder_of(corpus)
    return tuple(storage.join(folder, name) for name in storage.names_in(folder) if NAME.fullmatch(name))


@lru_cache(maxsize=4)
def load_tombstones(paths: tuple[str, ...]) -> Tombstones:
    """Read tombstones, once a process: the files never change.

    Args:
        paths: What `files_of` gave.

    Raises:
        DatasetError: A file holds something else.
    """
    found = Tombstones()
    for path in paths:
        found |= read_notice(path).tombstones
    return found


def tombstones_of(corpus: Corpus) -> Tombstones:
    """Return all tombstones of a corpus."""
    return load_tombstones(files_of(corpus))


def read_notice(path: str) -> Notice:
    """Read one file of tombstones.

    Raises:
        DatasetError: It holds something else.
    """
    try:
        return Notice.from_json(json.loads(storage.read_bytes(path)))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DatasetError(
            f"{path} can't be read ({error!r}): nothing runs before it can, lest what was forgotten come back; "
            f"restore it from a copy"
        ) from error


def publish(path: str, notice: Notice) -> None:
    """Write a file of tombstones, the same bytes for the same notice."""
    with storage.published(path) as stream:
        stream.write(canonical_json(notice.to_json()).encode() + b"\n")


def path_of(corpus: Corpus, number: int) -> str:
    """Return the path of the file with a number, from 1."""
    return storage.join(folder_of(corpus), f"{number:06d}.json")


def why_forgotten(corpus: Corpus, url: str) -> str:
    """Return why a normalised URL is forgotten; empty where it is not."""
    for path in files_of(corpus):
        notice = read_notice(path)
        if url in notice.urls:
            return notice.urls[url]
        below = next((prefix for prefix in notice.prefixes if url.startswith(prefix)), "")
        if below:
            return f"below {below}"
    return ""


def require_finished(corpus: Corpus) -> None:
    """Hold a job back while a forgetting is cut off.

    Raises:
        DatasetError: One is.
    """
    if storage.exists(storage.join(folder_of(corpus), MARKER)):
        raise DatasetError(
            f"a forget was cut off in {corpus.root}: run `m3w forget` on it again, it goes on; then run this again"
        )
